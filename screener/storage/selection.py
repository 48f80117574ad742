"""Whom an opening chose, as HR noted it. Notes are only ever added: the latest counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from screener.storage.records import Candidate, Person


@dataclass(frozen=True, slots=True)
class Selection:
    """Somebody noted that a candidate was chosen for the post, or took that back."""

    candidate_id: str
    is_chosen: bool
    person_id: str
    at: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A candidate of an opening, and whether they were chosen by the latest note."""

    candidate: Candidate
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Reopening:
    """Somebody opened a closed opening again."""

    id: str
    opening_id: str
    person_id: str
    at: str


@dataclass(frozen=True, slots=True)
class Pooled:
    """A finished opening belongs to a group of openings that are only counted together, for good."""

    opening_id: str
    group_id: str
    at: str


class SelectionStore(Protocol):
    """Who was chosen for a post, which openings are counted together, and which did not stay closed."""

    def add_reopening(self, reopening: Reopening) -> None:
        """Keep that a closed opening was opened again."""

    def reopened(self) -> Mapping[str, str]:
        """Return when openings were opened again, the last time, by their ids."""
        ...

    def add_pooled(self, pooled: Pooled) -> None:
        """Keep that an opening belongs to a group; one that belongs to one already stays there."""

    def pooled(self) -> tuple[Pooled, ...]:
        """Return which openings belong to which group."""
        ...

    def add_selection(self, selection: Selection) -> None:
        """Keep a note."""

    def find_selection(self, candidate_id: str) -> tuple[Selection, Person] | None:
        """Return the latest note on a candidate, and who made it."""
        ...

    def selections_of(self, candidate_id: str) -> tuple[Selection, ...]:
        """Return every note on a candidate, in time."""
        ...

    def chosen_in(self, opening_id: str) -> frozenset[str]:
        """Return the ids of an opening's candidates who were chosen."""
        ...

    def outcomes_of(self, opening_ids: Collection[str]) -> tuple[Outcome, ...]:
        """Return all candidates of these openings, those who withdrew too, in no order that tells anything."""
        ...
