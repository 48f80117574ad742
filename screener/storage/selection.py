"""Whom an opening chose, as HR noted it. Notes are only ever added: the latest counts."""

from collections.abc import Collection
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


class SelectionStore(Protocol):
    """Who was chosen for a post."""

    def add_selection(self, selection: Selection) -> None:
        """Keep a note."""

    def find_selection(self, candidate_id: str) -> tuple[Selection, Person] | None:
        """Return the latest note on a candidate, and who made it."""
        ...

    def chosen_in(self, opening_id: str) -> frozenset[str]:
        """Return the ids of an opening's candidates who were chosen."""
        ...

    def outcomes_of(self, opening_ids: Collection[str]) -> tuple[Outcome, ...]:
        """Return all candidates of these openings, those who withdrew too, in no order that tells anything."""
        ...
