"""Two states of a small bank, and finished interviews with notes, for tests of re-reading."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from screener.bank.load import load_library
from screener.journeys.rereading import Effect, FlagEffect, LevelEffect
from screener.journeys.shelf import Shelf
from screener.storage.records import Candidate, Person, Seat
from tests.factories import SLOTS, Change, as_yaml, make_bank, make_philosophy, make_policy
from tests.journeys.rated import Levels, locked, note, rated
from tests.office import Office

HELD = "Honestly, the credit belongs to us in May."
PRICE = "He told me that it was hard. Price is everything in this trade, believe me."
ADDED = {
    "philosophies/price-is-all.yaml": make_philosophy("price-is-all", "price is everything"),
    SLOTS["policy"]: make_policy(
        flags=[
            {"philosophy": "sole-credit", "severity": "high"},
            {"philosophy": "price-is-all", "severity": "medium"},
        ]
    ),
}  # a belief that the reader's weights do not know


def contents(changes: Mapping[str, Change] | None = None) -> dict[str, bytes]:
    """Return the files of the small bank, with some of them changed (None: gone)."""
    files = {**make_bank(), **(changes or {})}
    as_text = {path: as_yaml(data) if isinstance(data, dict) else data for path, data in files.items() if data}
    return {path: text.encode() if isinstance(text, str) else text for path, text in sorted(as_text.items())}


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def with_small_bank(office: Office, folder: Path) -> Office:
    """Give an organisation the small bank, on disk."""
    shelf = Shelf(write(folder, contents()), office.instance.store)
    office.instance = replace(office.instance, shelf=shelf)
    assert load_library(folder).contents == contents()
    return office


def said(
    office: Office, candidate: Candidate, *notes: str, rater: Person | None = None, levels: Levels | None = None,
    submits: bool = True, **changes: object,
) -> Seat:  # fmt: skip
    """Return a finished scorecard with these notes, one for each question."""
    given = levels or {"standing": [3]}
    seat = rated(office, candidate, rater or office.marcus, given, submits=False, **changes)  # type: ignore[arg-type]
    for number, text in enumerate(notes):
        note(office, seat, text, number)
    return locked(office, seat) if submits else seat


def flags_in(effect: Effect) -> Iterator[FlagEffect]:
    return (flag for own in effect.changes for answer in own.answers for flag in answer.flags)


def levels_in(effect: Effect) -> Iterator[LevelEffect]:
    return (level for own in effect.changes for answer in own.answers for level in answer.levels)
