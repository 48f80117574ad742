"""`screener diff`: how two states of a bank differ, in their files and in what they read."""

import os
import sys
from collections.abc import Mapping
from contextlib import closing, nullcontext
from pathlib import Path

import click

from screener.cli.opened import opened_here
from screener.cli.progress import progress
from screener.journeys.bank_difference import differences
from screener.journeys.bank_history import open_past, state_named
from screener.journeys.disclosures import note_export
from screener.journeys.instance import is_instance
from screener.journeys.rereading import reread
from screener.rendering.history_text import difference_lines

Files = Mapping[str, bytes]


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--in", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The instance that has the states."
)
@click.option("--verdicts", is_flag=True, help="Also read the instance's finished interviews with both.")
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count(), show_default="one a core", metavar="N",
              help="Processes that read at the same time.")  # fmt: skip
def command(before: str, after: str, folder: Path | None, verdicts: bool, workers: int) -> None:
    """Show how the states A and B of a bank differ.

    A state is `now`, `shipped`, a number or a fingerprint (or its beginning) as `screener log` lists them, or the
    folder of a bank. Without --in, the instance in this folder is meant, if there is one. With --verdicts, the flags
    and levels that would differ in finished interviews are listed with their quotations.
    """
    if folder is None and is_instance(Path()):
        folder = Path()
    if verdicts and folder is None:
        raise click.UsageError("Name the instance whose interviews are to be read by --in.")
    with open_past(folder) if folder is not None else nullcontext() as past:
        old, new = state_named(past, before)[1], state_named(past, after)[1]
    files = differences(old, new)
    sys.stdout.writelines(difference_lines(files))
    if not files:
        click.echo("No difference.", err=True)
    if verdicts and folder is not None:
        _verdicts(folder, old, new, workers)


def _verdicts(folder: Path, old: Files, new: Files, workers: int) -> None:
    from rich.console import Console

    from screener.rendering.effect_text import print_effect

    with closing(opened_here(folder)) as instance, progress("reading stored answers") as on_answer:
        note_export(instance, None, "reread.text")
        effect = reread(instance, old, new, workers=workers, on_answer=on_answer)
    print_effect(effect, Console(highlight=False, emoji=False))
