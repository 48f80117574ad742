"""Tables as a workbook (XLSX), written row by row so that it takes little memory however large it becomes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from screener.rendering.tables import Row, Sheet, Value

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767  # in units of UTF-16, as spreadsheet programs count
_DAY_NOUGHT = datetime(1899, 12, 30)
_CONTINUED = "(continued) "
_GOES_ON = " … (continued below)"
# Neither XML nor a cell takes these. Line ends become plain ones first.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ALL = {"text_wrap": True, "valign": "top", "font_name": "Calibri", "font_size": 11}


def write_workbook(
    file: BinaryIO, sheets: Sequence[Sheet], rows: Iterable[tuple[str, Row]], *, most_rows: int = MOST_ROWS
) -> None:
    """Write rows, each under its sheet's name, into a file. Texts stay texts: none becomes a formula or a link.

    A text that is longer than a cell goes on in a further row, with the same keys; rows beyond what a sheet holds go on
    in a further sheet.
    """
    options = {"constant_memory": True, "default_format_properties": _ALL}
    with Workbook(file, options) as book:
        pages = {sheet.name: _Page(book, sheet, most_rows) for sheet in sheets}
        for name, row in rows:
            pages[name].add(row)
        for page in pages.values():
            page.finish()


class _Page:
    """A sheet that is being filled."""

    def __init__(self, book: Any, sheet: Sheet, most_rows: int) -> None:
        self._book, self._sheet, self._most_rows = book, sheet, most_rows
        self._number, self._at = 0, 0
        self._bold = book.add_format({"bold": True, **_ALL})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", **_ALL})
        fraction, share = (book.add_format({"num_format": form, **_ALL}) for form in ("0.00", "0 %"))
        self._fractions = tuple(share if "share" in name else fraction for name in sheet.heading)
        self._begin()

    def add(self, row: Row) -> None:
        """Write a row, and further ones for what does not fit into its cells."""
        for part in _parts(row, self._sheet.keys):
            if self._at >= self._most_rows:
                self.finish()
                self._begin()
            self._write(part)
            self._at += 1

    def finish(self) -> None:
        """Let the rows be filtered by their columns."""
        self._page.autofilter(0, 0, max(1, self._at - 1), len(self._sheet.columns) - 1)

    def _begin(self) -> None:
        self._number += 1
        suffix = f" {self._number}" if self._number > 1 else ""
        self._page = self._book.add_worksheet(self._sheet.name + suffix)
        self._page.freeze_panes(1, 1)
        for column, (heading, width) in enumerate(self._sheet.columns):
            self._page.set_column(column, column, width)
            self._page.write_string(0, column, heading, self._bold)
        self._at = 1

    def _write(self, row: Row) -> None:
        """Write cells. Texts and whole numbers need no format of their own, which is what takes the time."""
        at, write_string, write_number = self._at, self._page.write_string, self._page.write_number
        for column, value in enumerate(row):
            kind = type(value)
            if kind is str:
                if value:
                    write_string(at, column, value)
            elif kind is int:
                write_number(at, column, value)
            elif kind is float:
                write_number(at, column, value, self._fractions[column])
            elif value is not None:
                write_number(at, column, _days(value), self._moment)


@lru_cache(maxsize=4_096)  # many rows were written at the same time
def _days(moment: datetime) -> float:
    """Return a time as workbooks keep it: in days."""
    return (moment - _DAY_NOUGHT) / timedelta(days=1)


def _parts(row: Row, keys: int) -> Iterable[Row]:
    """Return a row, and as many further ones as its longest text needs. They repeat the keys and no figure."""
    if all(map(_is_plain, row)):
        return (row,)
    texts = [list(_pieces(_writable(value))) if isinstance(value, str) else [value] for value in row]

    def part(number: int) -> Row:
        return tuple(
            own[number] if number < len(own) else (own[0] if place < keys and len(own) == 1 else None)
            for place, own in enumerate(texts)
        )

    return tuple(part(number) for number in range(max(map(len, texts))))


def _is_plain(value: Value) -> bool:
    """Whether a value can be written as it is; nearly all can, and a look at each letter would take long."""
    if not isinstance(value, str):
        return True
    if len(value) > LONGEST_CELL // 2 or value.startswith("<r>"):
        return False
    return value.isprintable() or not _UNWRITABLE.search(value)


def _pieces(text: str) -> Iterator[str]:
    """Cut a text into what fits into cells, between words where it can, and say so where it goes on."""
    if not _is_long(text):
        yield text
        return
    most = LONGEST_CELL - len(_CONTINUED) - len(_GOES_ON)
    front = ""
    while _units(text) > most:
        end = _fitting(text, most)
        cut = text.rfind(" ", end - 1_000, end) + 1 or end
        yield front + text[:cut] + _GOES_ON
        text, front = text[cut:], _CONTINUED
    yield front + text


def _fitting(text: str, most: int) -> int:
    """Return how many characters fit."""
    end = min(len(text), most)
    while _units(text[:end]) > most:
        end -= max(1, (_units(text[:end]) - most) // 2)
    return end


def _is_long(text: str) -> bool:
    return len(text) > LONGEST_CELL // 2 and _units(text) > LONGEST_CELL


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _writable(text: str) -> str:
    """Return a text without what no cell takes, and such that XlsxWriter does not take it for finished XML."""
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
