"""Cuts a long text into stretches that the network can take in at once, at the ends of sentences."""

from collections.abc import Iterator, Sequence

from screener.text.spans import Span

MOST_WORDS = 200  # about an answer of a minute and a half
_SHARED = 40  # words of the stretch before that are given again, so that nothing is read without what led to it


def windows(text: str, sentences: Sequence[Span], most: int = MOST_WORDS) -> Iterator[tuple[int, int]]:
    """Return first and last (not included) sentence of each stretch. All sentences are in one, in order."""
    lengths = [len(sentence.of(text).split()) for sentence in sentences]
    if sum(lengths) <= most:
        if sentences:
            yield 0, len(sentences)
        return
    first = 0
    while first < len(sentences):
        last, words = first, 0
        while last < len(sentences) and (last == first or words + lengths[last] <= most):
            words += lengths[last]
            last += 1
        yield first, last
        if last == len(sentences):
            return
        back, again = last, 0
        while back - 1 > first and again + lengths[back - 1] <= _SHARED:
            back -= 1
            again += lengths[back]
        first = back
