"""`screener reread`: what a changed bank would change in the stored answers of finished interviews."""

import json
import os
import sys
from pathlib import Path

import click

from screener.cli.opened import opened_here
from screener.cli.progress import progress
from screener.journeys.disclosures import note_export
from screener.journeys.rereading import reread_by_folder
from screener.rendering.effect_json import effect_data

_CORES = os.cpu_count() or 1
_MOST_WORKERS = 64


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--bank",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A changed copy of DIR/questions (default: compare the banks that interviews were held with with today's).",
)
@click.option("--opening", "opening_id", default="", metavar="ID", help="One opening (default: all of them).")
@click.option(
    "--workers",
    type=click.IntRange(1, _MOST_WORKERS),
    default=min(_CORES, _MOST_WORKERS),
    metavar="N",
    help="How many processes read at the same time (default: one for each core).",
)
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="The scheduler of a Dask cluster whose workers read, such as tls://scheduler.example.org:8786.",
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(folder: Path, bank: Path | None, opening_id: str, workers: int, cluster: str, style: str) -> None:
    """Read the stored answers in the instance in DIR by two banks, and say which flags and levels would change.

    Quotes the candidates' words. Nothing is changed by it: finished interviews stay with the bank that they were held
    with. Candidates are named only where the pages name them.
    """
    instance = opened_here(folder)
    try:
        with progress("reading answers") as on_answer:
            effect = reread_by_folder(
                instance, bank, opening_id=opening_id, workers=workers, cluster=cluster, on_answer=on_answer
            )
        note_export(instance, None, f"reread.{style}", opening_id=opening_id)
        made_at = instance.now()
    finally:
        instance.close()
    if style == "json":
        sys.stdout.write(json.dumps(effect_data(effect, made_at), ensure_ascii=False, indent=2) + "\n")
    else:
        from rich.console import Console

        from screener.rendering.effect_text import print_effect

        print_effect(effect, Console(highlight=False, emoji=False))
