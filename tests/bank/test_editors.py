"""Every shipped file names its schema, the schemas lie beside the bank, and every field says what it holds."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from screener.bank.editors import FOLDER, schema_line, schema_name
from screener.bank.hints import hint_of
from screener.bank.load import is_bank_file
from screener.journeys.schemas import write_schemas

SHIPPED = Path(__file__).parents[2] / "questions"
FILES = [p.relative_to(SHIPPED).as_posix() for p in sorted(SHIPPED.rglob("*.yaml"))]
SCHEMAS = write_schemas(None)


@pytest.mark.parametrize("path", [path for path in FILES if is_bank_file(path)])
def test_a_shipped_file_begins_with_the_way_to_its_schema(path: str) -> None:
    first = (SHIPPED / path).read_text(encoding="utf-8").splitlines()[0]
    assert first == schema_line(path).rstrip("\n")
    schema = (SHIPPED / path).parent / first.split("$schema=")[1]
    assert schema.resolve() == SHIPPED / FOLDER / f"{schema_name(path)}.schema.json"
    assert schema.is_file()


def test_the_schemas_beside_the_shipped_bank_are_those_of_today() -> None:
    kept = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (SHIPPED / FOLDER).iterdir()}
    assert kept == {f"{name}.schema.json": schema for name, schema in SCHEMAS.items()}


def shapes(name: str) -> dict[str, Any]:
    schema = SCHEMAS[name]
    return {schema["title"].title().replace(" ", ""): schema, **schema.get("$defs", {})}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_says_what_it_holds(name: str) -> None:
    for shape, schema in shapes(name).items():
        for field, node in schema.get("properties", {}).items():
            assert node["description"].endswith("."), f"{shape}, {field}"


def test_no_hint_is_for_a_field_that_is_not_there() -> None:
    from screener.bank import hints

    fields = {shape: set(own.get("properties", {})) for name in SCHEMAS for shape, own in shapes(name).items()}
    for shape, own in hints._OWN.items():
        assert set(own) <= fields[shape], shape
    assert set(hints._SHARED) <= set().union(*fields.values())
    assert hint_of("Question", "why") != hint_of("RatedExample", "why")


@pytest.mark.parametrize("path", [path for path in FILES if is_bank_file(path)])
def test_no_line_of_a_shipped_file_but_keys_and_comments_begins_at_the_margin(path: str) -> None:
    """YAML 1.2, which editors go by, wants what goes on in the next line to be indented."""
    lines = (SHIPPED / path).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not re.match(r"#|[ ]|[a-z_]+:", line)] == []
