"""A PostgreSQL database as everything is moved into it: at once and proved, or not at all."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from screener.errors import Refused
from screener.storage.moving import Table
from screener.storage.postgres import PostgresStore
from screener.storage.postgres.address import place_of
from screener.storage.postgres.migrations import bring_up_to_date
from screener.storage.postgres.statements import from_kept, to_kept
from screener.storage.postgres.voluntary import PostgresVoluntary

_AT_ONCE = 2_000


class _ArrivingStore(PostgresStore):
    """A store whose tables come about within the transaction that fills them."""

    def _open(self) -> None:
        """Nothing is made beforehand, so that nothing is left if something goes wrong."""

    def lay_out(self, schema: str, steps: Any) -> "_Schema":
        """Make what is missing of a schema's tables. Raises Refused if one of them holds a row."""
        connection = self._connection()
        connection.execute("SELECT set_config('search_path', %s, true)", (schema,))
        bring_up_to_date(connection, schema, steps)
        listed = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'migration'"
        for (table,) in connection.execute(listed, (schema,)).fetchall():
            if connection.execute(f"SELECT 1 FROM {schema}.{table} LIMIT 1").fetchone():  # noqa: S608
                where = f"the PostgreSQL database {place_of(self._url)}"
                how = "name another one, or remove its schemas screener and screener_voluntary if nobody needs them"
                raise Refused(f"{where} is not empty: it has rows in {schema}.{table} ({how})")
        return _Schema(connection, schema)

    def settle(self) -> None:
        """Let the database look at what it has now, and go on by the main tables."""
        self._connection().execute("ANALYZE")
        self._connection().execute("SELECT set_config('search_path', %s, true)", (self._schema,))


class _Schema:
    """See Target."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]], schema: str) -> None:
        self._connection, self._schema = connection, schema

    def take(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows to a table, and let its numbers go on behind them."""
        name, columns = f"{self._schema}.{table.name}", _listed(table)
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(to_kept(row))  # type: ignore[arg-type]
        if self._has(table, "id", "bigint") and self._serial(name):
            last = f"SELECT setval(%s, max(id)) FROM {name} HAVING max(id) IS NOT NULL"  # noqa: S608
            self._connection.execute(last, (self._serial(name),))

    def rows(self, table: Table) -> Iterator[tuple[Any, ...]]:
        """Return what the table holds now, in the order in which it came."""
        order = next((name for name in ("rowid", "id", "number") if self._has(table, name, "bigint")), "ctid")
        name = f"{self._schema}.{table.name}"
        texts = tuple(place for place, column in enumerate(table.columns) if self._has(table, column, "text"))
        with self._connection.cursor(name="moved") as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(f"SELECT {_listed(table)} FROM {name} ORDER BY {order}")  # noqa: S608
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from from_kept(rows, texts)

    def _has(self, table: Table, column: str, kind: str) -> bool:
        sql = (
            "SELECT 1 FROM information_schema.columns WHERE table_schema = %s AND table_name = %s "
            "AND column_name = %s AND data_type = %s"
        )
        return self._connection.execute(sql, (self._schema, table.name, column, kind)).fetchone() is not None

    def _serial(self, name: str) -> Any:
        return (self._connection.execute("SELECT pg_get_serial_sequence(%s, 'id')", (name,)).fetchone() or (None,))[0]


@contextmanager
def receiving(url: str) -> Iterator[tuple[PostgresStore, _Schema, _Schema]]:
    """Give a store within one transaction, and its two schemas to fill; what was filled is kept at the end.

    Raises Refused if the database is not empty, StorageTrouble.
    """
    store = _ArrivingStore(url)
    try:
        with store.transaction():
            store._connection().execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            answers = store.lay_out(PostgresVoluntary._schema, PostgresVoluntary._steps)
            main = store.lay_out(PostgresStore._schema, PostgresStore._steps)
            try:
                yield store, main, answers
                store.settle()
            except psycopg.Error as error:
                store._tell(error, store._is_lost())
                raise
    finally:
        store.close()


def _listed(table: Table) -> str:
    return ", ".join(f'"{name}"' for name in table.columns)
