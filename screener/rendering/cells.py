"""Tables as CSV, for spreadsheet programs."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

Cell = str | int | float | None
_ENDS = r"\r\n\v\f\x1c-\x1e\x85\u2028\u2029\t;"  # where some programs cut a cell in two
# What makes a spreadsheet program take a text for a formula; those set for East Asian scripts take the wide forms too.
# Blanks before it do not help: some programs drop them when they open a file.
_STEERS = re.compile(rf"^(?=[\t\r])|(^|[{_ENDS}])(?=[^\S{_ENDS}]*[=+\-@＝＋－＠])")


def csv_text(rows: Iterable[Iterable[Cell]]) -> str:
    """Return rows as CSV that begins with a byte order mark, by which spreadsheet programs know its letters.

    What would be taken for a formula gets an apostrophe in front, be it in the middle of a text that another program
    would cut in two; numbers stay numbers, and None an empty cell.
    """
    written = StringIO()
    written.write("\ufeff")
    csv.writer(written).writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue()


def _safe(cell: Cell) -> Cell:
    return _STEERS.sub(r"\1'", cell) if isinstance(cell, str) else cell
