"""`screener init`: a new instance, or the questions of a new version in one that exists."""

from pathlib import Path

import click

from screener.journeys.instance import make_instance


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--upgrade", is_flag=True, help="Bring the questions of this version into the instance in DIR.")
def command(folder: Path, upgrade: bool) -> int:
    """Make an instance in the new folder DIR: questions that are yours to edit, a database and a key.

    With --upgrade, DIR is an instance already: questions that you never edited are replaced by those of this version,
    new ones are added, and what you edited stays, with the new text beside it (FILE.yaml.new). It may be served
    meanwhile. Exit status then: 0 all taken over, 1 something to merge, 2 refused.
    """
    if upgrade:
        from screener.cli.taken import take_and_tell
        from screener.journeys.bank_sharing import shipped_bank

        return take_and_tell(folder, shipped_bank(), is_dry=False)
    make_instance(folder)
    click.echo(
        f"Made {folder}. The questions are in {folder / 'questions'}; start with: screener serve {folder}", err=True
    )
    return 0
