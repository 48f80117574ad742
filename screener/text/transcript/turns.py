"""Who said what, with the way back from every word to its place in the file."""

from collections.abc import Iterable
from dataclasses import dataclass

from screener.text.spans import Span


@dataclass(frozen=True)
class Fragment:
    """Words as they are read, and the stretch of the source that they stand in."""

    text: str
    source: Span


@dataclass(frozen=True)
class Piece:
    """A stretch of a turn's text, of the source that it came from, and when it was said if the file tells."""

    here: Span
    source: Span
    seconds: float | None = None


@dataclass(frozen=True)
class Turn:
    """What one person says until another speaks. `seconds` is when it begins, if the file tells."""

    speaker: str
    text: str
    pieces: tuple[Piece, ...]
    seconds: float | None = None

    def seconds_at(self, position: int) -> float | None:
        """Return when the words at `position` were said, as closely as the file tells."""
        times = [p.seconds for p in self.pieces if p.here.start <= position and p.seconds is not None]
        return times[-1] if times else self.seconds

    def in_source(self, span: Span) -> tuple[Span, ...]:
        """Return where a stretch of the turn stands in the source; several stretches if cues split it."""
        found: list[Span] = []
        for piece in self.pieces:
            if not piece.here.touches(span):
                continue
            start, end = piece.source.start, piece.source.end
            if piece.here.end - piece.here.start == end - start:  # else an escaped character, which stays whole
                start += max(0, span.start - piece.here.start)
                end -= max(0, piece.here.end - span.end)
            if found and found[-1].end == start:
                found[-1] = Span(found[-1].start, end)
            else:
                found.append(Span(start, end))
        return tuple(found)


@dataclass(frozen=True)
class Transcript:
    """A conversation. `source` is the file's text, `unassigned_words` stand before anybody was named."""

    source: str
    format: str
    turns: tuple[Turn, ...]
    unassigned_words: int = 0

    @property
    def speakers(self) -> tuple[str, ...]:
        """The names, in the order of their first words."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns))


class TurnBuilder:
    """Collects the fragments of one turn."""

    def __init__(self, speaker: str, seconds: float | None = None) -> None:
        self.speaker, self.seconds = speaker, seconds
        self.last = ""  # the words added last
        self._texts: list[str] = []
        self._length = 0
        self._pieces: list[Piece] = []

    def add(self, fragments: Iterable[Fragment], separator: str, seconds: float | None = None) -> None:
        """Add fragments that follow one another closely; `separator` sets them off from what stands before."""
        for number, fragment in enumerate(fragments):
            if number == 0 and self._length:
                self._append(separator)
            start = self._length
            self._append(fragment.text)
            self._pieces.append(Piece(Span(start, self._length), fragment.source, seconds))
            self.last = fragment.text

    def turn(self) -> Turn:
        """Return the finished turn."""
        return Turn(self.speaker, "".join(self._texts), tuple(self._pieces), self.seconds)

    def _append(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)
