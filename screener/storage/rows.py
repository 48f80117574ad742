"""Records ↔ plain rows, the same for every database: JSON as text, yes and no as 1 and 0."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from screener.storage.records import Weighting

R = TypeVar("R")

_BOOLEANS = {"is_moderator", "is_joint", "after_suggestion"}
_MAPPINGS = {"needs", "speakers"}


def columns_of(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a record's fields, which are its table's columns."""
    return tuple(kind.__dataclass_fields__)


def to_row(record: object) -> dict[str, Any]:
    """Return a record as values that a database can hold, by column."""
    return {name: _plain(name, getattr(record, name)) for name in columns_of(type(record))}


def from_row(kind: type[R], row: Sequence[Any]) -> R:
    """Return the record whose columns stand in `row` in the order of `columns_of`."""
    return kind(*map(_value, columns_of(kind), row))


def _plain(name: str, value: Any) -> Any:
    if name == "weights":
        return json.dumps([[w.competency, w.weight, w.reason] for w in value], ensure_ascii=False)
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value


def _value(name: str, stored: Any) -> Any:
    if name == "weights":
        return tuple(Weighting(*weighting) for weighting in json.loads(stored))
    if name in _MAPPINGS:
        return json.loads(stored)
    return bool(stored) if name in _BOOLEANS else stored
