"""A bank as one file that can be handed on: a zip with its files, and a manifest that says what they are.

The same bank makes the same bytes. What comes from elsewhere is believed in nothing: names, sizes and sums are checked
before anything is used, and nothing is ever unpacked onto disk.
"""

import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Annotated
from unicodedata import normalize

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from screener import __version__
from screener.bank.fingerprint import fingerprint_of
from screener.bank.load import is_bank_file
from screener.bank.yamlfile import MAX_BYTES
from screener.errors import Refused
from screener.journeys.bank_files import hash_of
from screener.journeys.limits import LONGEST_NAME, one_line

LARGEST_ARCHIVE = 7 * 1024 * 1024  # bytes
MOST_ENTRIES = 2_000
LARGEST_SUM = 20 * 1024 * 1024  # bytes, of all files together
_LARGEST_MANIFEST = 1024 * 1024
_MANIFEST = "manifest.json"
_FORMAT, _VERSION = "screener-bank", 1
_BESIDE = ("LICENSE", "README")
_SPDX = re.compile(r"^SPDX-License-Identifier:[ \t]*(\S.*)$", re.MULTILINE)
_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can name
_UNIX = 3
_MODE = stat.S_IFREG | 0o644
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_MADE_BY = "Ask for a file made by “Export the bank” or by `screener bank export`."
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error, OverflowError,
)  # fmt: skip

_Text = Annotated[str, StringConstraints(max_length=LONGEST_NAME)]


class _Head(BaseModel):
    model_config = ConfigDict(strict=True)

    format: str
    version: int


class _Manifest(_Head):
    title: _Text
    licence: _Text
    screener: _Text
    bank: _Text
    files: dict[str, str]


@dataclass(frozen=True)
class Archive:
    """A bank that is handed on. `licence` is an SPDX id or a sentence; `screener` the version that wrote the archive.

    `files` are those of the bank, `beside` its licence and readme, and `left_out` names what else lay in the archive.
    """

    title: str
    licence: str
    screener: str
    bank: str
    files: Mapping[str, bytes]
    beside: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()


def is_beside(path: str) -> bool:
    """Tell whether a file in a bank's folder goes along with the bank, though it is no part of it."""
    return "/" not in path and path.startswith(_BESIDE) and not is_bank_file(path)


def licence_in(beside: Mapping[str, bytes]) -> str:
    """Return the SPDX id that a licence beside a bank gives in a line of its own; "" if there is none."""
    texts = (beside[path].decode("utf-8", "replace") for path in sorted(beside) if path.startswith("LICENSE"))
    found = next((match for match in map(_SPDX.search, texts) if match), None)
    return found[1].strip()[:LONGEST_NAME] if found else ""


def write_archive(title: str, licence: str, files: Mapping[str, bytes], beside: Mapping[str, bytes]) -> bytes:
    """Return a bank as a zip; the same bytes for the same bank, with plain line ends.

    Nothing is compressed: the bytes that compressing comes to differ between machines. Raises Refused without title or
    licence, or if the bank is too large for `read_archive`.
    """
    title, licence = one_line(title, "title"), one_line(licence, "licence")
    files = {path: content.replace(b"\r\n", b"\n") for path, content in files.items()}
    contents = {**files, **{path: content.replace(b"\r\n", b"\n") for path, content in beside.items()}}
    if large := next((path for path in sorted(contents) if len(contents[path]) > MAX_BYTES), None):
        raise Refused(f"{large} has more than {MAX_BYTES // 1024} kB (shorten it, or move it elsewhere).")
    manifest = {
        "format": _FORMAT,
        "version": _VERSION,
        "title": title,
        "licence": licence,
        "screener": __version__,
        "bank": fingerprint_of(files),
        "files": {path: hash_of(content) for path, content in sorted(contents.items())},
    }
    told = json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path, content in [(_MANIFEST, told), *sorted(contents.items())]:
            entry = zipfile.ZipInfo(path, _TIME)
            entry.create_system, entry.external_attr = _UNIX, _MODE << 16
            archive.writestr(entry, content)
    if packed.tell() > LARGEST_ARCHIVE or len(contents) >= MOST_ENTRIES:
        raise Refused(
            f"This bank has {len(contents):,} files and {packed.tell() / 2**20:.1f} MB; up to {MOST_ENTRIES - 1:,} "
            f"files and {LARGEST_ARCHIVE // 2**20} MB can be handed on (share a part of it from a copy of the folder)."
        )
    return packed.getvalue()


def read_archive(content: bytes) -> Archive:
    """Read what `write_archive` wrote, here or elsewhere. Raises Refused, with one sentence, for anything else."""
    if len(content) > LARGEST_ARCHIVE:
        raise _refused(f"This file has more than the {LARGEST_ARCHIVE // 2**20} MB that a bank may have.")
    if not content.startswith(b"PK\x03\x04"):
        raise _refused("This file is no zip.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = _checked(archive.infolist())
            contents = dict(_contents(archive, entries))
    except _UNREADABLE:
        raise _refused("This zip is damaged or was not sent whole.") from None
    manifest = _manifest(contents.pop(_MANIFEST, None))
    files = {path: told for path, told in contents.items() if is_bank_file(path)}
    beside = {path: told for path, told in contents.items() if is_beside(path)}
    _must_hold(manifest, files, beside)
    return Archive(
        one_line(manifest.title, "title", is_needed=False) or "A bank without a title",
        one_line(manifest.licence, "licence", is_needed=False),
        one_line(manifest.screener, "screener", is_needed=False),
        manifest.bank,
        files,
        beside,
        tuple(sorted(contents.keys() - files.keys() - beside.keys())),
    )


def _refused(message: str) -> Refused:
    return Refused(f"{message} {_MADE_BY}", "file")


def _checked(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the entries that are files. Raises Refused for what no archive of a bank holds."""
    if len(entries) > MOST_ENTRIES:
        raise _refused(f"This zip holds {len(entries):,} entries; a bank may have {MOST_ENTRIES:,}.")
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if entry.filename != name or not _is_plain(name.removesuffix("/")):  # some systems read a second name
            raise _refused(f"This zip holds a name that leads elsewhere: {name[:100]!a}.")
        if entry.flag_bits & _ENCRYPTED:
            raise _refused("This zip is protected by a password.")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFDIR if entry.is_dir() else stat.S_IFREG):
            raise _refused(f"This zip holds a link or a device: {name}.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refused("This zip is packed in a manner that is not read.")
        same = _folded(name.removesuffix("/"))
        if same in seen:
            raise _refused(f"This zip holds {name} twice, perhaps once with capitals.")
        seen.add(same)
    files = [entry for entry in entries if not entry.is_dir()]
    names = {_folded(entry.filename) for entry in files}
    for entry in entries:
        above = PurePosixPath(_folded(entry.filename)).parents
        if any(folder.as_posix() in names for folder in above):
            raise _refused(f"This zip holds a file that is also a folder: {entry.filename}.")
    return files


def _is_plain(name: str) -> bool:
    """Tell whether a name stays where it is put, on every system."""
    steps = name.split("/")
    return name.isprintable() and not set(name) & {"\\", ":"} and not set(steps) & {"", ".", ".."}


def _folded(name: str) -> str:
    """Return what is the same for names that are the same file on some system."""
    return normalize("NFC", normalize("NFC", name).casefold())


def _contents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Unpack file by file, never more than may be: what the zip says about sizes need not be true."""
    total = 0
    for entry in entries:
        largest = _LARGEST_MANIFEST if entry.filename == _MANIFEST else MAX_BYTES
        with archive.open(entry) as packed:
            content = packed.read(largest + 1)
        if len(content) > largest:
            raise _refused(f"{entry.filename} in this zip has more than {largest // 1024} kB.")
        total += len(content)
        if total > LARGEST_SUM:
            raise _refused(f"This zip unpacks to more than {LARGEST_SUM // 2**20} MB.")
        if content.startswith(b"PK\x03\x04") or entry.filename.casefold().endswith(".zip"):
            raise _refused(f"This zip holds another zip: {entry.filename}.")
        yield entry.filename, content


def _manifest(content: bytes | None) -> _Manifest:
    if content is None:
        raise _refused(f"This zip has no {_MANIFEST}, so it does not say what it holds.")
    try:
        head = _Head.model_validate_json(content)
        if head.format != _FORMAT:
            raise _refused(f"This zip calls itself {head.format[:40]!a} and not a bank of Screener.")
        if head.version > _VERSION:
            raise Refused("A newer version of Screener wrote this bank. Install that version to read it.", "file")
        return _Manifest.model_validate_json(content)
    except ValidationError:
        raise _refused(f"The {_MANIFEST} in this zip cannot be read.") from None


def _must_hold(manifest: _Manifest, files: Mapping[str, bytes], beside: Mapping[str, bytes]) -> None:
    """Raise Refused unless everything is there as the manifest says, and nothing more of the bank."""
    if not files:
        raise _refused("This zip holds no files of a bank.")
    held = {path: hash_of(content) for path, content in {**files, **beside}.items()}
    wrong = sorted(path for path in held.keys() | manifest.files.keys() if held.get(path) != manifest.files.get(path))
    if wrong:
        raise _refused(f"This zip was changed after it was written, or not sent whole: {wrong[0][:100]!a} differs.")
    if fingerprint_of(files) != manifest.bank:
        raise _refused(f"This zip holds another bank than its {_MANIFEST} says.")
