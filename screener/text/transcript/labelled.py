"""Plain text and Markdown in which lines begin with who speaks."""

import re
from collections import Counter
from collections.abc import Iterator

from screener.text.spans import Span
from screener.text.transcript.labels import INLINE_STAMP, Label, label_of
from screener.text.transcript.turns import Fragment, Transcript, TurnBuilder

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_ROLES = {"q", "a", "interviewer", "candidate", "interviewee", "applicant", "panel", "host", "guest", "moderator", "hr"}
_FEW = 6  # in a file with so few labels, one that occurs once may still be a speaker


def read_labelled(source: str, format_name: str) -> Transcript:
    """Read text whose lines begin with a speaker's name. Without any such line the transcript has no turns."""
    lines = [(found.start(), found.group()) for found in _LINE.finditer(source) if found.group()]
    labels = [label_of(line) for _, line in lines]
    trusted = _trusted([label for label in labels if label])
    builders: list[TurnBuilder] = []
    unassigned = 0
    breaks = False  # whether an empty line stands between this line and the words before it
    for (start, line), label in zip(lines, labels, strict=True):
        begin = 0
        if label and (label.is_certain or label.name in trusted):
            begin = label.length
            if not builders or builders[-1].speaker != label.name:
                builders.append(TurnBuilder(label.name, label.seconds))
            breaks = True
        if not line[begin:].strip():
            breaks = True
            continue
        if not builders:
            unassigned += len(line.split())
            continue
        for number, fragment in enumerate(_fragments(source, start + begin, start + len(line))):
            builders[-1].add([fragment], "\n\n" if breaks or number else "\n")
        breaks = False
    turns = tuple(builder.turn() for builder in builders if builder.last)
    return Transcript(source, format_name, turns, unassigned)


def _trusted(labels: list[Label]) -> set[str]:
    """Names without a time or mark count if they recur, name a role, or look like names and are few altogether."""
    counts = Counter(label.name for label in labels)
    few = sum(name[0].isupper() for name in counts) <= _FEW
    return {
        name
        for name, count in counts.items()
        if count > 1 or name.lower() in _ROLES or (few and name[0].isupper() and "," not in name)
    }


def _fragments(source: str, start: int, end: int) -> Iterator[Fragment]:
    """Cut a line at the time stamps inside it, which nobody said."""
    cuts = [start]
    for stamp in INLINE_STAMP.finditer(source, start, end):
        cuts += [stamp.start(), stamp.end()]
    cuts.append(end)
    for a, b in zip(cuts[::2], cuts[1::2], strict=True):
        words = source[a:b]
        stripped = words.strip()
        if stripped:
            begin = a + len(words) - len(words.lstrip())
            yield Fragment(stripped, Span(begin, begin + len(stripped)))
