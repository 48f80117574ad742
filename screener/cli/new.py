"""`screener new`: a starter file for the author of a question, philosophy, rubric or guide."""

from pathlib import Path

import click

from screener.bank.starters import KINDS
from screener.journeys.starting import Started, start_file

_AS_PAGES_SAY = {"belief": "philosophy", "scale": "rubric"}
_NEXT = {
    "question": "Name it in a guide in {bank}/guides if it should be asked.",
    "philosophy": "If it is risky, take a stand on it in every file of {bank}/policies.",
    "rubric": "Write questions on it: screener new question {name}-…, and rate it in a guide in {bank}/guides.",
    "guide": "Choose its questions from {bank}/items.",
}


@click.command()
@click.argument("kind", metavar="KIND", type=click.Choice([*KINDS, *_AS_PAGES_SAY]))
@click.argument("name", metavar="ID")
@click.option(
    "--bank",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path(),
    help="An instance, or the folder of a bank (default: the current folder).",
)
def command(kind: str, name: str, folder: Path) -> None:
    """Write a starter file called ID, with every field and what belongs there.

    KIND is question, philosophy, rubric or guide. The pages call a philosophy a belief, and a rubric a rating scale:
    `belief` and `scale` mean the same. A question's ID begins with its competency. Nothing is overwritten.
    """
    kind = _AS_PAGES_SAY.get(kind, kind)
    started = start_file(folder, kind, name)
    click.echo(f"Made {started.file}.", err=True)
    for number, step in enumerate(_steps(kind, name, started), 1):
        click.echo(f"{number}. {step}", err=True)


def _steps(kind: str, name: str, started: Started) -> tuple[str, ...]:
    bank = started.bank.as_posix()
    return (
        "Fill it in. Until it has no mistakes, interviews go on with the bank as it was.",
        _NEXT[kind].format(bank=bank, name=name),
        f"See what is missing: screener check {bank}",
    )
