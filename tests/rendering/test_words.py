"""Numbers are written as people round them."""

import pytest

from screener.rendering.words import decimals


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [
        (3.25, 1, "3.3"), (3.75, 1, "3.8"), (4.125, 2, "4.13"), (1.875, 2, "1.88"), (2.675, 2, "2.68"), (3, 1, "3.0"),
        (13 / 8, 2, "1.63"), (1 / 3, 2, "0.33"), (66.5, 0, "67"), (-0.25, 1, "-0.3"), (4.9999999999, 1, "5.0"),
    ],
)  # fmt: skip
def test_halves_go_away_from_zero(value: float, places: int, words: str) -> None:
    assert decimals(value, places) == words
