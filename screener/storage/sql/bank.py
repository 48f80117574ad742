"""States of the question bank, drafts of changes and their effects in SQL."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from screener.storage.bank import BankDraft, BankDraftFile, BankEffect, BankSave, BankVersion, EffectState
from screener.storage.sql.connection import SqlConnection

_NEWEST_FIRST = "ORDER BY id DESC"


class SqlBank(SqlConnection):
    """See BankStore. A file's content is kept once, however many states have it."""

    def keep_bank(self, version: BankVersion) -> None:
        """Keep a state of the bank; one that is kept already stays."""
        with self.transaction():
            if self._rows("SELECT 1 FROM bank_file WHERE fingerprint = ? LIMIT 1", (version.fingerprint,)):
                return
            for path, content in version.files.items():
                key = sha256(content).hexdigest()
                self._write("INSERT INTO bank_content VALUES (?, ?) ON CONFLICT (hash) DO NOTHING", (key, content))
                sql = "INSERT INTO bank_file (fingerprint, path, hash, kept_at) VALUES (?, ?, ?, ?)"
                self._write(sql, (version.fingerprint, path, key, version.kept_at))

    def latest_bank(self) -> BankVersion | None:
        """Return the state of the bank that the last interview began with."""
        rows = self._rows(
            "SELECT bank FROM interview WHERE started_at IS NOT NULL ORDER BY started_at DESC, id LIMIT 1"
        )
        return self.find_bank(rows[0][0]) if rows else None

    def find_bank(self, fingerprint: str) -> BankVersion | None:
        """Return a state of the bank."""
        sql = "SELECT path, content, kept_at FROM bank_file JOIN bank_content USING (hash) WHERE fingerprint = ?"
        rows = self._rows(sql, (fingerprint,))
        return BankVersion(fingerprint, {path: content for path, content, _ in rows}, rows[0][2]) if rows else None

    def bank_paths(self, fingerprint: str) -> Mapping[str, str]:
        """Return the hash of each file's content in a kept state, by path."""
        return dict(self._rows("SELECT path, hash FROM bank_file WHERE fingerprint = ?", (fingerprint,)))

    def banks_beginning(self, prefix: str) -> tuple[str, ...]:
        """Return the fingerprints of kept states that begin so, in order."""
        sql = "SELECT DISTINCT fingerprint FROM bank_file WHERE substr(fingerprint, 1, ?) = ? ORDER BY fingerprint"
        return tuple(name for (name,) in self._rows(sql, (len(prefix), prefix)))

    def add_bank_save(self, save: BankSave) -> BankSave:
        """Note that the bank came into a state, and return that with its number."""
        sql = "INSERT INTO bank_save (bank, kind, person_id, reason, at) VALUES (?, ?, ?, ?, ?) RETURNING id"
        ((number,),) = self._rows(sql, (save.bank, save.kind, save.person_id, save.reason, save.at))
        return replace(save, id=number)

    def find_bank_save(self, number: int) -> BankSave | None:
        """Return what was noted under a number."""
        return self._one(BankSave, "bank_save", "WHERE id = ?", (number,))

    def last_bank_save(self) -> BankSave | None:
        """Return what was noted last."""
        return self._one(BankSave, "bank_save", f"{_NEWEST_FIRST} LIMIT 1")

    def bank_saves(self, *, before: int | None = None, limit: int = -1) -> tuple[BankSave, ...]:
        """Return what was noted, the newest first; only what has a smaller number than `before`."""
        where = f"WHERE ? IS NULL OR id < ? {_NEWEST_FIRST} LIMIT ?"
        return self._all(BankSave, "bank_save", where, (before, before, limit))

    def add_bank_draft(self, draft: BankDraft) -> None:
        """Keep a new draft."""
        self._insert("bank_draft", draft)

    def change_bank_draft(self, draft: BankDraft) -> None:
        """Replace a draft's title, and when it was changed and ended."""
        sql = "UPDATE bank_draft SET title = ?, changed_at = ?, ended_at = ? WHERE id = ?"
        self._write(sql, (draft.title, draft.changed_at, draft.ended_at, draft.id))

    def find_bank_draft(self, draft_id: str) -> BankDraft | None:
        """Return a draft, an ended one too."""
        return self._one(BankDraft, "bank_draft", "WHERE id = ?", (draft_id,))

    def bank_drafts(self) -> tuple[BankDraft, ...]:
        """Return the drafts that have not ended, the latest changed first."""
        return self._all(BankDraft, "bank_draft", "WHERE ended_at IS NULL ORDER BY changed_at DESC, id")

    def set_bank_draft_file(self, file: BankDraftFile) -> None:
        """Put a file into a draft, in the place of what it had under that path."""
        otherwise = "ON CONFLICT (draft_id, path) DO UPDATE SET base = excluded.base, content = excluded.content"
        self._insert("bank_draft_file", file, otherwise=otherwise)

    def drop_bank_draft_file(self, draft_id: str, path: str) -> None:
        """Take a file out of a draft."""
        self._write("DELETE FROM bank_draft_file WHERE draft_id = ? AND path = ?", (draft_id, path))

    def bank_draft_files_of(self, draft_id: str) -> tuple[BankDraftFile, ...]:
        """Return a draft's files by path."""
        return self._all(BankDraftFile, "bank_draft_file", "WHERE draft_id = ? ORDER BY path", (draft_id,))

    def add_bank_effect(self, effect: BankEffect) -> None:
        """Keep that the effect of a draft is being worked out."""
        self._insert("bank_effect", effect)

    def find_bank_effect(self, effect_id: str) -> BankEffect | None:
        """Return how far that has come, or what came of it."""
        return self._one(BankEffect, "bank_effect", "WHERE id = ?", (effect_id,))

    def find_effect_of_draft(self, draft_id: str, person_id: str) -> BankEffect | None:
        """Return the effect that was last worked out for a person and a draft."""
        where = "WHERE draft_id = ? AND person_id = ? ORDER BY begun_at DESC, rowid DESC LIMIT 1"
        return self._one(BankEffect, "bank_effect", where, (draft_id, person_id))

    def advance_bank_effect(self, effect_id: str, done: int, total: int, at: str) -> bool:
        """Note how far it has come; False if it was stopped or is gone."""
        sql = "UPDATE bank_effect SET done = ?, total = ?, seen_at = ? WHERE id = ? AND state = 'running'"
        return self._write(sql, (done, total, at, effect_id)) == 1

    def end_bank_effect(self, effect_id: str, state: EffectState, result: str, at: str) -> None:
        """Note what came of an effect that is still being worked out."""
        sql = "UPDATE bank_effect SET state = ?, result = ?, seen_at = ? WHERE id = ? AND state = 'running'"
        self._write(sql, (state, result, at, effect_id))

    def stop_bank_effects(self, person_id: str, at: str) -> None:
        """Stop everything that is being worked out for a person."""
        sql = "UPDATE bank_effect SET state = 'stopped', seen_at = ? WHERE person_id = ? AND state = 'running'"
        self._write(sql, (at, person_id))

    def remove_bank_effects(self, *, draft_id: str = "", begun_before: str = "") -> None:
        """Remove the effects of a draft, or those that were begun before a time."""
        self._write("DELETE FROM bank_effect WHERE draft_id = ? OR begun_at < ?", (draft_id, begun_before))
