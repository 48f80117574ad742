"""A database file as it is moved elsewhere: every table with every value, while nobody may write to it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from screener.errors import StorageTrouble, Unreadable
from screener.storage.moving import Table
from screener.storage.sqlite.trouble import trouble_of

_OUR_OWN = "_sqlite_migrations"
_AT_ONCE = 500


@contextmanager
def sending(path: Path) -> Iterator["SqliteSource"]:
    """Open a file to move it; nobody writes to it meanwhile. Raises StorageTrouble if somebody does right now."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=2.0)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise _trouble(error, path) from None
        yield SqliteSource(database, path)


class SqliteSource:
    """See Source."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database, self._path = database, path
        database.text_factory = bytes  # decoded here, so that what cannot be is told with its place

    def tables(self) -> Sequence[Table]:
        """Return the tables, each behind those to which it refers."""
        listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> ?"
        left = {name.decode(): self._refers_to(name.decode()) for (name,) in self._all(listed, _OUR_OWN)}
        found: list[Table] = []
        while left:
            free = [name for name, others in left.items() if not others & (left.keys() - {name})]
            for name in free:
                del left[name]
                found.append(self._table(name))
        return tuple(found)

    def rows(self, table: Table) -> Iterator[tuple[Any, ...]]:
        """Return a table's rows in the order in which they came. Raises Unreadable for a text that is none."""
        columns, key = ", ".join(f'"{name}"' for name in table.columns), self._order_of(table.name)
        cursor = self._database.execute(f"SELECT {columns} FROM {table.name} ORDER BY {key}")  # noqa: S608
        kinds = [kind for _, kind in self._columns(table.name)]
        try:
            while rows := cursor.fetchmany(_AT_ONCE):
                for row in rows:
                    yield tuple(
                        self._text(value, table, row, place) if kind == "TEXT" and value is not None else value
                        for place, (value, kind) in enumerate(zip(row, kinds, strict=True))
                    )
        except sqlite3.Error as error:
            raise _trouble(error, self._path) from None

    def _text(self, value: bytes, table: Table, row: tuple[Any, ...], place: int) -> str:
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            where = f"{self._path}: the row {_shown(row[0])} of the table {table.name} holds in {table.columns[place]}"
            raise Unreadable(
                f"{where} bytes that are no text in UTF-8 (nothing was moved; correct that text)"
            ) from None

    def _table(self, name: str) -> Table:
        ((count,),) = self._all(f"SELECT count(*) FROM {name}")  # noqa: S608
        return Table(name, tuple(column for column, _ in self._columns(name)), count)

    def _columns(self, table: str) -> list[tuple[str, str]]:
        return [(row[1].decode(), row[2].decode()) for row in self._all(f"PRAGMA table_info({table})")]

    def _refers_to(self, table: str) -> set[str]:
        return {row[2].decode() for row in self._all(f"PRAGMA foreign_key_list({table})")}

    def _order_of(self, table: str) -> str:
        """Rows without a number of their own lie by their key."""
        (sql,) = self._all("SELECT sql FROM sqlite_master WHERE name = ?", table)
        return self._columns(table)[0][0] if b"WITHOUT ROWID" in sql[0] else "rowid"

    def _all(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _trouble(error, self._path) from None


def _shown(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _trouble(error: sqlite3.Error, path: Path) -> Unreadable | StorageTrouble:
    return trouble_of(error, path) or Unreadable(f"{path} cannot be read ({error})")
