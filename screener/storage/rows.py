"""Records ↔ plain rows, the same for every database: JSON as text, yes and no as 1 and 0."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from screener.storage.records import Weighting
from screener.storage.summaries import HeardBelief, HeardFlag

R = TypeVar("R")
_decode = json.JSONDecoder().raw_decode  # what we wrote ourselves needs no look for stray blanks around it


def columns_of(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a record's fields, which are its table's columns."""
    return tuple(kind.__dataclass_fields__)


def to_row(record: object) -> dict[str, Any]:
    """Return a record as values that a database can hold, by column."""
    return {name: _plain(name, getattr(record, name)) for name in columns_of(type(record))}


def from_row(kind: type[R], row: Sequence[Any]) -> R:
    """Return the record whose columns stand in `row` in the order of `columns_of`."""
    readers = _readers_of(kind)
    if not readers:
        return kind(*row)
    values = list(row)
    for place, read in readers:
        values[place] = read(values[place])
    return kind(*values)


def _plain(name: str, value: Any) -> Any:
    if name == "weights":
        return json.dumps([[w.competency, w.weight, w.reason] for w in value], ensure_ascii=False)
    if name in ("flags", "beliefs"):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value


def _readers_of(kind: type[Any]) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Return the places of a record whose values are stored otherwise than they are meant, with what reads them."""
    if kind not in _readers:
        _readers[kind] = tuple((place, _READ[name]) for place, name in enumerate(columns_of(kind)) if name in _READ)
    return _readers[kind]


@lru_cache(maxsize=512)  # every scorecard of an opening brings the same text
def _weights(stored: str) -> tuple[Weighting, ...]:
    return tuple(Weighting(*weighting) for weighting in json.loads(stored))


@lru_cache(maxsize=512)
def _mapping(stored: str) -> Mapping[str, str]:
    return MappingProxyType(json.loads(stored))


def _object(stored: str) -> Any:
    return {} if stored == "{}" else _decode(stored)[0]


def _places(stored: str) -> Mapping[str, tuple[str, int | None]]:
    return {scheme: (value, amount) for scheme, (value, amount) in _object(stored).items()}


def _heard(stored: str) -> tuple[HeardFlag, ...]:
    return tuple(HeardFlag(*flag) for flag in _object(stored))  # what was kept long ago has fewer entries


@lru_cache(maxsize=4096)  # many scorecards tell of the same
def _beliefs(stored: str) -> tuple[HeardBelief, ...]:
    return tuple(map(HeardBelief._make, _object(stored)))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "is_chosen": bool,
    "is_moderator": bool,
    "is_joint": bool,
    "is_sealed": bool,
    "after_suggestion": bool,
    "beliefs": _beliefs,
    "facts": _object,
    "flags": _heard,
    "is_blind": bool,
    "levels": _object,
    "needs": _mapping,
    "places": _places,
    "speakers": _mapping,
    "verdicts": _object,
    "weights": _weights,
}
_readers: dict[type[Any], tuple[tuple[int, Callable[[Any], Any]], ...]] = {}
