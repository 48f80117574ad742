"""`screener flag`: philosophies in statements."""

import sys
from pathlib import Path

import click

from screener.cli.jsonlines import read_rows, write_row
from screener.cli.progress import progress
from screener.journeys.statements import flagger
from screener.paths import shipped


@click.command()
@click.option("--bank", type=click.Path(path_type=Path), help="A bank's folder (default: the shipped one).")
@click.option("--policy", default="default", show_default=True, help="The policy whose thresholds hold.")
def command(bank: Path | None, policy: str) -> None:
    """Read JSON lines {"id", "text"} and write {"id", "philosophies": [...]} for each, in order.

    Optional keys: "register" (spoken, notes) and "speaker" (sales, marketing, both, unknown). Every philosophy
    that is sure enough is written, risky or healthy, with its stance, confidence, offsets and quotation. One that is
    tentative was found by the examples of a philosophy that the reader was not trained on.
    """
    rows = read_rows(sys.stdin.buffer)
    flag = flagger(bank or shipped("questions"), policy)
    with progress("reading statements") as on_row:
        for number, row in enumerate(rows, 1):
            found = flag(row["text"], row["register"], row["speaker"])
            write_row({"id": row["id"], "philosophies": [statement.as_data() for statement in found]})
            on_row(number, len(rows))
