"""The line picture: higher values stand higher, all stays within the field, and nothing is written twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.rendering.lines import lines_of, signed

VALUES = st.lists(st.floats(-4, 4), min_size=1, max_size=80)


@given(VALUES)
def test_every_point_lies_in_the_field_and_in_the_order_of_time(values: list[float]) -> None:
    picture = lines_of(values, [abs(value) for value in values])
    assert len(picture.series) == 2
    for points in picture.series:
        assert len(points) == len(values)
        assert all(picture.left < x < picture.right and picture.top <= y <= picture.bottom for x, y in points)
        assert [x for x, _ in points] == sorted({x for x, _ in points})


def test_a_point_stands_at_the_height_of_its_value() -> None:
    picture = lines_of([-1.0, 0.0, 2.0])
    heights = {tick.says: tick.place for tick in picture.up}
    assert list(heights) == ["−1", "0", "+1", "+2"]
    assert [y for _, y in picture.series[0]] == [heights["−1"], heights["0"], heights["+2"]]
    assert heights["+2"] < heights["0"] < heights["−1"]  # upward is less in an SVG


def test_small_values_do_not_look_large() -> None:
    assert [tick.says for tick in lines_of([0.1, -0.1]).up] == ["−1", "0", "+1"]


@pytest.mark.parametrize("count", [1, 2, 12, 13, 60, 500])
def test_the_numbers_below_do_not_touch(count: int) -> None:
    across = lines_of([0.0] * count).across
    assert across[0].says == "1"
    assert 1 <= len(across) <= 12


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.4, "+0.4"), (-0.25, "−0.2"), (0.04, "0"), (-0.04, "0"), (0, "0"), (1, "+1"), (-2.0, "−2"), (1.96, "+2")],
)
def test_a_difference_is_written_with_its_sign(value: float, words: str) -> None:
    assert signed(value) == words
