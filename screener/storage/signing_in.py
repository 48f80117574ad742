"""What is kept about signing in beside passwords and keys: people at an OpenID provider, and tries that failed."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a person is to an OpenID provider: its `issuer`, and the `subject` by which it knows them for ever."""

    issuer: str
    subject: str
    person_id: str
    linked_at: str


@dataclass(frozen=True, slots=True)
class Tries:
    """How often signing in has failed for one account or from one address, which only a keyed hash tells.

    Until `blocked_until` nothing more is tried; "" for no such time.
    """

    key: str
    failures: int
    last_at: str
    blocked_until: str = ""


class SignInStore(Protocol):
    """Identities and tries."""

    def add_identity(self, identity: Identity) -> None:
        """Keep who a person is to a provider. Raises Conflict if that is somebody already."""

    def find_identity(self, issuer: str, subject: str) -> Identity | None:
        """Return whose identity this is."""
        ...

    def identities_of(self, person_id: str) -> tuple[Identity, ...]:
        """Return a person's identities, the oldest first."""
        ...

    def identities(self) -> tuple[Identity, ...]:
        """Return everybody's identities, the oldest first."""
        ...

    def remove_identities(self, person_id: str) -> int:
        """Forget who a person is to providers; how many were forgotten."""
        ...

    def find_tries(self, key: str) -> Tries | None:
        """Return how often it has failed."""
        ...

    def put_tries(self, tries: Tries) -> None:
        """Keep how often it has failed, in the place of what was kept."""

    def take_back_try(self, key: str, blocked_until: str, before: str) -> None:
        """Count one failure less; if it made the time `blocked_until`, put back the one before it."""

    def forget_tries(self, key: str) -> None:
        """Forget what has failed."""

    def forget_tries_before(self, at: str) -> None:
        """Forget what failed last before a time."""
