"""A small opening whose candidates have been interviewed, for tests of what is taken out of it."""

from dataclasses import dataclass
from typing import Any

from screener.journeys.consensus import finish, open_discussion, settle
from screener.journeys.hearing import hear_opening
from screener.journeys.instance import new_id
from screener.storage.records import Asking, Candidate, Draft, FlagAnswer, Interview, Opening, Person, PlacementChoice
from tests.journeys.entries import OPINION
from tests.journeys.test_candidates import hold
from tests.journeys.test_consensus import COMPETENCIES
from tests.office import Office

HOSTILE_NOTE = '=HYPERLINK("http://evil.example") <script>alert(1)</script>'
TESSA = {"standing": 5, "horizon": 4}
OTHERS = {"standing": 2, "horizon": None}


@dataclass(frozen=True)
class Compared:
    """Tessa, on whom Ingrid and Marcus differ; Bram, whom Marcus alone has rated; Zoë, whom nobody has met yet."""

    opening: Opening
    tessa: Candidate
    bram: Candidate
    zoe: Candidate
    ingrids: Interview
    marcuses: Interview


def compared_opening(office: Office, **changes: Any) -> Compared:
    opening = office.opening(**changes)
    tessa, bram, zoe = (office.candidate(opening, name) for name in ("Tessa Brandvold", "Bram Osterholt", "Zoë <b>"))
    ingrids = hold(office, tessa, office.ingrid, TESSA)
    marcuses = hold(office, tessa, office.marcus, OTHERS, submits=False)
    add(office, marcuses, office.marcus)
    office.instance.store.submit(card_id(office, marcuses, office.marcus), office.instance.now())
    hold(office, bram, office.marcus)
    return Compared(opening, tessa, bram, zoe, ingrids, marcuses)


def add(office: Office, interview: Interview, rater: Person) -> None:
    """Add to a scorecard: an opinion with Tessa's name, a hostile note, a skip, a place, and an answer to a flag."""
    store, at, card = office.instance.store, office.instance.now(), card_id(office, interview, rater)
    first, second, third = questions(office)[:3]
    store.append_draft(Draft(card, first, 0, 1, None, "w2", new_id(), f"{OPINION} So Tessa said.", at, at))
    store.append_draft(Draft(card, second, 0, 1, None, "w2", new_id(), HOSTILE_NOTE, at, at))
    store.append_draft(Draft(card, "closing", 0, 0, None, "w2", new_id(), "Ms Brandvold asked about pay.", at, at))
    store.append(Asking(card, third, "skipped", "Tessa had to leave.", new_id(), at, at))
    store.append(PlacementChoice(card, first, "bent", "capital-s", None, new_id(), at, at))
    store.append(
        FlagAnswer(card, first, "notes", "marketing-serves-sales", "marketing is there to serve sales", "adopted",
                   "Said by Tessa twice.", new_id(), at, at)
    )  # fmt: skip
    store.append(
        FlagAnswer(card, second, "notes", "going-rogue", "their own way", "dismissed", "A joke.", new_id(), at, at)
    )


def card_id(office: Office, interview: Interview, rater: Person) -> str:
    (seat,) = office.instance.store.seats(interview_id=interview.id, person_id=rater.id)
    return seat.scorecard.id


def questions(office: Office, guide: str = "sales-leader") -> tuple[str, ...]:
    return tuple(office.instance.shelf.current().bank.guides[guide].questions)


def hear(office: Office, found: Compared) -> None:
    hear_opening(office.instance, found.opening.id)


def settle_tessa(office: Office, found: Compared, *, finishes: bool = True) -> None:
    open_discussion(office.instance, office.ingrid, found.tessa.id, 1)
    for competency in COMPETENCIES:
        settle(office.instance, office.ingrid, found.tessa.id, 1, competency, 3, f"Tessa’s {competency}, talked over.")
    if finishes:
        finish(office.instance, office.ingrid, found.tessa.id, 1)
