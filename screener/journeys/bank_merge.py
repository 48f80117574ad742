"""What a bank that arrives comes to beside one's own, file by file. Nothing that HR wrote is ever replaced.

| mine | theirs | comes to |
| --- | --- | --- |
| the same text | | same |
| not there, and never was | | new |
| not there, but was once | | removed: it stays so |
| | a text that was once mine, or that was decided on before | moved-on: mine stays, there is nothing new in theirs |
| a text that came as it is | another | replaced |
| any other text | another | merge: mine stays, and somebody has to look at both |
| a text that came once | not there any more | gone: mine stays |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from screener.journeys.bank_difference import FileDifference, file_difference
from screener.journeys.bank_files import hash_of
from screener.journeys.bank_origin import Line, Origin, plain

Outcome = Literal["same", "new", "removed", "moved-on", "replaced", "merge", "gone"]
TAKEN: tuple[Outcome, ...] = ("new", "replaced")
_MOST_LINES = 2_000  # of a text that is compared line by line; those of the shipped bank have half of it at most
OPTIONAL: tuple[Outcome, ...] = ("merge", "removed", "moved-on")  # taken over only if somebody says so


@dataclass(frozen=True)
class ArrivingFile:
    """A file of mine, of theirs, or of both, and what comes of it."""

    path: str
    outcome: Outcome
    mine: bytes | None
    theirs: bytes | None

    @property
    def difference(self) -> FileDifference | None:
        """What would change in mine if theirs were taken over; None where the texts are too long to be shown."""
        if any(text.count(b"\n") + text.count(b"\r") > _MOST_LINES for text in (self.mine or b"", self.theirs or b"")):
            return None
        return file_difference(self.path, self.mine, self.theirs)


@dataclass(frozen=True)
class Merge:
    """What an arriving bank comes to, by path."""

    files: tuple[ArrivingFile, ...]

    def of(self, *outcomes: Outcome) -> tuple[ArrivingFile, ...]:
        """Return the files with one of these outcomes."""
        return tuple(file for file in self.files if file.outcome in outcomes)

    @property
    def seal(self) -> str:
        """What is another if anything in it is another."""
        told = (f"{f.path}\0{f.outcome}\0{hash_of(f.mine)}\0{hash_of(f.theirs)}" for f in self.files)
        return sha256("\0".join(told).encode()).hexdigest()[:16]


def merged(mine: Mapping[str, bytes], theirs: Mapping[str, bytes], origin: Origin, line: Line) -> Merge:
    """Return what an arriving bank comes to. What others shared is never replaced by what comes with Screener."""
    lines: tuple[Line, ...] = ("shipped",) if line == "shipped" else ("shipped", "imported")
    arriving = [
        ArrivingFile(path, _outcome(path, mine.get(path), theirs[path], origin, lines), mine.get(path), theirs[path])
        for path in theirs
    ]
    gone = [
        ArrivingFile(path, "gone", content, None)
        for path, content in mine.items()
        if path not in theirs and any(path in origin.came[line] for line in lines)
    ]
    return Merge(tuple(sorted([*arriving, *gone], key=lambda file: file.path)))


def _outcome(path: str, mine: bytes | None, theirs: bytes, origin: Origin, lines: tuple[Line, ...]) -> Outcome:
    if mine is None:
        return "removed" if origin.was_there(path) else "new"
    if plain(mine) == plain(theirs):
        return "same"
    if origin.was_had(path, theirs):
        return "moved-on"
    if origin.is_known(path, mine, *lines):
        return "replaced"
    return "moved-on" if origin.is_known(path, theirs, *lines) else "merge"
