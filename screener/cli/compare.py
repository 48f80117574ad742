"""`screener compare`: an opening's candidates side by side."""

import json
import sys
from pathlib import Path

import click

from screener.cli.opened import opened_here
from screener.cli.progress import progress
from screener.cli.rounds import round_option
from screener.journeys.comparison import Comparison
from screener.journeys.disclosures import note_export
from screener.journeys.exporting import comparisons_of, openings_with
from screener.journeys.hearing import hear_opening
from screener.journeys.instance import Instance
from screener.rendering.cells import csv_text
from screener.rendering.comparison_json import FORMAT, comparison_data
from screener.rendering.tables import candidates_table

_PATIENCE = 2.0  # seconds after which a bar says how far the reading has come


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--guide", default="", metavar="ID", help="The openings whose interviews follow this guide.")
@click.option("--opening", "opening_id", default="", metavar="ID", help="One opening (its id stands in its address).")
@round_option
@click.option("--format", "style", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@click.option("--no-reading", is_flag=True, help="Leave out the beliefs of scorecards that have not been read yet.")
def command(folder: Path, guide: str, opening_id: str, round_: int | None, style: str, no_reading: bool) -> None:
    """Compare the candidates of the instance in DIR: totals with intervals, levels, beliefs.

    Says the same as the pages do, and names candidates only where the pages name them. Submitted scorecards are
    read for beliefs first where they have not been.
    """
    if not (guide or opening_id):
        raise click.UsageError("Name the openings by --guide, or one by --opening.")
    instance = opened_here(folder)
    try:
        openings = openings_with(instance, guide=guide, opening_id=opening_id)
        if not no_reading:
            for opening in openings:
                with progress(f"reading {opening.title}", after=_PATIENCE) as on_scorecard:
                    hear_opening(instance, opening.id, on_scorecard=on_scorecard)
        found = comparisons_of(instance, openings, round_)
        for own in found:
            note_export(instance, None, f"comparison.{style}", opening_id=own.opening.id)
        _write(instance, found, style)
    finally:
        instance.close()


def _write(instance: Instance, comparisons: tuple[Comparison, ...], style: str) -> None:
    if style == "json":
        made_at = instance.now()
        data = {"format": FORMAT, "comparisons": [comparison_data(own, made_at) for own in comparisons]}
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    elif style == "csv":
        sys.stdout.write(csv_text(candidates_table(comparisons)))
    else:
        from rich.console import Console

        from screener.rendering.comparison_text import print_comparison

        for own in comparisons:
            print_comparison(own, Console(highlight=False, emoji=False))
