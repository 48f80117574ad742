"""`screener demo`: an invented company to try everything with."""

import tempfile
from pathlib import Path

import click

from screener.cli.serving import open_page, serve_instance
from screener.journeys.demo import SignIn, make_demo, sign_ins
from screener.journeys.instance import open_instance

_OPENED = "hiring-manager"  # who has an interview under way


@click.command()
@click.option("--dir", "folder", type=click.Path(path_type=Path), help="Keep it in this folder (made, or used again).")
@click.option(
    "--candidates", type=click.IntRange(0, 100_000), default=0, metavar="N", help="At least so many candidates."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port to listen on (default: a free one).")
@click.option("--no-browser", is_flag=True, help="Do not open a page.")
def command(folder: Path | None, candidates: int, host: str, port: int, no_browser: bool) -> None:
    """Serve a throw-away instance with invented candidates, panels and interviews, until Ctrl-C.

    Prints a sign-in address for each role. With --dir the instance is kept and served again the next time.
    """
    if folder is not None:
        _serve(folder, candidates, host, port, no_browser)
        return
    with tempfile.TemporaryDirectory(prefix="screener-demo-") as made:
        _serve(Path(made) / "demo", candidates, host, port, no_browser)


def _serve(folder: Path, candidates: int, host: str, port: int, no_browser: bool) -> None:
    if not (folder / "screener.db").is_file():
        _make(folder, candidates)
    instance = open_instance(folder)
    people = sign_ins(instance)

    def announce(address: str) -> None:
        for person in people:
            click.echo(f"{person.role} {_address(address, person)}")
        click.echo("Everything in it is invented. Stop with Ctrl-C.", err=True)
        if not no_browser:
            open_page(_address(address, next(p for p in people if p.role == _OPENED)))

    serve_instance(instance, host, port, announce, is_demo=True)


def _make(folder: Path, candidates: int) -> None:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Inventing candidates", total=None)
        make_demo(
            folder,
            candidates=candidates,
            on_step=lambda done, of: progress.update(task, completed=done, total=of),
        )


def _address(base: str, person: SignIn) -> str:
    return f"{base}/sign-in/{person.secret}"
