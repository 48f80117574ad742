"""What a rater's page sends, for tests of interviews that are held."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from screener.bank.load import Bank
from screener.journeys import live
from screener.journeys.journal import Receipt, record
from screener.journeys.scorecards import Card, cards_of
from screener.storage.records import Interview, Person
from tests.office import Office

Sent = dict[str, Any]
OPINION = "Look, marketing is there to serve sales. We bring the money in."  # a risky belief, and level 1 on standing
_numbers: Iterator[int] = count(1)


def entry(kind: str, **fields: Any) -> Sent:
    return {"key": f"entry-{next(_numbers):06}", "kind": kind, "at": "2026-03-02T09:00:00.000Z", **fields}


def draft(question: str, text: str, parent: int = 0, **fields: Any) -> Sent:
    return entry("draft", question=question, text=text, parent=parent, **{"window": "w1", **fields})


def bank_of(office: Office) -> Bank:
    return office.instance.shelf.current().bank


def questions_of(office: Office, guide: str = "sales-leader") -> tuple[str, ...]:
    return tuple(bank_of(office).guides[guide].questions)


def rating(office: Office, question: str, level: object = 3, competency: str = "", **fields: Any) -> Sent:
    """Return a rating on the question's own competency, if no other is named."""
    own = bank_of(office).questions[question].competency
    return entry("rating", question=question, competency=competency or own, level=level, **fields)


def begun(office: Office, *raters: Person, **changes: object) -> Interview:
    """Return an interview that its raters (Marcus) have begun."""
    raters = raters or (office.marcus,)
    interview = office.interview(office.candidate(office.opening()), *raters, **changes)
    for rater in raters:
        live.begin(office.instance, rater, interview.id)
    return interview


def send(office: Office, interview: Interview, *entries: Mapping[str, Any], by: Person | None = None) -> tuple[Receipt, ...]:  # fmt: skip
    return record(office.instance, by or office.marcus, interview.id, entries)


def rate_all(office: Office, interview: Interview, level: int | None = 3, by: Person | None = None) -> None:
    send(office, interview, *(rating(office, question, level) for question in questions_of(office)), by=by)


def submit(office: Office, interview: Interview, by: Person | None = None) -> None:
    """Rate everything and lock the scorecard."""
    rate_all(office, interview, by=by)
    live.submit(office.instance, by or office.marcus, interview.id)


def card_of(office: Office, interview: Interview, by: Person | None = None) -> Card:
    seats = office.instance.store.seats(interview_id=interview.id, person_id=(by or office.marcus).id)
    (card,) = cards_of(office.instance, seats)
    return card


def note_of(office: Office, interview: Interview, question: str, by: Person | None = None) -> str:
    """Return the whole note on a question."""
    answer = card_of(office, interview, by).answer_to(question)
    assert answer is not None
    return answer.text
