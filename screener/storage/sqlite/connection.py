"""A connection for each thread, made so that what was acknowledged is on disk."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlite_utils import Database, Migrations

from screener.errors import StorageTrouble, Unreadable
from screener.storage.sql.connection import AlreadyThere, SqlConnection, Values
from screener.storage.sqlite.copying import database_problems
from screener.storage.sqlite.migrations import migrations
from screener.storage.sqlite.trouble import is_busy, trouble_of
from screener.storage.sqlite.upgrading import keep_copy
from screener.storage.trouble import storage_trouble

_WAIT_SECONDS = 8.0  # two of them, one for the sign-in and one for the notes, end before a page loses patience
_NAP_SECONDS = 0.001
_TAKEN = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
_NO_DATABASE = ("damaged", "unreachable")  # troubles that, at the first look, say that the file is none of ours


class _Here(threading.local):
    """What a thread has of the database: its connection, and what went wrong in its transaction."""

    db: Database | None = None
    is_joining = False
    trouble: StorageTrouble | None = None


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
        self._here = _Here()
        self._opened: list[sqlite3.Connection] = []
        self._opening = threading.Lock()
        self._turn = threading.Lock()
        try:
            self._bring_up_to_date()
        except StorageTrouble as trouble:
            self.close()
            if trouble.kind not in _NO_DATABASE:
                raise
            raise Unreadable(f"{path} is no database that Screener can use ({trouble.__cause__})") from None
        except Unreadable:
            self.close()
            raise
        except sqlite3.DatabaseError as error:
            self.close()
            raise Unreadable(f"{path} is no database that Screener can use ({error})") from None

    @contextmanager
    def transaction(self, on: str = "") -> Iterator[None]:  # noqa: ARG002
        """Join the statements within; they take the write lock at once, so that no other writer comes between.

        A file has one writer at a time, whatever they write on.
        """
        if self._here.is_joining:
            self._must_go_on()
            yield
            return
        connection = self._begin()
        try:
            yield
            self._must_go_on()  # whoever caught a trouble within must not have the rest kept
            connection.execute("COMMIT")
        except sqlite3.Error as error:  # of COMMIT, or of a step of the tables
            self._undo(connection)
            self._tell(error)
            raise
        except BaseException:
            self._undo(connection)
            raise
        finally:
            self._here.is_joining, self._here.trouble = False, None
            self._turn.release()

    def _begin(self) -> sqlite3.Connection:
        """Begin a transaction as soon as no other one is open.

        SQLite alone would let whoever waits sleep longer and longer, up to a tenth of a second, and be overtaken by all
        that come later. So the threads of this process take turns, and look often whether other processes are done.
        """
        connection, until = self._db.conn, time.monotonic() + _WAIT_SECONDS
        if not self._turn.acquire(timeout=_WAIT_SECONDS):
            raise storage_trouble("busy", self._path)
        try:
            self._lock(connection, until)
        except BaseException:
            self._turn.release()
            raise
        self._here.is_joining = True
        return connection

    def _lock(self, connection: sqlite3.Connection, until: float) -> None:
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.Error as error:
                    if not is_busy(error) or time.monotonic() >= until:
                        self._tell(error)
                        raise
                time.sleep(_NAP_SECONDS)
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(1000 * _WAIT_SECONDS)}")

    def _undo(self, connection: sqlite3.Connection) -> None:
        """End a transaction that failed. One left open would swallow what comes next."""
        with suppress(sqlite3.Error):
            if connection.in_transaction:  # a full disk may have ended it
                connection.execute("ROLLBACK")
        if connection.in_transaction:  # not even that was possible: closing it is
            self._drop(connection)

    def release(self) -> None:
        """Close this thread's connection; another is opened if it needs one after all."""
        db = self._here.db
        if db is not None and not db.conn.in_transaction:
            self._drop(db.conn)

    def _drop(self, connection: sqlite3.Connection) -> None:
        self._here.db = None
        with self._opening:
            self._opened = [own for own in self._opened if own is not connection]
        connection.close()

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._opening:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._here = _Here()

    def damages(self) -> tuple[str, ...]:
        """Look through the whole file and the references in it, and return what of it is damaged."""
        return database_problems(self._path)

    def overwrite_removed(self) -> bool:
        """Overwrite on disk what was removed; False if it has to wait because somebody is reading right now.

        `secure_delete` overwrites it in the file itself, but the log beside it still holds the pages as they were.
        """
        if self._db.conn.in_transaction:
            return False
        self._db.execute("PRAGMA busy_timeout = 0")  # else nobody could save while it waits for whoever reads
        try:
            return not self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {int(_WAIT_SECONDS * 1000)}")

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
            waiting = [step.name for step in steps.pending(self._db)]
            if applied and waiting:
                self._upgrade(steps, waiting[0])
                self.upgraded = tuple(waiting)
            else:
                steps.apply(self._db)

    def _upgrade(self, steps: Migrations, first: str) -> None:
        """Take the steps that are missing, all or none; how it was before stays beside, for the way back."""
        copy = keep_copy(self._path, first)
        try:
            steps.apply(self._db)
        except Exception as error:  # whatever a step met, the transaction undoes what it did
            raise Unreadable(
                f"{self._path} could not be brought up to date: {error} (it is as it was; go on with the version "
                f"before, and report this; a copy is in {copy.name})"
            ) from error

    @property
    def _steps(self) -> Migrations:
        """The steps that lay out the tables of this file."""
        return migrations

    @property
    def _db(self) -> Database:
        db = self._here.db
        if db is None:
            db = self._here.db = self._connect()
        return db

    def _connect(self) -> Database:
        try:
            connection = sqlite3.connect(
                self._path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
            )
        except sqlite3.Error as error:
            self._tell(error)
            raise
        try:
            for pragma in self._pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            connection.close()
            self._tell(error)
            raise
        if self._on_statement:
            told = self._on_statement
            connection.set_trace_callback(lambda sql: None if sql.startswith("PRAGMA") else told(sql))
        with self._opening:
            self._opened.append(connection)
        return Database(connection)

    def _rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        self._must_go_on()
        try:
            return self._db.execute(sql, values).fetchall()  # type: ignore[arg-type]
        except sqlite3.Error as error:
            self._tell(error)
            raise

    def _write(self, sql: str, values: Values = ()) -> int:
        self._must_go_on()
        try:
            return int(self._db.execute(sql, values).rowcount)  # type: ignore[arg-type]
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorname in _TAKEN:
                raise AlreadyThere(str(error)) from error
            raise
        except sqlite3.Error as error:
            self._tell(error)
            raise

    def _must_go_on(self) -> None:
        """After a trouble, SQLite may have ended the transaction: what came now would be kept without the rest."""
        if self._here.trouble is not None:
            raise self._here.trouble

    def _tell(self, error: sqlite3.Error) -> None:
        """Raise what an error means, if it is the file's and not the program's."""
        trouble = trouble_of(error, self._path)
        if trouble is not None:
            if self._here.is_joining:
                self._here.trouble = trouble
            raise trouble from error
