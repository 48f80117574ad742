"""Voluntary answers in a schema of their own, written anew as a whole each time: no row tells when it came.

PostgreSQL keeps for each row which transaction wrote it, lays rows down in the order in which they come, and leaves
deleted ones where they were. Written together, by their keys, they have all the same age. Then they are laid into new
files; while somebody is reading, that waits for the next change.
"""

from collections.abc import Mapping
from contextlib import suppress

import psycopg

from screener.storage.postgres.connection import LOCK_TIMEOUT, PostgresConnection
from screener.storage.postgres.migrations import Steps
from screener.storage.voluntary import VoluntaryAnswer

_PATIENCE = "200ms"  # a backup reads for longer than anybody should wait
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
        self._clear()

    def remove_answer(self, key: str) -> None:
        """Delete an answer for good, if there is one."""
        with self.transaction():
            answers = dict(self.answers())
            if answers.pop(key, None):
                self._write_anew(answers)
        self._clear()

    def answers(self) -> Mapping[str, VoluntaryAnswer]:
        """Return all answers by key."""
        return {answer.key: answer for answer in self._all(VoluntaryAnswer, "voluntary_answer", "ORDER BY key")}

    def _write_anew(self, answers: Mapping[str, VoluntaryAnswer]) -> None:
        # TRUNCATE would wait for whoever reads, a backup for instance, and be seen by those who began to read before.
        self._write("DELETE FROM voluntary_answer")
        for key in sorted(answers):
            self._insert("voluntary_answer", answers[key])

    def _clear(self) -> None:
        """Lay the answers into new files and remove the old ones, unless somebody is reading them right now."""
        if self._here.held is not None:
            return
        connection = self._connection()
        with suppress(psycopg.Error):
            connection.execute(f"SET lock_timeout = '{_PATIENCE}'")
            connection.execute(f"CLUSTER {self._schema}.voluntary_answer USING voluntary_answer_pkey")
        with suppress(psycopg.Error):
            connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
