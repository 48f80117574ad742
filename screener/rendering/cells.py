"""Tables as CSV, for spreadsheet programs."""

import csv
from collections.abc import Iterable
from io import StringIO

Cell = str | int | float | None
# What makes a spreadsheet program take a text for a formula; those set for East Asian scripts take the wide forms too.
_STEERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_text(rows: Iterable[Iterable[Cell]]) -> str:
    """Return rows as CSV that begins with a byte order mark, by which spreadsheet programs know its letters.

    A text of which a line would be taken for a formula gets an apostrophe in front; numbers stay numbers, and None an
    empty cell.
    """
    written = StringIO()
    written.write("\ufeff")
    csv.writer(written).writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue()


def _safe(cell: Cell) -> Cell:
    """Look past blanks at the beginning: some programs drop them when they open a file. Others split cells at lines."""
    if not isinstance(cell, str):
        return cell
    is_steering = any(
        line.startswith(_STEERS) or line.lstrip().startswith(_STEERS) for line in (cell, *cell.splitlines())
    )
    return f"'{cell}" if is_steering else cell
