"""`screener export`: everything that is compared, as a workbook."""

import gc
import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import click

from screener.cli.opened import opened_here
from screener.cli.progress import progress
from screener.cli.rounds import round_option
from screener.errors import Unreadable
from screener.journeys.disclosures import note_export
from screener.journeys.exporting import Export, exports_of, openings_with
from screener.rendering.tables import rows_of, sheets_of
from screener.rendering.workbook import write_workbook


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@click.option("--opening", "opening_id", default="", metavar="ID", help="One opening (default: all of them).")
@round_option
def command(folder: Path, file: Path, opening_id: str, round_: int | None) -> None:
    """Write the comparisons of the instance in DIR, with every rating, note and belief, into a workbook.

    A file of that name is replaced once the new one is whole. It reads nothing for beliefs; `screener compare` does.
    """
    if file.suffix.casefold() != ".xlsx":
        raise click.UsageError(f"A workbook's name ends in .xlsx ({file.name} does not).")
    instance = opened_here(folder)
    try:
        exports = exports_of(instance, openings_with(instance, opening_id=opening_id), round_)
        for export in exports:
            opening = export.comparison.opening.id
            note_export(instance, None, "comparison.xlsx", opening_id=opening, scorecards=export.count)
        _write(exports, file)
    finally:
        instance.close()
    count = sum(export.count for export in exports)
    click.echo(f"{count:,} scorecard{'s' if count != 1 else ''} in {file}", err=True)
    if unheard := sum(export.comparison.unheard for export in exports):
        click.echo(f"{unheard:,} not read for beliefs yet (`screener compare` reads them)", err=True)


def _private(file: Path) -> BinaryIO:
    """Open a new file that nobody else can read; a link that waits under its name is not followed."""
    file.unlink(missing_ok=True)
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _write(exports: tuple[Export, ...], file: Path) -> None:
    """Write beside the file and take its place at the end, so that what is interrupted is not taken for whole."""
    gc.freeze()  # what was read so far stays; to look through it again and again would take a seventh of the time
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        try:
            with progress("writing scorecards") as on_scorecard, _private(unfinished) as out:
                write_workbook(out, sheets_of(exports), rows_of(exports, on_scorecard))
            unfinished.replace(file)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise Unreadable(f"{file} cannot be written: {error.strerror}") from None
