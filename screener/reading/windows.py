"""Cuts a long text into stretches that the network can take in at once, at the ends of sentences."""

from collections.abc import Callable, Iterator, Sequence

from screener.text.spans import Span

MOST = 290  # words and parts of words in a stretch, some 200 words of speech
_SHARED = 50  # of the stretch before that are given again, so that nothing is read without what led to it


def pieces(text: str, sentences: Sequence[Span], length: Callable[[str], int]) -> list[tuple[Span, int]]:
    """Return the sentences with their lengths; one that is too long for a stretch is cut at spaces."""
    found = []
    for sentence in sentences:
        waiting = [sentence]
        while waiting:
            span = waiting.pop(0)
            size = length(span.of(text))
            if size > MOST and (half := _half(text, span)):
                waiting = [Span(span.start, half), Span(half, span.end), *waiting]
            else:
                found.append((span, size))
    return found


def _half(text: str, span: Span) -> int:
    """Return where to cut a piece: at the space nearest its middle, or in the middle of a word without end."""
    if span.end - span.start < 2:
        return 0
    middle = (span.start + span.end) // 2
    space = text.rfind(" ", span.start + 1, middle) + 1
    return space if span.start < space < span.end else middle


def windows(lengths: Sequence[int], most: int = MOST) -> Iterator[tuple[int, int]]:
    """Return first and last (not included) piece of each stretch. Every piece is in one, in order."""
    first = 0
    while first < len(lengths):
        last, size = first, 0
        while last < len(lengths) and (last == first or size + lengths[last] <= most):
            size += lengths[last]
            last += 1
        yield first, last
        if last == len(lengths):
            return
        back, again = last, 0
        while back - 1 > first and again + lengths[back - 1] <= _SHARED:
            back -= 1
            again += lengths[back]
        first = back
