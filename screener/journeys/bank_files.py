"""The bank's files as they lie on disk: their text for editing, and writing them so that nothing is ever half there."""

import codecs
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from screener.bank.load import is_bank_file
from screener.errors import Refused, Unreadable
from screener.journeys.whole_files import beside, settle_folder, write_at

Contents = Mapping[str, bytes | None]  # by path within the bank; None where a file is to be removed


def hash_of(content: bytes | None) -> str:
    """Return what tells a file's contents apart; "" for a file that is not there."""
    return "" if content is None else sha256(content).hexdigest()


def is_text(content: bytes) -> bool:
    """Tell whether a file is UTF-8. One that is not must not be edited here: its letters would be lost."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def text_of(content: bytes) -> str:
    """Return a file's text with plain line ends; bytes that are not UTF-8 are shown by a mark."""
    return _plain_ends(content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace"))


def content_of(text: str, like: bytes | None) -> bytes:
    """Return a text as the file's content, with the line ends and the byte order mark that the file had (`like`)."""
    plain = _plain_ends(text)
    if plain and not plain.endswith("\n"):
        plain += "\n"
    was = like or b""
    has_mark, has_returns = was.startswith(codecs.BOM_UTF8), 2 * was.count(b"\r\n") > was.count(b"\n")
    content = plain.replace("\n", "\r\n" if has_returns else "\n").encode("utf-8", "replace")
    return codecs.BOM_UTF8 + content if has_mark else content


def path_within(path: str) -> str:
    """Return a path that somebody gave, if it is one at which a file of a bank can lie. Raises Refused."""
    if not is_bank_file(path) or not path.isprintable():
        raise Refused(f"`{path[:100]}` is no place for a file of the bank (see docs/file-formats.md)", "path")
    return path


def write_files(folder: Path, contents: Contents) -> None:
    """Write and remove files of the bank in `folder`, all of them or none.

    New texts are written beside their places first, so that a full disk changes nothing; if the disk refuses later,
    what was changed by then is put back. Raises Refused for a path outside of the bank or through a link, Unreadable
    if the disk refuses.
    """
    places = {_place(folder, path_within(path)): content for path, content in contents.items()}
    waits = {place: beside(place) for place, content in places.items() if content is not None}
    try:
        before = {place: place.read_bytes() if place.exists() else None for place in places}
        for place, waiting in waits.items():
            write_at(waiting, places[place] or b"", like=place)
        _put_in_place(places, waits, before)
        for parent in {place.parent for place in places}:
            settle_folder(parent)
    except OSError as error:
        raise Unreadable(f"The bank cannot be written: {error.strerror} ({error.filename}).") from None
    finally:
        for waiting in waits.values():
            with suppress(OSError):
                waiting.unlink(missing_ok=True)


def _put_in_place(
    places: Mapping[Path, bytes | None], waits: Mapping[Path, Path], before: Mapping[Path, bytes | None]
) -> None:
    done: list[Path] = []
    try:
        for place in places:
            if place in waits:
                waits[place].replace(place)
            else:
                place.unlink(missing_ok=True)
            done.append(place)
    except OSError:
        for place in done:
            with suppress(OSError):  # what cannot be put back now is in the history
                _put_back(place, before[place])
        raise


def _put_back(place: Path, content: bytes | None) -> None:
    if content is None:
        place.unlink(missing_ok=True)
    else:
        place.write_bytes(content)


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place(folder: Path, path: str) -> Path:
    place = folder / path
    if place.is_symlink() or not place.resolve().is_relative_to(folder.resolve()):
        raise Refused(f"`{path}` is a link to elsewhere; edit it where it lies", "path")
    return place
