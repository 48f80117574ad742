"""What another bank would change in stored answers, for a terminal; `effect` is what `journeys.rereading` returns."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from screener.rendering.explanation_words import STANCES
from screener.rendering.words import clock, printable, sureness

_SIDES = ("before", "after")
_CHANGES = {"stance": "stance", "severity": "severity", "kind": "kind", "suggestion": "how it is known"}


def print_effect(effect: Any, console: Console) -> None:
    """Print what was read, the totals, every change with its quotations, and what could not be read."""
    console.print(Text(_extent(effect)))
    if effect.changes:
        console.print(_totals(effect))
    elif effect.answers:
        console.print(Text("Nothing that is shown would change."))
    for candidate in effect.changes:
        console.print(Text())
        console.print(Text(printable(f"{candidate.candidate} ({candidate.opening})"), style="bold"))
        for answer in candidate.answers:
            for depth, line in _answer(answer):
                console.print(Padding(Text(printable(line)), (0, 0, 0, 2 * depth), expand=False))
    for reason, count in Counter(own.reason for own in effect.unread).items():
        console.print(Text(printable(f"Not read, {count} of them: {reason}")))
    if effect.changes:
        text = (
            "\nFinished interviews stay with the bank that they were held with. Suggestions quote; they do not decide."
        )
        console.print(Text(text, style="italic dim"))


def _extent(effect: Any) -> str:
    answers = counted(effect.answers, "stored answer")
    if not effect.is_complete:
        answers = f"Stopped: only {effect.answers:,} of {counted(effect.of, 'stored answer')}"
    return f"{answers} read, of {counted(effect.scorecards, 'scorecard')} of {counted(effect.candidates, 'candidate')}"


def counted(number: int, what: str) -> str:
    """Write a number with its word: 1 answer, 1,000 answers."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _totals(effect: Any) -> Table:
    table = Table(header_style="bold", box=None, pad_edge=False)
    table.add_column("What would change", overflow="fold")
    for heading in ("appear", "disappear", "change"):
        table.add_column(heading, justify="right")
    for kind, total, each in (
        ("Flags", effect.flags, effect.beliefs),
        ("Suggested levels", effect.levels, effect.competencies),
    ):
        table.add_row(Text(kind, style="bold"), *_figures(total))
        for own in each:
            table.add_row(Text(f"  {printable(own.name)}"), *_figures(own.counts))
    return table


def _figures(counts: Any) -> Iterator[str]:
    return (f"{count:,}" if count else "–" for count in (counts.appears, counts.disappears, counts.changes))


def _answer(answer: Any) -> Iterator[tuple[int, str]]:
    """Return the lines on an answer, each with how far it is set in."""
    yield 1, f"Round {answer.round}, {answer.rater}, {answer.source}: {answer.wording}"
    for flag in answer.flags:
        yield 2, f"{_what(flag, 'Flag')}: {flag.name}"
        for side in _shown(flag):
            own = getattr(flag, side)
            yield 3, f"{side}: {_flag(own)}"
            yield 4, _quoted(own.quotation)
    for level in answer.levels:
        given = "“no evidence”" if level.given is None else level.given
        yield 2, f"{_what(level, 'Suggested level')}: {level.name} (the rater gave {given})"
        for side in _shown(level):
            own = getattr(level, side)
            yield 3, f"{side}: {own.level} ({sureness(own.confidence)}): {own.because}"
            yield from ((4, _quoted(quotation)) for quotation in own.evidence)


def _what(change: Any, kind: str) -> str:
    if change.before is None or change.after is None:
        return f"{kind} {change.what[0]}"
    others = [_CHANGES[what] for what in change.what if what in _CHANGES]
    return f"{kind} changes{' in '.join(['', ' and '.join(others)]) if others else ''}"


def _shown(change: Any) -> list[str]:
    return [side for side in _SIDES if getattr(change, side) is not None]


def _flag(flag: Any) -> str:
    risk = (
        f"{flag.severity} risk" if flag.severity else "healthy" if flag.kind == "healthy" else "not regarded as a risk"
    )
    return f"{STANCES[flag.stance]}, {risk} ({sureness(flag.confidence, flag.is_tentative)})"


def _quoted(quotation: Any) -> str:
    when = "" if quotation.seconds is None else f" {clock(quotation.seconds)}"
    return f"“{quotation.quote}”{when}" + (f" ({quotation.shows})" if quotation.shows else "")
