"""How well a question tells candidates apart: how far their levels on it spread, and whether those go with the rest.

    spread     the standard deviation of candidates' levels on the question, each the mean over raters
    rest       the correlation of these levels with the same candidates' mean on all their other questions

The second is the item-rest correlation (corrected item-total correlation: Henrysson 1963, Psychometrika 28, 211-218),
the first choice for few data: it needs no model and no scale of difficulty. Its 95 % interval is Fisher's (1921), the
hyperbolic tangent of artanh r ± 1.96 / √(n − 3). Bands are those of Ebel & Frisbie 1991 (Essentials of Educational
Measurement, ch. 13): .40 and more is very good, below .20 poor. Raters who go by a general impression raise it, so a
high value is no proof that a question measures what it should; a low one with many candidates is a reason to look.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev
from typing import Literal

from screener.aggregate.agreement import Estimate

FEWEST_CANDIDATES = 10  # below, the interval of a correlation of .4 reaches from −.3 to .8
ENOUGH_CANDIDATES = 30
_WELL, _SOMEWHAT = 0.40, 0.20
_REACH = NormalDist().inv_cdf(0.975)

Band = Literal["well", "somewhat", "hardly"]


@dataclass(frozen=True)
class Separation:
    """How a question tells candidates apart.

    `candidates` have a level on it and on another question. `spread` is in levels, None for fewer than two of them.
    `rest` is None below FEWEST_CANDIDATES, and where all have the same level on the question or on the rest.
    """

    candidates: int
    spread: float | None
    rest: Estimate | None

    @property
    def is_thin(self) -> bool:
        """Whether it comes from so few candidates that only the interval may be read."""
        return self.candidates < ENOUGH_CANDIDATES

    @property
    def bands(self) -> tuple[Band, ...]:
        """How well it tells them apart: one word, two from the worst to the best for few candidates, or none."""
        if self.rest is None:
            return ()
        ends = (self.rest.low, self.rest.high) if self.is_thin else (self.rest.value,)
        return tuple(dict.fromkeys(map(_band, ends)))


def separations_of(levels: Mapping[str, Mapping[str, float]]) -> Mapping[str, Separation]:
    """Return by question how it tells candidates apart, from each candidate's level (1 to 5) on each question."""
    sums: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for given in levels.values():
        for candidate, level in given.items():
            sums[candidate] += level
            counts[candidate] += 1

    def separation(given: Mapping[str, float]) -> Separation:
        both = [name for name in given if counts[name] > 1]
        own = [given[name] for name in both]
        rest = [(sums[name] - given[name]) / (counts[name] - 1) for name in both]
        return Separation(len(both), stdev(own) if len(own) > 1 else None, _correlation(own, rest))

    return {question: separation(given) for question, given in levels.items()}


def _correlation(own: list[float], rest: list[float]) -> Estimate | None:
    """Return Pearson's correlation with its interval."""
    count = len(own)
    if count < FEWEST_CANDIDATES:
        return None
    middle, other = fmean(own), fmean(rest)
    across = sum((one - middle) ** 2 for one in own)
    down = sum((one - other) ** 2 for one in rest)
    if min(across, down) < 1e-9:  # what the machine leaves of a zero is no difference between people
        return None
    value = sum((one - middle) * (two - other) for one, two in zip(own, rest, strict=True)) / math.sqrt(across * down)
    value = min(max(value, -1.0), 1.0)
    if abs(value) > 1 - 1e-9:
        return Estimate(value, value, value)
    reach = _REACH / math.sqrt(count - 3)
    return Estimate(value, math.tanh(math.atanh(value) - reach), math.tanh(math.atanh(value) + reach))


def _band(value: float) -> Band:
    if value >= _WELL:
        return "well"
    return "somewhat" if value >= _SOMEWHAT else "hardly"
