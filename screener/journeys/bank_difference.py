"""Two texts, or two states of the bank, beside one another: which lines went, which came."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from screener.journeys.bank_files import text_of

_AROUND = 3  # lines shown before and after what differs
_MOST_LINES = 20_000  # of a text that is compared line by line
LineKind = Literal["same", "out", "in", "gap"]


@dataclass(frozen=True)
class Line:
    """A line of either text, with its number in each (from 1); a gap stands for lines that are the same."""

    kind: LineKind
    text: str = ""
    old: int | None = None
    new: int | None = None


@dataclass(frozen=True)
class FileDifference:
    """A file that differs. `is_new` and `is_gone` tell of files that only one of the two states has.

    There are no lines where only line ends differ, or where there are too many of them to be compared (`is_too_long`).
    """

    path: str
    lines: tuple[Line, ...]
    is_new: bool = False
    is_gone: bool = False
    is_too_long: bool = False

    @property
    def came(self) -> int:
        """How many lines came."""
        return sum(line.kind == "in" for line in self.lines)

    @property
    def went(self) -> int:
        """How many lines went."""
        return sum(line.kind == "out" for line in self.lines)


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[FileDifference, ...]:
    """Return the files that differ between two states of the bank, by path."""
    paths = sorted(before.keys() | after.keys())
    return tuple(
        file_difference(path, before.get(path), after.get(path))
        for path in paths
        if before.get(path) != after.get(path)
    )


def file_difference(path: str, before: bytes | None, after: bytes | None) -> FileDifference:
    """Return how a file differs between two contents; None where it is not there."""
    is_too_long = any(content is not None and content.count(b"\n") > _MOST_LINES for content in (before, after))
    lines = () if is_too_long else line_differences(text_of(before or b""), text_of(after or b""))
    return FileDifference(path, lines, before is None, after is None, is_too_long)


def line_differences(before: str, after: str) -> tuple[Line, ...]:
    """Return the lines that differ, with a few around them; nothing if the texts are the same."""
    old, new = _split(before), _split(after)
    if old == new:
        return ()
    return tuple(_lines(old, new))


def _split(text: str) -> list[str]:
    """Return the lines of a text as editors count them: other signs that part lines somewhere are letters here."""
    return text.removesuffix("\n").split("\n") if text else []


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    done = 0
    for group in SequenceMatcher(None, old, new).get_grouped_opcodes(_AROUND):
        if group[0][1] > done:
            yield Line("gap")
        for tag, start, end, there, there_end in group:
            if tag == "equal":
                both = zip(range(start, end), range(there, there_end), strict=True)
                yield from (Line("same", old[a], a + 1, b + 1) for a, b in both)
            else:
                yield from (Line("out", old[a], a + 1) for a in range(start, end))
                yield from (Line("in", new[b], new=b + 1) for b in range(there, there_end))
        done = group[-1][2]
    if done < len(old):
        yield Line("gap")
