"""The store in one SQLite file: no server to run, and a copy of the file is a copy of everything."""

from screener.storage.sql import SqlStore
from screener.storage.sqlite.connection import SqliteConnection


class SqliteStore(SqliteConnection, SqlStore):
    """Everything that is kept, in one file."""
