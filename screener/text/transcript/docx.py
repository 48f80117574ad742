"""Word documents as Teams exports transcripts: a paragraph with name and time, then the words."""

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from screener.errors import Unreadable
from screener.text.transcript.labelled import read_labelled
from screener.text.transcript.turns import Transcript

_MOST_UNPACKED = 50 * 1024 * 1024


def read_docx(content: bytes) -> Transcript:
    """Read a Word document; its source is the text of its paragraphs, a line each.

    Raises Unreadable.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable("not a readable Word document: the file is damaged (export it again)") from None
    if unpacked > _MOST_UNPACKED:
        raise Unreadable(f"the Word document unpacks to {unpacked // 2**20} MB (at most {_MOST_UNPACKED // 2**20} MB)")
    return read_labelled(_text_of(content), "Word document")


def _lines(blocks: Iterable[Any]) -> Iterator[str]:
    """Go through paragraphs and, row by row, tables: some programs put name and words into cells."""
    for block in blocks:
        if hasattr(block, "rows"):
            for row in block.rows:
                yield from dict.fromkeys(line for cell in row.cells for line in _lines(cell.iter_inner_content()))
        else:
            yield block.text


def _text_of(content: bytes) -> str:
    from docx import Document  # slow to import, and few transcripts need it

    try:
        document = Document(BytesIO(content))
        return "\n".join(_lines(document.iter_inner_content()))
    except Exception as error:
        raise Unreadable(f"not a readable Word document ({type(error).__name__}: export it again)") from None
