"""`screener check`: problems on standard output, a summary on standard error."""

import sys
from pathlib import Path

import click

from screener.bank.problems import FORMATS
from screener.cli.progress import progress
from screener.journeys.checking import Checked, check_bank
from screener.paths import shipped


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--format", "style", type=click.Choice(sorted(FORMATS)), default="text", show_default=True)
@click.option("--coverage", is_flag=True, help="Also report phrases and rules that no example proves.")
@click.option("--no-examples", is_flag=True, help="Check the files only; do not run the examples.")
def command(folder: Path | None, style: str, coverage: bool, no_examples: bool) -> int:
    """Check the bank in DIR (default: the shipped one).

    Exit status: 0 clean, 1 problems found, 2 wrong use.
    """
    with progress("running examples") as on_file:
        checked = check_bank(
            folder or shipped("questions"), examples=not no_examples, coverage=coverage, on_file=on_file
        )
    sys.stdout.write(FORMATS[style](checked.problems))
    click.echo(_summary(checked, no_examples), err=True)
    return 0 if checked.is_clean else 1


def _summary(checked: Checked, no_examples: bool) -> str:
    if checked.examples:
        examples = f"{_counted(checked.examples, 'example')} ({_counted(checked.known_misses, 'known miss', 'es')})"
    else:
        examples = "examples not run" if no_examples else "examples not run until these problems are mended"
    return f"{_counted(checked.files, 'file')}, {examples}, {_counted(len(checked.problems), 'problem')}"


def _counted(number: int, what: str, plural: str = "s") -> str:
    return f"{number or 'no'} {what}{plural if number != 1 else ''}"
