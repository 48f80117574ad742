"""How well a question tells candidates apart, held against figures worked out elsewhere."""

import math
from collections.abc import Sequence
from statistics import correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.aggregate.agreement import Estimate
from screener.aggregate.separation import Separation, separations_of

OWN = [1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 2, 4]
REST = [2.0, 1.5, 2.5, 3.0, 2.0, 3.5, 3.0, 4.5, 4.0, 5.0, 3.0, 3.5]
LEVEL = st.integers(1, 5)


def asked(*levels: Sequence[float]) -> Separation:
    """Return what the first question comes to, of candidates with these levels on it and on others."""
    named = {
        f"q{number}": {f"c{place}": level for place, level in enumerate(given)} for number, given in enumerate(levels)
    }
    return separations_of(named)["q0"]


def test_it_correlates_a_question_with_the_mean_of_the_others() -> None:
    halves = [value - 0.5 for value in REST], [value + 0.5 for value in REST]
    found = asked(OWN, *halves)
    assert found.rest
    assert found.candidates == 12
    assert found.rest.value == pytest.approx(correlation(OWN, REST))
    assert found.spread == pytest.approx(1.2673, abs=1e-4)


def test_its_interval_is_fishers() -> None:
    found = asked(OWN, REST).rest
    assert found
    reach = 1.959964 / math.sqrt(12 - 3)
    assert found.low == pytest.approx(math.tanh(math.atanh(found.value) - reach), abs=1e-6)
    assert found.high == pytest.approx(math.tanh(math.atanh(found.value) + reach), abs=1e-6)


def test_a_question_is_no_part_of_the_rest_that_it_is_compared_with() -> None:
    against = [6.0 - level for level in OWN]
    found = asked(OWN, against).rest
    assert found
    assert found.value == pytest.approx(-1)


def test_nine_candidates_are_too_few_and_ten_are_enough() -> None:
    assert asked(OWN[:9], REST[:9]).rest is None
    assert asked(OWN[:10], REST[:10]).rest is not None


def test_candidates_without_another_question_are_left_out() -> None:
    levels = {"q": {f"c{n}": float(level) for n, level in enumerate(OWN)}, "other": {"c0": 3.0}}
    assert separations_of(levels)["q"] == Separation(1, None, None)


@pytest.mark.parametrize(("own", "rest"), [([3] * 12, REST), (OWN, [3.0] * 12)], ids=["question", "rest"])
def test_where_all_are_alike_nothing_is_said(own: list[int], rest: list[float]) -> None:
    found = asked(own, rest)
    assert (found.rest, found.bands) == (None, ())


def test_few_candidates_are_told_of_by_both_ends_and_many_by_one_word() -> None:
    assert asked(OWN, REST).is_thin
    assert asked(OWN, REST).bands == ("well",)
    shuffled = [3.0, 4.0, 1.0, 2.0, 5.0, 3.0, 2.0, 4.0, 3.0, 5.0, 1.0, 4.0]
    assert asked(OWN, shuffled).bands == ("hardly", "well")
    many = asked(OWN * 3, shuffled * 3)
    assert not many.is_thin
    assert len(many.bands) == 1


@pytest.mark.parametrize(
    ("value", "band"), [(0.4, "well"), (0.39, "somewhat"), (0.2, "somewhat"), (0.19, "hardly"), (-0.5, "hardly")]
)
def test_the_bands_begin_at_forty_and_twenty_hundredths(value: float, band: str) -> None:
    assert Separation(100, 1.0, Estimate(value, value - 0.3, value + 0.3)).bands == (band,)


@given(st.lists(st.tuples(LEVEL, LEVEL, LEVEL), max_size=40))
def test_whatever_the_levels_the_interval_holds_the_value(rows: list[tuple[int, int, int]]) -> None:
    levels = {f"q{n}": {f"c{place}": float(row[n]) for place, row in enumerate(rows)} for n in range(3)}
    for found in separations_of(levels).values():
        if found.rest:
            assert -1 <= found.rest.low <= found.rest.value <= found.rest.high <= 1
