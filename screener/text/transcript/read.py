"""The bytes of a file → a transcript, or a clear word why not."""

import re

from screener.errors import Unreadable
from screener.text.transcript.labelled import read_labelled
from screener.text.transcript.turns import Transcript

MAX_BYTES = 5 * 1024 * 1024
_SRT = re.compile(r"\s*\d+[ \t]*\r?\n[ \t]*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->")
_EMPTY = "the file is empty (export the transcript again)"
_HOW_TO_LABEL = "begin each turn with `Name:` on a new line, or export the transcript with speaker names"


def read_transcript(content: bytes, name: str) -> Transcript:
    """Read a transcript in any of the known formats, which its content tells (`name` only helps with text).

    Raises Unreadable.
    """
    if len(content) > MAX_BYTES:
        size = len(content) / 2**20
        raise Unreadable(f"the file has {size:.1f} MB (at most {MAX_BYTES // 2**20} MB; an hour's talk has 0.1 MB)")
    transcript = _read(content, name)
    if not transcript.source.strip():
        raise Unreadable(_EMPTY)
    if not transcript.turns:
        raise Unreadable(f"nobody is named as speaking ({_HOW_TO_LABEL})")
    return transcript


def _read(content: bytes, name: str) -> Transcript:
    if content[:4] == b"PK\x03\x04" or name.lower().endswith(".docx"):
        from screener.text.transcript.docx import read_docx

        return read_docx(content)
    source = _decoded(content)
    if not source.strip():
        raise Unreadable(_EMPTY)
    if source.lstrip().startswith("WEBVTT") or name.lower().endswith(".vtt"):
        from screener.text.transcript.cues import read_vtt

        return read_vtt(source)
    if _SRT.match(source) or name.lower().endswith(".srt"):
        from screener.text.transcript.cues import read_srt

        return read_srt(source)
    is_markdown = name.lower().endswith((".md", ".markdown"))
    return read_labelled(source, "Markdown" if is_markdown else "text")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("the file is in UTF-16 (save it as UTF-8)")
    if content.startswith(b"%PDF"):
        raise Unreadable("PDF is not read (export the transcript as Word or text, or save it as .txt)")
    if b"\0" in content:
        raise Unreadable("the file is not text (give a transcript: .vtt, .srt, .docx, .md or .txt)")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"line {line} is not UTF-8 text (save the file as UTF-8)") from None
