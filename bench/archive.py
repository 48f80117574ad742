"""An instance with many interviews of earlier years, and the pages that must not become slow by them."""

import random
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from screener.journeys.accounts import sign_in_to_demo
from screener.journeys.instance import Instance, make_instance, new_id, open_instance, stamp
from screener.storage.records import (
    Candidate,
    Draft,
    Interview,
    Opening,
    Panelist,
    Person,
    Rating,
    Scorecard,
    Weighting,
)
from screener.storage.rows import columns_of, to_row
from screener.storage.summaries import HeardFlag, Hearing, Summary
from screener.web import create_app

FEW, MANY = 1_000, 100_000  # interviews
OPEN = 6  # openings at work in either case, so that pages show the same; all others are closed
CANDIDATES, RATERS = 10, 3  # in an opening; each rater holds an interview of their own with each candidate
STAFF = 30  # interviewers; each has held more than a first page lists, in either size
ANSWERS = 4  # questions of an interview with a note and a rating
GUIDE = "sales-leader"
VISITS = 25
_NOTE = "She rang her counterpart first, on the Monday, and asked what had gone wrong from where he sat. " * 2
_FLAG = HeardFlag("q", "notes", "marketing-serves-sales", "asserted", "risky", "high", 0.9, 0, 40, _NOTE[:40])


@dataclass(frozen=True)
class Archive:
    """Where the pages are: an opening at work, a candidate of it, and an interview that a rater has begun."""

    hr: Person
    rater: Person
    opening: Opening
    candidate: Candidate
    live: Interview


def filled(instance: Instance, interviews: int) -> Archive:
    """Fill an instance with so many interviews, each with its notes, ratings and summary."""
    return _Filler(instance, -(-interviews // (CANDIDATES * RATERS))).fill()


class _Filler:
    def __init__(self, instance: Instance, openings: int) -> None:
        self.instance, self.openings = instance, openings
        self.chance = random.Random(3)  # noqa: S311 (invented levels)
        self.now = instance.clock()
        self.at = stamp(self.now)
        self.bank = instance.shelf.current().bank
        self.fingerprint = instance.shelf.keep_current(self.at)
        guide = self.bank.guides[GUIDE]
        self.asked = [(name, self.bank.questions[name].competency) for name in guide.questions]
        self.weights = tuple(Weighting(weight.id, weight.weight) for weight in guide.competencies)

    def fill(self) -> Archive:
        hr = Person(new_id(), "Helen Osei", "hr", created_at=self.at)
        staff = [Person(new_id(), f"Interviewer {n:03}", "interviewer", created_at=self.at) for n in range(STAFF)]
        archive = None
        with self.instance.store.transaction():
            _insert(self.instance, [hr, *staff])
            for number in range(self.openings):
                raters = [staff[(number * RATERS + place) % STAFF] for place in range(RATERS)]
                made = self._opening(number, hr, raters)
                archive = archive or made
        assert archive is not None  # noqa: S101 (there is at least one opening)
        store: Any = self.instance.store
        if not hasattr(store, "_db"):
            store._connection().execute("ANALYZE")  # as PostgreSQL does by itself within a minute
        return archive

    def _opening(self, number: int, hr: Person, raters: Sequence[Person]) -> Archive:
        is_open = number < OPEN
        self.at = stamp(self.now - timedelta(hours=number))
        opening = Opening(
            new_id(), f"Sales Director {number:04}", "sales", GUIDE, "default", self.weights, hr.id, self.at, {},
            closed_at=None if is_open else self.at,
        )  # fmt: skip
        people = [Candidate(new_id(), opening.id, f"Candidate {n:03}", "", self.at) for n in range(CANDIDATES)]
        talks = [(self._interview(person), rater) for person in people for rater in raters]
        cards = [Scorecard(new_id(), talk.id, rater.id, self.at, self.at, self.at, self.at) for talk, rater in talks]
        if is_open:  # with the last candidate they are still under way
            cards[-RATERS:] = [replace(card, left_at=None, submitted_at=None) for card in cards[-RATERS:]]
        own = self.instance
        _insert(own, [opening])
        _insert(own, [Panelist(opening.id, rater, rater == raters[0]) for rater in raters])
        _insert(own, people)
        _insert(own, [talk for talk, _ in talks])
        _insert(own, cards)
        _insert(own, [draft for card in cards for draft in self._drafts(card)])
        _insert(own, [rating for card in cards for rating in self._ratings(card)])
        submitted = [card for card in cards if card.submitted_at]
        _insert(own, [self._summary(card) for card in submitted])
        _insert(own, [Hearing(card.id, self.fingerprint, "default", (_FLAG,), "bench", self.at) for card in submitted])
        return Archive(hr, raters[0], opening, people[0], talks[-RATERS][0])

    def _interview(self, person: Candidate) -> Interview:
        return Interview(
            new_id(), person.id, 1, False, GUIDE, "default", "nothing", "", self.at, "", self.fingerprint, self.at
        )

    def _drafts(self, card: Scorecard) -> Iterator[Draft]:
        for question, _ in self.asked[:ANSWERS]:
            yield Draft(card.id, question, 1, 0, None, "w", new_id(), _NOTE, self.at, self.at)

    def _ratings(self, card: Scorecard) -> Iterator[Rating]:
        for question, competency in self.asked[:ANSWERS]:
            level = self.chance.randint(1, 5)
            yield Rating(card.id, question, competency, level, False, new_id(), self.at, self.at)

    def _summary(self, card: Scorecard) -> Summary:
        levels: dict[str, list[int | None]] = {name: [self.chance.randint(1, 5)] for name in self.bank.rubrics}
        return Summary(card.id, levels, {}, {})


_TABLES: dict[type[Any], str] = {
    Person: "person", Opening: "opening", Panelist: "panelist", Candidate: "candidate", Interview: "interview",
    Scorecard: "scorecard", Draft: "draft", Rating: "rating", Summary: "scorecard_summary", Hearing: "hearing",
}  # fmt: skip


def _insert(instance: Instance, records: Sequence[object]) -> None:
    """Add records of one kind at once, past the store's verbs, which add one after the other."""
    if not records:
        return
    kind = type(records[0])
    names: Sequence[str] = columns_of(kind)
    rows: Iterable[tuple[Any, ...]] = (tuple(to_row(record).values()) for record in records)
    if kind is Panelist:
        names = ("opening_id", "person_id", "is_moderator")
        rows = ((own.opening_id, own.person.id, int(own.is_moderator)) for own in records if isinstance(own, Panelist))
    columns = ", ".join(f'"{name}"' for name in names)
    store: Any = instance.store
    if hasattr(store, "_db"):
        places = ", ".join("?" * len(names))
        store._db.conn.executemany(f"INSERT INTO {_TABLES[kind]} ({columns}) VALUES ({places})", rows)  # noqa: S608
        return
    with store._connection().cursor().copy(f"COPY {_TABLES[kind]} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def pages_of(instance: Instance, archive: Archive) -> dict[str, float]:
    """Return the milliseconds that the server takes for each page, at the median and without the network."""
    app = create_app(instance)
    pages = {
        "home of HR": (archive.hr, "/"),
        "home of an interviewer": (archive.rater, "/"),
        "opening": (archive.hr, f"/openings/{archive.opening.id}"),
        "comparison": (archive.hr, f"/openings/{archive.opening.id}/compare"),
        "candidate": (archive.hr, f"/candidates/{archive.candidate.id}"),
        "live page": (archive.rater, f"/interviews/{archive.live.id}"),
        "who has to do what": (archive.hr, "/reminders"),
    }
    return {name: _visited(app, instance, person, address) for name, (person, address) in pages.items()}


def _visited(app: Any, instance: Instance, person: Person, address: str) -> float:
    client = app.test_client()
    with client.session_transaction() as session:
        session["sign_in"] = sign_in_to_demo(instance, person, "bench")
    times = []
    for _ in range(VISITS):
        begun = time.perf_counter()
        answer = client.get(address)
        times.append(1000 * (time.perf_counter() - begun))
        if answer.status_code != 200:
            raise SystemExit(f"bench: {address} answers {answer.status}")
    return statistics.median(times)


def archived(folder: Path, interviews: int, settings: str = "") -> tuple[dict[str, float], float]:
    """Return the times of the pages of an instance with so many interviews, and the seconds to fill it."""
    make_instance(folder)
    if settings:
        (folder / "settings.yaml").write_text(settings, encoding="utf-8")
    begun = time.perf_counter()
    with closing(open_instance(folder)) as instance:
        archive = filled(instance, interviews)
        store: Any = instance.store
        if not hasattr(store, "_db"):  # a server of its own does it some minutes after so much was added
            store._connection().execute("ANALYZE")
    took = time.perf_counter() - begun
    with closing(open_instance(folder)) as instance:  # anew: closing has moved everything from the log into the file
        return pages_of(instance, archive), took
