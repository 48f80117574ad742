"""Every regular expression of the program, found in its source, and texts that are made to keep it busy."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screener.paths import inside

_WHOLE = {"match", "fullmatch"}
_METHODS = {"search", "finditer", "findall", "sub", "subn", "split"} | _WHOLE
_CLASSES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_DIGIT": "a",
            "CATEGORY_NOT_SPACE": "a", "CATEGORY_NOT_WORD": "-"}  # fmt: skip
_MOST_PIECES = 10
_TRIED_IN_TURN = {"_MARKED", "_TIMED", "_HEADING"}  # only at the beginning of a line: text/transcript/labels.py


@dataclass(frozen=True)
class Expression:
    """An expression with the module that uses it, and whether it is only tried at the beginning of a text."""

    module: str
    pattern: re.Pattern[str]
    is_anchored: bool

    def run(self, text: str) -> None:
        """Use it as the program does."""
        if self.is_anchored:
            self.pattern.match(text)
            self.pattern.fullmatch(text)
        else:
            for _ in self.pattern.finditer(text):
                pass


def expressions() -> Iterator[Expression]:
    """Return all expressions that are written in the source as such; the others are named in the test."""
    root = inside("")
    for path in sorted(root.rglob("*.py")):
        if path.is_relative_to(root / "storage"):
            continue  # statements of our own
        source = path.read_text(encoding="utf-8")
        if "import re\n" in source:
            yield from _in_module(
                path, ".".join(("screener", *path.relative_to(root).with_suffix("").parts)), ast.parse(source)
            )


def _in_module(path: Path, name: str, tree: ast.Module) -> Iterator[Expression]:
    made = {key: value for key, value in vars(importlib.import_module(name)).items() if isinstance(value, re.Pattern)}
    used: dict[str, set[str]] = {key: set() for key in made}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in used:
                used[owner.id].add(node.func.attr)
            elif isinstance(owner, ast.Name) and owner.id == "re" and isinstance(node.args[0], ast.Constant):
                yield Expression(name, re.compile(str(node.args[0].value)), node.func.attr in _WHOLE)
    for key, pattern in made.items():
        yield Expression(name, pattern, key in _TRIED_IN_TURN or (bool(used[key]) and used[key] <= _WHOLE))


def texts(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Return long texts of what the expression looks for, again and again, that end with what it does not expect."""
    pieces = list(dict.fromkeys(_pieces(pattern)))[:_MOST_PIECES]
    for piece in [*pieces, *(a + b for a in pieces[:4] for b in pieces[:4] if a != b)]:
        yield piece * (length // len(piece)) + "\x00"
    for before in [*pieces[:4], "".join(pieces[:2]), "".join(pieces[:3])]:
        for piece in pieces[:3]:
            yield before + piece * (length // len(piece)) + "\x00"


def _pieces(pattern: re.Pattern[str]) -> Iterator[str]:
    """Return letters and words that the parts of an expression look for."""
    yield from _letters(_parsed(pattern))
    yield from re.findall(r"[a-zA-Z']{2,}", re.sub(r"\\\w|\(\?\w+", " ", pattern.pattern))


def _parsed(pattern: re.Pattern[str]) -> Any:
    return re._parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)


def _letters(part: Any) -> Iterator[str]:
    if isinstance(part, tuple) and len(part) == 2 and str(part[0]) == "LITERAL":
        yield chr(part[1])
    elif isinstance(part, tuple) and len(part) == 2 and str(part[0]) == "CATEGORY":
        yield _CLASSES.get(str(part[1]), "a")
    elif isinstance(part, tuple) and len(part) == 2 and str(part[0]) in ("NOT_LITERAL", "ANY", "NEGATE"):
        yield "b"
    elif isinstance(part, tuple) and len(part) == 2 and str(part[0]) == "RANGE":
        yield chr(part[1][0])
    elif isinstance(part, tuple | list) or hasattr(part, "data"):
        for inner in getattr(part, "data", part):
            yield from _letters(inner)
