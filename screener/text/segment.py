"""Sentences and clauses of spoken words and of notes, as spans of the text they stand in."""

import re
from collections.abc import Iterator
from itertools import pairwise

from screener.text.spans import Span

_TITLE = re.compile(r"\b(?:mr|mrs|ms|dr|prof|st)\.$", re.IGNORECASE)  # a name follows, and the sentence goes on
_ABBREVIATION = re.compile(
    r"\b(?:vs|etc|e\.g|i\.e|approx|dept|inc|ltd|ca|cand|cust|incl|mgr|resp|yr|apr|jul|aug|sept|oct|nov|[a-z])\.$",
    re.IGNORECASE,
)
_MID_SENTENCE = re.compile(r"\b(?:no|nos|co|jan|feb|mar|jun|sep|dec)\.$", re.IGNORECASE)  # else words
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s|$)"  # marks, with the quotes and brackets that they close
    r"|;(?=\s)|\s(?:->|→|=>)\s"
    r"|\n\s*\n|\n(?=\s*(?:[-*•–]\s|\d+[.)]\s))|\n"
)
_CLAUSE = re.compile(
    r",\s|:\s|\s[-–—]+\s|[—]|\s\(|\)\s|"
    r"\s(?=(?:but|because|so|and|which|while|although|though|whereas|however|unless|until|since|whether|then|or|yet)\b)",
    re.IGNORECASE,
)
_LONGEST = 1_200  # characters of a sentence, some 200 words
_WRAPPED_AT = 60  # a line that long and not ended by a mark was probably wrapped by a program


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text in their order; what stands between them is white space.

    Full stops, question marks, semicolons, arrows, bullets and line breaks end a sentence; a line
    break inside wrapped prose and the stop of an abbreviation do not.
    """
    cuts = [0]
    cuts += [found.end() for found in _END.finditer(text) if _ends_sentence(text, found)]
    cuts.append(len(text))
    return tuple(span for a, b in pairwise(cuts) for c, d in _in_breaths(text, a, b) if (span := _trimmed(text, c, d)))


def _in_breaths(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what goes on for too long without a mark, as transcribed speech may, at a clause or a space."""
    while end - start > _LONGEST:
        clause = max(
            (found.end() for found in _CLAUSE.finditer(text, start + _LONGEST // 2, start + _LONGEST)), default=0
        )
        cut = clause or text.rfind(" ", start, start + _LONGEST) + 1 or start + _LONGEST
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    """Return the clauses of one sentence, cut at commas, colons, dashes, brackets and conjunctions."""
    cuts = [sentence.start]
    cuts += [found.end() for found in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    cuts.append(sentence.end)
    return tuple(span for a, b in pairwise(cuts) if (span := _trimmed(text, a, b)))


def _ends_sentence(text: str, found: "re.Match[str]") -> bool:
    mark = found.group()
    if mark == "\n":
        line_start = text.rfind("\n", 0, found.start()) + 1
        following = text[found.end() : found.end() + 1]
        return not (found.start() - line_start >= _WRAPPED_AT and following.islower())
    if mark.startswith(".") and not mark.startswith(".."):
        before = text[max(0, found.start() - 12) : found.start() + 1]
        if _TITLE.search(before):
            return False
        if _MID_SENTENCE.search(before) and re.match(r"\s*[\da-z]", text[found.end() : found.end() + 4]):
            return False
        return not _ABBREVIATION.search(before) or _begins_anew(text, found.end())
    if mark[0] in ".…":  # three dots trail off: a new sentence only if it looks like one
        return _begins_anew(text, found.end())
    return True


def _begins_anew(text: str, position: int) -> bool:
    rest = text[position : position + 12].lstrip()
    return not rest or (rest[0].isupper() and not re.match(r"I\b", rest))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
