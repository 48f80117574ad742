"""The form in which texts are compared. It has as many characters as the text, so that offsets stay true."""

import re
import unicodedata

_APOSTROPHES = "'’‘ʼ`´"
_OTHER_LETTER = "_"
_LOOSE_APOSTROPHE = re.compile(r"(?<![a-z0-9_])'|'(?![a-z0-9_])")


class _Plain(dict[int, str]):
    """Maps each character, when it first occurs, to a lower-case letter, a digit, an apostrophe or a space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _APOSTROPHES:
            plain = "'"
        elif not character.isalnum():
            plain = " "
        else:
            base = unicodedata.normalize("NFKD", character)[0].lower()
            plain = base if base.isascii() and base.isalnum() else _OTHER_LETTER
        self[code] = plain
        return plain


_PLAIN = _Plain()


def plain_words(text: str) -> str:
    """Return the text with only lower-case ASCII letters, digits, `_` (any other letter), apostrophes and spaces.

    Accents are dropped, punctuation becomes a space, an apostrophe stays only inside a word. Every
    character stands where it stood: `plain_words(text)[a:b]` is the plain form of `text[a:b]`.
    """
    return _LOOSE_APOSTROPHE.sub(" ", text.translate(_PLAIN))
