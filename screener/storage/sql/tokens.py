"""Tokens for other programs in SQL."""

from collections.abc import Collection

from screener.storage.records import Person
from screener.storage.rows import columns_of, from_row
from screener.storage.sql.connection import SqlConnection, listed
from screener.storage.tokens import ApiToken


class SqlTokens(SqlConnection):
    """See TokenStore."""

    def add_token(self, token: ApiToken) -> None:
        """Keep a token."""
        self._insert("api_token", token)

    def find_token(self, token_hash: str) -> tuple[ApiToken, Person] | None:
        """Return a token by the hash of its secret, and who made it."""
        return next(iter(self._tokens("WHERE api_token.hash = ?", (token_hash,))), None)

    def tokens(self) -> tuple[tuple[ApiToken, Person], ...]:
        """Return every token with who made it, the newest first."""
        return self._tokens("ORDER BY api_token.created_at DESC, api_token.id")

    def touch_token(self, token_id: str, at: str) -> None:
        """Note that a token was used."""
        with self.transaction(token_id):
            self._write("UPDATE api_token SET used_at = ? WHERE id = ?", (at, token_id))

    def withdraw_token(self, token_id: str, at: str) -> bool:
        """Make a token useless; False if there is none, or it was useless before."""
        sql = "UPDATE api_token SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL"
        return self._write(sql, (at, token_id)) == 1

    def _tokens(self, where: str, values: Collection[str] = ()) -> tuple[tuple[ApiToken, Person], ...]:
        sql = (
            f"SELECT {listed(ApiToken, 'api_token')}, {listed(Person, 'person')} "  # noqa: S608
            f"FROM api_token JOIN person ON person.id = api_token.created_by {where}"
        )
        split = len(columns_of(ApiToken))
        rows = self._rows(sql, values)
        return tuple((from_row(ApiToken, row[:split]), from_row(Person, row[split:])) for row in rows)
