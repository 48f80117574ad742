"""Scorecards with chosen levels, and what was heard in them, for tests of comparisons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from screener.journeys.instance import new_id
from screener.storage.records import (
    Asking,
    Candidate,
    Draft,
    FlagAnswer,
    Interview,
    Opening,
    Person,
    PlacementChoice,
    Rating,
    Seat,
    Weighting,
)
from screener.storage.summaries import HeardFlag, Hearing
from tests.office import Office

WEIGHTS = (Weighting("standing", 2.0, "They lead both"), Weighting("credit", 1.0))
Levels = Mapping[str, Sequence[int | None]]


def weighted_opening(office: Office, **changes: object) -> Opening:
    """Keep an opening in which standing counts twice and credit once."""
    return office.opening(**{"weights": WEIGHTS, **changes})  # type: ignore[arg-type]


def rated(
    office: Office, candidate: Candidate, rater: Person, levels: Levels, *, submits: bool = True, bank: str = "",
    **changes: object,
) -> Seat:  # fmt: skip
    """Hold an interview of which a rater's scorecard has these levels by competency, one for each answer."""
    store, at = office.instance.store, office.instance.now()
    interview = office.interview(candidate, rater, **changes)
    store.pin(interview.id, bank or office.instance.shelf.keep_current(at), at)
    (seat,) = store.seats(interview_id=interview.id)
    store.begin(seat.scorecard.id, at)
    questions = questions_in(office, interview)
    for competency, given in levels.items():
        for question, level in zip(questions, given, strict=False):
            store.append(Rating(seat.scorecard.id, question, competency, level, False, new_id(), at, at))
    if submits:
        store.submit(seat.scorecard.id, at)
    return office.instance.store.seats(interview_id=interview.id)[0]


def locked(office: Office, seat: Seat) -> Seat:
    """Submit a scorecard as it is, as it was done before summaries were kept."""
    office.instance.store.submit(seat.scorecard.id, office.instance.now())
    return office.instance.store.seats(interview_id=seat.interview.id, person_id=seat.rater.id)[0]


def questions_in(office: Office, interview: Interview) -> Sequence[str]:
    return office.instance.shelf.current().bank.guides[interview.guide].questions


def note(office: Office, seat: Seat, text: str, question: int = 0) -> None:
    """Add a note on a question, counted from 0."""
    at = office.instance.now()
    name = questions_in(office, seat.interview)[question]
    office.instance.store.append_draft(Draft(seat.scorecard.id, name, 0, 0, None, "w", new_id(), text, at, at))


def skip(office: Office, seat: Seat, question: int = 0, reason: str = "No time left") -> None:
    at, name = office.instance.now(), questions_in(office, seat.interview)[question]
    office.instance.store.append(Asking(seat.scorecard.id, name, "skipped", reason, new_id(), at, at))


def put(office: Office, seat: Seat, scheme: str, value: str, amount: int | None = None, question: int = 0) -> None:
    """Choose a place in a scheme."""
    at, name = office.instance.now(), questions_in(office, seat.interview)[question]
    office.instance.store.append(PlacementChoice(seat.scorecard.id, name, scheme, value, amount, new_id(), at, at))


def judge(office: Office, seat: Seat, philosophy: str, verdict: str, question: int = 0) -> None:
    """Adopt or dismiss a flag."""
    at, name = office.instance.now(), questions_in(office, seat.interview)[question]
    given = FlagAnswer(seat.scorecard.id, name, "notes", philosophy, "words", verdict, "why", new_id(), at, at)  # type: ignore[arg-type]
    office.instance.store.append(given)


def a_flag(philosophy: str = "sole-credit", stance: str = "asserted", severity: str = "high", **changes: object) -> HeardFlag:  # fmt: skip
    flag = HeardFlag("q", "notes", philosophy, stance, "risky", severity, 0.9, 0, 5, "We did it alone")
    return flag._replace(**changes)  # type: ignore[arg-type]


def heard(office: Office, seat: Seat, *flags: HeardFlag, **changes: object) -> Hearing:
    """Keep what was heard in a scorecard, by its interview's own bank and policy if no other is named."""
    interview = seat.interview
    made = Hearing(seat.scorecard.id, interview.bank, interview.policy, flags, "reader", office.instance.now())
    kept = replace(made, **changes)  # type: ignore[arg-type]
    office.instance.store.add_hearing(kept)
    return kept
