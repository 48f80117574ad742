"""Voluntary answers in a schema of their own, written anew as a whole each time: no row tells when it came.

PostgreSQL keeps for each row which transaction wrote it, lays rows down in the order in which they come, and leaves
deleted ones where they were. Written together, by their keys and into new files, they have all the same age.
"""

from collections.abc import Mapping

from screener.storage.postgres.connection import PostgresConnection
from screener.storage.postgres.migrations import Steps
from screener.storage.voluntary import VoluntaryAnswer

_STEPS: Steps = {
    "first_table": "CREATE TABLE voluntary_answer (key TEXT PRIMARY KEY, sex TEXT NOT NULL, race TEXT NOT NULL);"
}


class PostgresVoluntary(PostgresConnection):
    """See VoluntaryStore."""

    _schema = "screener_voluntary"
    _steps = _STEPS

    def keep_answer(self, answer: VoluntaryAnswer) -> None:
        """Keep an answer in the place of an earlier one with its key."""
        with self.transaction():
            self._write_anew({**self.answers(), answer.key: answer})

    def remove_answer(self, key: str) -> None:
        """Delete an answer for good, if there is one."""
        with self.transaction():
            answers = dict(self.answers())
            if answers.pop(key, None):
                self._write_anew(answers)

    def answers(self) -> Mapping[str, VoluntaryAnswer]:
        """Return all answers by key."""
        return {answer.key: answer for answer in self._all(VoluntaryAnswer, "voluntary_answer", "ORDER BY key")}

    def _write_anew(self, answers: Mapping[str, VoluntaryAnswer]) -> None:
        self._write("TRUNCATE voluntary_answer")  # which begins new files and removes the old ones
        for key in sorted(answers):
            self._insert("voluntary_answer", answers[key])
