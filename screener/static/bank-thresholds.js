// The thresholds of a policy: each slider and the number beside it move together, and what a value means is fetched.

import { FormParts } from "./form-parts.js";

const form = document.querySelector("#thresholds");
const ids = [...form.querySelectorAll("[id^=means-]")].map((own) => own.id);
const page = new FormParts(form, {
  parts: () => ["trouble", "meaning", "meaning-note", ...ids],
  said: () => [...form.querySelectorAll("#trouble .notice, #meaning p:first-child")].map((own) => own.textContent).join(" "),
});

for (const slider of form.querySelectorAll("input[type=range]")) {
  const number = document.getElementById(slider.dataset.number);
  slider.addEventListener("input", () => (number.value = slider.value));
  number.addEventListener("input", () => (slider.value = number.value.replace(",", ".")));
}

form.addEventListener("input", (event) => {
  if (event.target !== form && !event.target.matches("textarea")) page.workSoon("look");
});

form.addEventListener("submit", (event) => {
  page.stop();
  if (event.submitter?.value === "keep") return;
  event.preventDefault();
  page.work("look");
});
