// On every page: sign out without leaving notes behind, and send on what an earlier window could not.

import { Journal, leftBehind } from "./journal.js";
import { Queue, freshToken } from "./queue.js";

document.documentElement.classList.add("js");

const person = document.body.dataset.person;

document.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (asked && !confirm(asked)) event.preventDefault();
});

// A form that is guarded is not left by accident with something written in it.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let isWritten = false;
  form.addEventListener("input", () => (isWritten = true));
  document.addEventListener("submit", (event) => {
    if (event.target === form && !event.defaultPrevented) isWritten = false;
  });
  addEventListener("beforeunload", (event) => isWritten && event.preventDefault());
}

if (person) {
  const journal = await Journal.open(person);
  const form = document.querySelector("form[data-sign-out]");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const left = await journal.all();
    const warning = "There are notes on this device that have not reached the server. Signing out deletes them here.";
    if (left.length && !confirm(`${warning} Sign out all the same?`)) return;
    await journal.forget().catch(() => {});
    form.submit();
  });
  await dropErased(journal).catch(() => {}); // offline: at the next visit
  if (!document.querySelector("#stage")) await sendOn(journal);
}

// What is kept here on candidates whose data have been erased goes too, whoever wrote it.
async function dropErased(journal) {
  const interviews = await journal.interviews();
  if (!interviews.length) return;
  const asked = new URLSearchParams(interviews.map((interview) => ["interview", interview]));
  const answer = await fetch(`${document.body.dataset.erased}?${asked}`, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) return;
  for (const interview of (await answer.json()).erased) await journal.forgetInterview(interview);
}

// An interview's own page looks after its entries; every other page sends them on.
async function sendOn(journal) {
  const left = await leftBehind(journal);
  if (!left.length) return;
  const { csrf } = await freshToken(document.body.dataset.token);
  for (const interview of new Set(left.map((entry) => entry.interview))) {
    const troubles = new Set();
    const queue = new Queue({
      person,
      interview,
      address: `/interviews/${interview}/journal`,
      token: document.body.dataset.token,
      csrf,
      journal,
      windowId: "page",
      tell: (state) => state === "saved" && sentOn(troubles),
      received: (receipt, entry) => receipt.state !== "saved" && troubles.add(troubleOf(receipt, entry)),
    });
    queue.adopt(left.filter((entry) => entry.interview === interview));
    queue.soon(0);
  }
}

function sentOn(troubles) {
  say("What had waited on this device has reached the server.");
  for (const words of troubles) say(words, "bad");
}

function troubleOf(receipt, entry) {
  if (receipt.state === "late") return "The scorecard had been submitted before: a note that came late is kept beside it.";
  return `Not taken: ${receipt.message} ${entry.text ?? entry.reason ?? ""}`.trim();
}

document.body.addEventListener("htmx:sendError", () => {
  if (!document.querySelector("#stage")) say("The server cannot be reached. What you typed is still here; try again in a moment.", "bad");
});

function say(words, kind = "good") {
  const notice = document.createElement("div");
  notice.className = `notice ${kind}`;
  notice.setAttribute("role", "status");
  notice.append(Object.assign(document.createElement("p"), { textContent: words }));
  document.querySelector("#content").prepend(notice);
}
