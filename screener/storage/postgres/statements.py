"""Portable statements as PostgreSQL and its library take them, and texts that PostgreSQL would refuse."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

_PARTS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|::|\?|:[a-z_]\w*|%")
_LIMIT = re.compile(r"LIMIT (%s|%\(\w+\)s)")
_WITHOUT_CASE = re.compile(r"([\w.]+) COLLATE NOCASE")
_NOTHING = re.compile(r"(?<!NOT )IN \(\)")

# PostgreSQL takes every character but NUL. A note may hold one, and what is noted must come back as it was: so it is
# written as two of the character after it, and that one as itself and the next, which keeps the order of texts.
_MARK, _NUL, _ITSELF = "\x01", "\x01\x01", "\x01\x02"


@lru_cache(maxsize=2048)
def translated(sql: str) -> str:
    """Return a portable statement with the places for values as psycopg wants them.

    Names in SQLite's order without case (`name COLLATE NOCASE`, which ASCII letters alone know) become an expression of
    the same order, a limit of -1 no limit, and an empty list one in which nothing is.
    """
    placed = _PARTS.sub(_place, sql)
    placed = _WITHOUT_CASE.sub(r'lower(\1 COLLATE "C")', placed)
    return _NOTHING.sub("IN (NULL)", _LIMIT.sub(r"LIMIT nullif(\1, -1)", placed))


def _place(found: re.Match[str]) -> str:
    part = found.group()
    if part == "?":
        return "%s"
    if part.startswith(":") and part != "::":
        return f"%({part[1:]})s"
    return part.replace("%", "%%")


def to_kept(values: Mapping[str, Any] | Collection[Any]) -> Mapping[str, Any] | list[Any]:
    """Return a statement's values as PostgreSQL keeps them."""
    if isinstance(values, Mapping):
        return {name: _to_kept(value) for name, value in values.items()}
    return [_to_kept(value) for value in values]


def from_kept(rows: list[tuple[Any, ...]], texts: Collection[int]) -> list[tuple[Any, ...]]:
    """Return rows as they were given; `texts` are the places of texts in them."""
    if not any(_MARK in row[place] for place in texts for row in rows if row[place]):
        return rows
    return [tuple(_from_kept(value) if isinstance(value, str) else value for value in row) for row in rows]


def _to_kept(value: Any) -> Any:
    if isinstance(value, str) and ("\x00" in value or _MARK in value):
        return value.replace(_MARK, _ITSELF).replace("\x00", _NUL)
    return value


def _from_kept(text: str) -> str:
    """Undo `_to_kept`. After a mark stands one of two letters, so that the pairs are found from left to right."""
    if _MARK not in text:
        return text
    return re.sub(f"{_MARK}(.)", lambda found: "\x00" if found.group() == _NUL else _MARK, text)
