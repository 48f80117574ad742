"""Beliefs that the network was not trained on: found by what they have in common with their examples.

A linear discriminant (Fisher 1936) between the examples of a new belief and a background of statements about
everything else. How much its scores are worth was found out with beliefs whose labels are known, a dozen examples each
(`training/export.py`). A dozen examples make a ranking, not a measurement: what is found so is a suggestion.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from screener.reading.chances import Floats, chances_of

_RIDGE = 3.0  # how far the spread is drawn towards a ball, as a share of its mean


class AddedBeliefs:
    """Chances for beliefs known by a few examples."""

    def __init__(self, background: Floats, examples: Mapping[str, Floats], slope: float, shift: float) -> None:
        self._slope, self._shift = slope, shift
        self.names: Sequence[str] = tuple(examples)
        centre = background.mean(0)
        spread = np.cov(background.T)
        spread += _RIDGE * np.trace(spread) / len(spread) * np.eye(len(spread))
        means = np.stack([points.mean(0) for points in examples.values()]) if examples else np.zeros((0, len(centre)))
        self._weights = np.linalg.solve(spread, (means - centre).T).T
        self._middles = (self._weights * (means + centre)).sum(1) / 2

    def chances(self, point: Floats) -> Floats:
        """Return for each belief how likely (0–1) a text at this point holds it."""
        return chances_of(self._slope * self.scores(point) + self._shift)

    def scores(self, point: Floats) -> Floats:
        """Return for each belief how far a text at this point lies on its side of the middle; for fitting chances."""
        scores: Floats = self._weights @ point - self._middles
        return scores
