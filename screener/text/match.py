"""Many phrases, looked for in one sentence at a time."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import re2

from screener.text.phrase import Phrase
from screener.text.spans import Span

Key = TypeVar("Key", bound=Hashable)

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False


@lru_cache(maxsize=10_000)  # two states of a bank have most phrases in common
def _compiled(expression: str) -> re2._Regexp:
    return re2.compile(expression, _OPTIONS)


@dataclass(frozen=True)
class Hit(Generic[Key]):
    """A phrase found: what it stands for, the phrase, and where."""

    key: Key
    phrase: Phrase
    span: Span


class Matcher(Generic[Key]):
    """Finds phrases. A phrase is compiled when one of its anchors first occurs, and then kept for all matchers."""

    def __init__(self, phrases: Iterable[tuple[Key, Phrase]]) -> None:
        self._phrases = list(phrases)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_prefix: dict[str, list[int]] = defaultdict(list)
        for number, (_, phrase) in enumerate(self._phrases):
            for anchor in phrase.anchors:
                (self._by_prefix if anchor.is_prefix else self._by_word)[anchor.word].append(number)
        lengths = {len(prefix) for prefix in self._by_prefix}
        self._prefix_lengths = range(min(lengths, default=1), max(lengths, default=0) + 1)

    def hits(self, plain: str, sentence: Span) -> list[Hit[Key]]:
        """Return the hits in one sentence of a text's plain form, in the order of the phrases."""
        words = sentence.of(plain)
        return [
            Hit(
                self._phrases[number][0],
                self._phrases[number][1],
                Span(start + sentence.start, end + sentence.start),
            )
            for number in self._candidates(words)
            for start, end in self._spans(number, words)
        ]

    def _candidates(self, sentence: str) -> list[int]:
        found: set[int] = set()
        for word in set(sentence.split()):
            plain = word.replace("'", "")
            found.update(self._by_word.get(plain, ()))
            if word.endswith("'s"):
                found.update(self._by_word.get(plain[:-1], ()))
            for length in self._prefix_lengths:
                found.update(self._by_prefix.get(plain[:length], ()))
        return sorted(found)

    def _spans(self, number: int, sentence: str) -> Iterable[tuple[int, int]]:
        for found in _compiled(self._phrases[number][1].expression).finditer(sentence):
            yield found.span(1)
