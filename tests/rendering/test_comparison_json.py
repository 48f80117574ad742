"""The comparison as data: it keeps to its schema, says what the comparison says, and is documented."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from screener.journeys.blinding import set_blind
from screener.journeys.candidates import withdraw
from screener.journeys.comparison import View, comparison_of
from screener.rendering.comparison_json import comparison_data
from tests.journeys.compared import Compared, compared_opening, hear, settle_tessa
from tests.journeys.test_candidates import hold
from tests.office import Office

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "comparison.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def found(office: Office) -> Compared:
    return compared_opening(office)


def data_of(office: Office, opening_id: str, **view: Any) -> dict[str, Any]:
    comparison = comparison_of(office.instance, office.helen, opening_id, View(page=0, **view))
    data = json.loads(json.dumps(comparison_data(comparison, office.instance.now()), allow_nan=False))
    Draft202012Validator(SCHEMA).validate(data)
    return dict(data)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_full_and_empty_comparisons_keep_to_the_schema(office: Office, found: Compared) -> None:
    data_of(office, office.opening().id)
    data_of(office, found.opening.id)
    hear(office, found)
    settle_tessa(office, found)
    withdraw(office.instance, office.helen, found.bram.id)
    hold(office, found.zoe, office.yuki, round=2)
    hold(office, found.zoe, office.helen, round=3, submits=False)
    for round_ in (None, 0, 1, 2):
        data_of(office, found.opening.id, round=round_, is_reread=True)


def test_it_says_what_the_comparison_says(office: Office, found: Compared) -> None:
    hear(office, found)
    settle_tessa(office, found)
    comparison = comparison_of(office.instance, office.helen, found.opening.id, View(page=0))
    data = data_of(office, found.opening.id)
    assert [own["name"] for own in data["candidates"]] == [row.candidate.name for row in comparison.rows]
    for own, row in zip(data["candidates"], comparison.rows, strict=True):
        assert own["total"]["level"] == row.total.level  # to the last digit
        assert [level["level"] for level in own["levels"]] == [cell.level for cell in row.cells]
    tessa = next(own for own in data["candidates"] if own["id"] == found.tessa.id)
    assert tessa["settled"] == 3
    assert {"severity": "high", "stance": "asserted"}.items() <= tessa["beliefs"]["risky"][0].items()
    assert tessa["places"][0]["chosen"] == [{"place": "Capital S", "raters": 1}]
    assert data["round"] == 1
    assert data["rounds"] == [{"round": 1, "candidates": 2}]


def test_hidden_names_and_ids_are_not_in_it(office: Office, found: Compared) -> None:
    set_blind(office.instance, office.helen, found.opening.id, is_blind=True)
    data = data_of(office, found.opening.id)
    assert data["names_hidden"]
    assert {own["id"] for own in data["candidates"]} == {None}
    assert "Tessa" not in json.dumps(data, ensure_ascii=False)


def test_every_key_is_described() -> None:
    told = (DOCS / "comparison-json.md").read_text(encoding="utf-8")

    def keys(part: Any) -> set[str]:
        if isinstance(part, list):
            return set().union(*map(keys, part))
        if not isinstance(part, dict):
            return set()
        return set(part.get("properties", {})).union(*map(keys, part.values()))

    assert {key for key in keys(SCHEMA) if f"`{key}`" not in told} == set()
