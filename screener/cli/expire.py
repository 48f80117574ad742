"""`screener expire`: deletes what is due by rule, as the server does every day."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from screener.journeys.expiring import Due, Expired, expire, would_expire
from screener.journeys.instance import open_records


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would be erased, and erase nothing.")
@click.option(
    "--clock-is-right", is_flag=True, help="Erase at once, although nobody has looked for a week or a time is wrong."
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(folder: Path, is_dry: bool, clock_is_right: bool, style: str) -> None:
    """Erase the candidates in the instance in DIR whose time is over by their opening's rule.

    Candidates under a legal hold stay. What was erased is kept as a report without names. A server does the same every
    day by itself. The exit status is 1 if the clock cannot be trusted or something could not be erased.
    """
    instance = replace(open_records(folder), origin="command line")
    try:
        done = would_expire(instance) if is_dry else expire(instance, is_clock_right=clock_is_right)
    finally:
        instance.close()
    if style == "json":
        sys.stdout.write(json.dumps(_data(done, is_dry=is_dry), indent=2) + "\n")
    else:
        _tell(done, is_dry=is_dry)
    click.get_current_context().exit(1 if done.trouble or done.failed else 0)


def _data(done: Expired, *, is_dry: bool) -> Mapping[str, Any]:
    def listed(due: Iterable[Due]) -> list[Mapping[str, str]]:
        return [
            {"candidate": own.candidate.id, "opening": own.opening.id, "rule": own.rule.id, "due": own.ends[:10]}
            for own in due
        ]

    return {
        "dry_run": is_dry,
        "erased": listed(done.erased),
        "held": listed(done.held),
        "failed": done.failed,
        "trouble": done.trouble,
    }


def _tell(done: Expired, *, is_dry: bool) -> None:
    if done.trouble:
        click.echo(done.trouble, err=True)
    for own in done.erased:
        what = "would be erased" if is_dry else "erased"
        click.echo(
            f"{what}: candidate {own.candidate.id} of “{own.opening.title}”, due {own.ends[:10]}, {own.rule.name}"
        )
    for own in done.held:
        click.echo(f"under a legal hold: candidate {own.candidate.id} of “{own.opening.title}”, due {own.ends[:10]}")
    if done.failed:
        click.echo(f"{done.failed} could not be erased; try again", err=True)
    if not done.is_overwritten:
        click.echo("The disk still holds parts of what was removed; the next run overwrites them.", err=True)
    if not (done.erased or done.held or done.trouble):
        click.echo("Nothing is due.")
