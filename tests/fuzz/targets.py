"""What is tried: functions that take bytes, and raise nothing but the errors whose message is for users."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from zipfile import ZipFile

from screener.bank.load import SINGLE_FILES, is_bank_file, library_of
from screener.cli.jsonlines import read_rows
from screener.journeys.bank_archive import read_archive, write_archive
from screener.journeys.settings import FILE, load_settings
from screener.paths import shipped
from screener.text.match import Matcher
from screener.text.normal import plain_words
from screener.text.phrase import PhraseError, WordLists, compile_phrase
from screener.text.spans import Span
from screener.text.table import read_table
from screener.text.transcript.read import read_transcript

_TEXT_OF_WORD = "word/document.xml"
_FILES = {"sources.yaml": b"id: sources\nsources: []\n", "lexicon/past.yaml": b"id: past\n"}


@dataclass(frozen=True)
class Target:
    """Something that reads bytes from elsewhere. `share`: of a hundred inputs; `most_seconds`: for one input, at most."""

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    share: int
    most_seconds: float = 2.0


def _bank_file(data: bytes) -> None:
    """The first line names the file, the rest is what it holds."""
    path, _, content = data.partition(b"\n")
    name = path.decode("utf-8", "replace")
    if is_bank_file(name):
        library_of({name: content}, Path("bank"))


def _phrase(data: bytes) -> None:
    """Lines: a word list, a phrase, and a text in which it is looked for."""
    listed, _, rest = data.decode("utf-8", "replace").partition("\n")
    words, _, text = rest.partition("\n")
    try:
        phrase = compile_phrase(words, WordLists({"words": listed.split(",")}))
    except PhraseError:
        return
    plain = plain_words(text)
    Matcher([("key", phrase)]).hits(plain, Span(0, len(plain)))


def _transcript(name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        read_transcript(data, name)

    return read


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _word(data: bytes) -> None:
    """A file; or, if it is none, what stands in the part of one that holds the text."""
    read_transcript(data if data[:2] == b"PK" else _zipped({**_word_parts(), _TEXT_OF_WORD: data}), "talk.docx")


@cache
def _word_parts() -> dict[str, bytes]:
    with ZipFile(BytesIO(_word_file()[0])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _bank_archive(data: bytes) -> None:
    """A file; or, if it is none, the manifest of one."""
    read_archive(data if data[:2] == b"PK" else _zipped({"manifest.json": data, **_FILES}))


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="screener-fuzz-"))


def _settings(data: bytes) -> None:
    (_folder() / FILE).write_bytes(data)
    load_settings(_folder())


def _shipped_files() -> list[bytes]:
    root = shipped("questions")
    files = sorted(path for path in root.rglob("*.yaml") if is_bank_file(path.relative_to(root).as_posix()))
    chosen = [root / single for single in SINGLE_FILES] + files[::9]
    return [path.relative_to(root).as_posix().encode() + b"\n" + path.read_bytes()[:3000] for path in chosen]


def _phrases() -> list[bytes]:
    return [
        b"one,two\nwe (share|split) the [whole] credit\nWe split the credit in May.",
        b"my people,our team\n{words} ~3 made it\nOur team really made it alone.",
        "a b,c*\nthey're {words} ~ done*\nThey’re c never doné.".encode(),
    ]


def _word_file() -> list[bytes]:
    from docx import Document

    document, file = Document(), BytesIO()
    for line in ("Ines: What did you plan?", "Tom: A shared forecast."):
        document.add_paragraph(line)
    document.save(file)
    return [file.getvalue()]  # longer than others, so that a part of it is changed rather than cut


def _word_texts() -> list[bytes]:
    start = _word_parts()[_TEXT_OF_WORD]
    return [
        *_word_file(),
        start,
        start.replace(b"<w:body>", b"<w:body><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
    ]


def _archive() -> list[bytes]:
    whole = write_archive("A bank", "CC0-1.0", _FILES, {"README.md": b"Read me"})
    with ZipFile(BytesIO(whole)) as archive:
        return [whole, archive.read("manifest.json")]


VTT = b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ines>What did you plan?</v>\n\n00:00:03.000 --> 00:00:04.000\nTom: A forecast &amp; a plan.\n"
SRT = (
    b"1\n00:00:01,000 --> 00:00:02,000\nInes: What?\n\n2\n00:00:03,000 --> 00:00:04,000\nTom: A forecast.\nAnd more.\n"
)
TEXT = "[00:01:03] Ines: What?\n**Tom:** A forecast.\n\nInes (00:02):  And?\n\nTom   0:03\nWe split it – in “halves”.\n".encode()
ROWS = (
    json.dumps({"id": 1, "text": "We split it.", "register": "spoken", "speaker": "sales", "question": "q"}).encode()
    + b"\n"
)

TARGETS = (
    Target("bank files", _bank_file, _shipped_files, 6),
    Target("phrases", _phrase, _phrases, 14),
    Target("settings.yaml", _settings, lambda: [b"log:\n  format: json\nmonitoring:\n  token_from: A_TOKEN\n", b"address: https://a.example\nproxies: 1\n"], 12),
    Target("WebVTT", _transcript("talk.vtt"), lambda: [VTT], 10),
    Target("SRT", _transcript("talk.srt"), lambda: [SRT], 12),
    Target("text transcripts", _transcript("talk.txt"), lambda: [TEXT, VTT, SRT], 10),
    Target("Word files", _word, _word_texts, 3),
    Target("lists", lambda data: void(read_table(data)), lambda: [b"name,note\nTessa,\"a \"\"b\"\"\"\n", b"Name;E-Mail\r\nA;a@b.example\r\n"], 12),
    Target("JSON lines", lambda data: void(read_rows(BytesIO(data), are_answers=True)), lambda: [ROWS, ROWS * 3], 12),
    Target("bank archives", _bank_archive, _archive, 4),
)  # fmt: skip


def void(_result: object) -> None:
    """Drop what was read: only how it is read is of interest."""
