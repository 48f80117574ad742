// The guide composer without waiting for pages: questions are moved by dragging or by their buttons, and what that comes
// to is fetched. Without this script the same buttons send the form.

import { FormParts } from "./form-parts.js";

const NEAR_EDGE = 70; // pixels from the edge of the window at which dragging scrolls it

const form = document.querySelector("#composer");
const page = new FormParts(form, {
  parts: () => ["trouble", "length", "budget", "asked", "sum", "offered"],
  said: () => [...form.querySelectorAll("#trouble .notice, #budget p")].map((own) => own.textContent).join(" "),
  shown: (wish, isFocusLost) => {
    if (isFocusLost && wish.startsWith("add:")) form.querySelector("#about").focus({ preventScroll: true });
  },
});

form.addEventListener("submit", (event) => {
  const wish = event.submitter?.value ?? "look";
  if (event.defaultPrevented) return;
  page.stop();
  if (wish === "keep") return;
  event.preventDefault();
  const [what, id] = wish.split(":");
  const item = id && document.getElementById(`asked-${id}`);
  if (item && what === "up") move(item, item.previousElementSibling, event.submitter);
  else if (item && what === "down") move(item.nextElementSibling, item, event.submitter);
  else if (item && what === "remove") takeOut(item);
  else page.work(wish);
});

form.addEventListener("input", (event) => event.target !== form && page.workSoon("look"));

// Moves an entry before another one, and leaves the focus on the button that was pressed.
function move(item, before, button) {
  if (!item || !before) return;
  before.before(item);
  settle();
  const other = document.getElementById(button.id.replace(/^(up|down)/, (step) => (step === "up" ? "down" : "up")));
  (button.disabled ? other : button).focus();
  page.work("look");
}

function takeOut(item) {
  const next = item.nextElementSibling ?? item.previousElementSibling;
  item.remove();
  settle();
  (next?.querySelector("button[id^=remove]") ?? form.querySelector("#propose")).focus();
  page.work("look");
}

function settle() {
  const items = [...form.querySelectorAll("#asked-list > li")];
  items.forEach((item, place) => {
    item.querySelector("button[id^=up]").disabled = place === 0;
    item.querySelector("button[id^=down]").disabled = place === items.length - 1;
  });
}

// Dragging. The entry itself stays where it is in the page and the others are moved around it: taken out and put in again
// it would lose the finger or the mouse.
form.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.(".grip");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  page.stop();
  drag(grip.closest("li"), event.pointerId);
});

function drag(item, pointer) {
  const list = item.parentElement;
  const before = [...list.children];
  const ended = new AbortController();
  const end = (isKept) => {
    ended.abort();
    item.classList.remove("dragged");
    if (!isKept) list.append(...before);
    settle();
    page.work("look"); // also if nothing was moved: what was under way has been stopped
  };
  const listen = (name, act) =>
    document.addEventListener(name, (event) => event.pointerId === pointer && act(event), { signal: ended.signal });
  item.classList.add("dragged");
  listen("pointermove", (event) => follow(item, event.clientY));
  listen("pointerup", () => end(true));
  listen("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(false), { signal: ended.signal });
}

function follow(item, y) {
  const above = item.previousElementSibling;
  const below = item.nextElementSibling;
  if (above && y < middle(above)) item.after(above);
  else if (below && y > middle(below)) item.before(below);
  if (y < NEAR_EDGE) scrollBy(0, -12);
  if (y > innerHeight - NEAR_EDGE) scrollBy(0, 12);
}

function middle(item) {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}
