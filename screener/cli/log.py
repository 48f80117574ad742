"""`screener log`: the states that the bank of an instance has been in."""

import json
import sys
from pathlib import Path

import click

from screener.journeys.bank_history import history_in, open_past
from screener.rendering.history_text import history_data, history_lines


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option("--file", "path", default="", metavar="PATH", help="Only what touched this file, named within the bank.")
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True, help="How many at most.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(folder: Path, path: str, limit: int, style: str) -> None:
    """List the states of the bank of the instance in DIR (default: this folder), the newest first.

    Each has a number by which `screener diff` knows it, when and by whom it was saved, why, and which files changed.
    """
    with open_past(folder) as past:
        rows, trouble = history_in(past, limit=limit, path=path).rows, past.trouble
    if style == "json":
        sys.stdout.write(json.dumps(history_data(rows), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(history_lines(rows))
    if path and not rows:
        click.echo(f"No state touched {path}.", err=True)
    if trouble:
        click.echo(f"not noted: the bank on disk has mistakes (`screener check {folder}` lists them)", err=True)
