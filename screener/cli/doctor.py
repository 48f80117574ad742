"""`screener doctor`: is everything as it should be?"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from screener.journeys.doctor import examine


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), default=Path())
@click.option("--quick", "is_quick", is_flag=True, help="Do not look through the whole database.")
@click.option("--json", "is_data", is_flag=True, help="Write what was found as JSON.")
def command(folder: Path, is_quick: bool, is_data: bool) -> int:
    """Look the instance in DIR over: machine, rights, disk, clock, databases, backups, settings, questions.

    Changes nothing; people may be working meanwhile. A line each: ok, warn or bad, and what to do.

    Exit status: 0 nothing bad, 1 something bad, 2 no instance.
    """
    findings = examine(folder, is_quick=is_quick)
    if is_data:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n")
    else:
        for finding in findings:
            click.echo(f"{finding.state:<5} {finding.about:<10} {finding.found}")
            if finding.advice:
                click.echo(f"{'':<17}→ {finding.advice}")
    return int(any(finding.state == "bad" for finding in findings))
