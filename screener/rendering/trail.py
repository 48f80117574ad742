"""Entries of the audit trail: their facts in words, and a candidate's trail as JSON and as a table."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from screener.rendering.cells import Cell

FORMAT = "screener-trail/1"
_HEADS = ("Number", "Time (UTC)", "Who", "From", "Action", "Opening", "Interview", "Facts", "Words", "Seal")
_MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d\.\d{3}Z$")
_EMPTY: tuple[Any, ...] = ("", None, [], {})


def facts_of(facts: Mapping[str, Any], people: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Return facts as names and words; people's ids become their names."""
    for name, value in facts.items():
        if name in ("level", "was", "mean"):
            yield _called(name), _level(value)
        elif value not in _EMPTY:
            yield _called(name), _worded(name, value, people)


def trail_data(trail: Any) -> dict[str, Any]:
    """Return a candidate's trail (what the journey returned) as data."""
    return {
        "format": FORMAT,
        "candidate": {"id": trail.candidate.id, "name": trail.candidate.name},
        "opening": {"id": trail.opening.id, "title": trail.opening.title},
        "made_at": trail.made_at,
        "made_by": trail.made_by,
        "head": trail.head,
        "entries": [_entry_data(told) for told in trail.entries],
    }


def trail_table(trail: Any, people: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    """Return a candidate's trail as rows, the heads first."""
    yield _HEADS
    for told in trail.entries:
        entry = told.entry
        yield (
            entry.number, entry.at, told.who, entry.origin, told.action, told.opening, entry.interview_id,
            "; ".join(f"{name}: {text}" for name, text in facts_of(told.facts, people)),
            "; ".join(f"{name}: {text}" for name, text in told.words.items()), entry.seal,
        )  # fmt: skip


def _entry_data(told: Any) -> dict[str, Any]:
    entry = told.entry
    return {
        "number": entry.number,
        "at": entry.at,
        "person": {"id": entry.person_id, "name": told.who},
        "origin": entry.origin,
        "action": "" if told.is_withheld else entry.action,
        "title": told.action,
        "opening": entry.opening_id,
        "interview": entry.interview_id,
        "subject": entry.subject,
        "facts": told.facts,
        "words": told.words,
        "is_withheld": told.is_withheld,
        "words_seal": entry.words_seal,
        "seal": entry.seal,
    }


def _called(name: str) -> str:
    names = {
        "was": "before", "were": "before", "seen": "suggestion seen", "ends": "works until", "bank": "question bank",
        "written": "written at", "locked": "locked at",
    }  # fmt: skip
    words = names.get(name, name.replace("_", " "))
    return words[:1].upper() + words[1:]


def _worded(name: str, value: Any, people: Mapping[str, str]) -> str:
    if name == "seen" and isinstance(value, dict):
        return ", ".join(
            f"{_suggested(own.get('level'))} from {source}, by {own.get('reader')}" for source, own in value.items()
        )
    if name in ("levels", "weights", "were") and isinstance(value, dict):
        return ", ".join(f"{own} {_level(level)}" for own, level in value.items())
    return _plain(value, people)


def _plain(value: Any, people: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{own} {_plain(part, people)}" for own, part in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(part, people) for part in value)
    return people.get(str(value), _MOMENT.sub(r"\1 \2 UTC", str(value)))


def _suggested(value: Any) -> str:
    return "no level" if value is None else _level(value)


def _level(value: Any) -> str:
    return "no evidence" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
