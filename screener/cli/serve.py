"""`screener serve`: an instance for browsers."""

from pathlib import Path

import click

from screener.cli.serving import serve_instance
from screener.journeys.accounts import first_address
from screener.journeys.instance import open_instance
from screener.journeys.readings import second_reader_address


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), default=Path())
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on.")
def command(folder: Path, host: str, port: int) -> None:
    """Serve the instance in DIR (default: this folder) until Ctrl-C.

    As long as nobody has signed in, prints a one-time address for the first administrator.
    """
    instance = open_instance(folder)
    if address := second_reader_address(instance, is_strict=True):  # a mistake in it is told now, not to a rater
        click.echo(f"Raters can ask a second reader at {address}.", err=True)
    if trouble := instance.shelf.current().trouble:
        click.echo(f"{trouble}\nGoing on with the questions that the last interview began with.", err=True)

    def announce(address: str) -> None:
        click.echo(f"Serving {folder} at {address}", err=True)
        if first := first_address(instance):  # not before: a second server that cannot start must not end the first's
            click.echo(f"administrator {instance.settings.address or address}/sign-in/{first}")

    serve_instance(instance, host, port, announce)
