"""One YAML file → plain data with the place of every key and value, or a problem.

Every scalar stays text (or None when it is empty), so that the model decides what it means and an
unquoted `no` is not turned into a false. Anchors, aliases, tags, deep nesting and large files are
refused while reading: they are how a small file becomes a large problem.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from screener.bank.problems import Problem
from screener.bank.suggest import quoted
from screener.bank.yamlreasons import reason_of

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
PathKey = tuple[str | int, ...]
Place = tuple[int, int]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass
class Document:
    """What one file holds. `values` and `keys` give the line and column (from 1) for a path into `data`."""

    file: str
    data: Any = None
    values: dict[PathKey, Place] = field(default_factory=dict)
    keys: dict[PathKey, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: PathKey, *, key: bool = False) -> Place:
        """Return where `path` stands; the nearest thing around it if it does not stand in the file."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def problem(self, path: PathKey, code: str, message: str, *, key: bool = False) -> Problem:
        """Make a problem that stands at `path`."""
        line, column = self.place(path, key=key)
        return Problem(self.file, line, column, code, message)


class _Refused(Exception):
    """Reading stops here; the problem is in the document."""


def read_document(content: bytes, file: str) -> Document:
    """Read the bytes of one YAML file. `file` is the name that problems are reported under."""
    document = Document(file)
    if len(content) > MAX_BYTES:
        message = f"the file has {len(content) // 1024} kB, more than {MAX_BYTES // 1024} kB (split it)"
        document.problems.append(Problem(file, 1, 1, "file-too-large", message))
        return document
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        begin = content.rfind(b"\n", 0, error.start) + 1
        column = len(content[begin : error.start].decode("utf-8-sig", "replace")) + 1
        message = f"byte {content[error.start]:#04x} is not UTF-8 (save the file as UTF-8)"
        document.problems.append(Problem(file, line, column, "file-encoding", message))
        return document
    return _composed(text, document)


def _composed(text: str, document: Document) -> Document:
    try:
        events = yaml.parse(text, Loader=_Loader)
        _Composer(document, events).run()
    except yaml.MarkedYAMLError as error:
        (line, column), message = reason_of(error, text)
        _give_up(document, Problem(document.file, line, column, "yaml-syntax", message))
    except yaml.reader.ReaderError as error:
        message = f"character {error.character!r} is not allowed in YAML (remove it)"
        position = (
            text.find(str(error.character)) if isinstance(error.character, str) else text.find(chr(error.character))
        )
        line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
        _give_up(document, Problem(document.file, line, column, "yaml-syntax", message))
    except _Refused:
        document.data = None
    return document


def _place_of(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _give_up(document: Document, problem: Problem) -> None:
    document.data = None
    document.problems.append(problem)


class _Composer:
    """Turns the parser's events into data and places in one pass, without recursion into aliases."""

    def __init__(self, document: Document, events: Iterator[Any]) -> None:
        self.document = document
        self.events = events

    def run(self) -> None:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.document.values:
                    self._refuse(event, "yaml-documents", "a second document begins here (one thing per file)")
                self.document.data = self._value(next(self.events), ())
        if self.document.data is None:
            problem = Problem(self.document.file, 1, 1, "file-empty", "the file is empty (begin with `id:`)")
            self.document.problems.append(problem)

    def _value(self, event: Any, path: PathKey) -> Any:
        self._check(event, path)
        self.document.values[path] = _place_of(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            return None if event.implicit[0] and event.value in _NULLS else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: PathKey) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: PathKey) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._check(event, path)
                self._refuse(event, "yaml-key", "a key must be a word (quote a text that begins with [ or {)")
            key = event.value
            self._check(event, path)
            if key in result:
                self._report(event, "duplicate-key", f"{quoted(key)} stands here a second time (keep one of the two)")
            self.document.keys[(*path, key)] = _place_of(event.start_mark)
            result[key] = self._value(next(self.events), (*path, key))
        return result

    def _check(self, event: Any, path: PathKey) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._refuse(
                event,
                "yaml-alias",
                "anchors (&) and aliases (*) are not used here (write it out, or quote the text)",
            )
        if event.tag is not None and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!"):
            self._refuse(
                event, "yaml-tag", f"the tag {quoted(event.tag)} is not used here (remove it, or quote the text)"
            )
        if len(path) > MAX_DEPTH:
            self._refuse(event, "yaml-depth", f"nested more than {MAX_DEPTH} deep (flatten it)")

    def _refuse(self, event: Any, code: str, message: str) -> NoReturn:
        self._report(event, code, message)
        raise _Refused

    def _report(self, event: Any, code: str, message: str) -> None:
        line, column = _place_of(event.start_mark)
        self.document.problems.append(Problem(self.document.file, line, column, code, message))
