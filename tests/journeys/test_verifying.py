"""What was changed past Screener is found: in the trail, in scorecards, in the question banks, in the file itself."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from screener.errors import NotFound, Refused
from screener.journeys.audit import MOST_PROBLEMS, note, proof_of, trail_key
from screener.journeys.erasing import erase_candidate
from screener.journeys.instance import KEY
from screener.journeys.verifying import Verification, must_have_database, verify
from screener.storage.audit import AuditEntry
from screener.storage.records import Interview, Rating
from tests.journeys.entries import begun, draft, questions_of, rate_all, rating, send, submit
from tests.office import Office

Tamper = Callable[[str], None]


@pytest.fixture
def submitted(office: Office) -> Interview:
    """An interview that Marcus has rated and submitted."""
    interview = begun(office, office.marcus)
    send(office, interview, draft(questions_of(office)[0], "We plan it together."))
    rate_all(office, interview)
    submit(office, interview)
    return interview


@pytest.fixture
def tamper(office: Office) -> Tamper:
    """Return what runs statements as somebody who holds the file."""

    def run(statements: str) -> None:
        with closing(sqlite3.connect(office.instance.folder / "screener.db")) as own:
            for (name,) in own.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                own.execute(f"DROP TRIGGER {name}")
            own.executescript(statements)

    return run


def looked(office: Office, noted: str = "") -> Verification:
    return verify(office.instance, noted)


def test_what_nobody_changed_is_in_order(office: Office, submitted: Interview) -> None:
    found = looked(office)
    assert (found.problems, found.advice, found.scorecards, found.banks) == ((), (), 1, 1)
    assert found.trail.head.startswith(f"{found.trail.entries}:")
    assert found.trail.entries > len(questions_of(office))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rating SET level = 5",
        "UPDATE draft SET text = 'They are all fools.'",
        "DELETE FROM rating WHERE id = (SELECT min(id) FROM rating)",
        "UPDATE rating SET after_suggestion = 1",
        "DELETE FROM draft",
    ],
)
def test_a_scorecard_that_was_changed_after_it_was_submitted_is_found(
    office: Office, submitted: Interview, tamper: Tamper, statement: str
) -> None:
    tamper(statement)
    (problem,) = looked(office).problems
    assert problem[0] == "scorecards"
    assert "changed after it was submitted" in problem[1]


def test_a_note_that_arrives_late_changes_no_scorecard(office: Office, submitted: Interview) -> None:
    office.clock.forward(minutes=5)
    (receipt,) = send(office, submitted, draft(questions_of(office)[0], "A word more."))
    assert receipt.state == "late"
    assert looked(office).problems == ()


def test_a_question_bank_that_was_changed_is_found(office: Office, submitted: Interview, tamper: Tamper) -> None:
    tamper("UPDATE bank_content SET content = CAST('id: another' AS BLOB) WHERE rowid = 1")
    assert [part for part, _ in looked(office).problems] == ["question banks"]


def test_a_question_bank_that_is_gone_is_found(office: Office, submitted: Interview, tamper: Tamper) -> None:
    tamper("DELETE FROM bank_file; DELETE FROM bank_save")
    assert ("question banks", True) in [(part, "not kept any more" in text) for part, text in looked(office).problems]


def test_what_is_erased_for_a_candidate_is_no_problem(office: Office, submitted: Interview) -> None:
    (seat,) = office.instance.store.seats(interview_id=submitted.id)
    erase_candidate(office.instance, office.helen, seat.candidate.id)
    assert looked(office).problems == ()


def test_a_row_without_what_it_refers_to_is_found(office: Office, submitted: Interview, tamper: Tamper) -> None:
    tamper("PRAGMA foreign_keys = OFF; DELETE FROM interview")
    assert "database" in {part for part, _ in looked(office).problems}


def test_a_damaged_page_is_found_and_the_advice_is_to_restore(office: Office, submitted: Interview) -> None:
    file = office.instance.folder / "screener.db"
    office.instance.store.close()
    with closing(sqlite3.connect(file)) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = own.execute("SELECT rootpage FROM sqlite_master WHERE name = 'rating'").fetchone()
        (size,) = own.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as disk:
        disk.seek((page - 1) * size)
        disk.write(b"\xaa" * size)
    found = looked(office)
    assert "database" in {part for part, _ in found.problems}
    assert "restore the last backup" in found.advice[0]


def test_a_trail_that_was_cut_and_sealed_anew_is_found_by_the_noted_end(office: Office, submitted: Interview) -> None:
    noted = looked(office).trail.head
    store = office.instance.store
    number, kept = int(noted.split(":")[0]), store.audit_entries()
    assert looked(office, noted).problems == ()
    with closing(sqlite3.connect(office.instance.folder / "screener.db")) as own:  # by somebody who has the key too
        own.executescript(
            "DROP TRIGGER audit_entry_is_not_removed; DROP TRIGGER audit_head_is_not_removed;"
            f"DELETE FROM audit_entry WHERE number = {number}; DELETE FROM audit_head"
        )
        own.commit()
    last: AuditEntry = kept[1][0]
    with closing(sqlite3.connect(office.instance.folder / "screener.db")) as own:
        own.execute(
            "INSERT INTO audit_head VALUES (1, ?, ?, ?)",
            (last.number, last.seal, proof_of(trail_key(office.instance), last.number, last.seal)),
        )
        own.commit()
    assert looked(office).problems == ()
    assert "has no such entry" in looked(office, noted).problems[0][1]
    note(office.instance, office.helen, "password.set")
    assert "is not the one that was noted" in looked(office, noted).problems[0][1]


@pytest.mark.parametrize("noted", ["12", "x:" + "0" * 64, "12:abc", "-1:" + "0" * 64, "1:" + "G" * 64])
def test_a_noted_end_that_is_none_is_refused(office: Office, noted: str) -> None:
    with pytest.raises(Refused, match="no end of an audit trail"):
        looked(office, noted)


def test_with_another_key_it_says_that_the_key_was_replaced(office: Office, submitted: Interview) -> None:
    office.instance = replace(office.instance, secret="b" * 64)
    found = looked(office)
    assert len(found.trail.problems) <= MOST_PROBLEMS + 1
    assert any("secret.key" in advice for advice in found.advice)


def test_what_others_add_meanwhile_is_looked_at_too(office: Office, submitted: Interview) -> None:
    before = looked(office).trail.entries

    def add(done: int, _of: int) -> None:
        if done == 3:
            note(office.instance, office.helen, "password.set")

    found = verify(office.instance, on_entry=add)
    assert (found.trail.entries, found.problems) == (before + 1, ())


def test_an_instance_that_has_lost_its_database_is_not_in_order(tmp_path: Path) -> None:
    (tmp_path / KEY).write_text("k" * 64, encoding="ascii")
    with pytest.raises(NotFound, match="put it back from a backup"):
        must_have_database(tmp_path)


def test_a_rating_that_is_forged_into_an_open_scorecard_is_not_in_the_trail(office: Office) -> None:
    """Open scorecards have no digest: the trail itself says which ratings were given through Screener."""
    interview = begun(office, office.marcus)
    send(office, interview, rating(office, questions_of(office)[0], 2))
    (seat,) = office.instance.store.seats(interview_id=interview.id)
    kept = office.instance.store.everything_of(seat.scorecard.id, Rating)
    noted = office.instance.store.audit_entries(action="rating.given")
    assert [own.level for own in kept] == [entry.facts["level"] for entry, _ in noted]
