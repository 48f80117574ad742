"""Records for tests of stores, in the order in which they need one another."""

from collections.abc import Iterator
from itertools import count

from screener.storage import Store
from screener.storage.records import (
    Asking,
    Candidate,
    Draft,
    Entry,
    FlagAnswer,
    Interview,
    Opening,
    Person,
    PlacementChoice,
    Rating,
    Reading,
    Scorecard,
    Weighting,
)
from screener.storage.summaries import HeardFlag, Hearing, Summary

AT, LATER = "2026-03-02T09:00:00.000Z", "2026-03-02T10:00:00.000Z"
_numbers: Iterator[int] = count(1)


def a_key() -> str:
    return f"key-{next(_numbers):06}"


def a_person(name: str = "Ann", **changes: object) -> Person:
    fields: dict[str, object] = {"id": name.lower(), "name": name, "role": "interviewer", "created_at": AT}
    return Person(**{**fields, **changes})  # type: ignore[arg-type]


def an_opening(name: str = "post", **changes: object) -> Opening:
    fields: dict[str, object] = {
        "id": name, "title": "Sales Director", "role": "sales", "guide": "g", "policy": "p",
        "weights": (Weighting("standing", 1.5, "It “counts” – für uns"),), "created_by": "ann", "created_at": AT,
        "needs": {"gap": "leads"},
    }  # fmt: skip
    return Opening(**{**fields, **changes})  # type: ignore[arg-type]


def a_candidate(name: str = "Cara", opening: str = "post", **changes: object) -> Candidate:
    fields: dict[str, object] = {
        "id": name.lower(), "opening_id": opening, "name": name, "note": "", "added_at": AT,
    }  # fmt: skip
    return Candidate(**{**fields, **changes})  # type: ignore[arg-type]


def an_interview(name: str = "talk", candidate: str = "cara", **changes: object) -> Interview:
    fields: dict[str, object] = {
        "id": name, "candidate_id": candidate, "round": 1, "is_joint": False, "guide": "g", "policy": "p",
        "carried": "nothing", "carried_note": "", "created_at": AT,
    }  # fmt: skip
    return Interview(**{**fields, **changes})  # type: ignore[arg-type]


def a_card(name: str = "card", interview: str = "talk", person: str = "ann") -> Scorecard:
    return Scorecard(name, interview, person, AT)


def a_draft(text: str = "", question: str = "q", parent: int = 0, card: str = "card", **changes: object) -> Draft:
    fields: dict[str, object] = {
        "scorecard_id": card, "question": question, "revision": 0, "parent": parent, "joined": None, "window": "w",
        "key": a_key(), "text": text, "written_at": AT, "saved_at": AT,
    }  # fmt: skip
    return Draft(**{**fields, **changes})  # type: ignore[arg-type]


def a_rating(level: int | None, question: str = "q", competency: str = "standing", card: str = "card") -> Rating:
    return Rating(card, question, competency, level, False, a_key(), AT, AT)


def an_asking(state: str, question: str = "q", card: str = "card") -> Asking:
    return Asking(card, question, state, "why", a_key(), AT, AT)  # type: ignore[arg-type]


def a_place(value: str, amount: int | None = None) -> PlacementChoice:
    return PlacementChoice("card", "q", "fix-owner", value, amount, a_key(), AT, AT)


def a_flag_answer(verdict: str, philosophy: str = "sole-credit") -> FlagAnswer:
    return FlagAnswer("card", "q", "notes", philosophy, "“we did it”", verdict, "why", a_key(), AT, AT)  # type: ignore[arg-type]


def a_reading(text: str, source: str = "notes", question: str = "q") -> Reading:
    return Reading("card", question, source, text, "bank", "{}", AT)


def a_summary(card: str = "card", **changes: object) -> Summary:
    fields: dict[str, object] = {
        "scorecard_id": card, "levels": {"standing": [3, None]}, "places": {"fix-owner": ("boss", 4)},
        "verdicts": {"sole-credit": "adopted"},
    }  # fmt: skip
    return Summary(**{**fields, **changes})  # type: ignore[arg-type]


def a_heard_flag(philosophy: str = "sole-credit", **changes: object) -> HeardFlag:
    return HeardFlag("q", "notes", philosophy, "asserted", "risky", "high", 0.9, 0, 5, "we did")._replace(**changes)  # type: ignore[arg-type]


def a_hearing(card: str = "card", **changes: object) -> Hearing:
    fields: dict[str, object] = {
        "scorecard_id": card, "bank": "b", "policy": "p", "flags": (a_heard_flag(),), "reader": "1", "read_at": AT,
    }  # fmt: skip
    return Hearing(**{**fields, **changes})  # type: ignore[arg-type]


ONE_OF_EACH: tuple[Entry, ...] = (a_rating(3), an_asking("asked"), a_place("boss", 4), a_flag_answer("adopted"))


def furnish(store: Store) -> None:
    """Keep Ann with a scorecard for Cara, and Ben with one for the same interview."""
    for name in ("Ann", "Ben"):
        store.add_person(a_person(name))
    store.add_opening(an_opening())
    store.add_candidates([a_candidate()])
    store.add_interview(an_interview(), [a_card(), a_card("bens", person="ben")])
