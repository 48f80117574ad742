// The interview's page: one question at a time, keys, the clock, and saving. What is kept and sent is in queue.js.

import { Journal, leftBehind } from "./journal.js";
import { Queue, freshToken, newKey } from "./queue.js";

const stage = document.querySelector("#stage");
const sections = [...stage.querySelectorAll(".question")];
const saving = document.querySelector("#saving");
const told = document.querySelector("#told");
const warnings = document.querySelector("#warnings");
const help = document.querySelector("#help");
const again = document.querySelector("#again");
const PAUSE = 1200; // ms after the last key until a note is saved
const LONGEST_PAUSE = 8000; // ms, while somebody goes on typing
const ON_DEVICE = 400; // ms until what is typed is kept on this device

let leave = null; // what waits until everything is saved

const windowId = newKey();
const journal = await Journal.open(stage.dataset.person);
const revisions = {};
for (const note of stage.querySelectorAll("[data-note]")) revisions[note.dataset.note] = Number(note.dataset.revision);

const queue = new Queue({
  person: stage.dataset.person,
  interview: stage.dataset.interview,
  address: stage.dataset.journal,
  token: stage.dataset.token,
  csrf: stage.dataset.csrf,
  journal,
  windowId,
  revisions,
  tell: showState,
  received,
  renewed: useToken,
});

/* Saying how it stands */

function showState(state, message = "") {
  if (state === "erased") return leaveErased();
  if (state === "waiting" && queue.isStopped) return;
  if (state === "saved" && timers.size) state = "waiting"; // more was written in the meantime
  const kept = journal.isKept ? "kept on this device" : "kept in this window only: do not close it";
  const words = {
    saved: `Saved at ${clockTime(new Date())}`,
    saving: "Saving …",
    waiting: "Not yet saved",
    offline: `Offline, ${kept}`,
    "held-up": `Not saved yet, ${kept}`,
    "signed-out": `Signed out, ${kept}`,
    refused: `Not saved, ${kept}`,
  }[state];
  if (saving.textContent !== words) saving.textContent = words;
  const isTrouble = ["offline", "held-up", "signed-out", "refused"].includes(state);
  if (isTrouble || (state === "saved" && told.textContent)) told.textContent = words; // not read out at every save
  saving.dataset.state = state;
  if (state === "signed-out" && !again.open) askToSignIn();
  if (state === "held-up") warn(message, "held-up");
  if (state === "refused") warn(message || "The server did not take this.", "refused");
  if (state !== "saved") return;
  unwarn("refused");
  unwarn("held-up");
  leave?.();
}

// The data on the candidate have been erased: nothing of it stays in this window either.
function leaveErased() {
  for (const times of timers.values()) {
    clearTimeout(times.keep);
    clearTimeout(times.send);
  }
  timers.clear();
  for (const note of stage.querySelectorAll("[data-note]")) note.value = "";
  location.reload(); // the server says what has happened
}

function clockTime(when) {
  return when.toLocaleTimeString("en-GB");
}

function warn(words, id, ...more) {
  if (document.querySelector(`#warning-${id} p`)?.textContent === words) return; // said once, not at every attempt
  unwarn(id);
  const notice = element("div", { className: "notice bad", id: `warning-${id}` }, element("p", { textContent: words }));
  notice.setAttribute("role", "alert");
  notice.append(...more);
  warnings.append(notice);
}

function unwarn(id) {
  document.querySelector(`#warning-${id}`)?.remove();
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/* Receipts */

function received(receipt, entry) {
  if (receipt.state === "refused") warn(`${receipt.message} (${nameOf(entry.question)})`, `entry-${entry.key}`);
  if (receipt.state === "late") {
    warn("This scorecard has been submitted. What you write now is kept beside it, not in it.", "late");
  }
  if (entry.kind === "draft" && receipt.state === "saved") {
    const note = noteOf(entry.question);
    const isOld = note && receipt.revision <= Number(note.dataset.revision); // saved before this page was made
    if (isOld && note.value === entry.text) note.value = note.defaultValue;
    showOthers(entry.question, receipt.others);
    channel?.postMessage({ kind: "saved" });
  }
  if (entry.kind === "rating") mayCompare(section(entry.question));
}

function nameOf(question) {
  const found = section(question);
  return found ? found.querySelector("h2").textContent.trim() : question;
}

/* Notes */

const timers = new Map();

function keep(note, joined) {
  queue.draft(note.dataset.note, note.value, { joined, held: tooLong(note) });
}

function typed(note) {
  const question = note.dataset.note;
  const times = timers.get(question) ?? { since: Date.now() };
  clearTimeout(times.keep);
  times.keep = setTimeout(() => keep(note), ON_DEVICE);
  timers.set(question, times);
  showState("waiting");
  grow(note);
  limit(note);
  mark(section(question));
  const rest = LONGEST_PAUSE - (Date.now() - times.since);
  clearTimeout(times.send);
  times.send = setTimeout(() => save(note), Math.max(0, Math.min(PAUSE, rest)));
}

function save(note) {
  const times = timers.get(note.dataset.note);
  if (!times) return;
  clearTimeout(times.keep);
  clearTimeout(times.send);
  timers.delete(note.dataset.note);
  keep(note);
  queue.soon(0);
}

function saveAll() {
  for (const question of [...timers.keys()]) save(noteOf(question));
}

function noteOf(question) {
  return stage.querySelector(`[data-note="${question}"]`);
}

function grow(note) {
  if (CSS.supports("field-sizing", "content")) return;
  note.style.height = "auto";
  note.style.height = `${note.scrollHeight + 2}px`;
}

// The server counts characters, not halves of them.
function lengthOf(text) {
  return [...text].length;
}

function tooLong(note) {
  return lengthOf(note.value) > Number(section(note.dataset.note).querySelector("[data-limit]").dataset.limit);
}

function limit(note) {
  const line = section(note.dataset.note).querySelector("[data-limit]");
  const [has, fits] = [lengthOf(note.value), Number(line.dataset.limit)];
  const near = has > 0.9 * fits;
  line.textContent = near
    ? `${has.toLocaleString("en-GB")} of ${fits.toLocaleString("en-GB")} characters${has > fits ? ": too long to be saved, please shorten it" : ""}`
    : `Up to ${fits.toLocaleString("en-GB")} characters.`;
  line.classList.toggle("wrong", has > fits);
}

/* Two windows */

function showOthers(question, others) {
  const place = section(question)?.querySelector("[data-others]");
  if (!place) return;
  const shown = others.map((other) => String(other.revision)).join();
  if (place.dataset.shown === shown) return;
  place.dataset.shown = shown;
  place.replaceChildren(...others.map((other) => otherText(question, other)));
}

function otherText(question, other) {
  const note = noteOf(question);
  const at = other.saved_at ? ` at ${clockTime(new Date(other.saved_at))}` : "";
  const together = element("button", { type: "button", className: "quiet", textContent: "Put both together" });
  const mine = element("button", { type: "button", className: "quiet", textContent: "Go on with the text above" });
  const settle = (text) => {
    note.value = text;
    limit(note);
    keep(note, other.revision);
    queue.soon(0);
    showOthers(question, []);
    grow(note);
    note.focus();
  };
  together.addEventListener("click", () => settle([note.value, other.text].filter((t) => t.trim()).join("\n\n")));
  mine.addEventListener("click", () => settle(note.value));
  const words = element("p", {}, element("strong", { textContent: "Also written in another window" }), `${at}. Both texts are kept.`);
  const text = element("blockquote", { className: "kept", textContent: other.text });
  const notice = element("div", { className: "notice other" }, words, text);
  notice.append(element("p", { className: "row-of-buttons" }, together, " ", mine));
  return notice;
}

const channel = globalThis.BroadcastChannel ? new BroadcastChannel(`screener-${stage.dataset.interview}`) : null;
if (channel) {
  channel.addEventListener("message", ({ data }) => {
    if (data.kind === "hello") channel.postMessage({ kind: "here" });
    if (data.kind === "hello" || data.kind === "here") {
      warn("This interview is also open in another window. Both can be written in; whatever is written is kept.", "window");
    }
    if (data.kind === "saved") lookAround();
  });
  channel.postMessage({ kind: "hello" });
}

// Take over what another window or device has made of a note, where nothing was written here in the meantime. What was
// written apart from this window's text stands beside it.
function follow(question, heads) {
  const note = noteOf(question);
  const isBusy = timers.has(question) || queue.entries.some((e) => e.kind === "draft" && e.question === question);
  if (!note || isBusy || !heads.length) return;
  const [newest, mine] = [heads.at(-1), queue.revisions[question] ?? 0];
  if (heads.some((head) => head.revision === mine)) {
    return showOthers(question, heads.filter((head) => head.revision !== mine));
  }
  if (newest.revision < mine) return;
  queue.revisions[question] = newest.revision;
  note.value = newest.text;
  grow(note);
  mark(section(question));
  showOthers(question, heads.slice(0, -1));
}

async function lookAround() {
  if (document.visibilityState !== "visible") return;
  try {
    const { person } = await freshToken(stage.dataset.token);
    if (person !== stage.dataset.person) return; // somebody else has signed in: their notes are no business of this page
    const answer = await fetch(stage.dataset.notes, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.status === 410) return queue.forget();
    if (!answer.ok) return;
    const { notes, submitted } = await answer.json();
    for (const [question, heads] of Object.entries(notes)) follow(question, heads);
    if (submitted) warn("This scorecard has been submitted in another window and is locked. Reload the page.", "locked");
  } catch {
    // offline: the next save will say so
  }
}

/* Rating, placing, skipping */

function section(question) {
  return sections.find((s) => s.dataset.question === question);
}

function current() {
  return sections.find((s) => !s.hidden) ?? sections[0];
}

function rated(input) {
  const here = input.closest(".question");
  const competency = input.closest("[data-rating]").dataset.rating;
  const level = input.value === "none" ? null : Number(input.value);
  queue.add({ kind: "rating", question: here.dataset.question, competency, level });
  queue.soon(0);
  mark(here);
}

function placed(scheme) {
  const here = scheme.closest(".question");
  const chosen = scheme.querySelector("input[name=place]:checked");
  const years = scheme.querySelector("input[name=amount]");
  const counts = chosen && "counts" in chosen.dataset;
  const amount = counts && years.value !== "" ? Number(years.value) : null;
  if (years) complain(years, amount !== null && !isYears(amount) ? "Enter whole years from 0 to 70." : "");
  if (amount !== null && !isYears(amount)) return;
  queue.add({ kind: "placement", question: here.dataset.question, value: chosen?.value ?? "", amount });
  queue.soon(0);
  for (const beside of scheme.querySelectorAll("[data-after-choosing]")) beside.hidden = !chosen?.value;
}

function isYears(amount) {
  return Number.isInteger(amount) && amount >= 0 && amount <= 70;
}

// Say beside a field what is wrong with it; nothing if nothing is.
function complain(field, words) {
  field.setCustomValidity(words);
  if (words) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  if (words) field.reportValidity();
}

function skip(here, state) {
  const field = here.querySelector("[name=reason]");
  const reason = field.value.trim();
  complain(field, state === "skipped" && !reason ? "Say in a few words why it is skipped." : "");
  if (state === "skipped" && !reason) return;
  queue.add({ kind: "asking", question: here.dataset.question, state, reason });
  queue.soon(0);
  showSkipped(here, state === "skipped");
  mark(here);
  if (state === "skipped") step(1);
}

function showSkipped(here, isSkipped) {
  here.dataset.skipped = isSkipped ? "yes" : "";
  here.querySelector(".skipped-mark").hidden = !isSkipped;
  here.querySelector(".unskip").hidden = !isSkipped;
  here.querySelector("[data-help=skip] > summary").firstChild.textContent = isSkipped ? "Skipped " : "Skip this question ";
}

function mayCompare(here) {
  if (!here?.querySelector("[data-own] input:checked")) return;
  here.querySelector(".before-rating").hidden = true;
  const compare = here.querySelector(".after-rating"); // not where the opening shows no suggestions
  if (compare) compare.hidden = false;
}

/* The list of questions */

function stateOf(here) {
  if (here.dataset.question === "closing") return "closing";
  if (here.dataset.skipped === "yes") return "skipped";
  if (here.querySelector("[data-own] input:checked")) return "rated";
  return here.querySelector("[data-note]").value.trim() ? "asked" : "open";
}

function mark(here) {
  const link = document.querySelector(`[data-goto="${here.dataset.question}"]`);
  const state = stateOf(here);
  link.dataset.state = state;
  const words = { open: "not yet asked", asked: "to rate", rated: "rated", skipped: "skipped" }[state];
  const shown = link.querySelector(".mark");
  if (words) Object.assign(shown, { textContent: words, title: words });
  count();
}

function count() {
  const states = sections.map(stateOf);
  const open = states.filter((state) => state === "open").length;
  const toRate = states.filter((state) => state === "asked").length;
  document.querySelector("[data-open-count]").textContent = open;
  document.querySelector("[data-open-words]").textContent = `not yet asked${toRate ? `, ${toRate} to rate` : ""}`;
}

function show(question, { focus = false } = {}) {
  const wanted = section(question) ?? sections[0];
  for (const here of sections) here.hidden = here !== wanted;
  for (const link of document.querySelectorAll("[data-goto]")) {
    if (link.dataset.goto === wanted.dataset.question) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  const link = document.querySelector(`[data-goto="${wanted.dataset.question}"]`);
  const rail = link.closest("ol");
  rail.scrollTo({ left: link.offsetLeft - rail.clientWidth / 2 });
  stage.querySelector("[data-step='-1']").disabled = wanted === sections[0];
  stage.querySelector("[data-step='1']").disabled = wanted === sections.at(-1);
  const note = wanted.querySelector("[data-note]");
  if (note) grow(note);
  if (focus) {
    wanted.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }
}

function step(by) {
  const next = sections[sections.indexOf(current()) + by];
  if (next) location.hash = `q-${next.dataset.question}`;
}

// What sticks to the edges must not cover what the keyboard reaches.
const edges = [".live-bar", ".steps"].map((name) => document.querySelector(name));
const aside = new ResizeObserver(() => {
  const [above, below] = edges.map((edge) => edge.offsetHeight + 8);
  document.documentElement.style.scrollPadding = `${above}px 0 ${below}px`;
});
for (const edge of edges) aside.observe(edge);

/* The clock informs and never interrupts */

const clock = document.querySelector("#clock");
const ahead = Date.parse(clock.dataset.now) - Date.now(); // the server's clock against this one

function tick() {
  const until = clock.dataset.left ? Date.parse(clock.dataset.left) : Date.now() + ahead;
  const elapsed = Math.max(0, Math.floor((until - Date.parse(clock.dataset.started)) / 60_000));
  const planned = Number(clock.dataset.minutes);
  clock.querySelector("[data-elapsed]").textContent = clock.dataset.left ? `Held for ${elapsed} min` : `${elapsed} of ${planned} min`;
  const left = planned - elapsed;
  const words = left >= 0 ? ` · ${left} min left` : ` · ${-left} min over`;
  clock.querySelector("[data-remaining]").textContent = clock.dataset.left ? "" : words;
}

/* Signing in again in place */

function useToken(csrf) {
  queue.csrf = csrf;
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = csrf;
}

let goOn = null; // puts the cursor back to where somebody was typing: browsers give the focus back, but not the cursor

function askToSignIn() {
  const note = document.activeElement.closest("[data-note]");
  const [from, to] = [note?.selectionStart, note?.selectionEnd];
  goOn = () => note?.setSelectionRange(from, to);
  again.showModal();
  again.querySelector("input[type=password], #again-code")?.focus();
}

function closeAgain() {
  again.close();
  goOn?.();
  goOn = null;
}

document.querySelector("#again-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = document.querySelector("#again-wrong");
  wrong.textContent = "";
  try {
    const { csrf } = await freshToken(stage.dataset.token);
    const body = new FormData(event.target);
    body.set("csrf_token", csrf);
    const address = body.has("code") ? stage.dataset.join : stage.dataset.signIn;
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.error);
    if (told.person !== stage.dataset.person) throw new Error(`These notes are ${stage.dataset.name}’s. Sign in as ${stage.dataset.name}.`);
    useToken((await freshToken(stage.dataset.token)).csrf);
    closeAgain();
    queue.retry();
  } catch (error) {
    wrong.textContent = error instanceof TypeError ? "The server cannot be reached. Try again in a moment." : error.message;
  }
});
again.querySelector("[data-later]").addEventListener("click", closeAgain);
again.addEventListener("close", () => {
  closeAgain();
  if (!queue.isStopped) return unwarn("signed-out");
  const open = element("button", { type: "button", className: "quiet", textContent: "Sign in again" });
  open.addEventListener("click", askToSignIn);
  warn("You are signed out. Go on writing; it is saved when you have signed in again.", "signed-out", open);
});

/* Keys */

const KEYS = {
  j: () => step(1),
  ArrowRight: () => step(1),
  k: () => step(-1),
  ArrowLeft: () => step(-1),
  n: () => write(current().querySelector("[data-note]")),
  f: () => unfold("probes"),
  w: () => unfold("why"),
  s: () => unfold("skip", "[name=reason]"),
  p: () => choose(),
  c: () => current().querySelector(".after-rating:not([hidden]) a")?.click(),
  "?": () => help.showModal(),
};

function write(note) {
  note?.focus();
  note?.setSelectionRange(note.value.length, note.value.length);
}

// The place that is chosen, or the first one.
function choice() {
  const scheme = current().querySelector("[data-placement]");
  return scheme?.querySelector("input:checked:not([value=''])") ?? scheme?.querySelector("input[type=radio]");
}

// From now until the focus leaves the scheme, a figure chooses a place.
function choose() {
  const first = choice();
  if (!first) return;
  first.focus();
  first.closest("[data-placement]").dataset.choosing = "yes";
}

function unfold(name, field = "") {
  const details = current().querySelector(`[data-help=${name}]`);
  if (!details) return;
  details.open = !details.open;
  if (details.open && field) details.querySelector(field).focus();
}

function rate(figure) {
  const input = current().querySelector(`[data-own] input[type=radio][value="${figure === "0" ? "none" : figure}"]`);
  if (!input) return;
  input.checked = true;
  input.focus({ preventScroll: true });
  rated(input);
}

function place(scheme, number) {
  const input = scheme.querySelectorAll("input[name=place]:not([value=''])")[number - 1];
  if (!input) return;
  input.checked = true;
  placed(scheme);
  const years = "counts" in input.dataset && scheme.querySelector("input[name=amount]");
  (years || current()).focus({ preventScroll: true }); // figures rate the answer again
}

function isText(target) {
  return target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    return step(1);
  }
  if (event.key === "Escape" && isText(event.target)) return current().focus({ preventScroll: true });
  if (event.ctrlKey || event.metaKey || event.altKey || isText(event.target)) return;
  if (event.key.length === 1 && localStorage.getItem("keys-off")) return;
  if (event.key.startsWith("Arrow") && event.target.matches("input, [role=tablist] *")) return;
  const scheme = event.target.closest("[data-placement]");
  if (scheme?.dataset.choosing && /^[1-9]$/.test(event.key)) {
    event.preventDefault();
    place(scheme, Number(event.key));
  } else if (/^[0-5]$/.test(event.key)) {
    event.preventDefault();
    rate(event.key);
  } else if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

const keysOff = document.querySelector("#keys-off");
keysOff.checked = Boolean(localStorage.getItem("keys-off"));
keysOff.addEventListener("change", () => {
  if (keysOff.checked) localStorage.setItem("keys-off", "yes");
  else localStorage.removeItem("keys-off");
});

/* Putting it together */

stage.addEventListener("input", (event) => {
  if (event.target.matches("[data-note]")) typed(event.target);
});
stage.addEventListener("focusout", (event) => {
  if (event.target.matches("[data-note]")) save(event.target);
  const scheme = event.target.closest("[data-placement]");
  if (scheme && !scheme.contains(event.relatedTarget)) delete scheme.dataset.choosing;
});
stage.addEventListener("change", (event) => {
  if (event.target.matches("[data-rating] input[type=radio]")) rated(event.target);
  const scheme = event.target.closest("[data-placement]");
  if (scheme) placed(scheme);
});
stage.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.closest(".reading")) return; // htmx sends these
  event.preventDefault();
  const wish = event.submitter?.value || (document.activeElement?.name === "reason" ? "skipped" : "");
  if (wish === "skipped" || wish === "open") skip(form.closest(".question"), wish);
});
stage.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (button) step(Number(button.dataset.step));
});
document.querySelector("[data-open-help]").addEventListener("click", () => help.showModal());
addEventListener("hashchange", () => {
  if (location.hash.startsWith("#q-")) show(location.hash.slice(3), { focus: true });
});
addEventListener("online", () => queue.retry());
addEventListener("focus", lookAround);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saveAll();
  else lookAround();
});
addEventListener("pagehide", () => {
  saveAll();
  queue.farewell();
});
addEventListener("beforeunload", (event) => {
  saveAll();
  if (!journal.isKept && !queue.isEmpty) event.preventDefault();
});
document.body.addEventListener("htmx:sendError", (event) => {
  const target = event.detail.target;
  target.replaceChildren(element("p", { className: "small", textContent: "The server cannot be reached. Suggestions wait until it can; your ratings are kept." }));
});
document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (document.activeElement !== document.body) return;
  detail.target.tabIndex = -1; // the button that was pressed is gone: keep the keyboard's place
  detail.target.focus({ preventScroll: true });
});
document.querySelector("[data-flush-first]")?.addEventListener("submit", (event) => {
  saveAll();
  if (queue.isEmpty) return;
  event.preventDefault(); // leave once everything has a receipt
  const long = queue.entries.find((entry) => entry.held);
  if (long) {
    location.hash = `q-${long.question}`;
    return warn(`This note is too long to be saved. Please shorten it first. (${nameOf(long.question)})`, "flush");
  }
  warn("Saving your last words first … Without a network this waits until it is back.", "flush");
  leave = () => event.target.submit();
  queue.retry();
});

// What an earlier window left on this device: shown in its note, and sent. A window that lives holds a lock.
async function takeOver() {
  navigator.locks?.request(`screener-${windowId}`, () => new Promise(() => {}));
  const left = (await leftBehind(journal)).filter((entry) => entry.interview === stage.dataset.interview);
  queue.adopt(left);
  const latest = new Map(left.map((entry) => [[entry.kind, entry.question, entry.competency].join(), entry]));
  for (const entry of latest.values()) restore(entry);
  if (left.length) queue.soon(0);
}

function restore(entry) {
  const here = section(entry.question);
  if (!here) return;
  if (entry.kind === "draft") {
    const note = noteOf(entry.question);
    const early = note.value === note.defaultValue ? [] : [note.value]; // typed before this script was there
    note.value = [entry.text, ...early].join("\n\n");
    limit(note);
  } else if (entry.kind === "rating") {
    const value = entry.level === null ? "none" : entry.level;
    const input = here.querySelector(`[data-rating="${entry.competency}"] input[type=radio][value="${value}"]`);
    if (input) input.checked = true;
  } else if (entry.kind === "placement") {
    const input = here.querySelector(`input[name=place][value="${entry.value}"]`);
    if (input) input.checked = true;
    if (entry.amount !== null) here.querySelector("input[name=amount]").value = entry.amount;
  } else if (entry.kind === "asking") {
    showSkipped(here, entry.state === "skipped");
    here.querySelector("[name=reason]").value = entry.reason;
  }
}

for (const here of sections) {
  if (here.querySelector(".skipped-mark:not([hidden])")) here.dataset.skipped = "yes";
}
await takeOver();
for (const note of stage.querySelectorAll("[data-note]")) {
  const isNew = note.value !== note.defaultValue && !queue.entries.some((e) => e.question === note.dataset.note);
  if (isNew) typed(note); // before this script was there
}
for (const here of sections) if (here.dataset.question !== "closing") mark(here);
const unsettled = sections.find((here) => ["open", "asked"].includes(stateOf(here)));
const first = location.hash.startsWith("#q-") ? location.hash.slice(3) : (unsettled ?? sections[0]).dataset.question;
history.replaceState(null, "", `#q-${first}`); // so that the way back leads here
show(first);
if (queue.isEmpty && !timers.size) saving.textContent = "Everything is saved";
tick();
setInterval(tick, 10_000);
stage.dataset.ready = "yes";
