"""A connection for each thread, and transactions that are as safe as those of one file.

Each transaction holds an advisory lock: alone, or together with others that have said what they write on (`on`), of
whom only those on the same wait for each other. A single statement that writes is a transaction of its own. So nothing
is written between what a transaction has read and what it writes, on however many servers.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from screener.errors import StorageTrouble, Unreadable
from screener.storage.postgres.address import connected
from screener.storage.postgres.migrations import STEPS, Steps, bring_up_to_date
from screener.storage.postgres.statements import from_kept, to_kept, translated
from screener.storage.postgres.trouble import trouble_of
from screener.storage.sql.connection import AlreadyThere, SqlConnection, Values

Connection = psycopg.Connection[tuple[Any, ...]]
Cursor = psycopg.Cursor[tuple[Any, ...]]
_TEXT = 25  # PostgreSQL's number for the type TEXT
# To compile a statement takes longer than any of ours runs.
LOCK_TIMEOUT = "8s"
_SETTINGS = """
SET search_path = {schema};
SET default_transaction_isolation = 'read committed';
SET lock_timeout = '{wait}';
SET jit = off;
SET idle_in_transaction_session_timeout = '5min';
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
"""


class _Here(threading.local):
    """What a thread has: its connection, and in a transaction the locks that it holds; None outside of one.

    `""` among them is the lock that lets nobody else write. `trouble` is what went wrong in the transaction.
    """

    connection: Connection | None = None
    held: set[str] | None = None
    trouble: StorageTrouble | None = None


class PostgresConnection(SqlConnection):
    """Connects to a database, brings its tables up to date, and runs statements on this thread's connection."""

    _schema = "screener"
    _steps: Steps = STEPS

    def __init__(self, url: str) -> None:
        self._url = url
        self._here = _Here()
        self._opened: set[Connection] = set()
        self._opening = threading.Lock()
        self._open()

    def _open(self) -> None:
        try:
            with self.transaction():  # two servers that start together must not both lay out the tables
                bring_up_to_date(self._connection(), self._schema, self._steps)
        except StorageTrouble as trouble:
            self.close()
            if trouble.kind != "unreachable":
                raise
            raise Unreadable(str(trouble)) from None
        except Unreadable:
            self.close()
            raise
        except psycopg.Error as error:
            self.close()
            reason = (error.diag.message_primary or str(error)).strip()
            raise Unreadable(
                f"the tables cannot be made in the PostgreSQL database: {reason} (does its user own the database?)"
            ) from None

    @contextmanager
    def transaction(self, on: str = "") -> Iterator[None]:
        """Join the statements within; no other writer comes between, or with `on`, none that writes on the same.

        Raises StorageTrouble. If the connection is lost while it is being kept, nobody can know whether it was.
        """
        here = self._here
        if here.held is not None:
            self._hold(on)
            yield
            return
        self._begin(on)
        try:
            yield
            self._commit()
        except BaseException:
            with suppress(psycopg.Error):  # a connection that is lost has rolled back already
                self._connection().execute("ROLLBACK")
            raise
        finally:
            here.held, here.trouble = None, None

    def release(self) -> None:
        """Close this thread's connection; another is opened if it needs one after all."""
        connection = self._here.connection
        if connection is not None and self._here.held is None:
            self._drop(connection)

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._opening:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._here = _Here()

    def damages(self) -> tuple[str, ...]:
        """Read every row of every table to its last byte, and return which tables cannot be read.

        The server itself keeps references whole, and with data checksums (`initdb --data-checksums`) finds whatever a
        disk has changed.
        """
        if self._here.held is not None:
            raise psycopg.errors.ActiveSqlTransaction("what is damaged would end the transaction")
        tables = self._rows("SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY tablename", (self._schema,))
        return tuple(damage for (table,) in tables if (damage := self._damage_in(table)))

    def _damage_in(self, table: str) -> str:
        try:
            self._rows(f"SELECT sum(length(own::text)) FROM {table} AS own")  # noqa: S608 (named by the server)
        except (psycopg.Error, StorageTrouble) as error:
            return f"the table {table} cannot be read: {' '.join(str(error).split())}"
        return ""

    def overwrite_removed(self) -> bool:
        """Let what was removed be overwritten; False if somebody who began to read before may still see it.

        What the server's log of changes holds of it goes when that is written anew, or with its archive.
        """
        if self._here.held is not None:
            raise psycopg.errors.ActiveSqlTransaction("what was removed can be overwritten once that is kept")
        tables = self._rows("SELECT tablename FROM pg_tables WHERE schemaname = ?", (self._schema,))
        readers = "SELECT 1 FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid()"
        is_read = bool(self._rows(f"{readers} AND datname = current_database()"))
        try:
            self._connection().execute(f"VACUUM {', '.join(name for (name,) in tables)}")
        except psycopg.Error:  # somebody else looks after the tables right now
            return False
        return not is_read

    def _begin(self, on: str) -> None:
        lock = self._lock("", is_shared=bool(on)) + (self._lock(on) if on else "")
        try:
            self._execute(f"BEGIN; {lock}", None)
        except BaseException:  # it may have begun, and waited for the lock
            with suppress(psycopg.Error, StorageTrouble):
                self._connection().execute("ROLLBACK")
            raise
        self._here.held = {on}

    def _hold(self, on: str) -> None:
        """Let nobody else write on this either, unless nobody else writes at all."""
        held = self._here.held
        assert held is not None  # noqa: S101
        if on and not held & {"", on}:
            self._execute(self._lock(on), None)
            held.add(on)

    def _lock(self, on: str, *, is_shared: bool = False) -> str:
        number = int.from_bytes(sha256(f"{self._schema} {on}".encode()).digest()[:8], signed=True)
        return f"SELECT pg_advisory_xact_lock{'_shared' if is_shared else ''}({number});"

    def _commit(self) -> None:
        """Keep what was written. PostgreSQL answers COMMIT after a mistake that was passed over by rolling back."""
        self._must_go_on()
        if self._connection().info.transaction_status == TransactionStatus.INERROR:
            raise psycopg.errors.InFailedSqlTransaction("a statement of this transaction had failed")
        self._execute("COMMIT", None)

    def _connection(self) -> Connection:
        connection = self._here.connection
        if connection is None:
            connection = connected(self._url)
            try:
                connection.execute(_SETTINGS.format(schema=self._schema, wait=LOCK_TIMEOUT))
            except BaseException:  # without these settings nothing may be written by it
                connection.close()
                raise
            self._here.connection = connection
            with self._opening:
                self._opened.add(connection)
        return connection

    def _is_lost(self) -> bool:
        """Whether the connection is gone; if so, the next statement outside of a transaction gets a new one."""
        connection = self._here.connection
        if connection is None or not connection.closed:
            return False
        if self._here.held is None:
            self._drop(connection)
        return True

    def _drop(self, connection: Connection) -> None:
        self._here.connection = None
        with self._opening:
            self._opened.discard(connection)
        connection.close()

    def _execute(self, statement: str, values: Mapping[str, Any] | list[Any] | None) -> Cursor:
        """Run a statement. Outside of a transaction it only reads or begins one: it is run again if the server was
        started anew since the last time. Raises StorageTrouble.
        """
        self._must_go_on()
        try:
            return self._connection().execute(statement, values)
        except psycopg.Error as error:
            is_lost = self._is_lost()
            if not is_lost or self._here.held is not None:
                self._tell(error, is_lost)
                raise
        try:
            return self._connection().execute(statement, values)
        except psycopg.Error as error:
            self._tell(error, self._is_lost())
            raise

    def _must_go_on(self) -> None:
        """Whoever passed over a trouble must not have the rest of the transaction kept."""
        if self._here.trouble is not None:
            raise self._here.trouble

    def _tell(self, error: psycopg.Error, is_lost: bool) -> None:
        """Raise what an error means, if it is the database's and not the program's."""
        trouble = trouble_of(error, self._url, is_lost=is_lost)
        if trouble is not None:
            if self._here.held is not None:
                self._here.trouble = trouble
            raise trouble from error

    def _rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        if self._here.held is None and not sql.lstrip().upper().startswith(("SELECT", "WITH", "VALUES")):
            with self.transaction():  # it writes, and returns what it wrote
                return self._rows(sql, values)
        cursor = self._execute(translated(sql), to_kept(values))
        texts = [place for place, column in enumerate(cursor.description or ()) if column.type_code == _TEXT]
        return from_kept(cursor.fetchall(), texts)

    def _write(self, sql: str, values: Values = ()) -> int:
        if self._here.held is None:
            with self.transaction():
                return self._write(sql, values)
        try:
            return self._execute(translated(sql), to_kept(values)).rowcount
        except psycopg.errors.UniqueViolation as error:
            raise AlreadyThere(str(error)) from error

    def _insert(self, table: str, record: object, *, otherwise: str = "") -> int:
        """Add a record. One that is there already is told without an error, which would end the transaction."""
        count = super()._insert(table, record, otherwise=otherwise or "ON CONFLICT DO NOTHING")
        if not count and not otherwise:
            raise AlreadyThere(f"this row of {table} has to be unique")
        return count
