"""The store's verbs as statements that any SQL database takes."""

from screener.storage.sql.accounts import SqlAccounts
from screener.storage.sql.answers import SqlAnswers
from screener.storage.sql.audit import SqlAudit
from screener.storage.sql.backups import SqlBackups
from screener.storage.sql.bank import SqlBank
from screener.storage.sql.calibration import SqlCalibration
from screener.storage.sql.erasing import SqlErasing
from screener.storage.sql.importing import SqlImporting
from screener.storage.sql.interviews import SqlInterviews
from screener.storage.sql.openings import SqlOpenings
from screener.storage.sql.question_use import SqlQuestionUse
from screener.storage.sql.retention import SqlRetention
from screener.storage.sql.selection import SqlSelections
from screener.storage.sql.signing_in import SqlSignIns
from screener.storage.sql.summaries import SqlSummaries
from screener.storage.sql.tokens import SqlTokens


class SqlStore(
    SqlAccounts,
    SqlOpenings,
    SqlInterviews,
    SqlAnswers,
    SqlSummaries,
    SqlQuestionUse,
    SqlBank,
    SqlCalibration,
    SqlImporting,
    SqlSelections,
    SqlTokens,
    SqlSignIns,
    SqlAudit,
    SqlBackups,
    SqlErasing,
    SqlRetention,
):
    """Everything that is kept."""
