"""A connection for each thread, made so that what was acknowledged is on disk."""

import sqlite3
import threading
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database, Migrations

from screener.errors import Unreadable
from screener.storage.migrations import migrations
from screener.storage.rows import columns_of, from_row, to_row

R = TypeVar("R")
_WAIT_SECONDS = 10.0


class SqliteConnection:
    """Opens the file, brings its tables up to date, and runs statements on this thread's connection."""

    # With FULL, "saved" on the screen means on disk; with secure_delete, what is removed is overwritten.
    _pragmas: tuple[str, ...] = (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    )

    def __init__(self, path: Path, on_statement: Callable[[str], None] | None = None) -> None:
        self._path, self._on_statement = path, on_statement
        self._here = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._opening = threading.Lock()
        try:
            self._bring_up_to_date()
        except Unreadable:
            self.close()
            raise
        except sqlite3.DatabaseError as error:
            self.close()
            raise Unreadable(f"{path} is no database that Screener can use ({error})") from None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Join the statements within; they take the write lock at once, so that no other writer comes between."""
        connection = self._db.conn
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk may have ended it; one left open would swallow what comes next
                connection.execute("ROLLBACK")
            raise

    def release(self) -> None:
        """Close this thread's connection; another is opened if it needs one after all."""
        db: Database | None = getattr(self._here, "db", None)
        if db is not None and not db.conn.in_transaction:
            self._here.db = None
            with self._opening:
                self._opened = [own for own in self._opened if own is not db.conn]
            db.conn.close()

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._opening:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._here = threading.local()

    def _bring_up_to_date(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        steps = self._steps
        known = {step.name for step in steps.pending(Database(memory=True))}
        with self.transaction():  # two servers that start together must not both lay out the tables
            applied = {step.name for step in steps.applied(self._db)}
            if applied - known:
                raise Unreadable(f"{self._path} was made by a newer version of Screener (install that version)")
            if not applied and self._db.table_names():
                raise Unreadable(f"{self._path} is another program's database (name a folder of Screener's)")
            steps.apply(self._db)

    @property
    def _steps(self) -> Migrations:
        """The steps that lay out the tables of this file."""
        return migrations

    @property
    def _db(self) -> Database:
        db: Database | None = getattr(self._here, "db", None)
        if db is None:
            db = self._here.db = self._connect()
        return db

    def _connect(self) -> Database:
        connection = sqlite3.connect(
            self._path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        for pragma in self._pragmas:
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("folded", 1, folded, deterministic=True)
        if self._on_statement:
            connection.set_trace_callback(self._on_statement)
        with self._opening:
            self._opened.append(connection)
        return Database(connection)

    def _rows(self, sql: str, values: Mapping[str, Any] | Collection[Any] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, values).fetchall()  # type: ignore[arg-type]

    def _write(self, sql: str, values: Mapping[str, Any] | Collection[Any] = ()) -> int:
        """Run a statement and return how many rows it changed."""
        return int(self._db.execute(sql, values).rowcount)  # type: ignore[arg-type]

    def _insert(self, table: str, record: object, *, otherwise: str = "") -> int:
        """Add a record; `otherwise` says what SQLite does if it is there already."""
        row = to_row(record)
        places = ", ".join(f":{name}" for name in row)
        return self._write(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places}) {otherwise}", row)  # noqa: S608

    def _all(self, kind: type[R], table: str, where: str, values: Collection[Any] = ()) -> tuple[R, ...]:
        """Return the records of a table for which `where` (with its order) holds."""
        sql = f"SELECT {listed(kind, table)} FROM {table} {where}"  # noqa: S608
        return tuple(from_row(kind, row) for row in self._rows(sql, values))

    def _one(self, kind: type[R], table: str, where: str, values: Collection[Any] = ()) -> R | None:
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
