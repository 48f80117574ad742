"""`screener schema`: what editors need to complete and check bank files."""

import json
import sys
from pathlib import Path

import click

from screener.journeys.schemas import write_schemas


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
def command(folder: Path | None) -> None:
    """Write a JSON Schema for each kind of bank file into DIR, or all of them as one object to standard output."""
    schemas = write_schemas(folder)
    if folder is None:
        sys.stdout.write(json.dumps(schemas, indent=2, ensure_ascii=False) + "\n")
    else:
        click.echo(f"{len(schemas)} schemas in {folder}", err=True)
