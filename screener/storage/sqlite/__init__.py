"""The store in one SQLite file: no server to run, and a copy of the file is a copy of everything."""

from screener.storage.sqlite.accounts import SqliteAccounts
from screener.storage.sqlite.answers import SqliteAnswers
from screener.storage.sqlite.bank import SqliteBank
from screener.storage.sqlite.calibration import SqliteCalibration
from screener.storage.sqlite.importing import SqliteImporting
from screener.storage.sqlite.interviews import SqliteInterviews
from screener.storage.sqlite.openings import SqliteOpenings
from screener.storage.sqlite.question_use import SqliteQuestionUse
from screener.storage.sqlite.selection import SqliteSelections
from screener.storage.sqlite.summaries import SqliteSummaries
from screener.storage.sqlite.tokens import SqliteTokens


class SqliteStore(
    SqliteAccounts,
    SqliteOpenings,
    SqliteInterviews,
    SqliteAnswers,
    SqliteSummaries,
    SqliteQuestionUse,
    SqliteBank,
    SqliteCalibration,
    SqliteImporting,
    SqliteSelections,
    SqliteTokens,
):
    """Everything that is kept, in one file."""
