"""Reads a text as blind auditions are heard: without names, origins, genders, ages and accents.

The same words by a man or a woman, by Jack or by Lakshmi, become the same text before anything is judged, so who is
spoken about, or speaks, cannot move a finding. Every character of the blinded text knows where it came from.
"""

import re
from dataclasses import dataclass

from screener.text.spans import Span
from screener.text.words import HeardWords, heard_words

NAME = "Alex"  # stands for every name of a person, a place or a firm
_AGE = "40"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_ACRONYM = re.compile(r"[A-Z]{1,5}s?(?:['’]s?)?$")
ALWAYS_CAPITAL = frozenset(
    """i i'm i'd i'll i've monday tuesday wednesday thursday friday saturday sunday mondays tuesdays
    wednesdays thursdays fridays saturdays sundays january february march april may june july august september october
    november december christmas easter english internet excel powerpoint linkedin google salesforce hubspot god
    jan feb apr aug sept oct nov dec mon tue tues wed thu thurs fri""".split()
)
_TENS = "twent|thirt|fort|fift|sixt|sevent|eight|ninet"
_AGES = re.compile(
    rf"\b(?P<a>\d{{2}}|(?:{_TENS})y(?:[- ][a-z]+)?)(?=[- ]years?[- ]old\b)|\baged? (?P<b>\d{{2}})\b"
    rf"|\b(?P<c>(?:{_TENS})ies)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Blinded:
    """A text as it is read, and for each of its characters where it begins and ends in the text as it was.

    `dropped` are the places of sounds that are not read.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    dropped: tuple[Span, ...]


def blinded(text: str, lists: HeardWords | None = None) -> Blinded:
    """Return a text without what tells whom it is about, or who speaks."""
    lists = lists or heard_words()
    ages = {match.start(match.lastgroup or 0): match.end(match.lastgroup or 0) for match in _AGES.finditer(text)}
    pieces: list[tuple[str, int, int]] = []
    sounds: list[Span] = []
    begins, dropped, skip_to = True, False, 0
    for match in _WORD.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        if start < skip_to:
            continue
        if start in ages:
            pieces.append((_AGE, start, ages[start]))
            skip_to, begins = ages[start], False
            continue
        read = _read(word, begins, lists)
        if read is None:
            dropped = True
            sounds.append(Span(start, end))
            continue
        if dropped and read == ",":  # "in May, um, we" is read as "in May, we"
            continue
        if read.startswith(NAME) and _goes_on(pieces, text):  # "Ana Ruiz" is one name
            pieces[-2:] = [(read, pieces[-2][1], end)]
        else:
            pieces.append((read, start, end))
        dropped = dropped and read == " "
        begins = _begins_anew(word, begins)
    return _joined(pieces, sounds)


def _read(word: str, begins: bool, lists: HeardWords) -> str | None:
    """Return what a word is read as; None if it is not read at all."""
    if not word[0].isalpha():
        return " " if word.isspace() else word
    lower = word.replace("’", "'").lower()
    if lower in lists.fillers and (word.islower() or (begins and word.istitle())):
        return None
    stem = lower.removesuffix("'s")
    for known, suffix in ((lower, ""), (stem, lower[len(stem) :])):  # "she's" is a word of its own, "wife's" is not
        if known in lists.read_as:
            return lists.read_as[known] + suffix
    if _is_name(word, stem, begins, lists):
        return f"{NAME}'s" if lower.endswith("'s") else NAME
    return lower


def _is_name(word: str, stem: str, begins: bool, lists: HeardWords) -> bool:
    if stem in lists.names:
        return True
    if not word[0].isupper() or stem in ALWAYS_CAPITAL or _ACRONYM.match(word):
        return False
    if not begins and stem in lists.sometimes_names:
        return True
    return stem not in lists.common


def _goes_on(pieces: list[tuple[str, int, int]], text: str) -> bool:
    if len(pieces) < 2 or pieces[-2][0] != NAME:
        return False
    between, start, end = pieces[-1]
    return between in (" ", "-") and "\n" not in text[start:end]


def _begins_anew(word: str, begins: bool) -> bool:
    """Tell whether the next word may begin a sentence."""
    if word.isspace():
        return begins or "\n" in word
    return word in ".!?:;…>\"“”‘'([-–—•*" or (begins and not word[0].isalnum())


def _joined(pieces: list[tuple[str, int, int]], sounds: list[Span]) -> Blinded:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for read, start, end in pieces:
        if read == " " and (not letters or letters[-1] == " "):
            continue
        same = len(read) == end - start
        for i, letter in enumerate(read):
            letters.append(letter)
            starts.append(start + i if same else start)
            ends.append(start + i + 1 if same else end)
    while letters and letters[-1] == " ":
        del letters[-1], starts[-1], ends[-1]
    return Blinded("".join(letters), tuple(starts), tuple(ends), tuple(sounds))
