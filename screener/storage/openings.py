"""Openings, their panels and candidates, as a store keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from screener.storage.records import Candidate, Opening, Panelist


@dataclass(frozen=True, slots=True)
class OpeningCount:
    """An opening with how far it has come."""

    opening: Opening
    candidates: int
    scorecards: int
    submitted: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What of an opening is fixed: has an interview begun, is a scorecard submitted.

    `planned_otherwise` counts interviews that have not begun and were planned with another guide or policy, `banks` the
    states of the question bank with which those that have begun are held.
    """

    is_begun: bool
    is_submitted: bool
    planned_otherwise: int
    banks: int


class OpeningStore(Protocol):
    """Openings, their panels and candidates."""

    def add_opening(self, opening: Opening) -> None:
        """Keep a new opening."""

    def change_opening(self, opening: Opening) -> None:
        """Replace everything of an opening but who made it and when."""

    def opening_of(self, opening_id: str) -> Opening:
        """Return an opening. Raises NotFound."""
        ...

    def opening_counts(
        self,
        person_id: str | None,
        *,
        opening_id: str | None = None,
        is_closed: bool | None = None,
        limit: int = -1,
        offset: int = 0,
    ) -> tuple[OpeningCount, ...]:
        """Return all openings, those with this person on the panel, one, or those that are closed or not.

        The open ones and the newest first, and of all that meet the conditions a stretch.
        """
        ...

    def number_of_openings(self, person_id: str | None, *, is_closed: bool | None = None) -> int:
        """Return how many openings there are in all, as `opening_counts` would list them."""
        ...

    def progress_of(self, opening_id: str) -> Progress:
        """Return how far an opening's interviews have come, those with candidates who withdrew too."""
        ...

    def panel_of(self, opening_id: str) -> tuple[Panelist, ...]:
        """Return an opening's panel, by name."""
        ...

    def set_panelist(self, opening_id: str, person_id: str, *, is_moderator: bool) -> None:
        """Put a person on a panel, or change who moderates."""

    def remove_panelist(self, opening_id: str, person_id: str) -> None:
        """Take a person off a panel."""

    def add_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Keep new candidates."""

    def change_candidate(self, candidate: Candidate) -> None:
        """Replace a candidate's name, note, withdrawal and erasure."""

    def candidate_of(self, candidate_id: str) -> Candidate:
        """Return a candidate. Raises NotFound."""
        ...

    def candidates_of(
        self, opening_id: str, *, search: str = "", limit: int = -1, offset: int = 0
    ) -> tuple[tuple[Candidate, ...], int]:
        """Return a stretch of an opening's candidates by name, and how many there are in all.

        A search finds names with all of its words, in any order, and minds neither capitals nor accents.
        """
        ...
