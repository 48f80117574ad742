"""Backups of an instance while people go on working: one file, written whole or not at all, and read back."""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from screener import __version__
from screener.errors import Conflict, NotFound, Refused, Unreadable
from screener.journeys.backup_archive import Manifest, is_place, packed
from screener.journeys.backup_sealing import PLAIN, Sealing, Sink, checked, seal
from screener.journeys.erasing import LIST, carry_list
from screener.journeys.instance import DATABASE, KEY, QUESTIONS, VOLUNTARY, is_instance, stamp
from screener.journeys.settings import load_settings
from screener.journeys.whole_files import settle_folder
from screener.storage.sqlite.copying import copy_database, database_problems, facts_of_database

_STAGE = ".backup-"  # a folder of an instance in which copies lie until they are in the backup
_PARTIAL = ".partial"  # the end of a backup's name until it is whole
_LEFT_SECONDS = 24 * 3600  # after which one of these was left by a program that was killed
_NAME = "screener-{:%Y%m%d-%H%M%S}.backup"
_AT_ONCE = 1024 * 1024
_TO_DISK = 8 * 1024 * 1024  # bytes that may wait to be written, so that the saves of others are not held up
_TRIES = 20
_AGAIN_SECONDS = 0.1

OnPart = Callable[[int, int], None]


@dataclass(frozen=True)
class Backup:
    """A backup that was made.

    `entries` and `head` are where the audit trail ends in it; `left_out` are files whose names no backup can hold.
    """

    file: Path
    size: int
    made_at: str
    is_sealed: bool
    entries: int
    head: str
    left_out: tuple[str, ...]


def make_backup(
    folder: Path, to: Path, sealing: Sealing = PLAIN, at: datetime | None = None, on_part: OnPart = lambda _d, _o: None
) -> Backup:
    """Write a backup of the instance in `folder` to `to`: a new file, or a folder, in which it is named by the time.

    Nobody who works with the instance waits for it. `on_part` is told how much is done, and of how much. The backup
    appears once it is whole, on disk and read back. Raises NotFound without an instance, Refused if the file is there
    already or a key cannot be used, Conflict if the questions are being changed all the time, Unreadable if something
    is damaged or cannot be written; then nothing is left behind, and earlier backups are as they were.
    """
    if is_instance(folder) and (variable := load_settings(folder).database.url_from):
        raise Refused(
            f"{folder} is kept in PostgreSQL (by the address in {variable}), which has backups of its own: "
            "pg_dump --format=custom --file=screener.dump service=screener (see docs/databases.md)"
        )
    if not is_instance(folder) or not (folder / DATABASE).is_file():
        raise NotFound(f"{folder} holds no instance of Screener (name the folder that `screener serve` is given)")
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    sealing, target = checked(sealing), _target(folder, to, moment)
    with _stage(folder) as stage:
        files, left_out = _copies(folder, stage, on_part)
        facts = facts_of_database(stage / DATABASE)
        about = Manifest(stamp(moment), __version__, facts.steps, facts.entries, facts.seal, {})
        _write(target, lambda out: seal(packed(files, about, _counting(files, on_part)), out, sealing))
        size = target.stat().st_size
    carry_list(folder, target.parent)
    return Backup(target, size, about.made_at, bool(sealing), facts.entries, facts.seal, left_out)


def _target(folder: Path, to: Path, moment: datetime) -> Path:
    """Return the new file to write, whose folder is there."""
    target = to / _NAME.format(moment) if to.is_dir() or not to.suffix else to
    if target.resolve().is_relative_to((folder / QUESTIONS).resolve()):
        raise Refused(f"{target} lies among the questions (name another folder)")
    if target.exists():
        raise Refused(f"{target} is there already (name a new file, or a folder)")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unreadable(f"{target.parent} cannot be written: {error.strerror}") from None
    return target


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """Make a folder for copies beside what they are copies of: nothing plain may get to where backups are encrypted."""
    _remove_left(folder, f"{_STAGE}*")
    stage = folder / f"{_STAGE}{secrets.token_hex(4)}"
    try:
        stage.mkdir(mode=0o700)
    except OSError as error:
        raise Unreadable(f"{folder} cannot be written: {error.strerror}") from None
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _remove_left(folder: Path, names: str) -> None:
    """Remove what programs left that were killed long ago."""
    for left in folder.glob(names):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_SECONDS:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def _copies(folder: Path, stage: Path, on_part: OnPart) -> tuple[list[tuple[str, Path]], tuple[str, ...]]:
    """Copy everything into `stage`, each part in one state of it, and return the files by their names.

    Voluntary answers come first, so that each has its candidate in the other database.
    """
    names = [name for name in (VOLUNTARY, DATABASE) if (folder / name).is_file()]
    for name in names:
        copy_database(folder / name, stage / name, on_part if name == DATABASE else lambda _d, _o: None)
        if problems := database_problems(stage / name):
            how = "keep earlier backups, and see what `screener doctor` says"
            raise Unreadable(f"{folder / name} is damaged, so it was not backed up: {problems[0]} ({how})")
    try:
        left_out = _copy_texts(folder, stage)
    except OSError as error:
        raise Unreadable(f"{error.filename} cannot be copied: {error.strerror}") from None
    files = sorted(path for path in stage.rglob("*") if path.is_file())
    return [(path.relative_to(stage).as_posix(), path) for path in files], left_out


def _copy_texts(folder: Path, stage: Path) -> tuple[str, ...]:
    """Copy questions, settings and key; again, if somebody changed one of them meanwhile."""
    for _ in range(_TRIES):
        before = _texts(folder)
        copied = {name: path for name, path in before if is_place(name)}
        try:
            for name, path in copied.items():
                (stage / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, stage / name)
            if before == _texts(folder) and all(_is_same(stage / name, path) for name, path in copied.items()):
                return tuple(name for name, _ in before if name not in copied)
        except FileNotFoundError:  # removed since it was listed
            pass
        shutil.rmtree(stage / QUESTIONS, ignore_errors=True)
        time.sleep(_AGAIN_SECONDS)
    raise Conflict(f"{folder / QUESTIONS} is being changed all the time (try again when that is done)")


def _texts(folder: Path) -> list[tuple[str, Path]]:
    found = [path for path in sorted((folder / QUESTIONS).rglob("*")) if path.is_file()]
    found += [path for path in sorted(folder.glob("*.yaml")) if path.is_file()]
    found += [folder / LIST] if (folder / LIST).is_file() else []
    return [(path.relative_to(folder).as_posix(), path) for path in [*found, folder / KEY]]


def _is_same(copy: Path, path: Path) -> bool:
    """Whether a text is still what was copied; its time says little, as two changes may come within one tick."""
    return copy.read_bytes() == path.read_bytes()


def _counting(files: list[tuple[str, Path]], on_part: OnPart) -> Callable[[int], None]:
    done, of = 0, sum(path.stat().st_size for _, path in files)

    def tell(amount: int) -> None:
        nonlocal done
        done += amount
        on_part(done, of)

    return tell


def _write(target: Path, fill: Callable[[Sink], None]) -> None:
    """Write a file under a temporary name, read it back from the disk, and only then give it its name."""
    _remove_left(target.parent, f".*{_PARTIAL}")
    waiting = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_PARTIAL}")
    try:
        with open(waiting, "xb", opener=_private) as out:
            written = _Written(out)
            fill(written)
            out.flush()
            os.fsync(out.fileno())
            _forget(out.fileno())
        if _sum_of(waiting) != written.sum:
            raise Unreadable(f"{target.parent} gave back something else than was written there (use another disk)")
        _give_name(waiting, target)
    except FileExistsError:
        raise Refused(f"{target} is there already (name a new file, or a folder)") from None
    except OSError as error:
        told = (
            f"{target} cannot be written: {error.strerror} (nothing was left of it; earlier backups are as they were)"
        )
        raise Unreadable(told) from None
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
    settle_folder(target.parent)


def _forget(handle: int) -> None:
    """Have what is read next come from the disk, where the system can be asked to, and not from memory."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _give_name(waiting: Path, target: Path) -> None:
    try:
        os.link(waiting, target)  # unlike renaming, it replaces nothing
    except FileExistsError:
        raise
    except OSError:  # a file system without links, as on many sticks and shares
        if target.exists():
            raise FileExistsError from None
        waiting.rename(target)


class _Written:
    """A file that is written, with a sum over what it was given, and little of it waiting to get on disk."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._waiting = out, 0
        self.sum = 0

    def write(self, piece: bytes) -> int:
        self.sum = crc32(piece, self.sum)
        self._waiting += len(piece)
        if self._waiting > _TO_DISK:
            self._out.flush()
            os.fsync(self._out.fileno())
            self._waiting = 0
        return self._out.write(piece)


def _sum_of(file: Path) -> int:
    found = 0
    with file.open("rb") as content:
        while piece := content.read(_AT_ONCE):
            found = crc32(piece, found)
    return found


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
