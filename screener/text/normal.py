"""The form in which texts are compared. It has as many characters as the text, so that offsets stay true."""

import re
import unicodedata

_APOSTROPHES = "'’‘ʼ`´"
_OTHER_LETTER = "_"
_SILENT = "`"  # stands for what is inside words without being part of them, until it is moved out
_WORD_WITH_SILENT = re.compile(f"(?<![a-z0-9_'{_SILENT}])[a-z0-9_']*{_SILENT}[a-z0-9_'{_SILENT}]*")
_LOOSE_APOSTROPHE = re.compile(r"(?<![a-z0-9_])'|'(?![a-z0-9_])")


class _Plain(dict[int, str]):
    """Maps each character, when it first occurs, to a lower-case letter, a digit, an apostrophe or a space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _APOSTROPHES:
            plain = "'"
        elif unicodedata.category(character) in {"Mn", "Cf"}:  # accents that stand alone, soft hyphens, joiners
            plain = _SILENT
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
    character stands where it stood, but that the silent characters inside a word are moved to its end as spaces:
    a word begins and ends within the bounds that it has in the text.
    """
    plain = text.translate(_PLAIN)
    if _SILENT in plain:
        plain = _WORD_WITH_SILENT.sub(lambda word: word.group().replace(_SILENT, "").ljust(len(word.group())), plain)
    return _LOOSE_APOSTROPHE.sub(" ", plain)
