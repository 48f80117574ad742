"""The ways in which transcripts name who speaks and when."""

import re
from dataclasses import dataclass

# Blanks are never given back (`*+`): two runs of them side by side would try every way to share a long one.
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_STAMP = rf"\\?[\[(]\s*+{_CLOCK}\s*+\\?[\])]"
_MARKS = "\u0300-\u036f"  # accents that stand as characters of their own
_NAME = rf"[^\W\d_][\w{_MARKS}.,'’ ()/&-]{{0,58}}?[\w{_MARKS}.)]|[^\W\d_]"
_LEAD = "[\\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*+"  # white space and marks of writing direction

# `**Name:** …`, `**Name**: …`, `__Name:__ …`, with an optional time before or after
_MARKED = re.compile(
    rf"{_LEAD}(?:>\s*+|[-*]\s++)?(?:{_STAMP}\s*+)?(\*\*|__)({_NAME})\s*+(?:{_STAMP})?\s*+"
    rf"(?::\s*+\1|\1\s*+(?:{_STAMP})?\s*+:)\s*+"
)
# `[00:01:03] Name: …`, `00:01:03 Name: …`, `Name (00:01:04): …`
_TIMED = re.compile(
    rf"{_LEAD}(?:(?:{_STAMP}|{_CLOCK})\s*+-?\s*+({_NAME})|({_NAME})(?:\s*+{_STAMP}|\s++{_CLOCK}))\s*+:\s++"
)
# `Name   0:03` alone on its line, the words below it (Teams, Otter)
_HEADING = re.compile(rf"{_LEAD}({_NAME})(?:\s{{2,}}|\t|\s)\(?{_CLOCK}\)?\s*+$")
_PLAIN = re.compile(rf"{_LEAD}({_NAME})\s*+:\s++(?=\S)|{_LEAD}({_NAME})\s*+:\s*+$")
_SMALL_WORDS = {"de", "van", "von", "der", "den", "da", "di", "la", "le", "el", "al", "bin", "of", "and"}
_TIME = re.compile(_CLOCK)
_IN_BRACKETS = re.compile(r"\([^()]*\)")  # "(she/her)", "(candidate)"

INLINE_STAMP = re.compile(_STAMP)


@dataclass(frozen=True)
class Label:
    """A name at the beginning of a line, how many characters the label takes, the time, and whether it is certain."""

    name: str
    length: int
    seconds: float | None
    is_certain: bool


def label_of(line: str) -> Label | None:
    """Return the label with which a line begins, if it begins with something that looks like one."""
    for pattern, group in ((_MARKED, 2), (_TIMED, None), (_HEADING, 1)):
        if found := pattern.match(line):
            name = found.group(group) if group else found.group(1) or found.group(2)
            return Label(_tidy(name), found.end(), _seconds_in(found.group()), is_certain=True)
    if (found := _PLAIN.match(line)) and _is_name(name := found.group(1) or found.group(2)):
        return Label(_tidy(name), found.end(), None, is_certain=False)
    return None


def cue_label(text: str) -> Label | None:
    """Return the `Name:` with which a subtitle begins, as some meeting programs write it."""
    found = _PLAIN.match(text)
    if found and found.group(1) and _is_name(found.group(1)):
        return Label(_tidy(found.group(1)), found.end(), None, is_certain=False)
    return None


def seconds_of(clock: str) -> float:
    """Return the seconds of a time such as 1:04, 00:01:04.250 or 00:01:04,250."""
    seconds = 0.0
    for part in clock.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _seconds_in(label: str) -> float | None:
    found = _TIME.search(label)
    return seconds_of(found.group()) if found else None


def _is_name(words: str) -> bool:
    """Tell a name ("Speaker 1", "Ana de Vries", "Ruiz, Ana", "Q") from the beginning of a sentence ("One thing")."""
    parts = _IN_BRACKETS.sub(" ", words).split()
    if len(parts) == 1:
        return True  # "ana:" too, if it recurs
    return 1 <= len(parts) <= 5 and all(not p[0].islower() or p.lower() in _SMALL_WORDS or "/" in p for p in parts)


def _tidy(name: str) -> str:
    return " ".join(name.split()).rstrip(":")
