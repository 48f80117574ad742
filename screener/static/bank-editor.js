// The page on which a file of the bank is written: what is wrong with the text and how it will look, as one types.
// Whatever of this cannot be had, the text field stays, and saving works as it does without script.

import { freshToken } from "./queue.js";

const PAUSE = 250; // ms after the last key
const BETWEEN_PREVIEWS = 600; // ms
const PATIENCE = 20_000; // ms for one answer
// Codes of problems with which there is nothing to draw.
const UNREADABLE = /^(yaml-|wrong-|too-|(missing|unknown|duplicate)-key$|empty-value$|file-(empty|encoding|too-large)$)/;

const form = document.querySelector("#bank-editor");
const field = form.querySelector("textarea[name=text]");
const token = form.querySelector("input[name=csrf_token]");
const problems = document.querySelector("#problems");
const preview = document.querySelector("#preview");
const state = document.querySelector("#editor-state");
const most = Number(form.dataset.most) || Infinity; // bytes

/* The text field, or the editor in its place */

let schema = null;
let known = null;
let editor = {
  go(line, column) {
    const before = field.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    field.focus();
    field.setSelectionRange(before + column - 1, before + column - 1);
  },
  show() {},
};

try {
  const { editorFor } = await import("./yaml-editor.js");
  editor = editorFor(field, { schema: () => schema, known: () => known, check: () => press("check") });
  sayKeys();
} catch (error) {
  console.warn("The plain text field is used:", error);
}

function press(name) {
  const button = form.querySelector(`button[value=${name}]`);
  if (button) form.requestSubmit(button);
}

function sayKeys() {
  const hint = document.querySelector("#editor-hint");
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const control = isMac ? "⌘" : "Ctrl";
  const keys = [
    ["Tab", "moves on to the next field"],
    [isMac ? "Shift+Option+M" : "Ctrl+M", "lets Tab indent instead, and back"],
    [`${control}+]`, "indents"],
    [isMac ? "Control+Space" : "Ctrl+Space", "offers what may stand here"],
    [`${control}+I`, "explains the key"],
    ["F8", "goes to the next problem"],
    [`${control}+F`, "searches"],
    [`${control}+S`, "checks without saving"],
  ];
  hint.replaceChildren(
    ...keys.flatMap(([key, does], i) => [
      ...(i ? [" · "] : []), Object.assign(document.createElement("kbd"), { textContent: key }), ` ${does}`,
    ]),
  );
  hint.hidden = false;
}

async function read(address) {
  if (!address) return null;
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
  return answer.ok ? answer.json() : null;
}

read(form.dataset.schema).then((told) => (schema = told), () => {});
read(form.dataset.known).then((told) => (known = told), () => {});

/* Asking the server */

// Asks about the newest text, one request at a time; what it says of an older text is dropped.
class Asking {
  constructor(address, between, told) {
    Object.assign(this, { address, between, told, timer: null, isAsking: false, isLate: false, last: -Infinity });
  }

  soon(delay) {
    clearTimeout(this.timer);
    const rest = this.last + this.between - performance.now();
    this.timer = setTimeout(() => this.#ask(), Math.max(delay, rest));
  }

  stop() {
    clearTimeout(this.timer);
    this.isLate = false;
  }

  async #ask() {
    this.isLate = this.isAsking;
    if (this.isAsking) return;
    this.isAsking = true;
    this.last = performance.now();
    const text = field.value;
    try {
      const answer = await post(this.address, text);
      if (field.value === text) await this.told(answer, text);
    } catch (error) {
      if (field.value === text) say(error instanceof Unanswered ? error.message : UNREACHABLE);
    } finally {
      this.isAsking = false;
      if (this.isLate) this.soon(0);
    }
  }
}

class Unanswered extends Error {}
const UNREACHABLE = "The server cannot be reached. Your text stays here; go on writing to try again.";
const SIGNED_OUT = "You are signed out. Your text stays here: sign in in another window, then go on writing.";

async function post(address, text, mayRenew = true) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token.value },
    body: JSON.stringify({ text }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.ok) return answer;
  const { error = "", code = "" } = await answer.json().catch(() => ({}));
  if (code === "stale" && mayRenew && (await renewToken())) return post(address, text, false);
  if (code === "signed-out") throw new Unanswered(SIGNED_OUT);
  throw new Unanswered(error || "The server could not look at the text. Go on writing to try again.");
}

async function renewToken() {
  const { csrf, person } = await freshToken(document.body.dataset.token);
  if (person !== document.body.dataset.person) return false; // somebody else has signed in
  token.value = csrf;
  return true;
}

function say(words) {
  if (state.textContent !== words) state.textContent = words;
}

/* Problems and preview */

const checking = new Asking(form.dataset.problems, 0, async (answer, text) => {
  const told = await answer.json();
  if (field.value !== text) return;
  say("");
  if (problems.innerHTML !== told.html) problems.innerHTML = told.html;
  editor.show(told.problems);
  const isReadable = !told.problems.some(({ level, code }) => level === "error" && UNREADABLE.test(code));
  preview.classList.toggle("outdated", !isReadable);
  if (isReadable && form.dataset.preview) drawing.soon(0);
});

const drawing = new Asking(form.dataset.preview, BETWEEN_PREVIEWS, async (answer, text) => {
  const drawn = await answer.text();
  if (field.value !== text) return;
  preview.innerHTML = drawn;
});

function isTooLarge() {
  const { length } = field.value;
  return length > most || (3 * length > most && new TextEncoder().encode(field.value).length > most);
}

function sayTooLarge() {
  const kilobytes = Math.floor(most / 1024).toLocaleString("en-GB");
  say(`The text is too large: a file has up to ${kilobytes} KB. It is not checked and cannot be saved; take some out.`);
}

let wasTooLarge = false;

field.addEventListener("input", () => {
  if (wasTooLarge) say("");
  wasTooLarge = isTooLarge();
  if (!wasTooLarge) return checking.soon(PAUSE);
  checking.stop();
  drawing.stop();
  sayTooLarge();
});

form.addEventListener("submit", (event) => {
  if (isTooLarge()) {
    event.preventDefault();
    sayTooLarge();
  } else if (editor.place) sessionStorage.setItem(form.dataset.problems, JSON.stringify(editor.place));
});

problems.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  editor.go(Number(link.dataset.line), Number(link.dataset.column) || 1);
});

if (isTooLarge()) sayTooLarge();
else checking.soon(0);

// Back to where one was before the form was sent.
const left = JSON.parse(sessionStorage.getItem(form.dataset.problems) ?? "null");
sessionStorage.removeItem(form.dataset.problems);
if (left) editor.go(left.line, left.column);
