"""When backups were made and what came of them, and who of several servers does what only one may do at a time."""

from dataclasses import dataclass
from typing import Literal, Protocol

BackupKind = Literal["scheduled", "asked", "command"]


@dataclass(frozen=True, slots=True)
class BackupRun:
    """A backup that was begun.

    It is good once it has an end and no problem. `person_id` is who asked for it, "" for nobody; `file` is where it is
    or was to be, `size` its length in bytes.
    """

    id: str
    kind: BackupKind
    person_id: str
    begun_at: str
    ended_at: str | None = None
    file: str = ""
    size: int = 0
    is_sealed: bool = False
    problem: str = ""

    @property
    def is_good(self) -> bool:
        """Whether there was a backup in the end."""
        return bool(self.ended_at) and not self.problem


class BackupStore(Protocol):
    """Backups as they were made, the newest first, and leases."""

    def add_backup_run(self, run: BackupRun) -> None:
        """Keep that a backup was begun."""

    def end_backup_run(self, run: BackupRun) -> None:
        """Keep what became of it: end, file, size and problem."""

    def backup_runs(self, limit: int) -> tuple[BackupRun, ...]:
        """Return the last backups that were begun, the newest first."""
        ...

    def last_good_backup(self) -> BackupRun | None:
        """Return the newest backup that came to a good end."""
        ...

    def drop_backup_runs(self, begun_before: str) -> None:
        """Forget backups that were begun before a time."""

    def take_lease(self, name: str, holder: str, at: str, until: str, latest: str) -> bool:
        """Let `holder` alone do what `name` says until a time; False if somebody else may now.

        A lease that runs longer than `latest` was taken while the clock was wrong, and holds nobody up. It is later
        than `until` by as much as the clocks of several servers may differ.
        """
        ...

    def end_lease(self, name: str, holder: str) -> None:
        """Give a lease back."""
