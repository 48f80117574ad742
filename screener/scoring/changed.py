"""Two readings of one answer → what differs: flags and levels that appear, disappear or change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from screener.bank.model import Policy
from screener.scoring.answer import Scorer
from screener.scoring.flags import Flag, flags_of
from screener.scoring.ratings import Rating

APPEARS, DISAPPEARS = "appears", "disappears"
Side = TypeVar("Side")


@dataclass(frozen=True)
class Told:
    """A text as it is read for a rater: who speaks, what was asked, and the competencies that the rater rated."""

    text: str
    register: str
    speaker: str
    rated: tuple[str, ...]
    question: str


@dataclass(frozen=True)
class Shown:
    """What one bank shows in a text: the flags that its policy lets show, and the suggested levels."""

    flags: tuple[Flag, ...] = ()
    levels: tuple[Rating, ...] = ()


@dataclass(frozen=True)
class FlagChange:
    """A flag by two banks; None where one of them does not show it, never in both."""

    philosophy: str
    before: Flag | None
    after: Flag | None

    @property
    def what(self) -> tuple[str, ...]:
        """What changes: "appears", "disappears", or some of "stance", "severity", "kind" and "suggestion".

        The last is whether it is one only, found by examples alone. How sure it is makes no change by itself.
        """
        if self.before is None or self.after is None:
            return (APPEARS if self.before is None else DISAPPEARS,)
        before, after = self.before, self.after
        differs = {
            "stance": before.finding.stance != after.finding.stance,
            "severity": before.severity != after.severity,
            "kind": before.kind != after.kind,
            "suggestion": before.finding.is_tentative != after.finding.is_tentative,
        }
        return tuple(name for name, is_so in differs.items() if is_so)


@dataclass(frozen=True)
class LevelChange:
    """A suggested level by two banks; None where one of them suggests none, never in both."""

    competency: str
    before: Rating | None
    after: Rating | None

    @property
    def what(self) -> tuple[str, ...]:
        """What changes: "appears", "disappears" or "level"; empty if nothing."""
        if self.before is None or self.after is None:
            return (APPEARS if self.before is None else DISAPPEARS,)
        return ("level",) if self.before.level != self.after.level else ()


@dataclass(frozen=True)
class Changes:
    """Everything that differs between two readings of one answer."""

    flags: tuple[FlagChange, ...] = ()
    levels: tuple[LevelChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.flags or self.levels)


def shown_by(scorer: Scorer, policy: Policy, told: Told) -> Shown:
    """Read a text as raters are shown it. `policy` is one of the scorer's bank."""
    score = scorer.score(told.text, told.register, told.speaker, told.rated, told.question, policy.levels_from)
    return Shown(flags_of(score.findings, scorer.bank, policy), score.ratings)


def changes_between(before: Shown, after: Shown) -> Changes:
    """Return what differs, in the order of the first reading; what only the second shows comes behind."""
    flags = _paired(
        {flag.finding.philosophy: flag for flag in before.flags},
        {flag.finding.philosophy: flag for flag in after.flags},
    )
    levels = _paired({own.competency: own for own in before.levels}, {own.competency: own for own in after.levels})
    return Changes(_changed(FlagChange(*own) for own in flags), _changed(LevelChange(*own) for own in levels))


def _paired(before: Mapping[str, Side], after: Mapping[str, Side]) -> Iterator[tuple[str, Side | None, Side | None]]:
    for name in dict.fromkeys([*before, *after]):
        yield name, before.get(name), after.get(name)


Change = TypeVar("Change", FlagChange, LevelChange)


def _changed(every: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(own for own in every if own.what)
