"""The audit trail: who did what, when and from where. Entries are only ever added, each sealed to the one before it.

What people wrote (a reason, a quotation) stands beside an entry and not in it, so that erasing a candidate can take it
away while the chain of entries still proves itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

AUDIT_TRAIL = "audit trail"  # what whoever adds an entry writes on: the trail's end has to stay where it was read


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that was done.

    `number` counts from 1 without gaps. `person_id` is "" where nobody is known, `origin` is the network address, or
    what acted without one ("command line", "server"). `subject` is the id of what it was done to, where that is neither
    opening, candidate nor interview. `facts` hold no word that anybody wrote. `words_seal` is a salted hash of the
    words that stand beside it, "" for none; `seal` proves this entry and its place behind the one before.
    """

    number: int
    at: str
    person_id: str
    origin: str
    action: str
    opening_id: str
    candidate_id: str
    interview_id: str
    subject: str
    facts: Mapping[str, Any]
    words_seal: str
    seal: str


@dataclass(frozen=True, slots=True)
class AuditWords:
    """What was written with an entry, with the salt of its hash."""

    number: int
    salt: str
    words: str


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The newest entry's number and seal, with a proof of both: so that an end that was cut off is missed."""

    number: int
    seal: str
    proof: str


class AuditStore(Protocol):
    """The audit trail."""

    def audit_head(self) -> AuditHead | None:
        """Return where the trail ends; None before its first entry."""
        ...

    def add_audit_entry(self, entry: AuditEntry, words: AuditWords | None, head: AuditHead) -> None:
        """Add an entry, and move the head to it."""

    def audit_entries(
        self,
        *,
        candidate_id: str = "",
        opening_id: str = "",
        person_id: str = "",
        action: str = "",
        since: str = "",
        until: str = "",
        before: int | None = None,
        limit: int = -1,
    ) -> tuple[tuple[AuditEntry, str | None], ...]:
        """Return entries that meet all conditions, the newest first, each with its words or None.

        `since` is the first moment that counts and `until` the first that does not, `before` the same for numbers.
        """
        ...

    def whole_audit(self, after: int = -1) -> Iterator[tuple[AuditEntry, AuditWords | None]]:
        """Return every entry behind a number in order, a stretch at a time, each with its words."""
        ...

    def drop_audit_words(self, candidate_id: str) -> int:
        """Remove what was written with the entries on a candidate, and return how many had any."""
        ...
