"""Identities belong to one person; tries are counted under a key."""

from dataclasses import replace

import pytest

from screener.errors import Conflict
from screener.storage import Store
from screener.storage.signing_in import Identity, Tries
from tests.storage.conftest import Open
from tests.storage.made import AT, LATER

ANNS = Identity("https://login.example", "1", "ann", AT)


def test_an_identity_is_found_by_issuer_and_subject_together(furnished: Store, open_again: Open) -> None:
    furnished.add_identity(ANNS)
    other = open_again()
    assert other.find_identity("https://login.example", "1") == ANNS
    assert other.find_identity("https://login.example", "2") is None
    assert other.find_identity("https://other.example", "1") is None
    other.close()


def test_an_identity_is_one_persons(furnished: Store) -> None:
    furnished.add_identity(ANNS)
    with pytest.raises(Conflict):
        furnished.add_identity(replace(ANNS, person_id="ben"))
    furnished.add_identity(replace(ANNS, issuer="https://other.example", linked_at=LATER))
    assert [i.issuer for i in furnished.identities_of("ann")] == ["https://login.example", "https://other.example"]
    assert furnished.identities_of("ben") == ()
    assert furnished.remove_identities("ben") == 0
    assert furnished.remove_identities("ann") == 2
    assert furnished.identities() == ()


def test_tries_are_put_in_the_place_of_those_before(furnished: Store, open_again: Open) -> None:
    furnished.put_tries(Tries("k", 1, AT))
    furnished.put_tries(Tries("k", 2, LATER, LATER))
    furnished.put_tries(Tries("other", 1, AT))
    again = open_again()
    assert again.find_tries("k") == Tries("k", 2, LATER, LATER)
    again.close()
    furnished.forget_tries("k")
    assert furnished.find_tries("k") is None
    assert furnished.find_tries("other") == Tries("other", 1, AT)


def test_a_try_is_taken_back_without_what_others_brought_about(furnished: Store) -> None:
    furnished.put_tries(Tries("k", 3, AT, "made by this try"))
    furnished.take_back_try("k", "made by this try", "before")
    assert furnished.find_tries("k") == Tries("k", 2, AT, "before")
    furnished.take_back_try("k", "made by another", "long ago")
    assert furnished.find_tries("k") == Tries("k", 1, AT, "before")
    for _ in range(2):
        furnished.take_back_try("k", "", "")
    assert furnished.find_tries("k") == Tries("k", 0, AT, "before")


def test_old_tries_are_forgotten(furnished: Store) -> None:
    furnished.put_tries(Tries("old", 3, AT))
    furnished.put_tries(Tries("new", 3, LATER))
    furnished.forget_tries_before(LATER)
    assert furnished.find_tries("old") is None
    assert furnished.find_tries("new")
