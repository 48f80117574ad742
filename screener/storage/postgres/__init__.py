"""The store in PostgreSQL: several servers of ours may share it, and its own tools back it up."""

from screener.storage.postgres.connection import PostgresConnection
from screener.storage.sql import SqlStore


class PostgresStore(PostgresConnection, SqlStore):
    """Everything that is kept, in one schema of a database."""
