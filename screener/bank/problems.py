"""Mistakes in a bank as values that say where they are and what to do."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake. `line` and `column` count from 1; `code` is lower-case-with-hyphens."""

    file: str
    line: int
    column: int
    code: str
    message: str
    level: Level = "error"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems keeps the bank from being used."""
    return any(problem.level == "error" for problem in problems)


def as_text(problems: Iterable[Problem]) -> str:
    """Render one problem a line: `file:line:column code message`, as compilers do."""
    return "".join(_line(problem) for problem in sorted(problems))


def _line(problem: Problem) -> str:
    level = "warning: " if problem.level == "warning" else ""
    message = " ".join(problem.message.split())  # what it quotes may hold line breaks
    return f"{problem.file}:{problem.line}:{problem.column} {level}{problem.code} {message}\n"


def as_json(problems: Iterable[Problem]) -> str:
    """Render the problems as one JSON array of objects with the fields of `Problem`."""
    rows = [
        {
            "file": p.file, "line": p.line, "column": p.column,
            "level": p.level, "code": p.code, "message": p.message,
        }
        for p in sorted(problems)
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Iterable[Problem]) -> str:
    """Render the problems as workflow commands that GitHub shows beside the changed lines."""
    return "".join(
        f"::{p.level} file={_escaped(p.file, property_value=True)},line={p.line},col={p.column},"
        f"title={p.code}::{_escaped(p.message)}\n"
        for p in sorted(problems)
    )


def _escaped(text: str, *, property_value: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_value else text


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
