"""`screener rate`: suggested levels for answers."""

import sys
from pathlib import Path

import click

from screener.cli.jsonlines import read_rows, write_row
from screener.cli.progress import progress
from screener.journeys.statements import rater
from screener.paths import shipped


@click.command()
@click.option("--bank", type=click.Path(path_type=Path), help="A bank's folder (default: the shipped one).")
def command(bank: Path | None) -> None:
    """Read JSON lines {"id", "question", "text"} and write {"id", "ratings": {competency: ...}} for each, in order.

    Every competency is looked for, whatever the question was. Optional keys: "register" (spoken, notes) and
    "speaker" (sales, marketing, both, unknown). A competency without evidence is absent.
    """
    rows = read_rows(sys.stdin.buffer)
    rate = rater(bank or shipped("questions"))
    with progress("reading answers") as on_row:
        for number, row in enumerate(rows, 1):
            write_row({"id": row["id"], "ratings": rate(row["text"], row["register"], row["speaker"])})
            on_row(number, len(rows))
