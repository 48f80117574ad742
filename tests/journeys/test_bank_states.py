"""A state of the bank is noted once, whoever sees it first, and again if noting failed."""

from pathlib import Path

import pytest

from screener.journeys.bank_states import note_state
from screener.journeys.shelf import Shelf
from screener.storage.bank import BankVersion
from tests.factories import SLOTS, as_yaml, make_policy, write_file
from tests.office import Office

NEW = BankVersion("new", {"a.yaml": b"a"}, "")


def kinds(office: Office) -> list[tuple[str, str]]:
    return [(save.bank, save.kind) for save in office.instance.store.bank_saves()]


def test_the_first_state_begins_the_history_and_later_ones_came_from_outside(office: Office) -> None:
    for version in (NEW, NEW, BankVersion("newer", {"a.yaml": b"b"}, "")):
        note_state(office.instance.store, version, office.instance.now())
    assert kinds(office) == [("newer", "outside"), ("new", "begun")]


def test_a_state_that_another_server_has_just_noted_is_not_noted_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = office.instance.store
    note_state(store, NEW, office.instance.now())
    found, looks = store.last_bank_save, iter([None])
    monkeypatch.setattr(store, "last_bank_save", lambda: next(looks, found()))  # as it was a moment before
    note_state(store, NEW, office.instance.now())
    assert kinds(office) == [("new", "begun")]


def test_a_state_that_could_not_be_noted_is_noted_when_it_is_looked_at_again(office: Office, bank: Path) -> None:
    troubles = iter([OSError("the database is locked")])
    noted: list[str] = []

    def note(version: BankVersion) -> None:
        if trouble := next(troubles, None):
            raise trouble
        noted.append(version.fingerprint)

    shelf = office.instance.shelf
    shelf._note = note
    write_file(bank / SLOTS["policy"], as_yaml(make_policy(name="Others")))
    with pytest.raises(OSError, match="locked"):
        shelf.current()
    assert noted == []
    fingerprint = shelf.current().version.fingerprint
    shelf.current()
    assert noted == [fingerprint]
    assert isinstance(shelf, Shelf)
