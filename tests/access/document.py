"""Writes the table as a page for people in HR and auditors: `python -m tests.access.document`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.access.rights import VIEWERS, YES, Row
from tests.access.table import AREAS

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
_ABOUT = Path(__file__).parent / "access-about.md"


def document() -> str:
    """Return the page."""
    about = _ABOUT.read_text(encoding="utf-8").format(legend=_legend())
    return "\n".join([about, *(line for area, rows in AREAS.items() for line in _area(area, rows))])


def _legend() -> str:
    return "\n".join(f"| {short} | {meaning} |" for short, meaning in VIEWERS.values())


def _area(area: str, rows: Iterable[Row]) -> Iterator[str]:
    heads = ["What", *(short for short, _ in VIEWERS.values()), "Address"]
    yield from (f"## {area}", "", f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |")
    notes: list[str] = []
    for row in rows:
        mark = ""
        if row.note:
            notes.append(row.note)
            mark = f" [{len(notes)}]"
        answers = (f"**{YES}**" if row.rights[viewer] == YES else str(row.rights[viewer]) for viewer in VIEWERS)
        yield f"| {row.what}{mark} | {' | '.join(answers)} | `{row}` |"
    yield ""
    for number, note in enumerate(notes, 1):
        yield f"[{number}] {note}  "
    if notes:
        yield ""


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
