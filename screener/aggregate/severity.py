"""Which raters rate lower or higher than their colleagues, and on what raters disagree most."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean, stdev

from screener.aggregate.agreement import Levels
from screener.aggregate.quantiles import UPPER, t_quantile

FEWEST_SHARED = 3  # candidates rated together with colleagues, so that an interval says something


@dataclass(frozen=True)
class Severity:
    """How much lower (below 0) or higher a rater's levels are than colleagues' about the same candidates.

    `low` and `high` bound it at 95 %; None where too few candidates were shared. `spread` is the standard deviation of
    the rater's own levels, `colleagues` that of the others' about the same candidates: one who gives everybody a 3
    has hardly any.
    """

    rater: str
    difference: float
    low: float | None
    high: float | None
    shared: int
    spread: float | None
    colleagues: float | None

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class RatedAnswer:
    """A level that a rater gave a candidate on one question and competency."""

    candidate: str
    rater: str
    question: str
    competency: str
    level: int


@dataclass(frozen=True)
class Disagreement:
    """How far raters are apart on one question and competency.

    `pairs` counts two raters of one candidate, `apart` is the mean distance in levels, `levels` how often which two
    different levels met, the most frequent first.
    """

    question: str
    competency: str
    pairs: int
    apart: float
    levels: tuple[tuple[tuple[int, int], int], ...]


def severities_of(levels: Levels) -> tuple[Severity, ...]:
    """Return each rater's difference from colleagues about the same candidates, the most severe first."""
    own: dict[str, list[float]] = defaultdict(list)
    others: dict[str, list[float]] = defaultdict(list)
    for _, given in sorted(levels.items()):
        if len(given) > 1:
            for rater, level in given.items():
                own[rater].append(level)
                others[rater].append(fmean([other for name, other in given.items() if name != rater]))
    found = (_severity(rater, own[rater], others[rater]) for rater in own)
    return tuple(sorted(found, key=lambda severity: (severity.difference, severity.rater)))


def disagreements_of(answers: Iterable[RatedAnswer]) -> tuple[Disagreement, ...]:
    """Return the questions on which raters of the same candidate differ, those that differ most first."""
    given: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        given[answer.question, answer.competency][answer.candidate].append(answer.level)
    found = (_disagreement(*where, by_candidate) for where, by_candidate in given.items())
    return tuple(sorted((d for d in found if d.pairs), key=lambda d: (-d.apart, -d.pairs, d.question, d.competency)))


def _severity(rater: str, own: Sequence[float], others: Sequence[float]) -> Severity:
    differences = [mine - theirs for mine, theirs in zip(own, others, strict=True)]
    middle, count, spread = fmean(differences), len(differences), _deviation(differences)
    low = high = None
    if count >= FEWEST_SHARED and spread is not None:
        reach = t_quantile(UPPER, count - 1) * spread / math.sqrt(count)
        low, high = middle - reach, middle + reach
    return Severity(rater, middle, low, high, count, _deviation(own), _deviation(others))


def _deviation(values: Sequence[float]) -> float | None:
    return stdev(values) if len(values) > 1 else None


def _disagreement(question: str, competency: str, by_candidate: Mapping[str, Sequence[int]]) -> Disagreement:
    pairs = [(min(pair), max(pair)) for given in by_candidate.values() for pair in combinations(given, 2)]
    met = Counter(pair for pair in pairs if pair[0] != pair[1])
    apart = fmean([high - low for low, high in pairs]) if pairs else 0.0
    ordered = tuple(sorted(met.items(), key=lambda item: (-item[1], item[0])))
    return Disagreement(question, competency, len(pairs), apart, ordered)
