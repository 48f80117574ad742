"""Identities and tries in SQL."""

from screener.errors import Conflict
from screener.storage.signing_in import Identity, Tries
from screener.storage.sql.connection import AlreadyThere, SqlConnection


class SqlSignIns(SqlConnection):
    """See SignInStore."""

    def add_identity(self, identity: Identity) -> None:
        """Keep who a person is to a provider. Raises Conflict if that is somebody already."""
        try:
            self._insert("identity", identity)
        except AlreadyThere:
            raise Conflict("this identity belongs to somebody already") from None

    def find_identity(self, issuer: str, subject: str) -> Identity | None:
        """Return whose identity this is."""
        return self._one(Identity, "identity", "WHERE issuer = ? AND subject = ?", (issuer, subject))

    def identities_of(self, person_id: str) -> tuple[Identity, ...]:
        """Return a person's identities, the oldest first."""
        return self._all(Identity, "identity", "WHERE person_id = ? ORDER BY linked_at, issuer, subject", (person_id,))

    def identities(self) -> tuple[Identity, ...]:
        """Return everybody's identities, the oldest first."""
        return self._all(Identity, "identity", "ORDER BY linked_at, issuer, subject")

    def remove_identities(self, person_id: str) -> int:
        """Forget who a person is to providers; how many were forgotten."""
        return self._write("DELETE FROM identity WHERE person_id = ?", (person_id,))

    def find_tries(self, key: str) -> Tries | None:
        """Return how often it has failed."""
        return self._one(Tries, "tries", "WHERE key = ?", (key,))

    def put_tries(self, tries: Tries) -> None:
        """Keep how often it has failed, in the place of what was kept."""
        self._insert(
            "tries",
            tries,
            otherwise="ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, "
            "blocked_until = excluded.blocked_until",
        )

    def take_back_try(self, key: str, blocked_until: str, before: str) -> None:
        """Count one failure less; if it made the time `blocked_until`, put back the one before it."""
        self._write(
            "UPDATE tries SET failures = failures - 1, "
            "blocked_until = CASE WHEN blocked_until = :made THEN :before ELSE blocked_until END "
            "WHERE key = :key AND failures > 0",
            {"key": key, "made": blocked_until, "before": before},
        )

    def forget_tries(self, key: str) -> None:
        """Forget what has failed."""
        self._write("DELETE FROM tries WHERE key = ?", (key,))

    def forget_tries_before(self, at: str) -> None:
        """Forget what failed last before a time."""
        self._write("DELETE FROM tries WHERE last_at < ?", (at,))
