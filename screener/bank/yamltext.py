"""A plain value → the text of a bank's file, written as its authors write by hand.

Keys stand in the order in which they are given. Long texts are folded, short lists of ids stand on one line, and what
needs quotes has double ones. `yamlfile.read_document` reads every text back as it was.
"""

from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from screener.bank.editors import schema_line
from screener.bank.parts import Id
from screener.bank.yamlwrite import Writer

WIDTH = 118  # columns
_LONGEST_FLOW = 90  # characters of a list that stands on the line of its key
_FOLDED = {"belief", "matters", "why", "text", "sales", "marketing", "both"}  # texts of several lines, as a rule
_NEVER = 2**20  # columns: the emitter itself breaks no line, for it would do so within double quotes

_id = TypeAdapter[str](Id)


class _Folded(str):
    """A text that is written below its key."""


class _Phrase(str):
    """A text that stands in double quotes."""


class _Dumper(Writer):
    """The writer with our layout of whole files."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent the entries of a list below their key."""
        super().increase_indent(flow, False)

    def write_folded(self, text: str) -> None:
        """Fold a text of plain words before it passes the width; the emitter would only do so behind it."""
        self.write_indicator(">-", True)
        self.write_line_break()
        self.write_indent()
        for word in text.split(" "):
            is_first = self.column == self.indent
            if not is_first and self.column + 1 + len(word) > WIDTH:
                self.write_indent()
                is_first = True
            written = word if is_first else f" {word}"
            self.column += len(written)
            self.stream.write(written)
        self.write_line_break()


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = ">" if isinstance(text, _Folded) else '"' if isinstance(text, _Phrase) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


def _list(dumper: _Dumper, entries: list[Any]) -> yaml.SequenceNode:
    is_flow = all(_is_id(entry) for entry in entries) and sum(len(entry) + 2 for entry in entries) <= _LONGEST_FLOW
    return dumper.represent_sequence("tag:yaml.org,2002:seq", entries, flow_style=is_flow)


for _kind in (str, _Folded, _Phrase):
    _Dumper.add_representer(_kind, _text)
_Dumper.add_representer(list, _list)


def file_text(path: str, data: Mapping[str, Any]) -> str:
    """Return the text of the file at a path within the bank: the line for editors, then its keys."""
    return schema_line(path) + yaml_text(data)


def yaml_text(data: Mapping[str, Any]) -> str:
    """Return a mapping of texts, numbers, truth values, lists and mappings as YAML."""
    return yaml.dump(
        _laid_out(data, "", 0),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=_NEVER,
    )


def _laid_out(value: Any, key: str, column: int) -> Any:
    """Return a value with each text of the kind in which it is written; `column` is where it begins."""
    if isinstance(value, Mapping):
        return {name: _laid_out(inner, name, column + 2) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_laid_out(inner, f"{key}-", column + 2) for inner in value]
    if not isinstance(value, str):
        return value
    if key in ("patterns-", "phrases-"):
        return _Phrase(value)
    is_long = column + len(key) + len(value) > WIDTH
    return _Folded(value) if (key in _FOLDED or is_long) and _is_prose(value) else value


def _is_prose(text: str) -> bool:
    """Whether a text may be folded: words with single blanks between them, which a reader joins again."""
    return bool(text) and text.split(" ") == text.split()


def _is_id(entry: Any) -> bool:
    try:
        return bool(_id.validate_python(entry))
    except ValidationError:
        return False
