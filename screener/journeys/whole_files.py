"""Files that are there wholly or not at all, and on disk before anybody is told so."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from screener.errors import Unreadable


def write_whole(place: Path, content: bytes) -> None:
    """Write a file wholly or not at all. Raises Unreadable if the disk refuses."""
    waiting = beside(place)
    try:
        write_at(waiting, content, like=place)
        waiting.replace(place)
        settle_folder(place.parent)
    except OSError as error:
        raise Unreadable(f"{place} cannot be written: {error.strerror}") from None
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)


def beside(place: Path) -> Path:
    """Return where a file waits until it is whole: a name of its own, because another process may write it too."""
    return place.with_name(f".{place.name}.{secrets.token_hex(4)}.new")


def write_at(waiting: Path, content: bytes, *, like: Path) -> None:
    """Write a file and have it on disk, with the rights of the file that it is `like`, if that is there."""
    waiting.parent.mkdir(parents=True, exist_ok=True)
    with waiting.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        waiting.chmod(like.stat().st_mode & 0o777)


def settle_folder(folder: Path) -> None:
    """Have the names in a folder on disk too, where the system knows how."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
