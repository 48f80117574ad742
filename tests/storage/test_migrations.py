"""The tables are laid out step by step, each step wholly or not at all, and fit the records."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from screener.errors import Unreadable
from screener.storage import (
    audit,
    backups,
    bank,
    calibration,
    importing,
    open_store,
    records,
    retention,
    selection,
    signing_in,
    summaries,
    tokens,
)
from screener.storage.rows import columns_of
from screener.storage.sqlite import connection
from screener.storage.sqlite import migrations as module

TABLES = {
    "person": records.Person, "sign_in_key": records.SignInKey, "session": records.Session,
    "opening": records.Opening, "candidate": records.Candidate, "interview": records.Interview,
    "scorecard": records.Scorecard, "draft": records.Draft, "rating": records.Rating,
    "placement_choice": records.PlacementChoice, "asking": records.Asking, "flag_answer": records.FlagAnswer,
    "reading": records.Reading, "transcript_file": records.TranscriptFile, "consensus": records.Consensus,
    "consensus_level": records.ConsensusLevel, "scorecard_summary": summaries.Summary,
    "hearing": summaries.Hearing, "heard": summaries.Heard, "blinding": summaries.Blinding, "reopening": selection.Reopening,
    "pooled": selection.Pooled,
    "calibration_rating": calibration.CalibrationRating, "selection": selection.Selection,
    "import_file": importing.ImportFile, "external_id": importing.ExternalId, "api_token": tokens.ApiToken,
    "bank_save": bank.BankSave, "bank_draft": bank.BankDraft, "bank_draft_file": bank.BankDraftFile,
    "bank_effect": bank.BankEffect, "audit_entry": audit.AuditEntry, "audit_words": audit.AuditWords,
    "early_look": records.EarlyLook,
    "opening_rule": retention.OpeningRule, "legal_hold": retention.Hold, "expiry": retention.Expiry,
    "last_done": retention.LastDone,
    "identity": signing_in.Identity, "tries": signing_in.Tries,
    "backup_run": backups.BackupRun,
}  # fmt: skip
# tables in which a person signs what they did, and is not searched by
SIGNED = (
    "consensus_level",
    "blinding",
    "selection",
    "reopening",
    "bank_save",
    "bank_draft",
    "bank_effect",
    "opening_rule",
    "legal_hold",
)
OTHERS = {"audit_head", "lease", "panelist", "bank_file", "bank_content", "_sqlite_migrations"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "screener.db"


@pytest.fixture
def made(path: Path) -> Iterator[sqlite3.Connection]:
    open_store(path).close()
    with closing(sqlite3.connect(path)) as database:
        yield database


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def with_step(fails: bool) -> Migrations:
    """Return our steps and one more, as a newer version would have it."""
    steps = Migrations("screener")
    for step in module.migrations.pending(Database(memory=True)):
        steps(name=step.name)(step.fn)

    @steps()
    def another(db: Database) -> None:
        db.execute("CREATE TABLE another (id TEXT)")
        if fails:
            raise sqlite3.OperationalError("the disk is full")

    return steps


def test_every_record_has_its_table(made: sqlite3.Connection) -> None:
    for table, kind in TABLES.items():
        columns = {row[1] for row in made.execute(f"PRAGMA table_info({table})")} - {"id"}
        assert columns == set(columns_of(kind)) - {"id"}, table


def test_every_table_takes_only_values_of_its_types(made: sqlite3.Connection) -> None:
    strict = {row[1]: row[5] for row in made.execute("PRAGMA table_list") if not row[1].startswith("sqlite_")}
    assert {name for name in strict if not name.startswith("_")} == set(TABLES) | OTHERS - {"_sqlite_migrations"}
    assert [name for name, is_strict in strict.items() if not is_strict] == ["_sqlite_migrations"]


def test_what_is_looked_up_by_an_owner_has_an_index(made: sqlite3.Connection) -> None:
    for table in TABLES:
        starts = {
            made.execute(f"PRAGMA index_info({name})").fetchone()[2]
            for _, name, *_ in made.execute(f"PRAGMA index_list({table})")
        }
        owners = {row[3] for row in made.execute(f"PRAGMA foreign_key_list({table})")}
        made_by = {"created_by", "attached_by", "moderator_id"}  # shown, never searched by
        made_by.add("number")  # of an audit entry, whose words have the same primary key
        needed = owners - made_by - ({"person_id"} if table in SIGNED else set())
        assert needed <= starts, table


@pytest.mark.parametrize("level", [0, 6, 3.5, "three"])
def test_no_level_but_one_to_five_can_be_kept(made: sqlite3.Connection, level: object) -> None:
    row = {"scorecard_id": "card", "question": "q", "competency": "standing", "level": level, "after_suggestion": 0}
    with pytest.raises(sqlite3.IntegrityError, match=r"level"):
        Database(made).table("rating").insert({**row, "key": "key", "written_at": "", "saved_at": ""})


def test_opening_again_changes_nothing(path: Path) -> None:
    def layout() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(path)) as database:
            return [
                *database.execute("SELECT * FROM sqlite_master"),
                *database.execute("SELECT * FROM _sqlite_migrations"),
            ]

    open_store(path).close()
    before = layout()
    open_store(path).close()
    assert layout() == before


def test_a_step_that_fails_leaves_nothing_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(connection, "migrations", with_step(fails=True))
        with pytest.raises(Unreadable, match="the disk is full"):
            open_store(path)
    assert tables(path) == set()
    open_store(path).close()
    assert tables(path) >= set(TABLES)


def test_a_newer_version_adds_its_step(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(path).close()
    monkeypatch.setattr(connection, "migrations", with_step(fails=False))
    open_store(path).close()
    assert "another" in tables(path)


def test_it_refuses_a_database_of_a_newer_version(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(connection, "migrations", with_step(fails=False))
        open_store(path).close()
    with pytest.raises(Unreadable, match="newer version of Screener"):
        open_store(path)
    assert "another" in tables(path)


def test_banks_that_were_kept_whole_are_kept_by_their_contents_and_read_the_same(path: Path) -> None:
    steps = module.migrations.pending(Database(memory=True))
    older = Migrations("screener")
    for step in steps[: [step.name for step in steps].index("bank_states")]:
        older(name=step.name)(step.fn)
    with closing(sqlite3.connect(path)) as database:
        older.apply(Database(database))
        rows = [("one", "a.yaml", b"id: a", "1"), ("one", "b.yaml", b"id: b", "1"), ("two", "a.yaml", b"id: a", "2")]
        database.executemany("INSERT INTO bank_file VALUES (?, ?, ?, ?)", rows)
        database.commit()
    store = open_store(path)
    assert store.find_bank("one") == bank.BankVersion("one", {"a.yaml": b"id: a", "b.yaml": b"id: b"}, "1")
    assert store.find_bank("two") == bank.BankVersion("two", {"a.yaml": b"id: a"}, "2")
    store.close()
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM bank_content").fetchone() == (2,)
