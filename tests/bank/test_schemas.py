"""The JSON Schemas, judged by an implementation of its own, as an editor uses them.

Editors read YAML 1.2: a date, or an unquoted `no`, is a text there. So does the loader below.
"""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from screener.bank import model
from screener.bank.load import KINDS
from screener.bank.parts import Entry, schema_of
from tests.factories import SLOTS, Data, make_bank

SHIPPED = Path(__file__).parents[2] / "questions"
SINGLE: dict[str, type[Entry]] = {
    "sources.yaml": model.Sources,
    "lexicon/words.yaml": model.WordLists,
    "lexicon/behaviours.yaml": model.Behaviours,
}
MODELS: dict[str, type[Entry]] = {**KINDS, **SINGLE}


class _EditorLoader(yaml.SafeLoader):
    pass


_EditorLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rsplit(":", 1)[-1] not in {"timestamp", "merge"} and (not tag.endswith(":bool") or first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(text: str) -> Any:
    return yaml.load(text, Loader=_EditorLoader)  # noqa: S506 - a safe loader that knows fewer types


def model_of(relative: str) -> type[Entry]:
    return SINGLE.get(relative) or KINDS[relative.split("/", 1)[0]]


def shipped_files() -> list[str]:
    names = sorted(path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.yaml"))
    return [name for name in names if name in SINGLE or name.split("/")[0] in KINDS]


def mistakes(kind: type[Entry], data: object) -> list[str]:
    errors = Draft202012Validator(schema_of(kind)).iter_errors(data)
    return [f"{error.json_path}: {error.message[:150]}" for error in errors]


def test_it_is_read_here_as_editors_read_it() -> None:
    text = "{a: no, b: 2010-01-31, c: true, d: 2, e: 0.5, f: yes, g:}"
    assert read(text) == {"a": "no", "b": "2010-01-31", "c": True, "d": 2, "e": 0.5, "f": "yes", "g": None}


@pytest.mark.parametrize("name", MODELS)
def test_it_is_valid_json_schema(name: str) -> None:
    schema = schema_of(MODELS[name])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_there_are_shipped_files_of_every_kind() -> None:
    assert {model_of(relative) for relative in shipped_files()} == set(MODELS.values())


@pytest.mark.parametrize("relative", shipped_files())
def test_it_accepts_a_shipped_file(relative: str) -> None:
    data = read((SHIPPED / relative).read_text(encoding="utf-8"))
    assert mistakes(model_of(relative), data) == []


@pytest.mark.parametrize("slot", SLOTS)
def test_it_accepts_what_the_checker_accepts(slot: str) -> None:
    assert mistakes(model_of(SLOTS[slot]), make_bank()[SLOTS[slot]]) == []


@pytest.mark.parametrize("slot", SLOTS)
def test_it_rejects_an_unknown_key(slot: str) -> None:
    data = make_bank()[SLOTS[slot]]
    assert isinstance(data, dict)
    (found,) = mistakes(model_of(SLOTS[slot]), {**data, "extra": "x"})
    assert "'extra' was unexpected" in found


@pytest.mark.parametrize("slot", SLOTS)
def test_it_rejects_a_file_without_its_id(slot: str) -> None:
    data = make_bank()[SLOTS[slot]]
    assert isinstance(data, dict)
    assert mistakes(model_of(SLOTS[slot]), {k: v for k, v in data.items() if k != "id"}) == [
        "$: 'id' is a required property"
    ]


def _set(*path: str | int, to: object) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = to

    return change


REJECTED: dict[str, tuple[str, Callable[[Any], None]]] = {
    "unknown key deep inside": ("risky", _set("examples", 0, "stanze", to="past")),
    "name in the code for a key": ("risky", _set("examples", 0, "register_", to="notes")),
    "stance that does not exist": ("risky", _set("examples", 0, "stance", to="certain")),
    "pattern that is a list": ("risky", _set("patterns", 0, to=["a"])),
    "unknown key in a pattern": ("risky", _set("patterns", 0, to={"words": "a b", "stanze": "past"})),
    "id with capitals": ("risky", _set("id", to="Sole Credit")),
    "no competencies": ("risky", _set("competencies", to=[])),
    "name of a word list with capitals": ("risky", _set("words", to={"Our Side": ["we"]})),
    "four levels": ("rubric", lambda data: data["levels"].pop()),
    "level above five": ("rubric", _set("rules", 0, "level", to=6)),
    "level that is a word": ("rubric", _set("examples", 0, "level", to="six")),
    "for that is a text": ("rubric", _set("signs", 0, "for", to="maybe")),
    "one probe": ("question", _set("probes", to=["And?"])),
    "weight of nothing": ("guide", _set("competencies", 0, "weight", to=0)),
    "share above one": ("survey", _set("shares", 0, "share", to=1.5)),
    "cue of no kind": ("cue", _set("id", to="mood")),
}


@pytest.mark.parametrize("case", REJECTED)
def test_it_rejects_what_the_checker_rejects(case: str) -> None:
    slot, change = REJECTED[case]
    data: Data = deepcopy(make_bank())[SLOTS[slot]]  # type: ignore[assignment]
    change(data)
    assert len(mistakes(model_of(SLOTS[slot]), data)) == 1


@pytest.mark.parametrize(("register", "for_"), [("notes", True), ("spoken", False)])
def test_it_knows_keys_by_the_names_in_the_files(register: str, for_: bool) -> None:
    data: Any = deepcopy(make_bank()[SLOTS["rubric"]])
    data["examples"][0]["register"] = register
    data["signs"][0]["for"] = for_
    assert mistakes(model.Rubric, data) == []
