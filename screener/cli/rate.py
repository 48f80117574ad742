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
@click.option("--policy", default="default", show_default=True, metavar="ID", help="How sure a level must be.")
def command(bank: Path | None, policy: str) -> None:
    """Read JSON lines {"id", "question", "text"} and write {"id", "ratings": {competency: ...}} for each, in order.

    Every competency is looked for; knowing the question helps. Optional keys: "register" (spoken, notes) and
    "speaker" or "candidate" (sales, marketing, both, unknown). A competency without evidence is absent.
    """
    rows = read_rows(sys.stdin.buffer, are_answers=True)
    rate = rater(bank or shipped("questions"), policy)
    with progress("reading answers") as on_row:
        for number, row in enumerate(rows, 1):
            write_row({"id": row["id"], "ratings": rate(row["text"], row["register"], row["speaker"], row["question"])})
            on_row(number, len(rows))
