"""A bank goes out as one file that is always the same, and comes in only if nothing about that file is doubtful."""

import json
import random
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zlib import crc32

import pytest

from screener import __version__
from screener.bank.fingerprint import fingerprint_of
from screener.bank.load import load_library
from screener.errors import Refused
from screener.journeys.bank_archive import (
    LARGEST_ARCHIVE,
    MOST_ENTRIES,
    Archive,
    is_beside,
    licence_in,
    read_archive,
    write_archive,
)
from tests.factories import SLOTS, write_bank

QUESTION, POLICY = SLOTS["question"], SLOTS["policy"]
BESIDE = {"LICENSE": b"SPDX-License-Identifier: CC-BY-4.0\n\nUse it.\n"}
Entry = tuple[str | zipfile.ZipInfo, bytes]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return dict(load_library(write_bank(tmp_path_factory.mktemp("bank"))).contents)


@pytest.fixture(scope="module")
def packed(files: dict[str, bytes]) -> bytes:
    return write_archive("Halvorsen", "CC-BY-4.0", files, BESIDE)


def zipped(*entries: Entry, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip with exactly these entries."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return made.getvalue()


def manifest(contents: dict[str, bytes], **changes: object) -> bytes:
    told = {
        "format": "screener-bank", "version": 1, "title": "T", "licence": "L", "screener": "0.1.0",
        "bank": fingerprint_of(contents), "files": {path: sha256(own).hexdigest() for path, own in contents.items()},
    }  # fmt: skip
    return json.dumps({key: value for key, value in {**told, **changes}.items() if value is not None}).encode()


def bank_zip(contents: dict[str, bytes], *more: Entry, **changes: object) -> bytes:
    """Return an archive of a bank with further entries, and with changes of its manifest."""
    return zipped(("manifest.json", manifest(contents, **changes)), *contents.items(), *more)


def special(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("x" * len(name.encode()))
    entry.filename = entry.orig_filename = name
    entry.create_system, entry.external_attr = 3, mode << 16
    return entry


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_archive(content)
    assert refused.value.field == "file"
    assert "\n" not in str(refused.value)
    return str(refused.value)


# Out


def test_what_goes_out_comes_in_as_it_was(files: dict[str, bytes], packed: bytes) -> None:
    assert read_archive(packed) == Archive(
        "Halvorsen", "CC-BY-4.0", __version__, fingerprint_of(files), files, BESIDE
    )  # fmt: skip


def test_the_same_bank_makes_the_same_bytes(files: dict[str, bytes], packed: bytes) -> None:
    turned = dict(reversed(files.items()))
    assert write_archive("Halvorsen", "CC-BY-4.0", turned, BESIDE) == packed
    other_ends = {path: content.replace(b"\n", b"\r\n") for path, content in files.items()}
    assert write_archive("Halvorsen", "CC-BY-4.0", other_ends, BESIDE) == packed
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == ["manifest.json", *sorted([*files, "LICENSE"])]
    assert {(entry.date_time, entry.create_system, entry.external_attr >> 16) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o100644)
    }


def test_its_manifest_says_what_it_is(files: dict[str, bytes], packed: bytes) -> None:
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        told = json.loads(archive.read("manifest.json"))
    assert {key: value for key, value in told.items() if key != "files"} == {
        "format": "screener-bank", "version": 1, "title": "Halvorsen", "licence": "CC-BY-4.0",
        "screener": __version__, "bank": fingerprint_of(files),
    }  # fmt: skip
    assert told["files"][QUESTION] == sha256(files[QUESTION]).hexdigest()
    assert told["files"].keys() == files.keys() | BESIDE.keys()


@pytest.mark.parametrize(("title", "licence"), [("", "L"), ("T", " \n"), ("T" * 121, "L"), ("T", "L" * 121)])
def test_title_and_licence_are_needed_and_short(files: dict[str, bytes], title: str, licence: str) -> None:
    with pytest.raises(Refused):
        write_archive(title, licence, files, {})


def test_a_bank_that_nobody_could_take_in_does_not_go_out(files: dict[str, bytes]) -> None:
    many = {f"guides/g{number}.yaml": b"id: g\n" for number in range(MOST_ENTRIES)}
    large = {f"guides/g{number}.yaml": bytes(256 * 1024) for number in range(29)}
    for contents in (many, large):
        with pytest.raises(Refused, match="can be handed on"):
            write_archive("T", "L", contents, {})
    with pytest.raises(Refused, match="LICENSE has more than 256 kB"):
        write_archive("T", "L", files, {"LICENSE": bytes(256 * 1024 + 1)})
    fits = {f"guides/g{number}.yaml": b"id: g\n" for number in range(MOST_ENTRIES - 1)}
    assert read_archive(write_archive("T", "L", fits, {})).files == fits


def test_licence_and_readme_lie_beside_the_bank_and_are_no_part_of_it() -> None:
    assert [is_beside(path) for path in ("LICENSE", "LICENSE.txt", "README.md", "NOTICE", "guides/LICENSE")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert not is_beside("sources.yaml")


def test_a_licence_is_named_by_the_line_that_says_so() -> None:
    assert licence_in(BESIDE) == "CC-BY-4.0"
    assert licence_in({"LICENSE": b"Do as you like.\nSPDX-License-Identifier: \n"}) == ""
    assert licence_in({"README": b"SPDX-License-Identifier: MIT\n"}) == ""
    assert licence_in({}) == ""


# In: what is no bank's archive

NAMES = [
    "../evil.yaml", "guides/../../evil.yaml", "/etc/evil.yaml", "guides//evil.yaml", "./guides/evil.yaml",
    "guides\\evil.yaml", "..\\evil.yaml", "C:/evil.yaml", "c:evil.yaml", "guides/evil.yaml:stream", "guides/e\x00.yaml",
    "guides/e\x1b[31m.yaml", "guides/e\nvil.yaml", "guides/\u202elmay.evil", "guides/./evil.yaml", "..", "/",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_that_leads_elsewhere_is_refused(files: dict[str, bytes], name: str) -> None:
    said = refusal(bank_zip(files, (special(name), b"id: evil\n")))
    assert "a name that leads elsewhere" in said
    assert said.isascii() or said.isprintable()


def test_a_second_name_in_what_is_added_to_an_entry_is_refused(files: dict[str, bytes]) -> None:
    entry, name = zipfile.ZipInfo("guides/harmless.yaml"), b"../evil.yaml"
    body = struct.pack("<BL", 1, crc32(entry.filename.encode())) + name
    entry.extra = struct.pack("<HH", 0x7075, len(body)) + body
    content = bank_zip(files, (entry, b"id: harmless\n"))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        is_read_by_it = "../evil.yaml" in archive.namelist()  # newer versions of Python go by the second name
    assert "leads elsewhere" in refusal(content) if is_read_by_it else "was changed after" in refusal(content)


@pytest.mark.parametrize("mode", [0o120777, 0o010644, 0o020644, 0o060644, 0o140755], ids=oct)
def test_links_and_devices_are_refused(files: dict[str, bytes], mode: int) -> None:
    assert "a link or a device: guides/evil.yaml" in refusal(
        bank_zip(files, (special("guides/evil.yaml", mode), b"/etc/passwd"))
    )


def test_a_folder_that_says_it_is_a_link_is_refused(files: dict[str, bytes]) -> None:
    assert "a link or a device" in refusal(bank_zip(files, (special("guides/", 0o120777), b"/etc")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [QUESTION, QUESTION.upper(), QUESTION.replace("case", "CASE")])
def test_the_same_name_twice_is_refused_whatever_its_capitals(files: dict[str, bytes], name: str) -> None:
    assert "twice" in refusal(bank_zip(files, (name, b"id: other\n")))


def test_the_same_letters_in_two_forms_are_the_same_name(files: dict[str, bytes]) -> None:
    assert "twice" in refusal(bank_zip(files, ("caf\u00e9", b"1"), ("cafe\u0301", b"2")))


def test_a_file_that_is_also_a_folder_is_refused(files: dict[str, bytes]) -> None:
    assert "also a folder" in refusal(bank_zip(files, (f"{QUESTION}/deeper.yaml", b"id: deeper\n")))


def patched(content: bytes, name: str, at: int, value: bytes, *, local: int | None = None) -> bytes:
    """Return a zip in which a field of an entry's two headers is another; `at` counts in the one at the end."""
    made = bytearray(content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        place = archive.getinfo(name).header_offset
    found = made.rindex(name.encode())  # the directory stands at the end
    central = found - 46
    assert made[central : central + 4] == b"PK\x01\x02"
    made[central + at : central + at + len(value)] = value
    if local is not None:
        made[place + local : place + local + len(value)] = value
    return bytes(made)


@pytest.mark.parametrize("flag", [0x1, 0x41, 0x2001])
def test_what_needs_a_password_is_refused(packed: bytes, flag: int) -> None:
    assert "protected by a password" in refusal(patched(packed, QUESTION, 8, struct.pack("<H", flag), local=6))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_in_another_manner_is_refused(files: dict[str, bytes], method: int) -> None:
    content = zipped(("manifest.json", manifest(files)), *files.items(), compression=method)
    assert "packed in a manner that is not read" in refusal(content)


def test_an_unknown_manner_of_packing_is_refused(packed: bytes) -> None:
    assert "packed in a manner" in refusal(patched(packed, QUESTION, 10, struct.pack("<H", 97), local=8))


@pytest.mark.parametrize(("name", "content"), [("more.zip", b"x"), ("guides/MORE.ZIP", b""), ("more.dat", zipped())])
def test_a_zip_within_is_refused(files: dict[str, bytes], name: str, content: bytes) -> None:
    content = content if name != "more.dat" else zipped(("a", b"b"))
    assert "another zip" in refusal(bank_zip(files, (name, content)))


def test_too_many_entries_are_refused(files: dict[str, bytes]) -> None:
    many = [(f"more/{number}", b"") for number in range(MOST_ENTRIES - len(files))]
    assert "2,001 entries; a bank may have 2,000" in refusal(bank_zip(files, *many))
    assert len(read_archive(bank_zip(files, *many[1:])).left_out) == len(many) - 1


def test_a_file_larger_than_a_bank_may_have_is_refused(files: dict[str, bytes]) -> None:
    largest = {**files, "guides/large.yaml": b"#" * (256 * 1024)}
    assert read_archive(bank_zip(largest)).files == largest
    larger = {**files, "guides/large.yaml": b"#" * (256 * 1024 + 1)}
    assert "guides/large.yaml in this zip has more than 256 kB" in refusal(bank_zip(larger))


def test_a_bomb_is_not_unpacked(files: dict[str, bytes]) -> None:
    bomb = zipped(("manifest.json", manifest(files)), *files.items(), ("guides/bomb.yaml", bytes(2**28)))
    assert len(bomb) < 2**20
    assert "has more than 256 kB" in refusal(bomb)
    lying = patched(bomb, "guides/bomb.yaml", 24, struct.pack("<I", 10), local=22)  # it says that it has ten bytes
    assert "damaged" in refusal(lying)


def test_many_files_of_the_largest_size_are_refused_by_their_sum(files: dict[str, bytes]) -> None:
    many = [(f"more/{number}", bytes(256 * 1024)) for number in range(81)]
    assert "unpacks to more than 20 MB" in refusal(bank_zip(files, *many))


def test_a_size_that_is_not_true_is_not_believed(files: dict[str, bytes], packed: bytes) -> None:
    larger = patched(packed, QUESTION, 24, struct.pack("<I", 2**31), local=22)
    assert read_archive(larger).files == files
    assert "damaged" in refusal(patched(packed, QUESTION, 20, struct.pack("<II", 2**31, 2**31), local=18))


def test_an_archive_larger_than_a_bank_may_have_is_not_looked_into(files: dict[str, bytes]) -> None:
    assert "more than the 7 MB" in refusal(b"PK\x03\x04" + bytes(LARGEST_ARCHIVE))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"id: sole-credit\n", b"%PDF-1.7", b"\x1f\x8b\x08", b"Rar!\x1a\x07", b"PK\x05\x06" + bytes(18)],
)
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    assert "is no zip" in refusal(content)


def test_a_program_with_a_zip_at_its_end_is_refused(packed: bytes) -> None:
    assert "is no zip" in refusal(b"MZ\x90\x00" + packed)


def test_a_zip_that_was_not_sent_whole_is_refused(packed: bytes) -> None:
    for length in range(4, len(packed), len(packed) // 40):
        assert "damaged" in refusal(packed[:length])


def test_whatever_byte_is_spoilt_it_is_read_as_it_was_or_refused(packed: bytes) -> None:
    """Nothing else comes out of it: no other bank, and no other exception."""
    whole, chance = read_archive(packed), random.Random(7)
    start = packed.index(b"PK\x01\x02")
    for _ in range(1_500):
        made = bytearray(packed)
        for _ in range(chance.choice((1, 1, 4))):
            place = chance.randrange(start, len(made)) if chance.random() < 0.7 else chance.randrange(len(made))
            made[place] = chance.randrange(256)
        try:
            read = read_archive(bytes(made))
        except Refused:
            continue
        assert (read.files, read.beside, read.bank) == (whole.files, whole.beside, whole.bank)


# In: what the manifest says


def test_without_a_manifest_it_is_refused(files: dict[str, bytes]) -> None:
    assert "no manifest.json" in refusal(zipped(*files.items()))


WRONG = [
    b"", b"[]", b"null", b"\xff\xfe", b"{", b"[" * 100_000, b'{"format": "screener-bank"}', b'{"a": ' * 5_000,
    b'{"format": "screener-bank", "version": 1' + b"0" * 10_000 + b"}",
]  # fmt: skip


@pytest.mark.parametrize("content", WRONG, ids=range(len(WRONG)))
def test_a_manifest_that_cannot_be_read_is_refused(files: dict[str, bytes], content: bytes) -> None:
    said = refusal(zipped(("manifest.json", content), *files.items()))
    assert "cannot be read" in said or "newer version" in said


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "1"}, {"version": None}, {"title": 7}, {"title": "T" * 121}, {"licence": ["L"]}, {"files": []},
        {"files": {QUESTION: 1}}, {"bank": None}, {"screener": None},
    ],
)  # fmt: skip
def test_a_manifest_with_wrong_values_is_refused(files: dict[str, bytes], changes: dict[str, object]) -> None:
    assert "cannot be read" in refusal(bank_zip(files, **changes))


def test_a_manifest_of_something_else_is_refused(files: dict[str, bytes]) -> None:
    assert "calls itself 'epub' and not a bank" in refusal(bank_zip(files, format="epub"))


def test_a_newer_format_is_refused_with_what_to_do(files: dict[str, bytes]) -> None:
    newer = zipped(("manifest.json", b'{"format": "screener-bank", "version": 2, "other": {}}'), *files.items())
    assert refusal(newer) == "A newer version of Screener wrote this bank. Install that version to read it."


SPOILT: list[Callable[[dict[str, bytes]], bytes]] = [
    lambda own: bank_zip(own, files={**sums(own), QUESTION: "0" * 64}),
    lambda own: bank_zip(own, files={path: told for path, told in sums(own).items() if path != QUESTION}),
    lambda own: bank_zip(own, files={**sums(own), "guides/more.yaml": "0" * 64}),
    lambda own: bank_zip(own, files={**sums(own), "evil.exe": sha256(b"x").hexdigest()}),
    lambda own: bank_zip(own, ("guides/more.yaml", b"id: more\n")),
    lambda own: bank_zip(own, ("LICENSE", b"All yours.\n")),
]


def sums(contents: dict[str, bytes]) -> dict[str, str]:
    return {path: sha256(content).hexdigest() for path, content in contents.items()}


@pytest.mark.parametrize("spoil", SPOILT, ids=["sum", "untold", "missing", "foreign", "added", "licence"])
def test_a_file_that_is_not_as_the_manifest_says_is_refused(
    files: dict[str, bytes], spoil: Callable[[dict[str, bytes]], bytes]
) -> None:
    assert "was changed after it was written" in refusal(spoil(files))


def test_another_fingerprint_is_refused(files: dict[str, bytes]) -> None:
    assert "another bank than its manifest.json says" in refusal(bank_zip(files, bank="0" * 16))


def test_an_archive_without_files_of_a_bank_is_refused() -> None:
    assert "no files of a bank" in refusal(bank_zip({}, ("notes.txt", b"x")))


def test_what_is_no_part_of_a_bank_is_ignored_and_named(files: dict[str, bytes]) -> None:
    more: list[Entry] = [
        ("__MACOSX/._x", b"x"), (".DS_Store", b"x"), ("guides/", b""), ("guides/.hidden.yaml", b"id: x\n"),
        ("guides/g.yml", b"id: g\n"), ("setup.py", b"import os\n"),
    ]  # fmt: skip
    read = read_archive(bank_zip(files, *more))
    assert read.files == files
    assert read.left_out == (".DS_Store", "__MACOSX/._x", "guides/.hidden.yaml", "guides/g.yml", "setup.py")


def test_controls_in_what_it_is_called_are_dropped(files: dict[str, bytes]) -> None:
    read = read_archive(bank_zip(files, title="Hal\x1b[31mvorsen\n", licence="\x07", screener="1\t2"))
    assert (read.title, read.licence, read.screener) == ("Hal[31mvorsen", "", "1 2")
    assert read_archive(bank_zip(files, title=" ")).title == "A bank without a title"


def test_nothing_is_written_by_reading(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    read_archive(bank_zip(files))
    refusal(bank_zip(files, (special("../evil.yaml"), b"x")))
    assert list(tmp_path.iterdir()) == []
