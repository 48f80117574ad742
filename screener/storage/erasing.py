"""Erasing what was written about a candidate. Levels and the like stay: they name nobody."""

from collections.abc import Mapping
from typing import Protocol


class ErasingStore(Protocol):
    """What erasing a candidate takes of the database."""

    def erase_words(self, candidate_id: str) -> Mapping[str, int]:
        """Remove every word about a candidate, and return how many rows of which table were removed or emptied.

        The candidate's own row, with the name, is `change_candidate`'s; the trail's words are `drop_audit_words`'s.
        """
        ...

    def erased_candidates(self) -> Mapping[str, str]:
        """Return when which candidates were erased, by their ids."""
        ...

    def overwrite_removed(self) -> bool:
        """Overwrite on disk what was removed; False if it has to wait because somebody is reading right now."""
        ...
