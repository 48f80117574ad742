"""Whether a quotation stands in an answer, and where. Nothing that the second reader says counts without that."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from screener.second.asking import FEWEST_WORDS
from screener.text.normal import plain_words
from screener.text.spans import Span

_WORD = re.compile(r"\S+")
_OTHER_LETTER = "_"
_UNSEEN = {"Mn", "Cf"}  # accents that stand alone, soft hyphens, joiners

NO_QUOTATION = "no quotation was given"
TOO_SHORT = f"the quotation has fewer than {FEWEST_WORDS} words"
NOT_SAID = "the quotation is not in the answer"


class Quotable:
    """A text in which quotations are looked for, whatever their quotes, accents, punctuation, case and spaces."""

    def __init__(self, text: str) -> None:
        self._spans, words = [], []
        for span, word in _words_of(text):
            self._spans.append(span)
            words.append(word)
        self._joined = _joined(words)

    @property
    def has_enough_words(self) -> bool:
        """Whether anything in the text is long enough to be quoted."""
        return len(self._spans) >= FEWEST_WORDS

    def find(self, quotation: object) -> Span | str:
        """Return where a quotation stands first in the text, in whole words; or why it does not count."""
        if not isinstance(quotation, str) or not (words := [word for _, word in _words_of(quotation)]):
            return NO_QUOTATION
        if len(words) < FEWEST_WORDS:
            return TOO_SHORT
        at = self._joined.find(_joined(words))
        if at < 0:
            return NOT_SAID
        first = self._joined.count(" ", 0, at)
        return self._spans[first].joined(self._spans[first + len(words) - 1])


def _joined(words: Iterable[str]) -> str:
    """Return words between single spaces, with one at either end, so that only whole words are found."""
    return f" {' '.join(words)} "


def _words_of(text: str) -> Iterator[tuple[Span, str]]:
    """Yield each word with its place in the text, in the form in which words are compared."""
    plain = plain_words(text)
    for found in _WORD.finditer(plain):
        span = Span(found.start(), _end_of(found.end(), text, plain))
        yield span, _compared(found.group(), span.of(text))


def _end_of(end: int, text: str, plain: str) -> int:
    """Return where a word ends in the text: the plain form has moved what is silent inside it to its end."""
    while end < len(text) and plain[end] == " " and (text[end].isalnum() or unicodedata.category(text[end]) in _UNSEEN):
        end += 1
    return end


def _compared(plain: str, written: str) -> str:
    """Return the plain word; letters of other scripts all look alike there, so words with them stay as written."""
    if _OTHER_LETTER not in plain:
        return plain
    letters = unicodedata.normalize("NFKC", written).casefold()
    return "".join(c for c in letters if not c.isspace() and unicodedata.category(c) != "Cf")
