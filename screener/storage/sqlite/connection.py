"""A connection for each thread, made so that what was acknowledged is on disk."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database, Migrations

from screener.errors import Unreadable
from screener.storage.sql.connection import AlreadyThere, SqlConnection, Values, folded
from screener.storage.sqlite.migrations import migrations

_WAIT_SECONDS = 10.0
_TAKEN = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


class SqliteConnection(SqlConnection):
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

    def overwrite_removed(self) -> bool:
        """Overwrite on disk what was removed; False if it has to wait because somebody is reading right now.

        `secure_delete` overwrites it in the file itself, but the log beside it still holds the pages as they were.
        """
        if self._db.conn.in_transaction:
            return False
        return not self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

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

    def _rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, values).fetchall()  # type: ignore[arg-type]

    def _write(self, sql: str, values: Values = ()) -> int:
        try:
            return int(self._db.execute(sql, values).rowcount)  # type: ignore[arg-type]
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorname in _TAKEN:
                raise AlreadyThere(str(error)) from error
            raise
