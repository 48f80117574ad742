"""A large archive of interviews, made quickly: written into the tables of a file in one go."""

import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count

from screener.journeys.instance import DATABASE, Instance
from screener.storage.records import Candidate, Draft, Interview, Opening, Person, Rating, Scorecard, Weighting
from screener.storage.rows import to_row
from screener.storage.summaries import Hearing, Summary

GUIDE = "sales-leader"
CANDIDATES = 25  # of an opening, each interviewed in two rounds by one rater
_ROUNDS = 2
_OPEN_SHARE = 0.1  # of the openings; the others are closed
_NOTE = (
    "She rang her counterpart first, on the Monday, and asked what had gone wrong from where he sat. It was the hand-"
    "over: half of the leads had no name in them. They wrote down together what a lead is, and looked again in May. "
)
_CHANCE = random.Random(11)  # noqa: S311 (which level)


@dataclass(frozen=True)
class Archive:
    """Where to look in an archive: one opening like all others, who reads it, and who rates."""

    reader: Person
    rater: Person
    opening: Opening
    candidate: Candidate
    interview: Interview
    interviews: int


def filled(instance: Instance, interviews: int) -> Archive:
    """Fill an instance that is kept in a file with so many interviews, all submitted but the newest opening's."""
    openings = max(1, interviews // (CANDIDATES * _ROUNDS))
    at, bank = instance.now(), instance.shelf.keep_current(instance.now())
    reader = Person("reader", "Helen Osei", "hr", created_at=at)
    raters = [Person(f"rater{number}", f"Rater {number}", "interviewer", created_at=at) for number in range(openings)]
    with closing(sqlite3.connect(instance.folder / DATABASE)) as database:
        database.execute("PRAGMA synchronous = OFF")  # nothing is lost that could not be made again
        _put(database, "person", [reader, *raters])
        for number in range(openings):
            _fill_opening(database, instance, number, raters, at, bank)
        database.execute("ANALYZE")
        database.commit()
    store, last = instance.store, f"opening{openings - 1}"
    seat = store.seats(opening_id=last)[-1]
    return Archive(reader, seat.rater, seat.opening, seat.candidate, seat.interview, openings * CANDIDATES * _ROUNDS)


def _fill_opening(
    database: sqlite3.Connection, instance: Instance, number: int, raters: list[Person], at: str, bank: str
) -> None:
    guide = instance.shelf.current().bank.guides[GUIDE]
    weights = tuple(Weighting(weight.id, weight.weight) for weight in guide.competencies)
    is_last = number == len(raters) - 1
    closed_at = None if is_last or number < _OPEN_SHARE * len(raters) else at
    name = f"opening{number}"
    title = f"Sales Director {number}"
    opening = Opening(name, title, "sales", GUIDE, "default", weights, "reader", at, {}, closed_at=closed_at)
    people = [Candidate(f"{name}c{n}", name, f"Candidate {n} of {number}", "", at) for n in range(CANDIDATES)]
    talks = [
        Interview(f"{one.id}r{round_}", one.id, round_, False, GUIDE, "default", "nothing", "", at, "", bank, at)
        for one in people
        for round_ in range(1, _ROUNDS + 1)
    ]
    rater = raters[number].id
    cards = [Scorecard(f"{talk.id}s", talk.id, rater, at, at, at, None if is_last else at) for talk in talks]
    _put(database, "opening", [opening])
    panel = [(name, rater, 0), *((name, raters[(number + other) % len(raters)].id, 0) for other in (1, 2))]
    database.executemany("INSERT INTO panelist VALUES (?, ?, ?) ON CONFLICT DO NOTHING", panel)
    _put(database, "candidate", people)
    _put(database, "interview", talks)
    _put(database, "scorecard", cards)
    _put(database, "draft", (draft for card in cards for draft in _drafts(card, guide.questions, at)))
    _put(database, "rating", (one for card in cards for one in _ratings(instance, card, guide.questions, at)))
    submitted = [card for card in cards if card.submitted_at]
    levels = {weight.competency: [_CHANCE.randint(1, 5)] for weight in weights}
    _put(database, "scorecard_summary", (Summary(card.id, levels, {}, {}) for card in submitted))
    _put(database, "hearing", (Hearing(card.id, bank, "default", (), "1", at) for card in submitted))


_numbers = count(1)


def _drafts(card: Scorecard, questions: Iterable[str], at: str) -> Iterator[Draft]:
    for question in questions:
        for revision in (1, 2):
            key = f"draft-{next(_numbers)}"
            yield Draft(card.id, question, revision, revision - 1, None, "w", key, _NOTE * revision, at, at)


def _ratings(instance: Instance, card: Scorecard, questions: Iterable[str], at: str) -> Iterator[Rating]:
    bank = instance.shelf.current().bank
    for question in questions:
        competency, key = bank.questions[question].competency, f"rating-{next(_numbers)}"
        yield Rating(card.id, question, competency, _CHANCE.randint(1, 5), False, key, at, at)


def _put(database: sqlite3.Connection, table: str, records: Iterable[object]) -> None:
    rows = [to_row(record) for record in records]
    if rows:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        places = ", ".join(f":{name}" for name in rows[0])
        database.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608
