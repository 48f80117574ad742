"""How far raters agree about candidates: the coefficient that fits the design, with a 95 % interval, or why not.

The intraclass correlations follow McGraw & Wong 1996 (absolute agreement), alpha Krippendorff 2004 for ordinal levels.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from screener.aggregate.quantiles import UPPER, f_quantile, t_quantile

Design = Literal["crossed", "one-way", "with-gaps"]
Levels = Mapping[str, Mapping[str, float]]  # what each rater (by id) gave each candidate (by id)
FEWEST_CANDIDATES = 10  # below, 95 % of estimates of a true .55 lie anywhere from -.04 to .85
ENOUGH_CANDIDATES = 30


@dataclass(frozen=True)
class Estimate:
    """A coefficient and its 95 % interval; 1 is full agreement, 0 what chance would give."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """How far raters agree. `mean` is how far the panel's mean can be relied upon; alpha has no such figure.

    `raters` is how many there are to a candidate, None where that differs.
    """

    design: Design
    single: Estimate
    mean: Estimate | None
    candidates: int
    raters: int | None

    @property
    def is_thin(self) -> bool:
        """Whether it comes from so few candidates that only the interval may be read."""
        return self.candidates < ENOUGH_CANDIDATES


@dataclass(frozen=True)
class NoAgreement:
    """Why no coefficient is given: too few candidates with two raters, or levels that do not differ."""

    reason: Literal["too-few", "all-alike"]
    candidates: int


def agreement_of(levels: Levels) -> Agreement | NoAgreement:
    """Return how far raters agree, by the coefficient that fits who rated whom.

    ICC(2,1) and ICC(2,k) where the same raters rated every candidate; ICC(1,1) and ICC(1,k) where every candidate had
    as many raters, but others; Krippendorff's ordinal alpha where numbers differ. Candidates with one rater say
    nothing about agreement and are left out.
    """
    rated = {candidate: given for candidate, given in levels.items() if len(given) > 1}
    count = len(rated)
    if count < FEWEST_CANDIDATES:
        return NoAgreement("too-few", count)
    values = [[given[rater] for rater in sorted(given)] for _, given in sorted(rated.items())]
    if len({level for row in values for level in row}) < 2:
        return NoAgreement("all-alike", count)
    design = design_of(rated)
    if design == "with-gaps":
        alpha = ordinal_alpha(values)
        return Agreement(design, alpha, None, count, None) if alpha else NoAgreement("all-alike", count)
    pair = (two_way if design == "crossed" else one_way)(values)
    return Agreement(design, *pair, count, len(values[0])) if pair else NoAgreement("all-alike", count)


def design_of(levels: Levels) -> Design:
    """Return how raters were spread over candidates of whom each has two raters or more."""
    if len({frozenset(given) for given in levels.values()}) == 1:
        return "crossed"
    return "one-way" if len({len(given) for given in levels.values()}) == 1 else "with-gaps"


def two_way(levels: Sequence[Sequence[float]]) -> tuple[Estimate, Estimate] | None:
    """Return ICC(2,1) and ICC(2,k) for rows of candidates and columns of raters; None where nothing varies."""
    table = np.asarray(levels, dtype=float)
    n, k = table.shape
    between, raters, rest = _mean_squares(table)
    spread = between + (k - 1) * rest + k * (raters - rest) / n
    if between + raters + rest <= 0 or spread == 0:
        return None
    single = (between - rest) / spread
    if rest == 0:  # raters differ by a constant each, or not at all: there is no error to tell an interval by
        return Estimate(single, single, single), Estimate(*[_stepped_up(single, k)] * 3)
    ratio, tilt = raters / rest, n * (1 + (k - 1) * single) - k * single
    freedom = (
        (k - 1) * (n - 1) * (k * single * ratio + tilt) ** 2 / ((n - 1) * (k * single * ratio) ** 2 + tilt**2)
    )  # Satterthwaite's
    above, below = f_quantile(UPPER, n - 1, freedom), f_quantile(UPPER, freedom, n - 1)
    shared = k * raters + (k * n - k - n) * rest
    low = n * (between - above * rest) / (above * shared + n * between)
    high = n * (below * between - rest) / (shared + n * below * between)
    return Estimate(single, low, high), Estimate(*(_stepped_up(value, k) for value in (single, low, high)))


def one_way(levels: Sequence[Sequence[float]]) -> tuple[Estimate, Estimate] | None:
    """Return ICC(1,1) and ICC(1,k) for rows of as many levels each; a rater's severity counts as error.

    None where nothing varies.
    """
    table = np.asarray(levels, dtype=float)
    n, k = table.shape
    between = k * float(table.mean(1).var(ddof=1))
    within = float(table.var(1, ddof=1).mean())
    if between + within <= 0:
        return None
    if within == 0:
        return Estimate(1.0, 1.0, 1.0), Estimate(1.0, 1.0, 1.0)
    ratio = between / within
    ends = (ratio, ratio / f_quantile(UPPER, n - 1, n * (k - 1)), ratio * f_quantile(UPPER, n * (k - 1), n - 1))
    single = Estimate(*((end - 1) / (end + k - 1) for end in ends))
    return single, Estimate(*(1 - 1 / end if end else -math.inf for end in ends))


def ordinal_alpha(levels: Sequence[Sequence[float]]) -> Estimate | None:
    """Return Krippendorff's alpha for ordered levels; rows of two levels or more, not as many in each.

    The interval comes from leaving out one candidate after the other (jackknife). None where nothing varies, or where
    all that varies comes from one candidate.
    """
    values = sorted({level for row in levels for level in row})
    each = np.stack([_coincidences([values.index(level) for level in row], len(values)) for row in levels])
    whole = each.sum(0)
    found = _alpha(whole)
    without = [_alpha(whole - own) for own in each]
    if found is None or any(value is None for value in without):
        return None
    n = len(levels)
    pseudo = n * found - (n - 1) * np.array(without, dtype=float)
    reach = t_quantile(UPPER, n - 1) * math.sqrt(float(pseudo.var(ddof=1)) / n)
    return Estimate(found, found - reach, min(1.0, found + reach))


def _mean_squares(table: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the mean squares of candidates, of raters, and of what is left."""
    n, k = table.shape
    rows, columns, middle = table.mean(1), table.mean(0), table.mean()
    left = table - rows[:, None] - columns[None, :] + middle
    rest = float((left**2).sum()) / ((n - 1) * (k - 1))
    # What the machine leaves of a zero is no error of the raters'.
    rest = rest if rest > 1e-12 * max(1.0, float(table.var())) else 0.0
    return k * float(rows.var(ddof=1)), n * float(columns.var(ddof=1)), rest


def _stepped_up(single: float, k: int) -> float:
    """Return the reliability of the mean of k raters from that of one (Spearman-Brown)."""
    return k * single / (1 + (k - 1) * single)


def _coincidences(places: Sequence[int], count: int) -> NDArray[np.float64]:
    """Return how often each pair of values meets among a candidate's raters, each rater counting once in all."""
    given = np.bincount(places, minlength=count).astype(float)
    return (np.outer(given, given) - np.diag(given)) / (len(places) - 1)


def _alpha(coincidences: NDArray[np.float64]) -> float | None:
    counts = coincidences.sum(1)
    # How far two values are apart: all that was given from the one to the other, those themselves by half.
    reach = np.cumsum(counts) - counts / 2
    apart = (reach[:, None] - reach[None, :]) ** 2
    expected = float((np.outer(counts, counts) * apart).sum())
    return float(1 - (counts.sum() - 1) * (coincidences * apart).sum() / expected) if expected else None
