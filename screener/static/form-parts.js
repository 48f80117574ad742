// A form that sends itself while it is being filled in, and takes from the answer the parts of the page that follow from
// what was entered. Nothing that is typed into is ever taken from an answer.

const PAUSE = 250; // ms without a change before the server is asked

export class FormParts {
  #under = null;
  #waiting = 0;

  // `parts` returns the ids of what follows; `said` the words for people who do not see it change.
  constructor(form, { parts, said, shown = () => {} }) {
    Object.assign(this, { form, parts, said, shown });
    this.told = Object.assign(document.createElement("p"), { className: "unseen" });
    this.told.setAttribute("role", "status");
    form.append(this.told);
  }

  // What is under way or waits no longer counts.
  stop() {
    clearTimeout(this.#waiting);
    this.#under?.abort();
  }

  // Sends the form with a wish as soon as nothing more is entered for a moment.
  workSoon(wish) {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.work(wish), PAUSE);
  }

  // Sends the form with a wish. A newer one takes the place of one that is under way.
  async work(wish) {
    this.form.dispatchEvent(new Event("input")); // the page is guarded against being left by accident
    this.stop();
    const own = (this.#under = new AbortController());
    const body = new FormData(this.form);
    body.set("do", wish);
    this.form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, signal: own.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (own.signal.aborted) return;
      if (!page.getElementById(this.form.id)) throw new Error("another page");
      this.#show(page, wish);
    } catch (error) {
      if (error.name !== "AbortError") this.#say("The server cannot be reached, or your sign-in has ended. What you see is still here; try again in a moment.", true);
    } finally {
      if (this.#under === own) this.form.removeAttribute("aria-busy");
    }
  }

  #show(page, wish) {
    const focused = document.activeElement?.id;
    for (const part of this.parts()) {
      const fresh = page.getElementById(part);
      if (fresh) document.getElementById(part).replaceWith(fresh);
    }
    const again = focused && document.getElementById(focused);
    if (again && again !== document.activeElement) again.focus({ preventScroll: true });
    this.shown(wish, !again);
    this.#say(this.said().replace(/\s+/g, " ").trim());
  }

  #say(words, isTrouble = false) {
    if (words === this.told.textContent) return; // it is not read out again with every letter
    this.told.className = isTrouble ? "notice bad trouble" : "unseen";
    this.told.textContent = words;
  }
}
