"""An organisation for tests: a real instance on disk, five people, and a clock that can be moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from screener.journeys.banks import guide_of
from screener.journeys.instance import Instance, new_id
from screener.journeys.shelf import Edition, Shelf
from screener.paths import shipped
from screener.storage import open_store, open_voluntary
from screener.storage.records import Candidate, Interview, Opening, Person, Scorecard, Weighting

PASSWORD = "three plain words"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


class LoadedShelf(Shelf):
    """The shipped bank, read once for all tests that do not change it."""

    def _load(self) -> Edition:
        return _shipped_edition()


@cache
def _shipped_edition() -> Edition:
    folder = shipped("questions")
    return Shelf(folder, None).current()  # type: ignore[arg-type]


@cache
def _password_hash() -> str:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Office:
    """The instance with its people: an administrator, HR, a hiring manager, two interviewers."""

    instance: Instance
    clock: Clock
    sam: Person
    helen: Person
    ingrid: Person
    marcus: Person
    yuki: Person

    def opening(
        self, guide: str = "sales-leader", panel: tuple[Person, ...] | None = None, **changes: object
    ) -> Opening:
        """Keep an opening with a panel (Ingrid, who moderates, Marcus and Yuki)."""
        weights = guide_of(self.instance.shelf.current().bank, guide).competencies
        fields: Mapping[str, object] = {
            "id": new_id(), "title": "Sales Director", "role": "sales", "guide": guide, "policy": "default",
            "weights": tuple(Weighting(w.id, w.weight) for w in weights), "created_by": self.helen.id,
            "created_at": self.instance.now(), "needs": {},
        }  # fmt: skip
        opening = Opening(**{**fields, **changes})  # type: ignore[arg-type]
        self.instance.store.add_opening(opening)
        for person in (self.ingrid, self.marcus, self.yuki) if panel is None else panel:
            self.instance.store.set_panelist(opening.id, person.id, is_moderator=person == self.ingrid)
        return opening

    def candidate(self, opening: Opening, name: str = "Tessa Brandvold") -> Candidate:
        candidate = Candidate(new_id(), opening.id, name, "", self.instance.now())
        self.instance.store.add_candidates([candidate])
        return candidate

    def interview(self, candidate: Candidate, *raters: Person, **changes: object) -> Interview:
        """Keep a planned interview with these raters."""
        opening = self.instance.store.opening_of(candidate.opening_id)
        fields: Mapping[str, object] = {
            "id": new_id(), "candidate_id": candidate.id, "round": 1, "is_joint": len(raters) > 1,
            "guide": opening.guide, "policy": opening.policy, "carried": "nothing", "carried_note": "",
            "created_at": self.instance.now(),
        }  # fmt: skip
        interview = Interview(**{**fields, **changes})  # type: ignore[arg-type]
        cards = [Scorecard(new_id(), interview.id, rater.id, self.instance.now()) for rater in raters]
        self.instance.store.add_interview(interview, cards)
        return interview


def open_office(folder: Path) -> Office:
    """Make an office in an empty folder."""
    clock = Clock()
    store = open_store(folder / "screener.db")
    shelf = LoadedShelf(shipped("questions"), store)
    instance = Instance(folder, store, open_voluntary(folder / "voluntary.db"), shelf, "a" * 64, clock)

    def person(name: str, role: str, email: str) -> Person:
        made = Person(new_id(), name, role, email, _password_hash() if email else "", instance.now())  # type: ignore[arg-type]
        store.add_person(made)
        return made

    return Office(
        instance,
        clock,
        sam=person("Sam Whitlock", "administrator", "sam@halvorsen.example"),
        helen=person("Helen Osei", "hr", "helen@halvorsen.example"),
        ingrid=person("Ingrid Halvorsen", "hiring-manager", "ingrid@halvorsen.example"),
        marcus=person("Marcus Adeyemi", "interviewer", "marcus@halvorsen.example"),
        yuki=person("Yuki Tanabe", "interviewer", ""),
    )
