"""Backups and leases in SQL."""

from screener.storage.backups import BackupRun
from screener.storage.sql.connection import SqlConnection


class SqlBackups(SqlConnection):
    """See BackupStore."""

    def add_backup_run(self, run: BackupRun) -> None:
        """Keep that a backup was begun."""
        self._insert("backup_run", run)

    def end_backup_run(self, run: BackupRun) -> None:
        """Keep what became of it: end, file, size and problem."""
        self._write(
            "UPDATE backup_run SET ended_at = ?, file = ?, size = ?, is_sealed = ?, problem = ? WHERE id = ?",
            (run.ended_at, run.file, run.size, int(run.is_sealed), run.problem, run.id),
        )

    def backup_runs(self, limit: int) -> tuple[BackupRun, ...]:
        """Return the last backups that were begun, the newest first."""
        return self._all(BackupRun, "backup_run", "ORDER BY begun_at DESC, id LIMIT ?", (limit,))

    def last_good_backup(self) -> BackupRun | None:
        """Return the newest backup that came to a good end."""
        where = "WHERE ended_at IS NOT NULL AND problem = '' ORDER BY begun_at DESC, id LIMIT 1"
        return self._one(BackupRun, "backup_run", where)

    def drop_backup_runs(self, begun_before: str) -> None:
        """Forget backups that were begun before a time."""
        self._write("DELETE FROM backup_run WHERE begun_at < ?", (begun_before,))

    def take_lease(self, name: str, holder: str, at: str, until: str, latest: str) -> bool:
        """Let `holder` alone do what `name` says until a time; False if somebody else may now."""
        sql = (
            "INSERT INTO lease (name, holder, until) VALUES (:name, :holder, :until) ON CONFLICT (name) DO UPDATE "
            "SET holder = excluded.holder, until = excluded.until "
            "WHERE lease.holder = :holder OR lease.until <= :at OR lease.until > :latest"
        )
        return self._write(sql, {"name": name, "holder": holder, "at": at, "until": until, "latest": latest}) == 1

    def end_lease(self, name: str, holder: str) -> None:
        """Give a lease back."""
        self._write("DELETE FROM lease WHERE name = ? AND holder = ?", (name, holder))
