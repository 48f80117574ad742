"""`screener verify`: whether everything still is as it was written."""

import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from screener.cli.progress import progress
from screener.journeys.instance import open_records
from screener.journeys.verifying import Verification, must_have_database, verify

FORMAT = "screener-verify/1"
_BAR_AFTER = 2.0  # seconds


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option("--head", default="", metavar="NUMBER:SEAL", help="Where the trail ended before, as you noted it.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(folder: Path, head: str, style: str) -> int:
    """Prove that nothing in the instance in DIR (default: this folder) was changed, removed or put in past Screener.

    Looks at each entry of the audit trail, each submitted scorecard, each state of the question bank, and the structure
    of the database; people may go on working. The last line says where the trail ends: keep it somewhere else, and give
    it to the next run with --head. Exit status: 0 in order, 1 something is wrong, 2 wrong use.
    """
    must_have_database(folder)
    with closing(open_records(folder)) as instance, progress("looking at entries", after=_BAR_AFTER) as on_entry:
        found = verify(instance, head, on_entry)
    if style == "json":
        click.echo(json.dumps(_data(found), ensure_ascii=False, indent=2))
    else:
        _tell(found)
    return 1 if found.problems else 0


def _tell(found: Verification) -> None:
    for part, problem in found.problems:
        click.echo(f"{part}: {problem}")
    for advice in found.advice:
        click.echo(advice, err=True)
    looked_at = (
        f"Looked at {found.trail.entries:,} entries of the audit trail, {found.scorecards:,} submitted scorecards, "
        f"{found.banks:,} states of the question bank, and the database"
    )
    click.echo(f"{looked_at}: {'not in order' if found.problems else 'all as it was written'}.", err=True)
    if not found.problems:
        click.echo("Keep the next line somewhere else, and give it to the next run with --head:", err=True)
    click.echo(found.trail.head)


def _data(found: Verification) -> dict[str, object]:
    return {
        "format": FORMAT,
        **{name: value for name, value in asdict(found.trail).items() if name != "problems"},
        "scorecards": found.scorecards,
        "banks": found.banks,
        "problems": [{"part": part, "problem": problem} for part, problem in found.problems],
        "advice": found.advice,
    }
