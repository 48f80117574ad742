"""States of the bank are kept once, numbered as they were noted; drafts wait; an effect is one person's and passes."""

from dataclasses import replace

import pytest

from screener.storage import Store
from screener.storage.bank import BankDraft, BankDraftFile, BankEffect, BankSave, BankVersion

AT, LATER = "2026-03-02T09:00:00.000Z", "2026-03-03T09:00:00.000Z"
DRAFT = BankDraft("d", "ann", "edited", "Sharper probes", AT, AT)
EFFECT = BankEffect("e", "d", "ann", "seal", AT, AT, "running", 0, 0, "")

# States


def test_a_bank_is_kept_once(store: Store) -> None:
    version = BankVersion("f1", {"items/a.yaml": "é".encode(), "b.yaml": b"\x00\xff"}, AT)
    store.keep_bank(version)
    store.keep_bank(BankVersion("f1", {"items/a.yaml": b"other"}, LATER))
    assert store.find_bank("f1") == version
    assert store.find_bank("f2") is None


def test_the_bank_that_the_last_interview_began_with_is_known(furnished: Store) -> None:
    assert furnished.latest_bank() is None
    for name in ("f1", "f2"):
        furnished.keep_bank(BankVersion(name, {f"{name}.yaml": b"a", "b.yaml": b"b"}, AT))
    furnished.pin("talk", "f2", AT)
    assert furnished.latest_bank() == furnished.find_bank("f2")


def test_a_file_that_two_states_share_is_stored_once(store: Store) -> None:
    store.keep_bank(BankVersion("f1", {"a.yaml": b"same", "b.yaml": b"one"}, AT))
    store.keep_bank(BankVersion("f2", {"a.yaml": b"same", "b.yaml": b"two"}, AT))
    found = store.find_bank("f2")
    assert found is not None
    assert found.files == {"a.yaml": b"same", "b.yaml": b"two"}
    one, two = store.bank_paths("f1"), store.bank_paths("f2")
    assert (one["a.yaml"] == two["a.yaml"], one["b.yaml"] == two["b.yaml"]) == (True, False)
    assert store.bank_paths("f3") == {}


def test_states_are_found_by_how_they_begin(store: Store) -> None:
    for name in ("abc1", "abc2", "b%_c"):
        store.keep_bank(BankVersion(name, {"a.yaml": b"a"}, AT))
    assert store.banks_beginning("abc") == ("abc1", "abc2")
    assert store.banks_beginning("b%") == ("b%_c",)
    assert store.banks_beginning("%") == ()


def test_saves_are_numbered_in_their_order(furnished: Store) -> None:
    assert furnished.last_bank_save() is None
    first = furnished.add_bank_save(BankSave(0, "f1", "outside", None, "", AT))
    second = furnished.add_bank_save(BankSave(0, "f2", "edited", "ann", "clearer", LATER))
    assert (first.id, second.id) == (1, 2)
    assert furnished.last_bank_save() == second == furnished.find_bank_save(2)
    assert furnished.bank_saves() == (second, first)
    assert furnished.bank_saves(before=2) == (first,)
    assert furnished.bank_saves(limit=1) == (second,)
    assert furnished.find_bank_save(3) is None


# Drafts


@pytest.fixture
def drafted(furnished: Store) -> Store:
    furnished.add_bank_draft(DRAFT)
    return furnished


def test_a_draft_is_open_until_it_ends(drafted: Store) -> None:
    other = replace(DRAFT, id="o", changed_at=LATER)
    drafted.add_bank_draft(other)
    assert drafted.bank_drafts() == (other, DRAFT)
    ended = replace(DRAFT, title="Sharper", ended_at=LATER)
    drafted.change_bank_draft(ended)
    assert drafted.bank_drafts() == (other,)
    assert drafted.find_bank_draft("d") == ended


def test_a_file_of_a_draft_is_replaced_and_taken_out(drafted: Store) -> None:
    removal = BankDraftFile("d", "b.yaml", "h", None)
    drafted.set_bank_draft_file(BankDraftFile("d", "a.yaml", "", b"one"))
    drafted.set_bank_draft_file(removal)
    drafted.set_bank_draft_file(BankDraftFile("d", "a.yaml", "h", b"two"))
    assert drafted.bank_draft_files_of("d") == (BankDraftFile("d", "a.yaml", "h", b"two"), removal)
    drafted.drop_bank_draft_file("d", "a.yaml")
    assert drafted.bank_draft_files_of("d") == (removal,)


# Effects


def test_an_effect_goes_on_until_it_ends(drafted: Store) -> None:
    drafted.add_bank_effect(EFFECT)
    assert drafted.advance_bank_effect("e", 3, 10, LATER)
    assert drafted.find_bank_effect("e") == replace(EFFECT, done=3, total=10, seen_at=LATER)
    drafted.end_bank_effect("e", "stopped", "", LATER)
    assert not drafted.advance_bank_effect("e", 4, 10, LATER)
    drafted.end_bank_effect("e", "done", "{}", LATER)
    found = drafted.find_bank_effect("e")
    assert found is not None
    assert (found.state, found.result) == ("stopped", "")


def test_the_latest_effect_of_a_draft_is_each_persons_own(drafted: Store) -> None:
    later = replace(EFFECT, id="l", begun_at=LATER)
    for effect in (later, EFFECT, replace(EFFECT, id="b", person_id="ben")):
        drafted.add_bank_effect(effect)
    assert drafted.find_effect_of_draft("d", "ann") == later
    assert drafted.find_effect_of_draft("d", "cy") is None


def test_effects_are_removed_with_their_draft_or_when_they_are_old(drafted: Store) -> None:
    drafted.add_bank_draft(replace(DRAFT, id="o"))
    for effect in (EFFECT, replace(EFFECT, id="l", begun_at=LATER, draft_id="o")):
        drafted.add_bank_effect(effect)
    drafted.remove_bank_effects(begun_before=LATER)
    assert [drafted.find_bank_effect(name) is None for name in "el"] == [True, False]
    drafted.remove_bank_effects(draft_id="o")
    assert drafted.find_bank_effect("l") is None
