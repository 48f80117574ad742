"""A database file as it is moved elsewhere: every table with every value, while nobody may write to it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
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

    def tables(self) -> Sequence[Table]:
        """Return the tables, each behind those to which it refers."""
        listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> ?"
        left = {name: self._refers_to(name) for (name,) in self._all(listed, _OUR_OWN)}
        found: list[Table] = []
        while left:
            free = [name for name, others in left.items() if not others & (left.keys() - {name})]
            for name in free:
                del left[name]
                found.append(self._table(name))
        return tuple(found)

    def rows(self, table: Table) -> Iterator[tuple[Any, ...]]:
        """Return a table's rows in the order in which they came. Raises Unreadable for a text that is none."""
        try:
            cursor = self._database.execute(self._reading(table))
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        except sqlite3.Error as error:
            raise self._odd_text(table) or _trouble(error, self._path) from None

    def _reading(self, table: Table) -> str:
        columns = ", ".join(f'"{name}"' for name in table.columns)
        return f"SELECT {columns} FROM {table.name} ORDER BY {self._order_of(table.name)}"  # noqa: S608

    def _odd_text(self, table: Table) -> Unreadable | None:
        """Look for a text with bytes that are none: SQLite keeps what it is given."""
        with closing(sqlite3.connect(self._path)) as database, suppress(sqlite3.Error):
            database.text_factory = bytes
            kinds = [kind for _, kind in self._columns(table.name)]
            for row in database.execute(self._reading(table)):
                for column, value, kind in zip(table.columns, row, kinds, strict=True):
                    if kind == "TEXT" and value is not None and not _is_text(value):
                        first = row[0].decode("utf-8", "replace") if isinstance(row[0], bytes) else row[0]
                        where = f"{self._path}: the row {first} of the table {table.name} holds in {column}"
                        return Unreadable(f"{where} bytes that are no text in UTF-8 (nothing was moved; correct it)")
        return None

    def _table(self, name: str) -> Table:
        ((count,),) = self._all(f"SELECT count(*) FROM {name}")  # noqa: S608
        return Table(name, tuple(column for column, _ in self._columns(name)), count)

    def _columns(self, table: str) -> list[tuple[str, str]]:
        return [(row[1], row[2]) for row in self._all(f"PRAGMA table_info({table})")]

    def _refers_to(self, table: str) -> set[str]:
        return {row[2] for row in self._all(f"PRAGMA foreign_key_list({table})")}

    def _order_of(self, table: str) -> str:
        """Rows without a number of their own lie by their key."""
        (sql,) = self._all("SELECT sql FROM sqlite_master WHERE name = ?", table)
        return self._columns(table)[0][0] if "WITHOUT ROWID" in sql[0] else "rowid"

    def _all(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _trouble(error, self._path) from None


def _is_text(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _trouble(error: sqlite3.Error, path: Path) -> Unreadable | StorageTrouble:
    return trouble_of(error, path) or Unreadable(f"{path} cannot be read ({error})")
