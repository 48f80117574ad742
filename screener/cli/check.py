"""`screener check`: problems on standard output, a summary on standard error."""

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from screener.bank.problems import FORMATS, Problem
from screener.cli.meant import meant_bank
from screener.cli.progress import progress
from screener.journeys.checking import Checked, check_bank


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--format", "style", type=click.Choice(sorted(FORMATS)), default="text", show_default=True)
@click.option("--coverage", is_flag=True, help="Also report phrases, rules and word lists that no example proves.")
@click.option("--no-examples", is_flag=True, help="Check the files only; do not run the examples.")
def command(folder: Path | None, style: str, coverage: bool, no_examples: bool) -> int:
    """Check the bank in DIR, an instance or the folder of a bank.

    Without DIR, the instance or bank in the current folder is checked; if there is none, the one that comes with
    Screener. Exit status: 0 clean, 1 problems found, 2 wrong use.
    """
    if coverage and no_examples:
        raise click.UsageError("--coverage goes by the examples, so it cannot be had with --no-examples.")
    meant = meant_bank(folder)
    folder = meant.folder
    with progress("running examples") as on_file:
        checked = check_bank(folder, examples=not no_examples, coverage=coverage, on_file=on_file)
    problems = _named_from_root(checked.problems, folder) if style == "github" else checked.problems
    sys.stdout.write(FORMATS[style](problems))
    click.echo(_summary(checked, examples=not no_examples, coverage=coverage), err=True)
    if meant.told:
        click.echo(f"Checked {meant.told}; name a folder to check another.", err=True)
    return 0 if checked.is_clean else 1


def _named_from_root(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """Name files from the root of their repository, as GitHub does, wherever the command was called."""
    root = _root_of(folder.resolve())
    if root is None:
        return list(problems)
    within = folder.resolve().relative_to(root)
    return [replace(p, file=(within / Path(p.file).relative_to(folder)).as_posix()) for p in problems]


def _root_of(folder: Path) -> Path | None:
    """Return the nearest folder around it that git works in; what the workflow works in if there is none."""
    work_tree = next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)
    if work_tree is None and (workspace := os.environ.get("GITHUB_WORKSPACE")):
        work_tree = Path(workspace).resolve()
    return work_tree if work_tree is not None and folder.is_relative_to(work_tree) else None


def _summary(checked: Checked, *, examples: bool, coverage: bool) -> str:
    parts = [_counted(checked.files, "file")]
    if checked.mistaken_files:
        parts.append(f"{checked.mistaken_files} of them with mistakes")
    if checked.examples:
        parts.append(f"{_counted(checked.examples, 'example')} ({_counted(checked.known_misses, 'known miss', 'es')})")
    elif examples:
        what = "examples and coverage" if coverage else "examples"
        parts.append(f"{what} not run until these problems are mended")
    else:
        parts.append("examples not run")
    if checked.unproved == 0:
        parts.append("every phrase, rule and word list is proved by an example")
    return ", ".join([*parts, _counted(len(checked.problems), "problem")])


def _counted(number: int, what: str, plural: str = "s") -> str:
    return f"{number or 'no'} {what}{plural if number != 1 else ''}"
