"""A backup as one file: a tar archive that proves itself.

The members are the instance's files as they are, then `manifest.json`, which says of each how long it is and its
SHA-256, then `sha256`, that of everything else before it. So a byte that was changed anywhere, one that is missing and
one too many are all found, while any program that knows tar can open it.
"""

import json
import tarfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from screener.errors import Unreadable

MANIFEST = "manifest.json"
_SEAL = "sha256"
_BLOCK = tarfile.BLOCKSIZE
_AT_ONCE = 1024 * 1024
_FORMAT = 1
_LONGEST_MANIFEST = 32 * 1024 * 1024
_LONGEST_NAME = 4096
_DATABASES = ("screener.db", "voluntary.db")
_KEY = "secret.key"
_ERASED = "erased.json"
_FOLDER = "questions"

OnBytes = Callable[[int], None]


@dataclass(frozen=True)
class Member:
    """A file of a backup: its length in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    `schema` are the steps that laid out its database; `entries` and `head` are where its audit trail ends (0 and ""
    without one).
    """

    made_at: str
    screener: str
    schema: tuple[str, ...]
    entries: int
    head: str
    files: Mapping[str, Member]


def is_place(name: str) -> bool:
    """Whether a file of this name belongs to an instance: nothing else is put into a backup, or taken out of one."""
    parts = name.split("/")
    is_odd = any(part in ("", ".", "..") or not part.isprintable() or set(part) & set("\\:") for part in parts)
    if is_odd or len(name.encode("utf-8", "surrogateescape")) > _LONGEST_NAME:
        return False
    if len(parts) == 1:
        return name in (*_DATABASES, _KEY, _ERASED) or name.endswith(".yaml")
    return parts[0] == _FOLDER


def packed(files: Sequence[tuple[str, Path]], about: Manifest, on_bytes: OnBytes) -> Iterator[bytes]:
    """Yield the archive of `files`, each with its name, piece by piece; `about` says the rest of its manifest."""
    whole, members = sha256(), dict[str, Member]()

    def told(piece: bytes) -> bytes:
        whole.update(piece)  # the contents of files have hashes of their own, which are in the manifest
        return piece

    for name, path in files:
        size, own = path.stat().st_size, sha256()
        yield told(_header(name, size))
        with path.open("rb") as content:
            for piece in _pieces(content, size):
                own.update(piece)
                yield piece
                on_bytes(len(piece))
        yield told(_padding(size))
        members[name] = Member(size, own.hexdigest())
    manifest = _written(about, members)
    yield told(_header(MANIFEST, len(manifest)) + manifest + _padding(len(manifest)))
    yield _ending(whole.hexdigest())


def _pieces(content: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left:
        piece = content.read(min(left, _AT_ONCE))
        if not piece:
            raise Unreadable("a file became shorter while it was copied (try again)")
        left -= len(piece)
        yield piece


def _written(about: Manifest, members: Mapping[str, Member]) -> bytes:
    told = {
        "screener-backup": _FORMAT,
        "made_at": about.made_at,
        "screener": about.screener,
        "schema": about.schema,
        "audit": {"entries": about.entries, "head": about.head},
        "files": {name: {"size": member.size, "sha256": member.sha256} for name, member in members.items()},
    }
    return (json.dumps(told, indent=1) + "\n").encode()


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _ending(seal: str) -> bytes:
    content = f"{seal}\n".encode()
    return _header(_SEAL, len(content)) + content + _padding(len(content)) + bytes(2 * _BLOCK)


_ENDING = len(_ending("0" * 64))


class Unpacker:
    """Takes an archive piece by piece, and puts its files into a folder that is there and empty.

    What it was given is proved by `manifest`, once everything has come; until then nothing in the folder is to be
    believed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held = bytearray()
        self._whole = sha256()
        self._got: dict[str, Member] = {}
        self._manifest = b""
        self._steps = self._read()
        self._wanted = next(self._steps)

    def feed(self, piece: bytes) -> None:
        """Take the next piece. Raises Unreadable for what no backup holds, OSError if the disk refuses."""
        self._held += piece
        while len(self._held) - _ENDING >= self._wanted:  # the end proves the rest, and is read last
            taken = bytes(self._held[: self._wanted])
            del self._held[: self._wanted]
            self._wanted = self._steps.send(taken)

    def manifest(self) -> Manifest:
        """Return what the backup says of itself, now that all has come.

        Raises Unreadable if anything in it is damaged or missing.
        """
        if not self._got and not self._manifest:
            raise Unreadable("it is no backup of Screener")
        if bytes(self._held) != _ending(self._whole.hexdigest()):
            raise Unreadable("it is damaged or not whole (take another backup)")
        manifest = _manifest_of(self._manifest)
        if dict(manifest.files) != self._got:
            raise Unreadable("its files are not those that its manifest names (take another backup)")
        missing = {*_DATABASES, _KEY} - set(self._got)
        if missing:
            raise Unreadable(f"it lacks {', '.join(sorted(missing))} (take another backup)")
        return manifest

    def _read(self) -> Generator[int, bytes, None]:
        """Ask for so many bytes and get them, until the archive has no more."""
        name = ""
        while True:
            header = yield _BLOCK
            self._whole.update(header)
            try:
                info = tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape")
            except tarfile.HeaderError:
                raise Unreadable("it is no backup of Screener, or is damaged") from None
            if info.type == tarfile.GNUTYPE_LONGNAME and info.size <= _LONGEST_NAME + 1:
                name = (yield from self._kept(info.size)).rstrip(b"\0").decode("utf-8", "surrogateescape")
                continue
            yield from self._member(name or info.name, info)
            name = ""

    def _member(self, name: str, info: tarfile.TarInfo) -> Generator[int, bytes, None]:
        if info.type == tarfile.REGTYPE and name == MANIFEST and info.size <= _LONGEST_MANIFEST:
            self._manifest = yield from self._kept(info.size)
        elif info.type == tarfile.REGTYPE and is_place(name) and not self._manifest:
            yield from self._file(name, info.size)
        else:
            raise Unreadable(f"it holds {name[:100]!r}, which no backup of Screener does")

    def _kept(self, size: int) -> Generator[int, bytes, bytes]:
        content = yield size
        self._whole.update(content)
        yield from self._padding(size)
        return content

    def _padding(self, size: int) -> Generator[int, bytes, None]:
        if size % _BLOCK:
            self._whole.update((yield -size % _BLOCK))

    def _file(self, name: str, size: int) -> Generator[int, bytes, None]:
        path, own, left = self._folder / name, sha256(), size
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("xb") as out:
                path.chmod(0o600)
                while left:
                    piece = yield min(left, _AT_ONCE)
                    left -= len(piece)
                    own.update(piece)
                    out.write(piece)
        except FileExistsError:
            raise Unreadable(f"it holds {name[:100]!r} twice, which no backup of Screener does") from None
        self._got[name] = Member(size, own.hexdigest())
        yield from self._padding(size)


def _manifest_of(content: bytes) -> Manifest:
    try:
        told = json.loads(content)
        if told["screener-backup"] != _FORMAT:
            raise Unreadable("it was made by a newer version of Screener (install that version)")
        files = {str(name): Member(int(own["size"]), str(own["sha256"])) for name, own in told["files"].items()}
        audit, schema = told["audit"], tuple(str(step) for step in told["schema"])
        return Manifest(
            str(told["made_at"]), str(told["screener"]), schema, int(audit["entries"]), str(audit["head"]), files
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise Unreadable("its manifest cannot be read (take another backup)") from None
