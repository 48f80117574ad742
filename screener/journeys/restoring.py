"""Putting a backup into a new folder, and proving that one could be put back."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from screener.errors import ScreenerError, Unreadable
from screener.journeys.audit import note, verify_audit
from screener.journeys.backup_archive import Manifest, Unpacker
from screener.journeys.backup_sealing import NO_OPENER, Opener, is_sealed, unseal
from screener.journeys.backups import OnPart
from screener.journeys.erasing import erase_again, erased_in, keep_list
from screener.journeys.instance import DATABASE, QUESTIONS, VOLUNTARY, Instance, must_be_new, secret_of
from screener.journeys.settings import Settings, load_settings
from screener.journeys.shelf import ClosedShelf
from screener.journeys.whole_files import settle_folder
from screener.storage import open_store, open_voluntary
from screener.storage.sqlite.copying import database_problems, facts_of_database


@dataclass(frozen=True)
class Proved:
    """A backup that was proved: what it says of itself, and whether it was encrypted.

    `erased_again` are the ids of candidates whom it brought back, and who were erased again.
    """

    manifest: Manifest
    is_sealed: bool
    erased_again: tuple[str, ...] = ()


def verify_backup(file: Path, opener: Opener = NO_OPENER, on_part: OnPart = lambda _d, _o: None) -> Proved:
    """Prove that a backup can be restored: it is, in a temporary folder that is removed again.

    Raises Refused without the right key, Unreadable if anything in it is damaged, missing or of a newer version.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="screener-") as place:
            return _proved(file, Path(place), opener, on_part)
    except OSError as error:
        raise Unreadable(f"{file} cannot be proved: {error.strerror} (TMPDIR names another folder for it)") from None


def restore_backup(
    file: Path,
    folder: Path,
    opener: Opener = NO_OPENER,
    on_part: OnPart = lambda _d, _o: None,
    erased: Mapping[str, str] | None = None,
) -> Proved:
    """Put the instance in a backup into the new folder `folder`, once all of it is proved; nothing is overwritten.

    Whoever was erased since is erased again: those of `erased`, and of the list that lies beside the backup. Raises
    Refused if something is in the folder or without the right key, Unreadable if the backup is damaged or of a
    newer version, or the folder cannot be written; then nothing is left there.
    """
    must_be_new(folder)
    try:
        with _beside(folder) as place:
            proved = _proved(file, place, opener, on_part)
            again = _erased_again(place, proved.manifest, {**erased_in(file.parent), **(erased or {})})
            _on_disk(place)
            if folder.is_dir():
                folder.rmdir()  # it is empty, or this refuses
            place.rename(folder)
            settle_folder(folder.parent)
    except OSError as error:
        raise Unreadable(f"{folder} cannot be written: {error.strerror} (nothing was left there)") from None
    return replace(proved, erased_again=again)


def _erased_again(place: Path, manifest: Manifest, listed: Mapping[str, str]) -> tuple[str, ...]:
    """Erase again whoever was erased since, and note in the trail that what follows comes behind a backup."""
    with closing(_records(place)) as records:
        note(records, None, "backup.restored", facts={"made_at": manifest.made_at, "entries": manifest.entries})
        again = erase_again(records, listed)
        keep_list(records)
    _remove_beside(place)
    return again


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Make a folder beside the one that is to be, for nobody else to look into."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.restoring")
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _proved(file: Path, place: Path, opener: Opener, on_part: OnPart) -> Proved:
    try:
        return _unpacked(file, place, opener, on_part)
    except ScreenerError as error:
        raise type(error)(f"{file}: {error}") from None


def _unpacked(file: Path, place: Path, opener: Opener, on_part: OnPart) -> Proved:
    unpacker = Unpacker(place)
    try:
        backup = file.open("rb")
    except OSError as error:
        raise Unreadable(f"it cannot be read: {error.strerror}") from None
    with backup:
        encrypted = is_sealed(backup)
        unseal(backup, opener, _counting(unpacker.feed, file.stat().st_size, on_part))
    manifest = unpacker.manifest()
    _must_be_sound(place, manifest)
    return Proved(manifest, encrypted)


def _counting(take: Callable[[bytes], None], of: int, on_part: OnPart) -> Callable[[bytes], None]:
    done = 0

    def counted(piece: bytes) -> None:
        nonlocal done
        take(piece)
        done += len(piece)
        on_part(min(done, of), of)

    return counted


def _must_be_sound(place: Path, manifest: Manifest) -> None:
    """Raise Unreadable if what came out cannot be worked with, though it is what was put in."""
    for name in (DATABASE, VOLUNTARY):
        if problems := database_problems(place / name):
            raise Unreadable(f"its {name} is damaged: {problems[0]} (take another backup)")
    if facts_of_database(place / DATABASE).steps != manifest.schema:
        raise Unreadable("its database is not the one that its manifest tells of (take another backup)")
    with closing(_records(place)) as records:
        verified = verify_audit(records)
    if verified.problems:
        raise Unreadable(f"{verified.problems[0]} (take another backup, and see docs/audit.md)")
    if (head := f"{manifest.entries}:{manifest.head}") != verified.head:
        raise Unreadable(f"its audit trail ends at {verified.head}, not at {head} (take another backup)")
    _remove_beside(place)


def _remove_beside(place: Path) -> None:
    """Remove logs that are empty now, and copies from before the databases were brought up to date."""
    for name in (DATABASE, VOLUNTARY):
        for left in place.glob(f"{name}[.-]*"):
            left.unlink()


def _records(place: Path) -> Instance:
    """Open the databases of a backup themselves, wherever its settings say that the instance has its database."""
    secret, settings = secret_of(place), _settings(place)
    store, voluntary = open_store(place / DATABASE), open_voluntary(place / VOLUNTARY)
    shelf = ClosedShelf(place / QUESTIONS, store)
    return Instance(place, store, voluntary, shelf, secret, settings=settings, origin="command line")


def _settings(place: Path) -> Settings:
    """Return the settings in a backup; a mistake in them must not keep anybody from getting at the rest."""
    try:
        return load_settings(place)
    except Unreadable:
        return Settings()


def _on_disk(place: Path) -> None:
    for path in place.rglob("*"):
        if path.is_dir():
            settle_folder(path)
        else:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    settle_folder(place)
