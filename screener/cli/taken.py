"""What came of taking over a bank: what happened to each file on standard output, a summary on standard error."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from screener.bank.problems import FORMATS
from screener.cli.opened import opened_here
from screener.cli.progress import progress
from screener.journeys.bank_merge import Outcome
from screener.journeys.bank_sharing import Arriving, Taken, take_over

_REFUSED, _TO_MERGE = 2, 1
_SHOWN: Mapping[Outcome, tuple[str, str]] = {
    "new": ("new", ""),
    "replaced": ("replaced", ""),
    "merge": ("kept", "edited here"),
    "removed": ("removed", "removed here, stays removed"),
    "gone": ("gone", "not among the arriving files, stays"),
}


def take_and_tell(folder: Path, arriving: Arriving, *, is_dry: bool) -> int:
    """Take over a bank into an instance and say what came of it. Returns the exit status."""
    instance = opened_here(folder)
    try:
        with progress("proving the whole bank") as on_file:
            taken = take_over(instance, arriving, is_dry=is_dry, on_file=on_file)
    finally:
        instance.close()
    if taken.problems:
        sys.stdout.write(FORMATS["text"](taken.problems))
        click.echo(f"screener: {_refusal(taken)}", err=True)
        return _REFUSED
    for line in _lines(taken, is_dry):
        click.echo(line)
    click.echo(f"{arriving.title}: {_summary(taken, is_dry)}", err=True)
    return _TO_MERGE if taken.merge.of("merge") else 0


def _refusal(taken: Taken) -> str:
    told = f"nothing was written, because the bank would have {_counted(len(taken.problems), 'mistake')}"
    kept = ", ".join(file.path for file in taken.merge.of("merge"))
    because = f"; perhaps because these would stay as they were edited here: {kept}" if kept else ""
    return f"{told}{because} (take it over in the browser, where the draft can be mended: Question bank, Share)"


def _lines(taken: Taken, is_dry: bool) -> list[str]:
    lines = []
    for file in taken.merge.files:
        if file.outcome not in _SHOWN:
            continue
        word, note = _SHOWN[file.outcome]
        if file.outcome == "merge" and not is_dry:
            name = f"{file.path}.new"
            is_theirs = name in taken.beside
            note += f"; the new text is in {name}" if is_theirs else f"; {name} was edited too, and left as it is"
        lines.append(f"{word:<9} {file.path}{f'  ({note})' if note else ''}")
    return lines


def _summary(taken: Taken, is_dry: bool) -> str:
    merge = taken.merge
    taken_over = len(merge.of("new", "replaced"))
    to_merge = len(merge.of("merge"))
    would = "would be " if is_dry else ""
    told = f"{_counted(taken_over, 'file')} {would}taken over" if taken_over else "nothing new"
    return f"{told}, {to_merge or 'none'} to merge by hand"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"
