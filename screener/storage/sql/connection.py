"""What statements need of a database, whichever it is. They are written so that SQLite and PostgreSQL take them alike.

Values stand as `?` or `:name`, ids and times are texts, JSON is text; `rowid` numbers the rows of a table as they came.
`COLLATE NOCASE` stands in orders only, a limit of -1 is none, and `IN ()` holds for nothing. What a statement selects
beside a GROUP BY depends on it, a subquery after FROM has a name, and no value that may be NULL decides an order.
"""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from screener.storage.rows import columns_of, from_row, to_row

R = TypeVar("R")
Values = Mapping[str, Any] | Collection[Any]


class AlreadyThere(Exception):
    """A row that has to be the only one of its kind is there already."""


class SqlConnection(ABC):
    """Runs statements on this thread's connection.

    `upgraded` are the steps by which an older database was brought up to date when it was opened.
    """

    upgraded: tuple[str, ...] = ()

    @abstractmethod
    def transaction(self, on: str = "") -> AbstractContextManager[None]:
        """Join the statements within; no other writer comes between, or with `on`, none that writes on the same."""

    @abstractmethod
    def release(self) -> None:
        """Close this thread's connection; another is opened if it needs one after all."""

    @abstractmethod
    def close(self) -> None:
        """Close the connections of all threads."""

    @abstractmethod
    def _rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""

    @abstractmethod
    def _write(self, sql: str, values: Values = ()) -> int:
        """Run a statement and return how many rows it changed. Raises AlreadyThere."""

    def _insert(self, table: str, record: object, *, otherwise: str = "") -> int:
        """Add a record; `otherwise` says what becomes of it if it is there already. Raises AlreadyThere."""
        row = to_row(record)
        columns = ", ".join(f'"{name}"' for name in row)  # one may be called like a word of SQL
        places = ", ".join(f":{name}" for name in row)
        return self._write(f"INSERT INTO {table} ({columns}) VALUES ({places}) {otherwise}", row)  # noqa: S608

    def _all(self, kind: type[R], table: str, where: str, values: Values = ()) -> tuple[R, ...]:
        """Return the records of a table for which `where` (with its order) holds."""
        sql = f"SELECT {listed(kind, table)} FROM {table} {where}"  # noqa: S608
        return tuple(from_row(kind, row) for row in self._rows(sql, values))

    def _one(self, kind: type[R], table: str, where: str, values: Values = ()) -> R | None:
        return next(iter(self._all(kind, table, where, values)), None)


def folded(text: str) -> str:
    """Return a text as it is searched for: without capitals, and without accents where a letter has any."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def listed(kind: type[Any], table: str) -> str:
    """Return a record's columns as they are named in a SELECT."""
    return ", ".join(f"{table}.{name}" for name in columns_of(kind))


def marks(values: Collection[Any]) -> str:
    """Return a place for each value, for `IN (…)`."""
    return f"({', '.join('?' * len(values))})"
