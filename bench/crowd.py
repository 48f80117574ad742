"""Interviewers who type at once: each keeps what it wrote until the server has acknowledged it, as the page does.

The page's own script is static/queue.js. What is taken from it: entries bear keys; at most one draft of each note is
under way, the next builds on its revision; what was sent is sent again as it was, and what was not is replaced by what
is written now; after a refusal the waits grow.
"""

import asyncio
import json
import random
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from screener.journeys import live
from screener.journeys.accounts import sign_in_to_demo
from screener.journeys.instance import Instance, new_id
from screener.storage.records import Candidate, Draft, Interview, Opening, Person, Rating, Scorecard, Weighting
from screener.web import create_app

GUIDE = "sales-leader"
PATIENCE = 20.0  # seconds for one answer, as in the page
_SENTENCE = "She rang her counterpart first and asked what had gone wrong from where he sat. "
_LONGEST = 2_000  # characters of a note; then the next question is written on
_CHANCE = random.Random(7)  # noqa: S311 (when somebody types)


@dataclass
class Refusals:
    """How often the server did not take something: out of reach, or by status."""

    unreachable: int = 0
    by_status: dict[int, int] = field(default_factory=dict)

    def note(self, status: int) -> None:
        """Count an answer that was no receipt."""
        self.by_status[status] = self.by_status.get(status, 0) + 1


@dataclass
class Typist:
    """An interviewer with an interview that has begun."""

    person: Person
    interview: Interview
    card: str
    cookie: str
    csrf: str
    questions: Sequence[tuple[str, str]]  # each with the competency that it is rated on
    entries: list[dict[str, Any]] = field(default_factory=list)
    revisions: dict[str, int] = field(default_factory=dict)
    written: dict[str, Any] = field(default_factory=dict)  # by key: the text or the level
    acknowledged: set[str] = field(default_factory=set)
    latencies: list[tuple[float, float]] = field(default_factory=list)  # when it was due, and the seconds from then on
    refusals: Refusals = field(default_factory=Refusals)
    _at: int = 0
    _text: str = ""

    def type(self) -> None:
        """Write a sentence on, and now and then rate."""
        if len(self._text) > _LONGEST:
            self._at, self._text = self._at + 1, ""
        question, competency = self.questions[self._at % len(self.questions)]
        self._text += _SENTENCE
        waiting = next((e for e in self.entries if e["kind"] == "draft" and e["question"] == question), None)
        if waiting is None or "sent" in waiting:
            self._add(kind="draft", question=question, text=self._text, window="w1")
        else:
            waiting["text"] = self._text
        if _CHANCE.random() < 0.2:
            self._add(kind="rating", question=question, competency=competency, level=_CHANCE.randint(1, 5))

    def _add(self, **fields: Any) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.entries.append({"key": secrets.token_hex(12), "at": at, **fields})

    def batch(self) -> list[dict[str, Any]]:
        """Return what is to be sent now."""
        chosen, noted = [], set()
        for entry in self.entries:
            if entry["kind"] == "draft":
                if entry["question"] in noted:
                    break
                noted.add(entry["question"])
                entry.setdefault("parent", self.revisions.get(entry["question"], 0))
            entry["sent"] = True
            self.written[entry["key"]] = entry.get("text", entry.get("level"))
            chosen.append(entry)
        return chosen

    def settle(self, receipts: Sequence[Mapping[str, Any]]) -> None:
        """Take the server's word for what is saved."""
        by_key = {entry["key"]: entry for entry in self.entries}
        for receipt in receipts:
            if receipt["state"] != "saved":
                raise SystemExit(f"an entry was not taken: {receipt}")
            entry = by_key[receipt["key"]]
            if entry["kind"] == "draft":
                before = self.revisions.get(entry["question"], 0)
                self.revisions[entry["question"]] = max(before, receipt["revision"])
            self.acknowledged.add(receipt["key"])
        self.entries = [entry for entry in self.entries if entry["key"] not in self.acknowledged]

    async def send(self, address: str) -> bool:
        """Send what waits; False if the server did not take it."""
        batch = self.batch()
        body = json.dumps({"person": self.person.id, "sent_at": datetime.now(UTC).isoformat(), "entries": batch})
        head = (
            f"POST /interviews/{self.interview.id}/journal HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nAccept: application/json\r\nX-CSRFToken: {self.csrf}\r\n"
            f"Cookie: {self.cookie}\r\nContent-Length: {len(body.encode())}\r\n\r\n"
        )
        try:
            status, answer = await asyncio.wait_for(asked(address, (head + body).encode()), PATIENCE)
        except (OSError, ValueError, asyncio.IncompleteReadError, TimeoutError):
            self.refusals.unreachable += 1
            return False
        if status != 200:
            self.refusals.note(status)
            return False
        self.settle(json.loads(answer)["receipts"])
        return True

    async def work(
        self, address: str, *, every: float, is_over: Callable[[], bool], longest_wait: float = 15.0
    ) -> None:
        """Type and save every so many seconds until it is over, and then until all is saved."""
        loop = asyncio.get_running_loop()
        due, wait = loop.time() + _CHANCE.random() * every, 0.0
        while not is_over() or self.entries:
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not is_over():
                self.type()
            if not self.entries:
                return
            if await self.send(address):
                self.latencies.append((due, loop.time() - due))
                wait, due = 0.0, max(due + every, loop.time() - every)
            else:
                wait = min(longest_wait, 2 * wait or 0.5)
                due = loop.time() + wait


async def asked(address: str, request: bytes) -> tuple[int, bytes]:
    """Return the status and the body of an answer. Raises ValueError, IncompleteReadError or OSError for none."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        return int(head.split(b" ", 2)[1]), await reader.readexactly(length)
    finally:
        writer.close()


def work_at_once(
    crowd: Sequence[Typist], address: str, *, every: float, is_over: Callable[[], bool], longest_wait: float = 15.0
) -> float:
    """Let everybody type until it is over; return the seconds of processor time that this took here."""

    async def all_of_them() -> None:
        await asyncio.gather(
            *(each.work(address, every=every, is_over=is_over, longest_wait=longest_wait) for each in crowd)
        )

    before = time.process_time()
    asyncio.run(all_of_them())
    return time.process_time() - before


def hired(instance: Instance, count: int) -> list[Typist]:
    """Give an instance so many interviewers, each signed in and with an interview that has begun."""
    store, at = instance.store, instance.now()
    bank = instance.shelf.current().bank
    guide = bank.guides[GUIDE]
    questions = [(name, bank.questions[name].competency) for name in guide.questions]
    weights = tuple(Weighting(weight.id, weight.weight) for weight in guide.competencies)
    people = [Person(new_id(), f"Interviewer {number:04}", "interviewer", created_at=at) for number in range(count)]
    opening = Opening(new_id(), "Sales Director", "sales", GUIDE, "default", weights, people[0].id, at, {})
    applicants = [Candidate(new_id(), opening.id, f"Candidate {number:04}", "", at) for number in range(count)]
    talks = [Interview(new_id(), c.id, 1, False, GUIDE, "default", "nothing", "", at) for c in applicants]
    cards = [Scorecard(new_id(), talk.id, person.id, at) for talk, person in zip(talks, people, strict=True)]
    with store.transaction():
        for person in people:
            store.add_person(person)
        store.add_opening(opening)
        store.add_candidates(applicants)
        for person, talk, card in zip(people, talks, cards, strict=True):
            store.set_panelist(opening.id, person.id, is_moderator=False)
            store.add_interview(talk, [card])
        for person, talk in zip(people, talks, strict=True):
            live.begin(instance, person, talk.id)
    app = create_app(instance)
    return [
        Typist(person, talk, card.id, *_signed_in(app, instance, person), questions)
        for person, talk, card in zip(people, talks, cards, strict=True)
    ]


def _signed_in(app: Any, instance: Instance, person: Person) -> tuple[str, str]:
    """Return the cookie and the token for forms of somebody who has just signed in."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["sign_in"] = sign_in_to_demo(instance, person, "bench")
    csrf = client.get("/sign-in/token").get_json()["csrf"]
    return f"screener={client.get_cookie('screener').value}", str(csrf)


@dataclass(frozen=True)
class Kept:
    """What is in the database at the end, against what was sent and acknowledged."""

    acknowledged: int
    lost: int
    twice: int
    changed: int
    forked: int

    @property
    def is_true(self) -> bool:
        """Whether everything that was acknowledged is there, once and as it was written."""
        return not (self.lost or self.twice or self.changed or self.forked)


def kept_of(instance: Instance, crowd: Sequence[Typist]) -> Kept:
    """Compare what the crowd wrote with what is kept."""
    lost = twice = changed = forked = 0
    for each in crowd:
        drafts = instance.store.everything_of(each.card, Draft)
        ratings = instance.store.everything_of(each.card, Rating)
        found: list[tuple[str, Any]] = [(draft.key, draft.text) for draft in drafts]
        found += [(rating.key, rating.level) for rating in ratings]
        by_key = dict(found)
        lost += len(each.acknowledged - by_key.keys())
        twice += len(found) - len(by_key)
        changed += sum(each.written.get(key) != value for key, value in found)
        heads = instance.store.heads_of([each.card])
        forked += len(heads) - len({head.question for head in heads})
    return Kept(sum(len(each.acknowledged) for each in crowd), lost, twice, changed, forked)
