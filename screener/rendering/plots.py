"""Where the marks of an interval plot stand: one line for each name, with a point and how far it may lie off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, LABEL_WIDTH, RIGHT = 760, 240, 84  # in the picture's own units, which are about pixels
ROW_HEIGHT, TOP, BOTTOM = 24, 26, 6
_LONGEST_LABEL = 33


@dataclass(frozen=True)
class Interval:
    """A name with a value and its ends on the scale; None where nothing is known. `note` stands at the right."""

    label: str
    low: float | None
    value: float | None
    high: float | None
    note: str = ""


@dataclass(frozen=True)
class Line:
    """An interval as it is drawn; coordinates in the picture's units, None where there is nothing to draw."""

    interval: Interval
    label: str
    y: float
    low: float | None
    value: float | None
    high: float | None


@dataclass(frozen=True)
class Plot:
    """A picture. `ticks` are places on the scale with what stands above them."""

    title: str
    height: int
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]
    width: int = WIDTH

    @property
    def right(self) -> int:
        """Where the notes begin."""
        return WIDTH - RIGHT + 14


def interval_plot(title: str, intervals: Iterable[Interval], ticks: Sequence[float], signed: bool = False) -> Plot:
    """Lay out a plot whose scale runs from the first tick to the last; what lies beyond is drawn at its end.

    `signed` writes the ticks with + and −.
    """
    low, high = ticks[0], ticks[-1]

    def x(value: float | None) -> float | None:
        if value is None:
            return None
        share = (min(max(value, low), high) - low) / (high - low)
        return round(LABEL_WIDTH + share * (WIDTH - LABEL_WIDTH - RIGHT), 1)

    lines = tuple(
        Line(own, _short(own.label), TOP + (number + 0.5) * ROW_HEIGHT, x(own.low), x(own.value), x(own.high))
        for number, own in enumerate(intervals)
    )
    return Plot(
        title,
        TOP + len(lines) * ROW_HEIGHT + BOTTOM,
        tuple((x(tick) or 0.0, _written(tick, signed)) for tick in ticks),
        lines,
    )


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"


def _written(tick: float, signed: bool) -> str:
    words = f"{abs(tick):g}"
    return words if not signed or not tick else ("+" if tick > 0 else "−") + words
