"""The audit trail in SQL."""

from collections.abc import Iterator
from typing import Any

from screener.storage.audit import AUDIT_TRAIL, AuditEntry, AuditHead, AuditWords
from screener.storage.rows import columns_of, from_row
from screener.storage.sql.connection import SqlConnection, listed

_AT_ONCE = 1_000
_JOINED = "FROM audit_entry LEFT JOIN audit_words ON audit_words.number = audit_entry.number"
_SPLIT = len(columns_of(AuditEntry))


class SqlAudit(SqlConnection):
    """See AuditStore."""

    def audit_head(self) -> AuditHead | None:
        """Return where the trail ends; None before its first entry."""
        return self._one(AuditHead, "audit_head", "WHERE id = 1")

    def add_audit_entry(self, entry: AuditEntry, words: AuditWords | None, head: AuditHead) -> None:
        """Add an entry, and move the head to it."""
        with self.transaction(AUDIT_TRAIL):
            self._insert("audit_entry", entry)
            if words is not None:
                self._insert("audit_words", words)
            self._write(
                "INSERT INTO audit_head (id, number, seal, proof) VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                "SET number = excluded.number, seal = excluded.seal, proof = excluded.proof",
                (head.number, head.seal, head.proof),
            )

    def audit_entries(
        self,
        *,
        candidate_id: str = "",
        opening_id: str = "",
        person_id: str = "",
        action: str = "",
        since: str = "",
        until: str = "",
        before: int | None = None,
        limit: int = -1,
    ) -> tuple[tuple[AuditEntry, str | None], ...]:
        """Return entries that meet all conditions, the newest first, each with its words or None."""
        wanted: dict[str, Any] = {
            "candidate_id": candidate_id, "opening_id": opening_id, "person_id": person_id, "action": action,
        }  # fmt: skip
        values: dict[str, Any] = {name: value for name, value in wanted.items() if value}
        conditions = [f"audit_entry.{name} = :{name}" for name in values]
        for name, at, sign in (("since", since, ">="), ("until", until, "<")):
            if at:
                conditions.append(f"audit_entry.at {sign} :{name}")
                values[name] = at
        if before is not None:
            conditions.append("audit_entry.number < :before")
            values["before"] = before
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        stretch = "LIMIT :limit" if limit >= 0 else ""
        sql = (
            f"SELECT {listed(AuditEntry, 'audit_entry')}, audit_words.words {_JOINED} {where} "
            f"ORDER BY audit_entry.number DESC {stretch}"
        )
        rows = self._rows(sql, {**values, "limit": limit} if stretch else values)
        return tuple((from_row(AuditEntry, row[:-1]), row[-1]) for row in rows)

    def whole_audit(self, after: int = -1) -> Iterator[tuple[AuditEntry, AuditWords | None]]:
        """Return every entry behind a number in order, a stretch at a time, each with its words."""
        sql = (
            f"SELECT {listed(AuditEntry, 'audit_entry')}, {listed(AuditWords, 'audit_words')} {_JOINED} "
            "WHERE audit_entry.number > ? ORDER BY audit_entry.number LIMIT ?"
        )
        last = after
        while rows := self._rows(sql, (last, _AT_ONCE)):
            last = rows[-1][0]
            for row in rows:
                words = from_row(AuditWords, row[_SPLIT:]) if row[_SPLIT] is not None else None
                yield from_row(AuditEntry, row[:_SPLIT]), words

    def drop_audit_words(self, candidate_id: str) -> int:
        """Remove what was written with the entries on a candidate, and return how many had any."""
        own = "SELECT number FROM audit_entry WHERE candidate_id = ?"
        return self._write(f"DELETE FROM audit_words WHERE number IN ({own})", (candidate_id,))  # noqa: S608
