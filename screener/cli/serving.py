"""What `demo` and `serve` share. The only module of the command line that meets the web."""

import webbrowser
from collections.abc import Callable
from contextlib import suppress

import click

from screener.journeys.instance import Instance


def serve_instance(
    instance: Instance, host: str, port: int, on_ready: Callable[[str], None], *, is_demo: bool = False
) -> None:
    """Serve an instance until Ctrl-C.

    Raises Unreadable if the port cannot be had.
    """
    from screener.web import create_app
    from screener.web.logs import begin
    from screener.web.server import serve

    begin(instance.settings.log)
    try:
        with suppress(KeyboardInterrupt):  # the server takes Ctrl-C for itself once it runs
            serve(create_app(instance, is_demo=is_demo, is_served=True), host, port, on_ready)
        click.echo("\nStopped.", err=True)
    finally:
        instance.close()


def open_page(address: str) -> None:
    """Open a page in the user's browser, if there is one."""
    try:
        webbrowser.open(address)
    except webbrowser.Error:
        click.echo(f"Open {address} in a browser.", err=True)
