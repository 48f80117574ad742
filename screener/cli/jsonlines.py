"""JSON lines on standard input, all checked before the first is answered."""

import json
import sys
from typing import Any, BinaryIO

from screener.bank.parts import REGISTERS, SPEAKERS
from screener.errors import Unreadable

_NAMES = {
    dict: "an object", list: "a list", str: "a text", int: "a number", float: "a number", bool: "true or false",
    type(None): "null",
}  # fmt: skip


def read_rows(stream: BinaryIO, *, are_answers: bool = False) -> list[dict[str, Any]]:
    """Return the objects, each with `id` and `text`, and `register`, `speaker` and `question` filled in.

    Answers may name the `question`, and the kind of `candidate` where there is no `speaker`.

    Raises Unreadable for the first line that is no such object.
    """
    rows = []
    for number, line in enumerate(stream, 1):
        if line.strip():
            try:
                rows.append(_checked(_row(line), are_answers=are_answers))
            except ValueError as error:
                raise Unreadable(f"standard input, line {number}: {error}") from None
    return rows


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise ValueError("not UTF-8 text (convert the file to UTF-8)") from None
    except RecursionError:
        raise ValueError("nested too deep") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from None
    if not isinstance(row, dict):
        raise ValueError(f'not an object but {_NAMES[type(row)]} (write {{"id": …, "text": …}})')
    return row


def _checked(row: dict[str, Any], *, are_answers: bool) -> dict[str, Any]:
    for key in ("id", "text"):
        if key not in row:
            raise ValueError(f"`{key}` is missing")
    row["question"] = (row.get("question") or "") if are_answers else ""
    if are_answers and not row.get("speaker") and row.get("candidate") in SPEAKERS:
        row["speaker"] = row["candidate"]
    for key in ("text", "question"):
        if not isinstance(row[key], str):
            raise ValueError(f"`{key}` is not a text but {_NAMES[type(row[key])]}")
    if not isinstance(row["id"], str | int):
        raise ValueError(f"`id` is neither text nor number but {_NAMES[type(row['id'])]}")
    for key in ("id", "text", "question"):
        _check_characters(key, str(row[key]))
    return row | {
        "register": _one_of(row, "register", REGISTERS, "spoken"),
        "speaker": _one_of(row, "speaker", SPEAKERS, "unknown"),
    }


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number in JSON")


def _check_characters(key: str, text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"`{key}` holds half of a character (lone surrogate) at {error.start}") from None


def _one_of(row: dict[str, Any], key: str, known: tuple[str, ...], default: str) -> str:
    value = row.get(key) or default
    if value not in known:
        raise ValueError(f"`{key}` is {value!r} (known: {', '.join(known)})")
    return str(value)


def write_row(row: dict[str, Any]) -> None:
    """Write one object as a line on standard output."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
