"""Lengths of time that a text names: in figures and in words, such as “an hour and a quarter” or “45 minutes”."""

import re
from typing import NamedTuple

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_PARTS = {"half": 30, "quarter": 15, "three quarters": 45}
_WORDS = (
    {word: number for number, word in enumerate(_ONES, 1)}
    | {word: 10 * number for number, word in enumerate(_TENS, 2)}
    | {
        f"{ten} {one}": 10 * tens + ones
        for tens, ten in enumerate(_TENS, 2)
        for ones, one in enumerate(_ONES[:9], 1)
    }
    | {"a": 1, "an": 1}
)  # fmt: skip
_GAP = r"[\s-]+"
_NUMBER = rf"(?:[0-9]+(?:[.,][0-9]+)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})".replace(" ", _GAP)
_PART = rf"(?:an?{_GAP})?(?P<{{0}}>three{_GAP}quarters|half|quarter)"
_MINUTES = r"[\s-]*min(?:ute)?s?\b"
_LENGTH = re.compile(
    rf"\b(?:(?P<only>{_NUMBER}){_MINUTES}"
    rf"|{_PART.format('alone')}(?:{_GAP}of)?(?:{_GAP}an)?{_GAP}hour\b"
    rf"|(?P<hours>{_NUMBER})(?:{_GAP}and{_GAP}{_PART.format('before')})?[\s-]*(?:hours?|hrs?|h)\b"
    rf"(?:{_GAP}and{_GAP}{_PART.format('after')}\b|(?:,?{_GAP}and)?{_GAP}(?P<minutes>{_NUMBER}){_MINUTES})?)",
    re.IGNORECASE,
)
_OF_A_PART = re.compile(rf"\b(?:first|last|final|next|other|every|each){_GAP}$", re.IGNORECASE)


class Length(NamedTuple):
    """A length of time in minutes, and the words that name it."""

    words: str
    minutes: int


def lengths_named(text: str) -> tuple[Length, ...]:
    """Return the lengths of time that a text names, in its order; not those of a part (“the last ten minutes”)."""
    return tuple(
        Length(" ".join(found[0].split()), _minutes_of(found))
        for found in _LENGTH.finditer(text)
        if not _OF_A_PART.search(text, 0, found.start())
    )


def _minutes_of(found: re.Match[str]) -> int:
    """Return a length in whole minutes."""
    hours, minutes = _number(found["hours"]), _number(found["only"]) + _number(found["minutes"])
    parts = (_plain(found[name]) for name in ("alone", "before", "after") if found[name])
    return round(60 * hours + minutes + sum(_PARTS[part] for part in parts))


def _number(words: str | None) -> float:
    plain = _plain(words or "0")
    return float(_WORDS[plain]) if plain in _WORDS else float(plain.replace(",", "."))


def _plain(words: str) -> str:
    return re.sub(_GAP, " ", words).lower()
