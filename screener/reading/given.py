"""What the network is given: who speaks, what was asked, and the blinded words, as numbers that know their place."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from screener.text.blind import blinded

Places = npt.NDArray[np.int64]

_MOST_ASKED = 50  # words


@dataclass(frozen=True)
class Given:
    """A text as numbers: parts of words, which of them are the speaker's own (1), and where these stand in the text."""

    ids: list[int]
    own: npt.NDArray[np.float32]
    starts: Places
    ends: Places


def given(tokens: Tokenizer, text: str, register: str, speaker: str, question: str = "") -> Given:
    """Return a text as the network is given it. What comes before the speaker's own words is never evidence."""
    blind = blinded(text)
    asked = " ".join(blinded(question).text.split()[-_MOST_ASKED:])  # the question itself comes last
    before = f"{register}, {speaker}: {asked}{' / ' if asked else ''}"
    encoded = tokens.encode(before + blind.text)
    size = len(encoded.ids)
    own = np.zeros(size, np.float32)
    starts, ends = np.full(size, -1, np.int64), np.full(size, -1, np.int64)
    for number, (a, b) in enumerate(encoded.offsets):
        if b > a >= len(before):
            own[number] = 1
            starts[number], ends[number] = blind.starts[a - len(before)], blind.ends[b - 1 - len(before)]
    return Given(encoded.ids, own, starts, ends)
