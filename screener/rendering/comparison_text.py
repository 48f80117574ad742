"""A comparison of candidates for a terminal; `comparison` is what `journeys.comparison` returns."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from screener.rendering.words import decimals, printable


def print_comparison(comparison: Any, console: Console) -> None:
    """Print a table of the candidates and what the numbers of its columns mean."""
    round_ = f"round {comparison.round}" if comparison.round else "all rounds together"
    console.print(Text(printable(comparison.opening.title), style="bold"), Text(f"({round_})"))
    if comparison.outcome:
        console.print(Text(f"The post needs: {printable(comparison.outcome)}"))
    whole = _table(comparison)
    fits = console.measure(whole).minimum <= console.width
    for table in (whole,) if fits else (_table(comparison, has_levels=False), _table(comparison, has_figures=False)):
        console.print(table)
    for number, column in enumerate(comparison.columns, 1):
        weight = "in no total" if column.weight is None else f"counts {column.weight:g}"
        console.print(Text(f"{number:>3}  {printable(column.name)} ({weight})"))
    for line in _notes(comparison):
        console.print(Text(line))
    console.print()


def _table(comparison: Any, *, has_figures: bool = True, has_levels: bool = True) -> Table:
    """Return all columns, or only the totals and beliefs, or only the levels: a terminal may be narrow."""
    table = Table(header_style="bold", pad_edge=False)
    table.add_column("Candidate", overflow="fold", min_width=12)
    for name in ("Total", "Between", "Place", "Heard") if has_figures else ():
        table.add_column(name, justify="right", no_wrap=True)
    for number, _ in enumerate(comparison.columns if has_levels else (), 1):
        table.add_column(str(number), justify="right", no_wrap=True)
    if has_figures:
        table.add_column("Risky beliefs", overflow="fold", min_width=14)
    for row in comparison.rows:
        figures, beliefs = (tuple(_figures(row)), (_beliefs(row),)) if has_figures else ((), ())
        levels = tuple(_level(cell.level) for cell in row.cells) if has_levels else ()
        table.add_row(Text(_name(row)), *figures, *levels, *beliefs)
    return table


def _name(row: Any) -> str:
    return printable(row.candidate.name) + (" (withdrawn)" if row.candidate.withdrawn_at else "")


def _figures(row: Any) -> Iterator[str]:
    total = row.total
    if total.level is None:
        yield from ("–", "", "", "")
        return
    yield decimals(total.level, 2)
    yield f"{decimals(total.low, 1)}–{decimals(total.high, 1)}"
    best, worst = row.place or (None, None)
    yield "" if best is None else str(best) if best == worst else f"{best}–{worst}"
    yield f"{100 * total.covered:.0f} %"


def _level(level: float | None) -> str:
    return "–" if level is None else decimals(level, 1)


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
