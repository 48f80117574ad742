"""The bytes of a list as spreadsheets save it (CSV) → its header and its rows, or a clear word why not."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from screener.errors import Unreadable

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
DELIMITERS = (",", ";", "\t")
UTF_8, UTF_16, WINDOWS = "UTF-8", "UTF-16", "Windows-1252"
_MARKED = {b"\xef\xbb\xbf": ("utf-8-sig", UTF_8), b"\xff\xfe": ("utf-16", UTF_16), b"\xfe\xff": ("utf-16", UTF_16)}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx is a zip archive, .xls a compound file
_QUOTED = re.compile(r'"[^"]*"')
# Possessive, so that five megabytes without a line break are walked once.
_FIRST_LINE = re.compile(r'(?:"[^"]*"|[^"\r\n]+)*+')
_SAVE_AGAIN = "save the list again as “CSV UTF-8”"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the line of the file on which it begins, counted from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A list: the row that names its columns, the rows below that hold something, and how the file was read."""

    header: Row
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str


def read_table(content: bytes) -> Table:
    """Read a list whose first row names its columns. Rows without any text are left out; cells stay as they are.

    The encoding is told by a mark at the beginning, else UTF-8 is tried and then Windows-1252; the delimiter is the one
    that the header has most of. Raises Unreadable.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(
            f"the file has {len(content) / 2**20:.1f} MB (at most {MAX_BYTES // 2**20} MB; split the list)"
        )
    if content.startswith(_WORKBOOKS):
        raise Unreadable("this is an Excel workbook (in Excel, choose “Save as” and “CSV UTF-8”, and upload that file)")
    text, encoding = _decoded(content)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(f"line {line} holds a NUL character, which no text has ({_SAVE_AGAIN})")
    delimiter = _delimiter_of(text)
    header, *rows = _rows(text, delimiter) or (None,)
    if header is None:
        raise Unreadable("the file is empty (export the list again)")
    if len(header.cells) > MAX_COLUMNS:
        raise Unreadable(f"the file has {len(header.cells):,} columns (at most {MAX_COLUMNS}; leave some out)")
    if not rows:
        raise Unreadable(
            "the file has one row only (the first names the columns; below it comes a row for each person)"
        )
    return Table(header, tuple(rows), encoding, delimiter)


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, (codec, name) in _MARKED.items():
        if content.startswith(mark):
            try:
                return content.decode(codec), name
            except UnicodeDecodeError:
                raise Unreadable(f"the file says that it is {name} and is not ({_SAVE_AGAIN})") from None
    try:
        return content.decode("utf-8"), UTF_8
    except UnicodeDecodeError as error:
        return _decoded_as_windows(content, error.start)


def _decoded_as_windows(content: bytes, not_utf_8: int) -> tuple[str, str]:
    try:
        return content.decode("cp1252"), WINDOWS
    except UnicodeDecodeError:
        line = content.count(b"\n", 0, not_utf_8) + 1
        raise Unreadable(f"line {line} is neither {UTF_8} nor {WINDOWS} text ({_SAVE_AGAIN})") from None


def _delimiter_of(text: str) -> str:
    """Return what stands most often in the header; within quotes it is text."""
    found = _FIRST_LINE.match(text.lstrip())
    header = _QUOTED.sub("", found[0] if found else "")
    return max(DELIMITERS, key=header.count)


def _rows(text: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    for row in _records(text, delimiter):
        if len(rows) > MAX_ROWS:
            raise Unreadable(f"the file has more than {MAX_ROWS:,} rows below its header (split it into several files)")
        rows.append(row)
    return rows


def _records(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(_quotes(line, str(error))) from None
        if any(map(str.strip, cells)):
            yield Row(line, tuple(cells))
        line = reader.line_num + 1


def _quotes(line: int, said: str) -> str:
    """Word what the csv module complains of. Read further, such a row would swallow those below it."""
    if "field larger" in said:
        return f"a cell in the row at line {line} is too long to be read (shorten it, or close its quotation marks)"
    return (
        f'the quotation marks in the row at line {line} do not close (a cell that begins with " ends with ", and has '
        'two of them where the text has one: "Robert ""Bob"" Smith")'
    )
