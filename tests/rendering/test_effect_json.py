"""An effect as data: everything by its name, without names and ids where they are hidden."""

import json
from pathlib import Path

import pytest

from screener.journeys.blinding import set_blind
from screener.journeys.rereading import Effect, reread
from screener.rendering.effect_json import FORMAT, effect_data
from screener.storage.records import Candidate, Opening
from tests.journeys.reread import ADDED, HELD, PRICE, contents, said, with_small_bank
from tests.office import Office


@pytest.fixture
def office(office: Office, tmp_path: Path) -> Office:
    return with_small_bank(office, tmp_path / "questions")


def effect_of(office: Office) -> Effect:
    return reread(office.instance, contents(), contents(ADDED))


def test_it_holds_what_the_effect_holds(office: Office, candidate: Candidate) -> None:
    said(office, candidate, PRICE, HELD)
    effect = effect_of(office)
    data = json.loads(json.dumps(effect_data(effect, "2026-03-02T09:00:00.000Z")))
    assert (data["format"], data["made_at"]) == (FORMAT, "2026-03-02T09:00:00.000Z")
    assert (data["answers"], data["scorecards"], data["candidates"], data["is_complete"]) == (2, 1, 1, True)
    assert data["flags"] == {"appears": 1, "disappears": 0, "changes": 0}
    (own,) = data["changes"]
    assert own["candidate_id"] == candidate.id
    (flag,) = own["answers"][0]["flags"]
    assert (flag["what"], flag["before"]) == (["appears"], None)
    quotation = flag["after"]["quotation"]
    assert PRICE[quotation["start"] : quotation["end"]] == quotation["quote"]


def test_hidden_names_and_ids_are_not_in_it(office: Office, opening: Opening, candidate: Candidate) -> None:
    said(office, candidate, f"I am Tessa. {PRICE}")
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    data = effect_data(effect_of(office), "now")
    assert [own["candidate_id"] for own in data["changes"]] == [None]
    assert "Tessa" not in json.dumps(data)


def test_a_bank_before_is_named_only_where_there_is_one(office: Office, candidate: Candidate) -> None:
    said(office, candidate, PRICE)
    assert effect_data(effect_of(office), "now")["before"] == office.instance.shelf.current().bank.fingerprint
    assert effect_data(reread(office.instance, None, contents(ADDED)), "now")["before"] is None
