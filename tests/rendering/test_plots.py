"""The picture of intervals: a line for each name, in its place on the scale, with ends that stay in the field."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.rendering.plots import LABEL_WIDTH, RIGHT, ROW_HEIGHT, WIDTH, Interval, Plot, interval_plot

LEVELS = (1, 2, 3, 4, 5)
VALUES = st.none() | st.floats(-10, 10)


def plot(*intervals: Interval) -> Plot:
    return interval_plot("Totals", intervals, LEVELS)


def test_a_scale_runs_from_the_first_tick_to_the_last_in_even_steps() -> None:
    ticks = plot().ticks
    assert [words for _, words in ticks] == ["1", "2", "3", "4", "5"]
    assert (ticks[0][0], ticks[-1][0]) == (LABEL_WIDTH, WIDTH - RIGHT)
    steps = {round(after[0] - before[0], 1) for before, after in pairwise(ticks)}
    assert steps == {(WIDTH - LABEL_WIDTH - RIGHT) / 4}


def test_marks_stand_where_their_values_are_on_the_scale() -> None:
    drawn = plot(Interval("Tessa", 1, 3, 5, "1st"), Interval("Tariq", 2, 2.5, 4))
    places = {words: x for x, words in drawn.ticks}
    first, second = drawn.lines
    assert (first.low, first.value, first.high) == (places["1"], places["3"], places["5"])
    assert (second.low, second.high) == (places["2"], places["4"])
    assert second.value == pytest.approx((places["2"] + places["3"]) / 2)
    assert second.y - first.y == ROW_HEIGHT
    assert (first.interval.note, second.interval.note) == ("1st", "")


def test_what_is_not_known_is_not_drawn() -> None:
    (line,) = plot(Interval("Tessa", None, None, None)).lines
    assert (line.low, line.value, line.high) == (None, None, None)
    (line,) = plot(Interval("Tessa", None, 3, None)).lines
    assert line.value is not None
    assert (line.low, line.high) == (None, None)


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=12))
def test_everything_lies_in_the_field(values: list[tuple[float | None, float | None, float | None]]) -> None:
    drawn = plot(*(Interval("Tessa", *given_) for given_ in values))
    assert len(drawn.lines) == len(values)
    for line in drawn.lines:
        assert 0 < line.y < drawn.height
        for x in (line.low, line.value, line.high):
            assert x is None or LABEL_WIDTH <= x <= WIDTH - RIGHT < drawn.right < drawn.width


@given(st.floats(1, 5), st.floats(1, 5))
def test_a_higher_value_stands_further_right(one: float, other: float) -> None:
    (line,) = plot(Interval("Tessa", min(one, other), None, max(one, other))).lines
    assert line.low is not None
    assert line.high is not None
    assert line.low <= line.high


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("", ""), ("Tessa Brandvold", "Tessa Brandvold"), ("x" * 33, "x" * 33), ("x" * 34, "x" * 32 + "…"),
        ("Maximiliane Alexandra Stephanopoulos", "Maximiliane Alexandra Stephanopo…"), ("a" * 31 + " bcd", "a" * 31 + "…"),
        ("<script>", "<script>"),
    ],
)  # fmt: skip
def test_a_long_name_is_cut_and_still_there_whole(label: str, short: str) -> None:
    (line,) = plot(Interval(label, 1, 2, 3)).lines
    assert (line.label, line.interval.label) == (short, label)


def test_signed_scales_say_so() -> None:
    drawn = interval_plot("Severity", [Interval("Marcus", -0.5, 0, 0.5)], (-2, -0.5, 0, 0.5, 2), signed=True)
    assert [words for _, words in drawn.ticks] == ["−2", "−0.5", "0", "+0.5", "+2"]
    (line,) = drawn.lines
    assert line.value == (LABEL_WIDTH + WIDTH - RIGHT) / 2


def test_a_picture_without_lines_has_a_scale_alone() -> None:
    drawn = plot()
    assert (drawn.title, drawn.lines) == ("Totals", ())
    assert drawn.height < plot(Interval("Tessa", 1, 2, 3)).height
