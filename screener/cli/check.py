"""`screener check`: problems on standard output, a summary on standard error."""

import sys
from pathlib import Path

import click

from screener.bank.problems import FORMATS
from screener.cli.progress import progress
from screener.journeys.checking import check_bank
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
    count = len(checked.problems)
    click.echo(
        f"{checked.files} files, {checked.examples} examples ({checked.known_misses} known misses), "
        f"{count or 'no'} problem{'s' * (count != 1)}",
        err=True,
    )
    return 0 if checked.is_clean else 1
