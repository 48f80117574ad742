"""A line picture: values in time as points of an SVG. The table beside it says the same in figures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT = 400, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 388, 12, 184
_MOST_NUMBERS = 12  # below the picture, so that they do not touch


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where it stands and what it says."""

    place: float
    says: str


@dataclass(frozen=True)
class Lines:
    """Series of equal length, drawn into `width` by `height`; `left` to `right` and `top` to `bottom` is the field.

    `across` are the marks below, `up` those at the left; each series is a tuple of points (x, y).
    """

    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    series: tuple[tuple[tuple[float, float], ...], ...]
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM


def lines_of(*series: Sequence[float]) -> Lines:
    """Return the picture of series of at least one value each. Whole numbers bound it; 0 is always in it."""
    count = len(series[0])
    values = [value for values in series for value in values]
    low, high = min(-1, math.floor(min(values))), max(1, math.ceil(max(values)))
    step = math.ceil(count / _MOST_NUMBERS)

    def x(number: int) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (number - 0.5) / count, 1)

    def y(value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * (value - low) / (high - low), 1)

    return Lines(
        tuple(Tick(x(number), str(number)) for number in range(1, count + 1, step)),
        tuple(Tick(y(level), signed(level)) for level in range(low, high + 1)),
        tuple(tuple((x(number), y(value)) for number, value in enumerate(values, 1)) for values in series),
    )


def signed(value: float) -> str:
    """Write a difference with its sign and at most one digit behind the point: +0.4, −1, 0."""
    rounded = round(value, 1)
    if not rounded:
        return "0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):g}"
