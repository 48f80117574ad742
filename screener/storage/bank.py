"""The states that the question bank has been in, and changes to it that wait to be adopted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

SaveKind = Literal["begun", "edited", "restored", "imported", "upgraded", "outside"]
EffectState = Literal["running", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class BankVersion:
    """A state of the question bank: its files by their path within the bank."""

    fingerprint: str
    files: Mapping[str, bytes]
    kept_at: str


@dataclass(frozen=True, slots=True)
class BankSave:
    """The bank came into a state: by whom, when and why. `id` counts from 1 and is 0 before it is kept.

    What was changed on disk, outside of Screener, is known when it is first seen; nobody's name stands by it then.
    """

    id: int
    bank: str
    kind: SaveKind
    person_id: str | None
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class BankDraft:
    """A change of the bank that has not been adopted. `ended_at` is when it was adopted or dropped."""

    id: str
    person_id: str
    kind: SaveKind
    title: str
    made_at: str
    changed_at: str
    ended_at: str | None = None


@dataclass(frozen=True, slots=True)
class BankDraftFile:
    """A file as a draft would have it; None removes it.

    `base` is the hash of the content on disk that the draft goes by, "" for a file that was not there.
    """

    draft_id: str
    path: str
    base: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class BankEffect:
    """What a draft would change in stored answers, as it is being worked out for one person. Kept for a day at most.

    `seal` tells which contents it was worked out for, `seen_at` when the work last went on, `result` is JSON.
    """

    id: str
    draft_id: str
    person_id: str
    seal: str
    begun_at: str
    seen_at: str
    state: EffectState
    done: int
    total: int
    result: str


class BankStore(Protocol):
    """States of the bank, and drafts."""

    def keep_bank(self, version: BankVersion) -> None:
        """Keep a state of the bank; one that is kept already stays."""

    def latest_bank(self) -> BankVersion | None:
        """Return the state of the bank that the last interview began with."""
        ...

    def find_bank(self, fingerprint: str) -> BankVersion | None:
        """Return a state of the bank."""
        ...

    def bank_paths(self, fingerprint: str) -> Mapping[str, str]:
        """Return the hash of each file's content in a kept state, by path."""
        ...

    def banks_beginning(self, prefix: str) -> tuple[str, ...]:
        """Return the fingerprints of kept states that begin so, in order."""
        ...

    def add_bank_save(self, save: BankSave) -> BankSave:
        """Note that the bank came into a state, and return that with its number."""
        ...

    def find_bank_save(self, number: int) -> BankSave | None:
        """Return what was noted under a number."""
        ...

    def last_bank_save(self) -> BankSave | None:
        """Return what was noted last."""
        ...

    def bank_saves(self, *, before: int | None = None, limit: int = -1) -> tuple[BankSave, ...]:
        """Return what was noted, the newest first; only what has a smaller number than `before`."""
        ...

    def add_bank_draft(self, draft: BankDraft) -> None:
        """Keep a new draft."""

    def change_bank_draft(self, draft: BankDraft) -> None:
        """Replace a draft's title, and when it was changed and ended."""

    def find_bank_draft(self, draft_id: str) -> BankDraft | None:
        """Return a draft, an ended one too."""
        ...

    def bank_drafts(self) -> tuple[BankDraft, ...]:
        """Return the drafts that have not ended, the latest changed first."""
        ...

    def set_bank_draft_file(self, file: BankDraftFile) -> None:
        """Put a file into a draft, in the place of what it had under that path."""

    def drop_bank_draft_file(self, draft_id: str, path: str) -> None:
        """Take a file out of a draft."""

    def bank_draft_files_of(self, draft_id: str) -> tuple[BankDraftFile, ...]:
        """Return a draft's files by path."""
        ...

    def add_bank_effect(self, effect: BankEffect) -> None:
        """Keep that the effect of a draft is being worked out."""

    def find_bank_effect(self, effect_id: str) -> BankEffect | None:
        """Return how far that has come, or what came of it."""
        ...

    def find_effect_of_draft(self, draft_id: str, person_id: str) -> BankEffect | None:
        """Return the effect that was last worked out for a person and a draft."""
        ...

    def advance_bank_effect(self, effect_id: str, done: int, total: int, at: str) -> bool:
        """Note how far it has come; False if it was stopped or is gone."""
        ...

    def end_bank_effect(self, effect_id: str, state: EffectState, result: str, at: str) -> None:
        """Note what came of an effect that is still being worked out."""

    def stop_bank_effects(self, person_id: str, at: str) -> None:
        """Stop everything that is being worked out for a person."""

    def remove_bank_effects(self, *, draft_id: str = "", begun_before: str = "") -> None:
        """Remove the effects of a draft, or those that were begun before a time."""
