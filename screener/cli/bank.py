"""`screener bank`: hand a bank on as a file, and take over one that others made."""

from pathlib import Path

import click

from screener.cli.progress import progress
from screener.cli.taken import take_and_tell
from screener.errors import Refused, Unreadable
from screener.journeys.bank_sharing import arriving_bank, export_bank


@click.group()
def command() -> None:
    """Hand a bank on as a file, and take over one that others made."""


@command.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("file", metavar="FILE.zip", type=click.Path(path_type=Path))
@click.option("--title", default="", metavar="TEXT", help="What the bank is called (default: like its folder).")
@click.option(
    "--licence",
    default="",
    metavar="TEXT",
    help="Under which licence others may use it, such as CC-BY-4.0 (default: what LICENSE beside the bank says).",
)
def export(folder: Path, file: Path, title: str, licence: str) -> None:
    """Write the bank in DIR, an instance or a folder of bank files, into a new file FILE.zip.

    The bank is proved before. The same bank makes the same file.
    """
    if file.exists():
        raise Refused(f"{file} is there already (name a new file)")
    with progress("proving the whole bank") as on_file:
        content = export_bank(folder, title, licence, on_file)
    try:
        with file.open("xb") as out:
            out.write(content)
    except OSError as error:
        raise Unreadable(f"{file} cannot be written: {error.strerror}") from None
    click.echo(f"{len(content) / 2**20:.1f} MB in {file}", err=True)


@command.command("import")
@click.argument("file", metavar="FILE.zip", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would come of it; write nothing.")
def import_(file: Path, folder: Path, is_dry: bool) -> int:
    """Take over the bank in FILE.zip into the instance in DIR.

    New files are added, and files that nobody has edited since they came are replaced. What was edited stays as it is;
    the new text is written beside it (FILE.yaml.new), to be merged by hand. Nothing is written unless the whole bank is
    clean afterwards.

    Exit status: 0 all taken over, 1 something to merge, 2 refused.
    """
    arriving = arriving_bank(file)
    archive = arriving.archive
    licence = archive.licence or "no licence named"
    click.echo(f"{archive.title} ({licence}), written by Screener {archive.screener}", err=True)
    for name in archive.left_out:
        click.echo(f"ignored   {name}", err=True)
    return take_and_tell(folder, arriving, is_dry=is_dry)
