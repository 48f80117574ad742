"""Voluntary answers in an SQLite file of their own, which keeps no trace of when they came or of what was deleted."""

from collections.abc import Mapping

from sqlite_utils import Database, Migrations

from screener.storage.sqlite.connection import SqliteConnection
from screener.storage.voluntary import VoluntaryAnswer

_voluntary_steps = Migrations("screener-voluntary")

# Without row ids the rows lie by their key, a hash: their order tells nothing.
_FIRST = """
CREATE TABLE voluntary_answer (key TEXT PRIMARY KEY, sex TEXT NOT NULL, race TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


@_voluntary_steps()
def first_table(db: Database) -> None:
    """Lay out the answers."""
    db.executescript(_FIRST)


class SqliteVoluntary(SqliteConnection):
    """See VoluntaryStore."""

    # A log beside the file would hold answers in the order in which they came, and those that were deleted.
    _pragmas = (
        "journal_mode = DELETE",
        "secure_delete = ON",
        "synchronous = EXTRA",
    )

    def keep_answer(self, answer: VoluntaryAnswer) -> None:
        """Keep an answer in the place of an earlier one with its key."""
        otherwise = "ON CONFLICT (key) DO UPDATE SET sex = excluded.sex, race = excluded.race"
        self._insert("voluntary_answer", answer, otherwise=otherwise)

    def remove_answer(self, key: str) -> None:
        """Delete an answer for good, if there is one."""
        self._write("DELETE FROM voluntary_answer WHERE key = ?", (key,))

    def answers(self) -> Mapping[str, VoluntaryAnswer]:
        """Return all answers by key."""
        return {answer.key: answer for answer in self._all(VoluntaryAnswer, "voluntary_answer", "")}

    @property
    def _steps(self) -> Migrations:
        return _voluntary_steps
