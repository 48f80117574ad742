// In the form for a new question: only guides that rate what the answer shows are offered.

const form = document.querySelector("form.making");
const guides = [...form.querySelectorAll("[data-rates]")];

form.addEventListener("change", (event) => event.target.name === "competency" && offer());
offer();

// A guide that is not offered keeps what was chosen, and does not send it.
function offer() {
  const chosen = form.querySelector("[name=competency]:checked")?.value;
  for (const guide of guides) {
    guide.hidden = Boolean(chosen) && !guide.dataset.rates.split(" ").includes(chosen);
    guide.querySelector("select").disabled = guide.hidden;
  }
  form.querySelector("#no-guide").hidden = guides.some((guide) => !guide.hidden);
}
