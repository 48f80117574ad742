"""The beliefs that were heard in a candidate's scorecards, by severity and stance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from screener.storage.summaries import Heard, Summary

SEVERITIES = ("high", "medium", "low")
STANCES = ("asserted", "past", "reported", "rejected")
SET_ASIDE = "set aside"  # every rater who answered these flags dismissed them


@dataclass(frozen=True, slots=True)
class FlagCount:
    """The risky beliefs of one severity that were heard in one stance, or that the raters set aside."""

    severity: str
    stance: str
    philosophies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What was heard of a candidate: risky beliefs, the severest first, and the healthy ones that are held."""

    flags: tuple[FlagCount, ...]
    healthy: tuple[str, ...]

    @property
    def weights(self) -> tuple[int, ...]:
        """How many risky beliefs are held of each severity, the severest first: what candidates are sorted by."""
        held = {flag.severity: len(flag.philosophies) for flag in self.flags if flag.stance == "asserted"}
        return tuple(held.get(severity, 0) for severity in SEVERITIES)


def beliefs_of(hearings: Iterable[Heard], summaries: Sequence[Summary]) -> Beliefs:
    """Count each belief once for a stance, however often and by however many raters it was heard."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    healthy: set[str] = set()
    set_aside = _set_aside(summaries)
    for hearing in hearings:
        for flag in hearing.beliefs:
            if flag.severity:
                stance = SET_ASIDE if flag.philosophy in set_aside else flag.stance
                found[flag.severity, stance].add(flag.philosophy)
            elif flag.kind == "healthy" and flag.stance == "asserted":
                healthy.add(flag.philosophy)
    order = [(severity, stance) for severity in SEVERITIES for stance in (*STANCES, SET_ASIDE)]
    flags = tuple(FlagCount(*key, tuple(sorted(found[key]))) for key in order if key in found)
    return Beliefs(flags, tuple(sorted(healthy)))


def _set_aside(summaries: Iterable[Summary]) -> frozenset[str]:
    verdicts: Mapping[str, set[str]] = defaultdict(set)
    for summary in summaries:
        for philosophy, verdict in summary.verdicts.items():
            verdicts[philosophy].add(verdict)
    return frozenset(philosophy for philosophy, given in verdicts.items() if given == {"dismissed"})
