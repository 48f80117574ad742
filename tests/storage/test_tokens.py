"""Tokens are found by their hash alone, and withdrawn once."""

import pytest

from screener.storage import Store
from screener.storage.importing import ExternalId
from screener.storage.sql.connection import AlreadyThere
from screener.storage.tokens import ApiToken
from tests.storage.conftest import Open
from tests.storage.made import AT, LATER, a_candidate, an_opening


def a_token(name: str = "sync", **changes: object) -> ApiToken:
    fields: dict[str, object] = {
        "id": name, "hash": f"hash of {name}", "name": "Zoë „Z“", "created_by": "ann", "created_at": AT,
        "expires_at": "2027-03-02T23:59:59.000Z",
    }  # fmt: skip
    return ApiToken(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_token_is_found_by_its_hash_with_its_maker(furnished: Store, open_again: Open) -> None:
    furnished.add_token(a_token())
    furnished.add_token(a_token("other", created_by="ben"))
    other = open_again()
    found = other.find_token("hash of sync")
    other.close()
    assert found is not None
    assert (found[0], found[1].name) == (a_token(), "Ann")
    for unknown in ("", "sync", "hash of", "HASH OF SYNC", "' OR 1=1 --", "\x00"):
        assert furnished.find_token(unknown) is None


def test_no_two_tokens_have_one_hash(furnished: Store) -> None:
    furnished.add_token(a_token())
    with pytest.raises(AlreadyThere):
        furnished.add_token(a_token("other", hash="hash of sync"))


def test_the_newest_stands_first(furnished: Store) -> None:
    for name, at in (("one", AT), ("three", LATER), ("two", LATER)):
        furnished.add_token(a_token(name, created_at=at))
    assert [token.id for token, _ in furnished.tokens()] == ["three", "two", "one"]


def test_a_token_is_withdrawn_once_and_its_use_noted(furnished: Store) -> None:
    furnished.add_token(a_token())
    furnished.add_token(a_token("other"))
    furnished.touch_token("sync", AT)
    furnished.touch_token("sync", LATER)
    assert furnished.withdraw_token("sync", LATER)
    assert not furnished.withdraw_token("sync", "2026-03-03")
    assert not furnished.withdraw_token("none", LATER)
    found = {token.id: token for token, _ in furnished.tokens()}
    assert found == {"sync": a_token(used_at=LATER, withdrawn_at=LATER), "other": a_token("other")}


def test_all_ids_in_other_systems_are_those_of_the_opening(furnished: Store) -> None:
    furnished.add_opening(an_opening("other"))
    furnished.add_candidates([a_candidate("Dan"), a_candidate("Eve", opening="other")])
    ids = [
        ExternalId("post", "lever", "2", "dan"),
        ExternalId("post", "ashby", "9", "cara"),
        ExternalId("post", "lever", "10", "cara"),
    ]
    furnished.add_external_ids([*ids, ExternalId("other", "lever", "2", "eve")])
    assert furnished.all_external_ids_of("post") == (ids[1], ids[2], ids[0])
    assert furnished.all_external_ids_of("none") == ()
