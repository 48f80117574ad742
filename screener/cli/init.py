"""`screener init`: a new instance."""

from pathlib import Path

import click

from screener.journeys.instance import make_instance


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make an instance in the new folder DIR: questions that are yours to edit, a database and a key."""
    make_instance(folder)
    click.echo(
        f"Made {folder}. The questions are in {folder / 'questions'}; start with: screener serve {folder}", err=True
    )
