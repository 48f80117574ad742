"""`screener backup`: one file with everything that an instance keeps, made while people go on working."""

from pathlib import Path

import click

from screener.cli.progress import progress
from screener.errors import NotFound, Unreadable
from screener.journeys.backup_schedule import back_up_folder
from screener.journeys.backup_sealing import NO_OPENER, Opener, Sealing, new_identity
from screener.journeys.backups import Backup
from screener.journeys.restoring import verify_backup
from screener.journeys.settings import secret_from

_BAR_AFTER = 2.0  # seconds


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="PLACE",
    help="A folder, or a new file (default: as settings.yaml says).",
)
@click.option(
    "--recipient", "recipients", multiple=True, metavar="KEY", help="Encrypt to this public key (age1…)."
)  # fmt: skip
@click.option("--passphrase-from", default="", metavar="VARIABLE", help="The variable that holds a passphrase.")
@click.option(
    "--verify", "file", type=click.Path(path_type=Path), metavar="FILE", help="Prove that FILE can be restored."
)
@click.option("--identity", type=click.Path(path_type=Path), metavar="FILE", help="The private key that opens it.")
@click.option(
    "--new-key", type=click.Path(path_type=Path), metavar="FILE", help="Make a key: FILE gets the private half."
)
def command(
    folder: Path | None,
    to: Path | None,
    recipients: tuple[str, ...],
    passphrase_from: str,
    file: Path | None,
    identity: Path | None,
    new_key: Path | None,
) -> None:
    """Write a backup of the instance in DIR, or prove one (--verify), or make a key for encrypted ones (--new-key).

    A backup holds both databases, the questions, the settings and secret.key: whoever has it has everything, unless it
    is encrypted. `screener restore` puts it into a new folder. Nobody who works with the instance waits for it. Where
    it goes and to whom it is encrypted is said by `backup:` in settings.yaml, or by the options.
    """
    passphrase = passphrase_of(passphrase_from)
    if new_key:
        click.echo(new_identity(new_key))
        click.echo(f"Keep {new_key} where backups are not: without it none can be opened.", err=True)
    elif file:
        with progress("proving the backup", after=_BAR_AFTER) as on_part:
            proved = verify_backup(file, opener_of(identity, passphrase), on_part)
        manifest = proved.manifest
        click.echo(f"{file} can be restored: {len(manifest.files)} files of {manifest.made_at}", err=True)
    elif folder is None:
        raise click.UsageError("Name the folder of an instance, or --verify FILE, or --new-key FILE.")
    else:
        with progress("copying", after=_BAR_AFTER) as on_part:
            made, not_noted = back_up_folder(folder, to, Sealing(recipients, passphrase), on_part)
        _tell(made)
        if not_noted:
            click.echo(f"It is not listed among the backups: {not_noted}.", err=True)


def _tell(made: Backup) -> None:
    for name in made.left_out:
        click.echo(f"left out  {name} (rename it, so that it can be in a backup)", err=True)
    how = "encrypted" if made.is_sealed else "not encrypted, and it holds secret.key: keep it as safe as the instance"
    click.echo(f"{made.size / 2**20:.1f} MB in {made.file} ({how})", err=True)
    click.echo(str(made.file))


def opener_of(identity: Path | None, passphrase: str) -> Opener:
    """Return what opens a backup. Raises Unreadable if the file with the key cannot be read."""
    if identity is None:
        return Opener(passphrase=passphrase) if passphrase else NO_OPENER
    try:
        return Opener(identity.read_text(encoding="ascii"), passphrase)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no file with a key"
        raise Unreadable(f"{identity} cannot be read: {reason}") from None


def passphrase_of(variable: str) -> str:
    """Return the passphrase in a variable of the environment, "" if none is named. Raises NotFound if it is empty."""
    passphrase = secret_from(variable)
    if variable and not passphrase:
        raise NotFound(f"the variable {variable} of the environment is empty (put the passphrase into it)")
    return passphrase
