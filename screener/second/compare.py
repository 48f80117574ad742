"""The built-in reader's findings and levels beside the second reader's: where they agree, and where not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from screener.bank.model import Policy
from screener.scoring.flags import shown_from
from screener.scoring.ratings import Rating
from screener.scoring.reader import Finding
from screener.second.opinion import Opinion, SecondFinding, SecondLevel

Agreement = Literal["both", "only built-in", "only second", "other stance", "other level"]


@dataclass(frozen=True)
class ComparedFinding:
    """One philosophy as the two readers found it; at least one of them did."""

    philosophy: str
    built_in: Finding | None
    second: SecondFinding | None

    @property
    def agreement(self) -> Agreement:
        """Whether both found it, in the same stance, or only one did."""
        if self.second is None:
            return "only built-in"
        if self.built_in is None:
            return "only second"
        return "both" if self.built_in.stance == self.second.stance else "other stance"


@dataclass(frozen=True)
class ComparedLevel:
    """One competency as the two readers rate it; at least one of them does."""

    competency: str
    built_in: Rating | None
    second: SecondLevel | None

    @property
    def agreement(self) -> Agreement:
        """Whether both suggest the same level, or only one suggests any."""
        if self.second is None:
            return "only built-in"
        if self.built_in is None:
            return "only second"
        return "both" if self.built_in.level == self.second.level else "other level"


@dataclass(frozen=True)
class Comparison:
    """Everything that either reader found in one answer, by id."""

    findings: tuple[ComparedFinding, ...]
    levels: tuple[ComparedLevel, ...]


def compare(
    findings: Iterable[Finding], ratings: Iterable[Rating], policy: Policy, opinion: Opinion
) -> Comparison | None:
    """Compare what the policy lets show with an opinion; None if there was trouble and so nothing to compare.

    `ratings` are those that were suggested under the policy's `levels_from`.
    """
    if opinion.trouble:
        return None
    found = {f.philosophy: f for f in findings if f.confidence >= shown_from(f, policy)}
    rated = {rating.competency: rating for rating in ratings}
    second = {finding.philosophy: finding for finding in opinion.findings}
    levels = {level.competency: level for level in opinion.levels}
    return Comparison(
        tuple(ComparedFinding(n, found.get(n), second.get(n)) for n in sorted(found.keys() | second.keys())),
        tuple(ComparedLevel(n, rated.get(n), levels.get(n)) for n in sorted(rated.keys() | levels.keys())),
    )
