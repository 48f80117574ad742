"""A candidate of whom every column that can hold words holds a word of its own, and a search of all files for it."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from screener.journeys.audit import ERASED, About, note
from screener.journeys.instance import Instance, new_id
from screener.journeys.tidying import ARRIVING
from screener.storage.bank import BankDraft, BankEffect
from screener.storage.importing import ExternalId, ImportFile
from screener.storage.records import (
    Asking,
    Candidate,
    Consensus,
    ConsensusLevel,
    Draft,
    FlagAnswer,
    PlacementChoice,
    Rating,
    Reading,
    TranscriptFile,
)
from screener.storage.retention import Hold
from screener.storage.selection import Selection
from screener.storage.summaries import HeardFlag, Hearing, Summary
from tests.office import Office

# Every column that holds no word about a candidate. What does not stand here has to be erased: a new column or table
# makes the tests fail until it is erased or its place here is justified.
NO_WORDS: Mapping[str, set[str]] = {
    # people who sign in, and what they did with the tool
    "person": {"id", "name", "role", "email", "password_hash", "created_at", "ended_at"},
    "sign_in_key": {"hash", "person_id", "kind", "made_by", "created_at", "expires_at", "used_at", "withdrawn_at"},
    "session": {"hash", "person_id", "device", "created_at", "seen_at", "ended_at"},
    "identity": {"issuer", "subject", "person_id", "linked_at"},
    "tries": {"key", "last_at", "blocked_until"},
    "backup_run": {"id", "kind", "person_id", "begun_at", "ended_at", "file", "problem"},
    "lease": {"name", "holder", "until"},
    "api_token": {"id", "hash", "name", "created_by", "created_at", "expires_at", "used_at", "withdrawn_at"},
    "calibration_rating": {"id", "person_id", "bank", "competency", "example", "at"},
    "panelist": {"opening_id", "person_id"},
    # what servers did
    # the post: what it needs, and why it is weighed so
    "opening": {
        "id", "title", "role", "guide", "policy", "weights", "created_by", "created_at", "needs", "outcome",
        "guide_reason", "closed_at", "ratings_seen", "suggestions_seen", "seen_reason",
    },
    "blinding": {"id", "opening_id", "person_id", "at"},
    "reopening": {"id", "opening_id", "person_id", "at"},
    "pooled": {"opening_id", "group_id", "at"},
    # how long data are kept, and what was deleted by rule: ids and dates
    "opening_rule": {"opening_id", "rule", "person_id", "at"},
    "legal_hold": {"id", "opening_id", "candidate_id", "person_id", "at", "lifted_by", "lifted_at"},
    "expiry": {"id", "at", "person_id", "origin", "facts"},
    "last_done": {"name", "at"},
    # the bank: HR's own texts, of which every interview keeps the state that it was held with
    "bank_content": {"hash", "content"},
    "bank_file": {"fingerprint", "path", "hash", "kept_at"},
    "bank_save": {"bank", "kind", "person_id", "reason", "at"},
    "bank_draft": {"id", "person_id", "kind", "title", "made_at", "changed_at", "ended_at"},
    "bank_draft_file": {"draft_id", "path", "base", "content"},
    # ids, times, and entries of the bank by their ids
    "candidate": {"id", "opening_id", "added_at", "withdrawn_at", "erased_at"},
    "interview": {"id", "candidate_id", "guide", "policy", "carried", "created_at", "bank", "started_at"},
    "early_look": {"scorecard_id", "kind", "question", "at"},
    "scorecard": {"id", "interview_id", "person_id", "created_at", "started_at", "left_at", "submitted_at"},
    "rating": {"scorecard_id", "question", "competency", "key", "written_at", "saved_at"},
    "placement_choice": {"scorecard_id", "question", "placement", "value", "key", "written_at", "saved_at"},
    "asking": {"scorecard_id", "question", "state", "key", "written_at", "saved_at"},
    "flag_answer": {"scorecard_id", "question", "source", "philosophy", "verdict", "key", "written_at", "saved_at"},
    "draft": {"scorecard_id", "question"},
    "reading": {"scorecard_id"},
    "transcript_file": {"id", "interview_id", "attached_by"},
    "consensus": {"candidate_id", "moderator_id", "opened_at", "final_at"},
    "consensus_level": {"candidate_id", "competency", "person_id", "saved_at"},
    "scorecard_summary": {"scorecard_id", "levels", "places", "verdicts"},
    "hearing": {"scorecard_id", "bank", "policy", "reader", "read_at"},
    "heard": {"scorecard_id", "bank", "policy", "reader", "beliefs"},
    "selection": {"candidate_id", "person_id", "at"},
    "import_file": {"id", "opening_id", "person_id", "uploaded_at"},
    "external_id": {"opening_id", "candidate_id"},
    "bank_effect": {"id", "draft_id", "person_id", "begun_at"},
    "audit_entry": {
        "at", "person_id", "origin", "action", "opening_id", "candidate_id", "interview_id", "subject", "facts",
        "words_seal", "seal",
    },
    "audit_words": {"salt"},
    "audit_head": {"seal", "proof"},
    "_sqlite_migrations": {"migration_set", "name", "applied_at"},
}  # fmt: skip


def furnish(office: Office, candidate: Candidate) -> None:
    """Keep a row about a candidate in every table that can hold words."""
    instance, store, at = office.instance, office.instance.store, office.instance.now()
    for rater, submits in ((office.marcus, True), (office.yuki, False)):
        interview = office.interview(candidate, rater)
        store.pin(interview.id, instance.shelf.keep_current(at), at)
        (seat,) = store.seats(interview_id=interview.id)  # pinned by now
        card = seat.scorecard.id
        store.begin(card, at)
        question = instance.shelf.current().bank.guides[interview.guide].questions[0]
        store.append_draft(Draft(card, question, 0, 0, None, "w", new_id(), "note", at, at))
        store.append(Rating(card, question, "standing", 4, False, new_id(), at, at))
        store.append(PlacementChoice(card, question, "fix-owner", "boss", 4, new_id(), at, at))
        store.append(Asking(card, question, "skipped", "why", new_id(), at, at))
        store.append(FlagAnswer(card, question, "notes", "sole-credit", "we", "adopted", "why", new_id(), at, at))
        store.add_reading(Reading(card, question, "second reader, notes", "text", "bank", "{}", at))
        store.add_transcript(TranscriptFile(new_id(), interview.id, "a.txt", b"A: b", "yes", office.helen.id, at, {}))
        if submits:
            flag = HeardFlag("q", "notes", "sole-credit", "asserted", "risky", "high", 0.9, 3, 5, "we did")
            store.submit(card, at)
            store.add_summary(Summary(card, {"standing": [4]}, {"fix-owner": ("boss", 4)}, {"sole-credit": "adopted"}))
            store.add_hearing(Hearing(card, seat.interview.bank, "default", (flag,), "1", at))
    store.open_consensus(Consensus(candidate.id, 1, office.ingrid.id, at))
    store.add_consensus_level(ConsensusLevel(candidate.id, 1, "standing", 4, "why", office.ingrid.id, at))
    store.add_selection(Selection(candidate.id, True, office.helen.id, at))
    opening = candidate.opening_id
    store.add_external_ids([ExternalId(opening, "ats", "A-1", candidate.id)])
    store.add_import_file(ImportFile(new_id(), opening, office.helen.id, "candidates", "a.csv", "ats", b"A-1", at))
    draft = BankDraft(new_id(), office.helen.id, "edited", "title", at, at, None)
    store.add_bank_draft(draft)
    store.add_bank_effect(BankEffect(new_id(), draft.id, office.helen.id, "s", at, at, "done", 1, 1, "{}"))
    for held in (candidate.id, ""):
        hold = Hold(new_id(), opening, held, "why", office.helen.id, at)
        store.add_hold(hold)
        store.lift_hold(hold.id, office.helen.id, at)
    note(instance, office.helen, ERASED, About(candidate=candidate.id), {}, {"reason": "why"})


def columns(path: Path) -> Iterator[tuple[str, str]]:
    """Return every column of a database that can hold text."""
    with closing(sqlite3.connect(path)) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for _, column, kind, *_ in database.execute(f"PRAGMA table_info({table})"):
                if kind in ("TEXT", "BLOB") and table != "sqlite_sequence":
                    yield table, column


def plant(instance: Instance) -> list[bytes]:
    """Put a word of its own into each column that can hold words, in all rows, and into files that wait."""
    planted = []
    with closing(sqlite3.connect(instance.folder / "screener.db")) as own:
        for (name,) in own.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            own.execute(f"DROP TRIGGER {name}")
        for table, column in columns(instance.folder / "screener.db"):
            if column in NO_WORDS.get(table, ()):
                continue
            word = f"Zq{table}.{column}.Brandvold"
            for number, (row, kept) in enumerate(own.execute(f"SELECT rowid, {column} FROM {table}").fetchall()):
                value = _with_word(kept, f"{word}.{number}")
                own.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, row))
            planted.append(word.encode())
        own.commit()
    waiting = instance.folder / ARRIVING / "bank.zip"
    waiting.parent.mkdir(exist_ok=True)
    waiting.write_bytes(b"Zqarriving.Brandvold")
    return [*planted, b"Zqarriving.Brandvold"]


def _with_word(kept: object, word: str) -> object:
    if isinstance(kept, bytes):
        return word.encode()
    if not str(kept).startswith(("[", "{")):
        return word
    data = json.loads(str(kept))
    if isinstance(data, dict):
        return json.dumps({**data, word: word})
    return json.dumps([[word if part == "we did" else part for part in flag] for flag in data])


def found_in(folder: Path, words: list[bytes]) -> list[str]:
    """Return where any of these words stands in the files of a folder."""
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return [f"{word.decode()} in {path.name}" for path, content in files.items() for word in words if word in content]
