"""`screener let-in`: the way back for an administrator, for whoever has the machine itself."""

from dataclasses import replace
from pathlib import Path

import click

from screener.journeys.accounts import ADDRESS_HOURS
from screener.journeys.instance import open_instance
from screener.journeys.letting_in import let_in


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("email", default="")
@click.option("--address", default="", help="Where the server is reached, if settings.yaml does not say so.")
def command(folder: Path, email: str, address: str) -> None:
    """Print a one-time sign-in address for the administrator with EMAIL (default: the first one).

    For the day on which no administrator can sign in. It works with passwords switched off, too, and is noted in the
    audit trail.
    """
    instance = replace(open_instance(folder), origin="command line")
    try:
        person, secret = let_in(instance, email)
    finally:
        instance.close()
    base = address.rstrip("/") or instance.settings.address or "http://localhost:8000"
    click.echo(f"For {person.name}, once, within {ADDRESS_HOURS} hours:", err=True)
    click.echo(f"{base}/sign-in/{secret}")
