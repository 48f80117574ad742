"""What every imported list has in common: columns found by their titles, rows read cell by cell, and a plan."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from screener.errors import Refused
from screener.text.table import Row, Table

T = TypeVar("T", covariant=True)
Titles = Mapping[str, tuple[str, ...]]
NAME_TITLES: Titles = {
    "name": ("name", "candidate", "candidate name", "full name"),
    "first_name": ("first name", "given name", "forename"),
    "last_name": ("last name", "family name", "surname"),
}
WHOLE_ROW = "the whole row"
_BETWEEN = {",": "a comma", ";": "a semicolon", "\t": "a tab"}
_LONGEST_TITLE = 60  # of a column, as it is shown


@dataclass(frozen=True, slots=True)
class Known:
    """A row about somebody who is there already and stays as they are; `remark` says what the list has otherwise."""

    line: int
    name: str
    remark: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What keeps a row from being taken: where it stands, and what to do."""

    line: int
    column: str
    message: str


@dataclass(frozen=True)
class Plan(Generic[T]):
    """What a list comes to. Every row is in one of the three; one in `wrong` may be there with several columns."""

    new: tuple[T, ...]
    known: tuple[Known, ...]
    wrong: tuple[Wrong, ...]

    @property
    def left_out(self) -> int:
        """How many rows are not taken, because something is wrong in them."""
        return len({wrong.line for wrong in self.wrong})


@dataclass(frozen=True)
class Columns:
    """Which column holds what: places and titles by field, and the titles of those that are not read."""

    places: Mapping[str, int]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]


class Line:
    """A row while it is read: its cells by field, and what turns out to be wrong in it."""

    def __init__(self, number: int, cells: Mapping[str, str], titles: Mapping[str, str]) -> None:
        self.number, self.wrong = number, list[Wrong]()
        self._cells, self._titles = cells, titles

    def text(self, field: str) -> str:
        """Return a cell as it stands; "" where the list has no such column."""
        return self._cells.get(field, "")

    def checked(self, field: str, check: Callable[[str], str]) -> str:
        """Return what a check makes of a cell; "" if it refuses, which is noted."""
        try:
            return check(self.text(field))
        except Refused as refusal:
            self.refuse(field, str(refusal))
            return ""

    def refuse(self, field: str, message: str) -> None:
        """Note that a cell is wrong."""
        self.wrong.append(Wrong(self.number, self._titles.get(field, WHOLE_ROW), message))


def columns_of(header: Row, known: Titles) -> Columns:
    """Find the columns of a list. A name may stand in one column or in two, its parts.

    Raises Refused where two columns hold the same, or none a name.
    """
    fields = {key_of(title): field for field, titles in known.items() for title in titles}
    places: dict[str, int] = {}
    for place, title in enumerate(header.cells):
        field = fields.get(key_of(title))
        if field in places:
            both = f"“{_shown(header, places[field])}” and “{_shown(header, place)}”"
            raise Refused(f"Two columns hold the same: {both}. Remove one of them, or call it otherwise.", "file")
        if field is not None:
            places[field] = place
    if "name" in places:
        places = {field: place for field, place in places.items() if field not in ("first_name", "last_name")}
    elif not {"first_name", "last_name"} <= set(places):
        titles = ", ".join(f"“{_shown(header, place)}”" for place in range(len(header.cells)))
        raise Refused(
            "No column is called “name”, nor two “first name” and “last name”. The first row must name the columns; in "
            f"this file it is: {titles}.",
            "file",
        )
    return Columns(
        places,
        {field: _shown(header, place) for field, place in places.items()},
        tuple(_shown(header, place) for place in range(len(header.cells)) if place not in places.values()),
    )


def lines_of(table: Table, columns: Columns) -> Iterator[Line]:
    """Return the rows of a list as lines to be read; `name` is there in any case."""
    width, places, titles = len(table.header.cells), columns.places, dict(columns.titles)
    if "name" not in titles:
        titles["name"] = f"{titles['first_name']} and {titles['last_name']}"
    for row in table.rows:
        cells = {field: row.cells[place] for field, place in places.items() if place < len(row.cells)}
        if "name" not in places:
            cells["name"] = f"{cells.get('first_name', '')} {cells.get('last_name', '')}"
        line = Line(row.line, cells, titles)
        if len(row.cells) < width or any(map(str.strip, row.cells[width:])):
            line.refuse(
                WHOLE_ROW,
                f"It has {len(row.cells)} {'cell' if len(row.cells) == 1 else 'cells'} where the header has {width}. A "
                f"cell with {_BETWEEN[table.delimiter]} or a line break in it must stand between quotation marks.",
            )
        yield line


def planned(lines: Iterable[Line], read: Callable[[Line], T | Known]) -> Plan[T]:
    """Return what lines come to. What `read` makes of a line does not count if it notes that something is wrong."""
    new: list[T] = []
    known: list[Known] = []
    wrong: list[Wrong] = []
    for line in lines:
        found = None if line.wrong else read(line)
        if found is None or line.wrong:
            wrong += line.wrong
        elif isinstance(found, Known):
            known.append(found)
        else:
            new.append(found)
    return Plan(tuple(new), tuple(known), tuple(wrong))


def key_of(text: str) -> str:
    """Return a title or a word as it is compared: without capitals, blanks and signs, unless it is nothing else."""
    plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
    return plain or text.strip()


def _shown(header: Row, place: int) -> str:
    """Return the title of a column as it stands in the file; its number where it has none."""
    title = " ".join(header.cells[place].split())
    if not title:
        return f"column {place + 1}, which has no title"
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]}…"
