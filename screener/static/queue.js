// Sends a rater's entries in order, as often as it takes, until the server has given a receipt for each.

const LONGEST_WAIT = 15_000; // ms between attempts
const MOST_AT_ONCE = 100;
const PATIENCE = 20_000; // ms for one answer

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A token for forms; the page's own may be older than the sign-in.
export async function freshToken(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(`token: ${answer.status}`);
  return answer.json();
}

export class Queue {
  // `tell(state, message)`: state is saved, saving, waiting (to be sent), offline, held-up (by the server's disk),
  // signed-out, refused or erased.
  constructor({ person, interview, address, token, csrf, journal, windowId, revisions, tell, received, renewed }) {
    Object.assign(this, { person, interview, address, token, csrf, journal, windowId, tell, received, renewed });
    this.revisions = revisions ?? {}; // by question: the last state of the note that this window built on
    this.entries = [];
    this.order = Date.now();
    this.wait = 0;
    this.timer = null;
    this.isSending = false;
    this.isStopped = false;
  }

  get isEmpty() {
    return this.entries.length === 0;
  }

  // Take over what an earlier window left behind.
  adopt(entries) {
    for (const entry of entries) {
      if (this.entries.some((own) => own.key === entry.key)) continue;
      entry.sent = !entry.held; // it may have reached the server, so it is sent again as it was
      this.entries.push(entry);
    }
  }

  add(fields) {
    const entry = { key: newKey(), at: new Date().toISOString(), ...fields };
    Object.assign(entry, { interview: this.interview, window: this.windowId, order: this.order++ });
    this.entries.push(entry);
    return this.journal.put(entry);
  }

  // A note as it reads now. What waits unsent is replaced; what may have been received stays as it is.
  // One that is `held` (too long) is kept on this device and not sent.
  draft(question, text, { joined, held = false } = {}) {
    const waiting = this.entries.find((e) => e.kind === "draft" && e.question === question && !e.sent);
    if (!waiting) {
      const isNext = this.entries.some((e) => e.kind === "draft" && e.question === question);
      const parent = isNext ? undefined : (this.revisions[question] ?? 0); // known once the one before has a receipt
      return this.add({ kind: "draft", question, text, parent, held, ...(joined && { joined }) });
    }
    Object.assign(waiting, { text, held, at: new Date().toISOString() }, joined ? { joined } : {});
    return this.journal.put(waiting);
  }

  soon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  // Try at once, as when the network is back or somebody has signed in again.
  retry() {
    this.isStopped = false;
    this.wait = 0;
    this.soon(0);
  }

  async send() {
    if (this.isSending || this.isStopped || !this.#toSend.length) return;
    this.isSending = true;
    const batch = this.#batch();
    this.tell("saving");
    try {
      await Promise.all(batch.map((entry) => this.journal.put(entry)));
      await this.#answered(await this.#post(batch, AbortSignal.timeout(PATIENCE)), batch);
    } catch {
      this.#later("offline");
    } finally {
      this.isSending = false;
    }
  }

  // Send without waiting for the answer, as when the page is left; receipts come at the next visit.
  farewell() {
    if (!this.#toSend.length || this.isStopped) return;
    this.#post(this.#batch(), undefined, true).catch(() => {});
  }

  get #toSend() {
    return this.entries.filter((entry) => !entry.held);
  }

  // At most one draft of each note: the next one builds on the revision that this one gets.
  #batch() {
    const batch = [];
    const noted = new Set();
    for (const entry of this.#toSend.slice(0, MOST_AT_ONCE)) {
      if (entry.kind === "draft") {
        if (noted.has(entry.question)) break;
        noted.add(entry.question);
        entry.parent ??= this.revisions[entry.question] ?? 0;
      }
      entry.sent = true;
      batch.push(entry);
    }
    return batch;
  }

  #post(batch, signal, keepalive = false) {
    return fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf },
      body: JSON.stringify({ person: this.person, sent_at: new Date().toISOString(), entries: batch }),
      signal,
      keepalive,
    });
  }

  async #answered(answer, batch) {
    if (answer.ok) return this.#settle((await answer.json()).receipts, batch);
    const { error = "", code = "" } = await answer.json().catch(() => ({}));
    if (code === "signed-out") return this.#stop("signed-out", error);
    if (code === "stale") return this.#renew();
    if (code === "erased") return this.forget();
    if (code === "storage") return this.#later("held-up", error);
    if (answer.status >= 500 || answer.status === 429) return this.#later("offline");
    return this.#stop("refused", error);
  }

  async #settle(receipts, batch) {
    const byKey = new Map(batch.map((entry) => [entry.key, entry]));
    for (const receipt of receipts) {
      const entry = byKey.get(receipt.key);
      if (!entry) continue;
      if (receipt.state !== "refused" && entry.kind === "draft") {
        const before = this.revisions[entry.question] ?? 0;
        this.revisions[entry.question] = Math.max(before, receipt.revision);
      }
      this.received(receipt, entry);
    }
    const done = new Set(receipts.map((receipt) => receipt.key));
    this.entries = this.entries.filter((entry) => !done.has(entry.key));
    await this.journal.remove([...done]).catch(() => {});
    this.wait = 0;
    if (this.#toSend.length) this.soon(0);
    else this.tell(this.isEmpty ? "saved" : "waiting");
  }

  // The data on the candidate have been erased: nothing of it stays here.
  async forget() {
    this.isStopped = true;
    await this.journal.forgetInterview(this.interview).catch(() => {});
    this.entries = [];
    this.tell("erased");
  }

  async #renew() {
    try {
      const { csrf, person } = await freshToken(this.token);
      this.csrf = csrf;
      this.renewed?.(csrf);
      if (person === this.person) this.soon(0);
      else this.#stop("signed-out", "");
    } catch {
      this.#later("offline");
    }
  }

  #later(state, message) {
    this.tell(state, message);
    this.wait = Math.min(LONGEST_WAIT, this.wait ? 2 * this.wait : 1000);
    this.soon(this.wait);
  }

  #stop(state, message) {
    this.isStopped = true;
    this.tell(state, message);
  }
}
