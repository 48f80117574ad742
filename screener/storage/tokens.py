"""Tokens by which other programs read what is kept."""

from dataclasses import dataclass
from typing import Protocol

from screener.storage.records import Person


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What lets another program read. Only the hash of its secret is kept; `name` says for which program it is."""

    id: str
    hash: str
    name: str
    created_by: str
    created_at: str
    expires_at: str
    used_at: str | None = None
    withdrawn_at: str | None = None


class TokenStore(Protocol):
    """Tokens with the people who made them."""

    def add_token(self, token: ApiToken) -> None:
        """Keep a token."""

    def find_token(self, token_hash: str) -> tuple[ApiToken, Person] | None:
        """Return a token by the hash of its secret, and who made it."""
        ...

    def tokens(self) -> tuple[tuple[ApiToken, Person], ...]:
        """Return every token with who made it, the newest first."""
        ...

    def touch_token(self, token_id: str, at: str) -> None:
        """Note that a token was used."""

    def withdraw_token(self, token_id: str, at: str) -> bool:
        """Make a token useless; False if there is none, or it was useless before."""
        ...
