"""What was done is noted for good: nobody changes, removes or reorders an entry unseen."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

from screener.journeys import audit
from screener.journeys.audit import About, Verified, note, verify_audit
from screener.storage.records import Candidate
from tests.office import Office

Tamper = Callable[[str], None]


@pytest.fixture(autouse=True)
def actions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ACTIONS", {**audit.ACTIONS, "sample.done": "Sample", "other.done": "Other"})


@pytest.fixture
def trail(office: Office, candidate: Candidate) -> Office:
    """Five entries, of which the third tells words about Tessa."""
    for number in range(5):
        words = {"reason": "She said so."} if number == 2 else None
        note(office.instance, office.helen, "sample.done", About(candidate=candidate.id), {"place": number}, words)
    return office


@pytest.fixture
def tamper(trail: Office) -> Tamper:
    """Return what runs statements as somebody who holds the file: triggers are no hindrance to them."""

    def run(statements: str) -> None:
        with closing(sqlite3.connect(trail.instance.folder / "screener.db")) as own:
            for (name,) in own.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                own.execute(f"DROP TRIGGER {name}")
            own.executescript(statements)

    return run


def test_entries_are_numbered_without_gaps_and_prove_themselves(trail: Office) -> None:
    found = trail.instance.store.audit_entries()
    assert [entry.number for entry, _ in found] == [5, 4, 3, 2, 1]
    assert next(entry.facts for entry, _ in found) == {"place": 4}
    verified = verify_audit(trail.instance)
    assert (verified.entries, verified.problems) == (5, ())
    assert verified.head == f"5:{found[0][0].seal}"


def test_an_empty_trail_proves_itself(office: Office) -> None:
    assert verify_audit(office.instance) == Verified(0, "0:", ())


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ("UPDATE audit_entry SET at = '2020-01-01' WHERE number = 2", "entry 2 of the audit trail"),
        ("UPDATE audit_entry SET person_id = 'x' WHERE number = 5", "entry 5 of the audit trail"),
        ("UPDATE audit_entry SET facts = '{\"place\": 7}' WHERE number = 1", "entry 1 of the audit trail"),
        ("UPDATE audit_entry SET action = 'other.done' WHERE number = 4", "entry 4 of the audit trail"),
        ("DELETE FROM audit_entry WHERE number = 2", "entries 2 to 2 of the audit trail are missing"),
        ("DELETE FROM audit_entry WHERE number = 5", "entries 5 to 5 of the audit trail are missing at its end"),
        ("DELETE FROM audit_entry WHERE number = 1", "entries 1 to 1 of the audit trail are missing"),
        ("DELETE FROM audit_head", "lost the note of where it ends"),
        ("UPDATE audit_head SET number = 4", "the note of where the audit trail ends was changed"),
        (
            "UPDATE audit_entry SET number = 99 WHERE number = 2; UPDATE audit_entry SET number = 2 WHERE number = 4;"
            "UPDATE audit_entry SET number = 4 WHERE number = 99",
            "entry 2 of the audit trail",
        ),
        ('UPDATE audit_words SET words = \'{"reason": "No."}\'', "the words of entry 3"),
        ("DELETE FROM audit_words", "were removed, and no erasure"),
        (
            "INSERT INTO audit_entry SELECT 6, at, person_id, origin, action, opening_id, candidate_id, interview_id, "
            "subject, facts, words_seal, seal FROM audit_entry WHERE number = 5",
            "entry 6 of the audit trail",
        ),
    ],
)
def test_whatever_is_done_to_the_trail_is_found(trail: Office, tamper: Tamper, statements: str, found: str) -> None:
    tamper(statements)
    assert any(found in problem for problem in verify_audit(trail.instance).problems)


def test_every_column_of_an_entry_is_sealed(trail: Office, tamper: Tamper) -> None:
    columns = (
        "at",
        "person_id",
        "origin",
        "action",
        "opening_id",
        "candidate_id",
        "interview_id",
        "subject",
        "words_seal",
    )
    for column in columns:
        tamper(f"UPDATE audit_entry SET {column} = {column} || 'x' WHERE number = 4")
        assert verify_audit(trail.instance).problems, column
        tamper(f"UPDATE audit_entry SET {column} = substr({column}, 1, length({column}) - 1) WHERE number = 4")
        assert not verify_audit(trail.instance).problems, column


def test_who_does_not_know_the_secret_cannot_make_a_trail_that_proves_itself(trail: Office) -> None:
    forged = replace(trail.instance, secret="b" * 64)
    note(forged, None, "sample.done")
    assert verify_audit(trail.instance).problems


def test_words_may_go_once_the_candidate_is_erased(trail: Office, candidate: Candidate) -> None:
    with trail.instance.store.transaction():
        assert trail.instance.store.drop_audit_words(candidate.id) == 1
        note(trail.instance, trail.helen, audit.ERASED, About(candidate=candidate.id))
    assert verify_audit(trail.instance).problems == ()
    assert all(words is None for _, words in trail.instance.store.audit_entries())


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET at = ''", "DELETE FROM audit_entry", "UPDATE audit_words SET words = ''"]
)
def test_the_database_itself_refuses_to_change_or_remove_an_entry(trail: Office, statement: str) -> None:
    with (
        closing(sqlite3.connect(trail.instance.folder / "screener.db")) as own,
        pytest.raises(sqlite3.IntegrityError, match="only added to"),
    ):
        own.execute(statement)


def test_an_entry_is_kept_with_what_it_tells_of_or_not_at_all(trail: Office) -> None:
    store = trail.instance.store

    def fails() -> None:
        with store.transaction():
            note(trail.instance, trail.sam, "sample.done")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert verify_audit(trail.instance).entries == 5


def test_an_action_that_is_not_listed_is_not_noted(office: Office) -> None:
    with pytest.raises(KeyError):
        note(office.instance, None, "something.else")


def test_no_word_stands_in_the_entry_itself(trail: Office) -> None:
    entry, words = trail.instance.store.audit_entries()[2]
    assert words is not None
    assert "She said so." in words
    assert "She said" not in str(entry)
