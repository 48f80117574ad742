// Ticks go along when the table is sorted, searched or turned over: they stand in the address.
const ticked = () =>
  [...document.querySelectorAll("#table [name=candidate]")]
    .filter((box) => box.type === "hidden" || box.checked)
    .map((box) => box.value);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".compare thead a, .pages a");
  if (!link) return;
  const address = new URL(link.href);
  address.searchParams.delete("candidate");
  for (const id of ticked()) address.searchParams.append("candidate", id);
  link.href = address.href;
});

document.querySelector(".choices")?.addEventListener("submit", (event) => {
  for (const id of ticked()) {
    const kept = document.createElement("input");
    Object.assign(kept, { type: "hidden", name: "candidate", value: id });
    event.target.append(kept);
  }
});
