"""A text ready to be read: its plain form, its sentences, and the clause around any place in it."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from screener.text.blind import blinded
from screener.text.match import Hit, Key, Matcher
from screener.text.normal import plain_words
from screener.text.segment import clauses, sentences
from screener.text.spans import Span

LONGEST_QUOTE = 45  # words; longer sentences are quoted by the clauses around the match


class Passage:
    """One person's words on end: an answer, a statement, a turn."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = _without(blinded(text).dropped, plain_words(text))
        self.sentences = sentences(text)
        self._starts = [sentence.start for sentence in self.sentences]
        self._clauses: dict[int, tuple[Span, ...]] = {}
        self._hits: dict[tuple[Matcher[Any], int], list[Hit[Any]]] = {}

    def hits(self, matcher: Matcher[Key], number: int) -> list[Hit[Key]]:
        """Return what a matcher finds in a sentence by its number; each is looked through once."""
        if (matcher, number) not in self._hits:
            self._hits[matcher, number] = matcher.hits(self.plain, self.sentences[number])
        return self._hits[matcher, number]

    def clauses(self, number: int) -> tuple[Span, ...]:
        """Return the clauses of a sentence by its number."""
        if number not in self._clauses:
            self._clauses[number] = clauses(self.text, self.sentences[number])
        return self._clauses[number]

    def clause_at(self, number: int, position: int) -> Span:
        """Return the clause of a sentence in which `position` lies."""
        found = self.clauses(number)
        return found[max(0, bisect_right([clause.start for clause in found], position) - 1)]

    def quote_around(self, span: Span) -> Span:
        """Return what to quote for a match: its sentence, or the clauses it touches if that is long."""
        number = max(0, bisect_right(self._starts, span.start) - 1)
        sentence = self.sentences[number]
        if len(sentence.of(self.plain).split()) <= LONGEST_QUOTE:
            return sentence
        touched = [clause for clause in self.clauses(number) if clause.touches(span)]
        return touched[0].joined(touched[-1]).joined(span) if touched else span


def _without(sounds: Iterable[Span], plain: str) -> str:
    """Return a plain form with spaces for sounds that say nothing."""
    parts, done = [], 0
    for sound in sounds:
        parts += [plain[done : sound.start], " " * (sound.end - sound.start)]
        done = sound.end
    return "".join([*parts, plain[done:]])
