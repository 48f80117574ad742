"""How long data are kept: rules of openings, legal holds, what was deleted by rule, and when that was last done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from screener.storage.records import Candidate, Opening


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """The rule that somebody chose for an opening; `rule` is its name in the settings or among ours."""

    opening_id: str
    rule: str
    person_id: str
    at: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing is deleted while a hold is on: of one candidate, or of a whole opening where `candidate_id` is "".

    The reason goes when the candidate is erased, and that of an opening with the first of its candidates.
    """

    id: str
    opening_id: str
    candidate_id: str
    reason: str
    person_id: str
    at: str
    lifted_by: str = ""
    lifted_at: str | None = None


@dataclass(frozen=True, slots=True)
class Expiry:
    """What a look at everything that is due came to. `facts` hold ids, dates and numbers; no words."""

    id: str
    at: str
    person_id: str
    origin: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LastDone:
    """When a piece of work was last done."""

    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A candidate on whom everything is decided: the opening is closed, or the candidate has withdrawn."""

    candidate: Candidate
    opening: Opening


class RetentionStore(Protocol):
    """Rules, holds and reports."""

    def set_opening_rule(self, rule: OpeningRule) -> None:
        """Keep the rule of an opening in the place of an earlier one."""

    def opening_rules(self) -> Mapping[str, OpeningRule]:
        """Return the rules that were chosen, by opening."""
        ...

    def add_hold(self, hold: Hold) -> None:
        """Keep a hold."""

    def lift_hold(self, hold_id: str, person_id: str, at: str) -> bool:
        """End a hold; False if it has ended or there is none."""
        ...

    def holds(self) -> tuple[Hold, ...]:
        """Return the holds that are on, in time."""
        ...

    def holds_of(self, opening_id: str) -> tuple[Hold, ...]:
        """Return every hold on an opening or one of its candidates, lifted ones too, in time."""
        ...

    def decided(self, *, opening_id: str = "") -> tuple[Decided, ...]:
        """Return the candidates on whom everything is decided and who are not erased, of one opening or of all."""
        ...

    def kept_candidates(self) -> Mapping[str, int]:
        """Return how many candidates of each opening are not erased; openings without any are not in it."""
        ...

    def last_record_of(self, candidate_id: str) -> str:
        """Return when something was last kept of a candidate."""
        ...

    def newest_record(self) -> str:
        """Return the latest time of anything that somebody did; "" where nobody has done anything yet."""
        ...

    def add_expiry(self, expiry: Expiry) -> None:
        """Keep what a look at everything that is due came to."""

    def expiries(self, *, limit: int = -1) -> tuple[Expiry, ...]:
        """Return these, the newest first."""
        ...

    def note_done(self, done: LastDone) -> None:
        """Keep when a piece of work was last done, in the place of the time before."""

    def last_done(self, name: str) -> str:
        """Return when a piece of work was last done; "" for never."""
        ...
