// The thresholds of a policy: each slider and the number beside it move together, and what a value means is fetched.

import { FormParts } from "./form-parts.js";

const PAUSE = 250; // ms without a move before the server is asked

const form = document.querySelector("#thresholds");
const ids = [...form.querySelectorAll("[id^=means-]")].map((own) => own.id);
const page = new FormParts(form, {
  parts: () => ["meaning", ...ids],
  said: () => form.querySelector("#meaning p").textContent,
});

let waiting;

for (const slider of form.querySelectorAll("input[type=range]")) {
  const number = document.getElementById(slider.dataset.number);
  slider.addEventListener("input", () => (number.value = slider.value));
  number.addEventListener("input", () => (slider.value = number.value.replace(",", ".")));
}

form.addEventListener("input", (event) => {
  if (event.target === form || event.target.matches("textarea")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => page.work("look"), PAUSE);
});

form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  page.stop();
  if (event.submitter?.value === "keep") return;
  event.preventDefault();
  page.work("look");
});
