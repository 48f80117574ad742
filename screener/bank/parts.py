"""What the shapes of bank files are built from: ids, texts, levels, phrases, marked examples."""

import re
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from screener.bank.hints import hint_of
from screener.bank.marks import unmark

LONGEST_ID = 80
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_ID)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]
Share = Annotated[float, Field(ge=0, le=1)]
Minutes = Annotated[int, Field(ge=1, le=240)]
LevelNumber = Annotated[int, Field(ge=1, le=5)]

Role = Literal["sales", "marketing", "both"]
Speaker = Literal["sales", "marketing", "both", "unknown"]
Register = Literal["spoken", "notes"]
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
REGISTERS: tuple[Register, ...] = get_args(Register)
Stance = Literal["asserted", "past", "rejected", "reported"]
Strength = Literal["strong", "medium", "weak"]
Severity = Literal["high", "medium", "low"]


def _as_number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


LevelOrNone = Annotated[Literal[1, 2, 3, 4, 5, "none"], BeforeValidator(_as_number)]


def _closed(text: str) -> str:
    unmark(text)
    return text


MarkedLine = Annotated[Line, AfterValidator(_closed)]


class Part(BaseModel):
    """The base of every shape: values do not change, and a key that nobody knows is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Part):
    """The base of everything that a file holds; the file is named after the id."""

    id: Id


class PatternMapping(Part):
    """A phrase with what has to be known to use it."""

    words: Phrase
    stance: Stance = "asserted"
    speaker: Literal["sales", "marketing"] | None = None
    strength: Strength = "strong"


def _as_mapping(value: object) -> object:
    return {"words": value} if isinstance(value, str) else value


Pattern = Annotated[PatternMapping, BeforeValidator(_as_mapping, json_schema_input_type=str | PatternMapping)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Words = dict[Id, list[Word]]


class MarkedText(Part):
    """A text whose evidence stands between `<<` and `>>`."""

    text: MarkedLine
    known_miss: bool = False

    @cached_property
    def plain(self) -> str:
        """The text without the marks."""
        return unmark(self.text)[0]

    @cached_property
    def evidence(self) -> tuple[tuple[int, int], ...]:
        """The marked spans as offsets into `plain`."""
        return unmark(self.text)[1]


def schema_of(model: type[Part]) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, as an editor uses it."""
    schema = model.model_json_schema(by_alias=True, mode="validation")
    _close_names(schema)
    _explain(model.__name__, schema)
    for name, shape in schema.get("$defs", {}).items():
        _explain(name, shape)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _explain(name: str, shape: dict[str, Any]) -> None:
    """Say in plain words what a shape is and what its fields hold."""
    shape["title"] = re.sub(r"(?<=[a-z])[A-Z]", lambda found: f" {found[0].lower()}", name)
    for field, node in shape.get("properties", {}).items():
        node["description"] = hint_of(name, field)
        node.pop("title", None)  # the field's own name with a capital says nothing more


def _close_names(node: Any) -> None:
    """Refuse names that do not fit the pattern, as the checker does; pydantic leaves that open in its schema."""
    if isinstance(node, dict):
        if "patternProperties" in node:
            node["additionalProperties"] = False
        for value in node.values():
            _close_names(value)
