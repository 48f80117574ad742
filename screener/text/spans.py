"""A stretch of a text by its offsets, counted in characters from 0, the end not included."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """Where something stands: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words themselves."""
        return text[self.start : self.end]

    def touches(self, other: "Span") -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def within(self, other: "Span") -> bool:
        """Tell whether this lies wholly inside `other`."""
        return other.start <= self.start and self.end <= other.end

    def joined(self, other: "Span") -> "Span":
        """Return the shortest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))
