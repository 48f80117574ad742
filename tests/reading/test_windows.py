"""Long talks are cut at the ends of sentences, and no sentence is left out."""

from itertools import pairwise

import pytest

from screener.reading.windows import MOST, pieces, windows
from screener.text.segment import sentences


def length(text: str) -> int:
    return len(text) // 4 + 1


def test_what_fits_is_one_stretch() -> None:
    assert list(windows([10, 20, 30])) == [(0, 3)]


def test_nothing_is_no_stretch() -> None:
    assert list(windows([])) == []


def test_every_piece_is_in_a_stretch_that_is_not_too_long() -> None:
    lengths = [8 + n % 23 for n in range(150)]
    found = list(windows(lengths))
    assert {n for first, last in found for n in range(first, last)} == set(range(150))
    assert all(sum(lengths[first:last]) <= MOST for first, last in found)
    assert all(b[0] < a[1] for a, b in pairwise(found)), "stretches share what leads on"


@pytest.mark.parametrize("text", ["word " * 900, "x" * 5000, "a b. " + "MQL/SQL;" * 400 + " end.", "One. Two. Three."])
def test_pieces_cover_every_sentence_and_fit(text: str) -> None:
    spans = sentences(text)
    found = pieces(text, spans, length)
    assert all(size <= MOST for _, size in found)
    covered = {n for span, _ in found for n in range(span.start, span.end)}
    assert covered == {n for span in spans for n in range(span.start, span.end)}
