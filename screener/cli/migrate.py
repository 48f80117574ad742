"""`screener migrate`: everything that an instance keeps, from its files into PostgreSQL."""

from pathlib import Path

import click

from screener.cli.progress import progress
from screener.errors import NotFound, Refused
from screener.journeys.moving import move
from screener.journeys.settings import FILE, secret_from

_VARIABLE = "SCREENER_DATABASE_URL"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("url", metavar="[POSTGRES_URL]", default="")
@click.option("--url-from", "variable", default="", metavar="VARIABLE", help="The variable that holds the address.")
def command(folder: Path, url: str, variable: str) -> None:
    """Copy everything that the instance in DIR keeps into an empty PostgreSQL database; nothing is left if it fails.

    The address is like postgresql://USER:PASSWORD@HOST:5432/DATABASE; with a password in it, name a variable of the
    environment that holds it (--url-from), since others on the machine can see a command's words. Stop the server
    first. The files in DIR stay as they are. Every table is read back and compared, and the audit trail is proved. The
    lines to write into settings.yaml are printed.
    """
    if bool(url) == bool(variable):
        raise Refused("name the database's address, or the variable that holds it (--url-from), not both")
    if not url and not (url := secret_from(variable).strip()):
        raise NotFound(f"the variable {variable} of the environment is empty (put the database's address into it)")
    with progress("moving", after=2.0) as on_part:
        moved = move(folder, url, on_part)
    click.echo(
        f"{moved.rows:,} rows were moved, read back and compared; the audit trail proves itself ({moved.entries:,} "
        f"entries).\nWrite what follows into {folder / FILE}, put the address into that variable, and start the "
        f"server. The files in {folder} are as they were; once all is well, delete screener.db and voluntary.db there.",
        err=True,
    )
    click.echo(f"database:\n  url_from: {variable or _VARIABLE}")
