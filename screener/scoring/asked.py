"""Which questions of a guide an interviewer asked: in its words, in other words, or not at all."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from screener.text.normal import plain_words
from screener.text.segment import sentences

_SAME_WORDS = 0.9
_OTHER_WORDS = 0.4
_PROBE = 0.5
_FEWEST_SHARED = 3  # content words; two in common may be chance
_LONGEST_QUESTION = 3  # sentences; what is asked does not spread over a whole speech
_EMPTY = frozenset(  # words of any question, which tell nothing about this one
    "a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my of "
    "on or our out she so some such tell than that the their them then there these they this those to up us was we "
    "were what when where which who whom why will with would you your yourself about any describe give please let "
    "just really like well okay right yeah um uh er know mean think want kind sort lot bit time example "
    "first take through something someone came come last most".split()
)
_CLOSING = re.compile(
    r"\b(?:those|these|that) (?:were|was|are|is) (?:all )?(?:our|my|all|the last of|it for)\b.{0,30}\bquestions?\b"
    r"|\b(?:do|have) you (?:have |got )?(?:any |some )?questions (?:for|to) (?:us|me)\b"
    r"|\bwhat (?:questions )?(?:would|do) you (?:like to |want to )?(?:ask|have) (?:for )?(?:us|me)\b"
)
_ENDING = re.compile(r"(?:ingly|edly|ings?|edly|ed|es|s|ly)$")


class Asked(StrEnum):
    """How a question came up."""

    ASKED = "asked"
    OTHER_WORDS = "asked in other words"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class Match:
    """A question matched to an interviewer's turn, with the similarity (0–1) of their content words."""

    turn: int
    similarity: float
    how: Asked


class Similarity:
    """Compares utterances by the content words they share, rare ones counting more (TF-IDF cosine)."""

    def __init__(self, corpus: Iterable[str]) -> None:
        documents = [set(content_words(text)) for text in corpus]
        frequency = Counter(word for document in documents for word in document)
        self._size = max(1, len(documents))
        self._frequency: Mapping[str, int] = frequency

    def between(self, asked: str, stored: str) -> float:
        """Return how much of `stored` is in up to three sentences on end of `asked` (0–1).

        An interviewer adds words around a question, so what counts is the share of the stored question that
        was said, lowered where it was said among many other words. Fewer than three shared content words are
        no match.
        """
        wanted = _words_of(stored)
        return max((self._share(said, wanted) for said in _windows_of(asked)), default=0.0)

    def _share(self, said: frozenset[str], wanted: frozenset[str]) -> float:
        shared = said & wanted
        if not shared or len(shared) < min(_FEWEST_SHARED, max(2, len(wanted) - 1), len(wanted)):
            return 0.0
        found = sum(map(self._weight, shared)) / sum(map(self._weight, wanted))
        crowding = math.sqrt(min(1.0, 2 * len(wanted) / max(1, len(said))))
        return found * crowding

    def _weight(self, word: str) -> float:
        return 1 + math.log(self._size / (1 + self._frequency.get(word, 0)) + 1)


@lru_cache(maxsize=4096)  # every question is compared with every utterance
def _words_of(text: str) -> frozenset[str]:
    return frozenset(content_words(text))


@lru_cache(maxsize=4096)
def _windows_of(utterance: str) -> frozenset[frozenset[str]]:
    """Return the content words of every stretch of up to three sentences on end."""
    parts = [_words_of(span.of(utterance)) for span in sentences(utterance)]
    return frozenset(
        frozenset[str]().union(*parts[start : start + size])
        for size in range(1, _LONGEST_QUESTION + 1)
        for start in range(max(1, len(parts) - size + 1))
    )


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning, cut back to a rough stem."""
    return [_stem(word) for word in plain_words(text).split() if word not in _EMPTY and len(word) > 2]


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word.removesuffix("'s"))
    return stem if len(stem) > 3 else word


def match_questions(
    wordings: Sequence[Sequence[str]], turns: Mapping[int, str], similarity: Similarity
) -> list[Match | None]:
    """Match each question (its possible wordings) to at most one of the interviewer's turns, the closest first.

    `turns` holds the interviewer's utterances by the number of their turn. A turn that puts one question in its
    words is not taken for another that only resembles it.
    """
    pairs = [
        (max(similarity.between(text, wording) for wording in spoken), -turn, question)
        for question, spoken in enumerate(wordings)
        for turn, text in turns.items()
        if spoken
    ]
    found: list[Match | None] = [None] * len(wordings)
    for score, turn, question in sorted(pairs, reverse=True):
        if score < _OTHER_WORDS:
            break
        is_taken = any(match and match.turn == -turn and match.how is Asked.ASKED for match in found)
        if found[question] is None and (score >= _SAME_WORDS or not is_taken):
            how = Asked.ASKED if score >= _SAME_WORDS else Asked.OTHER_WORDS
            found[question] = Match(-turn, round(score, 3), how)
    return found


def closes(utterance: str) -> bool:
    """Tell whether an interviewer ends the questions here: what follows answers none of them."""
    return bool(_CLOSING.search(" ".join(plain_words(utterance).split())))


def was_asked(probe: str, utterances: Iterable[str], similarity: Similarity) -> bool:
    """Tell whether a stored probe was put in one of the utterances, in its words or close to them."""
    return any(similarity.between(utterance, probe) >= _PROBE for utterance in utterances)
