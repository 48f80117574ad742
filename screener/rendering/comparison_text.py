"""A comparison of candidates for a terminal; `comparison` is what `journeys.comparison` returns."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from screener.rendering.words import printable


def print_comparison(comparison: Any, console: Console) -> None:
    """Print a table of the candidates and what the numbers of its columns mean."""
    round_ = f"round {comparison.round}" if comparison.round else "all rounds together"
    console.print(Text(printable(comparison.opening.title), style="bold"), Text(f"({round_})"))
    if comparison.outcome:
        console.print(Text(f"The post needs: {printable(comparison.outcome)}"))
    console.print(_table(comparison))
    for number, column in enumerate(comparison.columns, 1):
        weight = "in no total" if column.weight is None else f"counts {column.weight:g}"
        console.print(Text(f"{number:>3}  {printable(column.name)} ({weight})"))
    for line in _notes(comparison):
        console.print(Text(line))
    console.print()


def _table(comparison: Any) -> Table:
    table = Table(header_style="bold", pad_edge=False)
    table.add_column("Candidate", overflow="fold", min_width=12)
    for name in ("Total", "Between", "Place", "Heard"):
        table.add_column(name, justify="right", no_wrap=True)
    for number, _ in enumerate(comparison.columns, 1):
        table.add_column(str(number), justify="right", no_wrap=True)
    table.add_column("Risky beliefs", overflow="fold")
    for row in comparison.rows:
        table.add_row(Text(_name(row)), *_figures(row), *(_level(cell.level) for cell in row.cells), _beliefs(row))
    return table


def _name(row: Any) -> str:
    return printable(row.candidate.name) + (" (withdrawn)" if row.candidate.withdrawn_at else "")


def _figures(row: Any) -> Iterator[str]:
    total = row.total
    if total.level is None:
        yield from ("–", "", "", "")
        return
    yield f"{total.level:.2f}"
    yield f"{total.low:.1f}–{total.high:.1f}"
    best, worst = row.place or (None, None)
    yield "" if best is None else str(best) if best == worst else f"{best}–{worst}"
    yield f"{100 * total.covered:.0f} %"


def _level(level: float | None) -> str:
    return "–" if level is None else f"{level:.1f}"


def _beliefs(row: Any) -> str:
    asserted = [f"{len(own.philosophies)} {own.severity}" for own in row.beliefs.flags if own.stance == "asserted"]
    if asserted:
        return ", ".join(asserted)
    if row.unheard:
        return "not read yet"
    if row.unread:
        return "could not be read"
    return "none heard" if row.submitted else ""


def _notes(comparison: Any) -> Iterator[str]:
    if comparison.differences:
        kinds = ", ".join(f"{kind} {count}" for kind, count in comparison.differences.items())
        yield f"Not everything here compares like with like. Candidates with another …: {kinds}"
    if comparison.unheard:
        yield f"Scorecards that have not been read for beliefs: {comparison.unheard}"
    if not comparison.rows:
        yield "There are no candidates yet."
