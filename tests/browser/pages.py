"""What people do on pages, and what is kept of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, WebError, expect

from screener.journeys.journal import record
from screener.storage.records import Draft, Interview, Person, Rating
from tests.office import PASSWORD, Office

Visit = Callable[..., Page]
PATIENCE = 20_000  # ms: a machine that does a great deal else
SENT_ON = "What had waited on this device has reached the server."
OFFLINE = "net::ERR_"  # what a browser complains of while the network or the server is gone


def eventually(page: Page, look: Callable[[], object], wanted: object) -> None:
    """Look until what is wanted is there."""
    deadline = time.monotonic() + PATIENCE / 1000
    while (seen := look()) != wanted:
        assert time.monotonic() < deadline, f"saw {seen!r}, waited for {wanted!r}"
        page.wait_for_timeout(20)  # in which routes and dialogs are answered, too


def sign_in(page: Page, person: Person, code: str = "", password: str = PASSWORD) -> None:
    """Sign in as people do: by email and password, or by access code."""
    if code:
        page.goto("/join")
        page.get_by_label("Access code").fill(code)
        page.get_by_role("button", name="Join").click()
    else:
        page.goto("/sign-in")
        page.get_by_label("Email address").fill(person.email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@dataclass
class Complaints:
    """Errors in the consoles of a test's browsers."""

    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def listen_to(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._mistake)

    def unexpected(self) -> Sequence[str]:
        return [words for words in self.heard if not any(part in words for part in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(f"{message.text} ({message.location['url']})")

    def _mistake(self, error: WebError) -> None:
        self.heard.append(str(error.error))


Begun = Callable[..., "Meeting"]


@dataclass
class Meeting:
    """An interview, and what the database holds of it."""

    office: Office
    interview: Interview

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(self.office.instance.shelf.current().bank.guides[self.interview.guide].questions)

    def card(self, person: Person) -> str:
        """Return the id of a person's scorecard."""
        (seat,) = self.office.instance.store.seats(interview_id=self.interview.id, person_id=person.id)
        return seat.scorecard.id

    def skip_all(self, person: Person) -> None:
        """Skip every question, on some other device."""
        skipped = {"kind": "asking", "state": "skipped", "reason": "Not needed"}
        entries = [{"key": f"skip-{question}"[:64], "question": question, **skipped} for question in self.questions]
        record(self.office.instance, person, self.interview.id, entries)

    def drafts(self, person: Person, question: str) -> list[str]:
        """Return every state of a note, the first one first."""
        return [draft.text for draft in self.office.instance.store.drafts_of(self.card(person), question)]

    def heads(self, person: Person, question: str) -> list[Draft]:
        """Return a note as it stands: several drafts where windows wrote apart."""
        return [d for d in self.office.instance.store.heads_of([self.card(person)]) if d.question == question]

    def texts(self, person: Person, question: str) -> list[str]:
        return [draft.text for draft in self.heads(person, question)]

    def ratings(self, person: Person) -> list[tuple[str, int | None]]:
        """Return every rating in the order in which it was kept, those that were changed later too."""
        return [(r.question, r.level) for r in self.office.instance.store.everything_of(self.card(person), Rating)]


class LivePage:
    """The page on which a rater holds an interview."""

    def __init__(self, page: Page, meeting: Meeting) -> None:
        self.page, self.meeting = page, meeting
        self.saving = page.locator("#saving")
        self.warnings = page.locator("#warnings")
        self.again = page.locator("#again")

    def open(self, question: str = "") -> "LivePage":
        self.page.goto(f"/interviews/{self.meeting.interview.id}{'#q-' + question if question else ''}")
        return self.ready()

    def ready(self) -> "LivePage":
        expect(self.page.locator("#stage[data-ready=yes]")).to_be_attached()
        return self

    def another_tab(self) -> "LivePage":
        """Return a new tab of the same browser, not opened on anything yet."""
        return LivePage(self.page.context.new_page(), self.meeting)

    @property
    def shown(self) -> Locator:
        """The question that is on the page."""
        return self.page.locator(".question:visible")

    def part(self, question: str) -> Locator:
        return self.page.locator(f"#q-{question}")

    def note(self, question: str) -> Locator:
        return self.page.locator(f"[data-note='{question}']")

    def go_to(self, question: str) -> None:
        self.page.locator(f"[data-goto='{question}']").click()
        expect(self.part(question)).to_be_visible()

    def type(self, question: str, text: str, delay: float = 0) -> None:
        """Type at the end of a note, key by key."""
        self.go_to(question)
        self.note(question).focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text, delay=delay)

    def rate(self, question: str, level: int | None) -> None:
        """Rate with the mouse."""
        self.go_to(question)
        value = "none" if level is None else level
        self.part(question).locator(f"[data-own] [type=radio][value='{value}']").check()

    def skip(self, question: str, reason: str) -> None:
        self.go_to(question)
        why = self.part(question).get_by_label("Why is it skipped?")
        if not why.is_visible():
            self.part(question).get_by_text("Skip this question").click()
        why.fill(reason)
        self.part(question).get_by_role("button", name="Skip it").click()

    def is_saved(self) -> None:
        """Wait until the page says that everything is on the server's disk."""
        expect(self.saving).to_have_attribute("data-state", "saved")

    def is_offline(self) -> None:
        expect(self.saving).to_have_text("Offline, kept on this device")

    def is_held_up(self) -> None:
        expect(self.saving).to_have_text("Not saved yet, kept on this device")


def records(page: Page) -> list[dict[str, Any]]:
    """Return what lies in the browser's own database, with every stretch of bytes as text of Latin-1."""
    found: list[dict[str, Any]] = page.evaluate(
        """async () => {
          const asked = (request) => new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
          const found = [];
          for (const { name, version } of await indexedDB.databases()) {
            const database = await asked(indexedDB.open(name, version));
            for (const store of database.objectStoreNames) {
              for (const record of await asked(database.transaction(store).objectStore(store).getAll())) {
                const fields = Object.entries(record).map(([key, value]) => {
                  if (value instanceof CryptoKey) return [key, { extractable: value.extractable }];
                  const isBytes = value instanceof ArrayBuffer || ArrayBuffer.isView(value);
                  return [key, isBytes ? Array.from(new Uint8Array(value), (b) => String.fromCharCode(b)).join("") : value];
                });
                found.push({ store, ...Object.fromEntries(fields) });
              }
            }
            database.close();
          }
          return found;
        }"""
    )
    return found


def entries(page: Page) -> list[dict[str, Any]]:
    """Return what the browser keeps of what has not reached the server."""
    return [record for record in records(page) if record["store"] == "entries"]
