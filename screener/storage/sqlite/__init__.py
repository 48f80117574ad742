"""The store in one SQLite file: no server to run, and a copy of the file is a copy of everything."""

from screener.storage.sqlite.accounts import SqliteAccounts
from screener.storage.sqlite.answers import SqliteAnswers
from screener.storage.sqlite.interviews import SqliteInterviews
from screener.storage.sqlite.openings import SqliteOpenings


class SqliteStore(SqliteAccounts, SqliteOpenings, SqliteInterviews, SqliteAnswers):
    """Everything that is kept, in one file."""
