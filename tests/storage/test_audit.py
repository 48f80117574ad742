"""The audit trail in each store: read by conditions and in order, refused to be changed, and looked through whole."""

import pytest

from screener.storage import Store
from screener.storage.audit import AuditEntry, AuditHead, AuditWords
from screener.storage.sql.connection import AlreadyThere


def entry(number: int, **changes: object) -> AuditEntry:
    fields = {
        "at": f"2026-03-02T09:00:0{number}.000Z", "person_id": "p", "origin": "192.0.2.1", "action": "a",
        "opening_id": "", "candidate_id": "", "interview_id": "", "subject": "", "facts": {"n": number},
        "words_seal": "", "seal": f"{number}" * 64,
    }  # fmt: skip
    return AuditEntry(number, **{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture
def trail(store: Store) -> Store:
    """Four entries, the second about a candidate and with words."""
    for number in range(1, 5):
        own = entry(number, **({"candidate_id": "c", "words_seal": "w"} if number == 2 else {}))
        words = AuditWords(number, "salt", '{"reason": "So."}') if number == 2 else None
        store.add_audit_entry(own, words, AuditHead(number, own.seal, "proof"))
    return store


def test_the_trail_is_read_in_order_from_a_number_on(trail: Store) -> None:
    assert [own.number for own, _ in trail.whole_audit()] == [1, 2, 3, 4]
    assert [own.number for own, _ in trail.whole_audit(2)] == [3, 4]
    assert trail.audit_head() == AuditHead(4, "4" * 64, "proof")


def test_entries_are_found_by_what_they_are_about(trail: Store) -> None:
    ((own, words),) = trail.audit_entries(candidate_id="c")
    assert (own.number, own.facts, words) == (2, {"n": 2}, '{"reason": "So."}')
    assert [own.number for own, _ in trail.audit_entries(before=4, limit=2)] == [3, 2]


def test_words_can_be_dropped_and_their_entry_stays(trail: Store) -> None:
    assert trail.drop_audit_words("c") == 1
    assert [(own.number, words) for own, words in trail.audit_entries(candidate_id="c")] == [(2, None)]


def test_a_number_is_given_once(trail: Store) -> None:
    with pytest.raises(AlreadyThere):
        trail.add_audit_entry(entry(4), None, AuditHead(4, "", ""))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET at = ''",
        "DELETE FROM audit_entry",
        "UPDATE audit_words SET words = ''",
        "DELETE FROM audit_head",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(trail: Store, statement: str) -> None:
    with pytest.raises(Exception, match="only added to"):
        trail._write(statement)  # type: ignore[attr-defined]
    assert len(trail.audit_entries()) == 4


def test_what_nobody_has_damaged_is_in_order(furnished: Store) -> None:
    assert furnished.damages() == ()
