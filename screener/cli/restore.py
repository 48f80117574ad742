"""`screener restore`: a backup, proved and put into a new folder."""

from pathlib import Path

import click

from screener.cli.backup import opener_of, passphrase_of
from screener.cli.progress import progress
from screener.journeys.erasing import erased_in
from screener.journeys.restoring import restore_backup


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--identity", type=click.Path(path_type=Path), metavar="KEYFILE", help="The private key that opens it.")
@click.option("--passphrase-from", default="", metavar="VARIABLE", help="The variable that holds its passphrase.")
@click.option(
    "--erased",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where a newer erased.json lies, such as the folder of the instance that was lost.",
)
def command(file: Path, folder: Path, identity: Path | None, passphrase_from: str, erased: Path | None) -> None:
    """Put the backup FILE into the new folder DIR, once it is proved: each byte, both databases, the audit trail.

    Nothing is overwritten; if anything is wrong, nothing is left in DIR. Candidates who were erased since are erased
    again, by the list (erased.json) that lies beside FILE and the one in --erased.
    """
    opener = opener_of(identity, passphrase_of(passphrase_from))
    with progress("restoring", after=2.0) as on_part:
        restored = restore_backup(file, folder, opener, on_part, erased_in(erased) if erased else None)
    if restored.erased_again:
        click.echo(f"Erased again: {len(restored.erased_again)} candidates", err=True)
    click.echo(f"Restored {folder} as of {restored.manifest.made_at}; start with: screener serve {folder}", err=True)
