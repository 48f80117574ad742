"""New files of the bank from forms: what was entered becomes the YAML that an author would write, proved, and a draft.

A mistake that the check finds in a file is led back to the entry of the form that it comes from.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from screener.bank.load import Bank, Library
from screener.bank.parts import LONGEST_ID
from screener.bank.problems import Problem
from screener.bank.yamlfile import Document, PathKey, read_document
from screener.bank.yamltext import file_text
from screener.journeys.access import must_manage
from screener.journeys.bank_drafts import shortened, start_draft
from screener.journeys.bank_files import content_of, text_of
from screener.journeys.bank_proof import quick_problems
from screener.journeys.instance import Instance
from screener.journeys.limits import one_line
from screener.storage.bank import BankDraft
from screener.storage.records import Person

__all__ = ["Bank", "Filled", "Made", "Mistake", "Wish", "bank_for_forms", "make"]  # a form offers what the bank holds

Wish = Literal["show", "keep", "finish"]
_CHOICES = {"kind", "perspective", "role", "source"}
_LISTS_OF_CHOICES = {"counterparts", "competencies", "sources"}
_WHERE = re.compile(r"^`[^`]*` ")  # with which the check names a place that the form shows
_OF_SHAPE = {"too-few", "too-many", "too-long", "wrong-id", "wrong-type", "wrong-value"}


@dataclass(frozen=True)
class Mistake:
    """What is wrong with an entry of a form; `path` names the entry, and is empty for the form as a whole."""

    path: PathKey
    message: str


@dataclass
class Filled:
    """What a form comes to: files by their path, the new one first, and the entries that their parts come from.

    `places` leads from a file and a path within it to an entry, `()` from all else in that file; what it does not name
    is called in the new file as in the form. With a mistake in `hindrances` there is no file to write yet.
    """

    title: str
    contents: dict[str, bytes] = field(default_factory=dict)
    places: dict[tuple[str, PathKey], PathKey] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    hindrances: list[Mistake] = field(default_factory=list)

    def add_new(self, path: str, data: Mapping[str, Any]) -> None:
        """Add the new file."""
        self.contents[path] = file_text(path, data).encode("utf-8")

    def change(self, library: Library, path: str, entry: PathKey, edit: Callable[[str], str]) -> None:
        """Change the text of a file of the bank for an entry of the form."""
        self.places[path, ()] = entry
        content = library.contents[path]
        try:
            self.contents[path] = content_of(edit(text_of(content)), content)
        except ValueError as error:
            self.mistakes.append(Mistake(entry, f"{path} cannot be changed from here: {error}."))


@dataclass(frozen=True)
class Made:
    """What came of a form: its files' texts, what is wrong with them, and the draft; None if none was to be kept.

    `personal` names the personal subjects that a question seems to ask about, which is no mistake.
    """

    texts: Mapping[str, str]
    mistakes: tuple[Mistake, ...]
    draft: BankDraft | None
    personal: tuple[str, ...] = ()


def bank_for_forms(instance: Instance, actor: Person) -> Bank:
    """Return the bank as it is on disk, of which forms offer the parts. Raises NotAllowed but for HR."""
    must_manage(actor)
    return instance.shelf.library().bank


def make(instance: Instance, actor: Person, fill: Callable[[Library], Filled], wish: Wish) -> Made:
    """Turn a form into files. With `keep` they become a draft as they are, with `finish` if nothing is wrong with them.

    Raises NotAllowed but for HR.
    """
    must_manage(actor)
    library = instance.shelf.library()
    filled = fill(library)
    if filled.hindrances:
        return Made({}, (*filled.hindrances, *filled.mistakes), None)
    mistakes = tuple(dict.fromkeys([*filled.mistakes, *_found(library, instance.shelf.folder, filled)]))
    draft = None
    if wish == "keep" or (wish == "finish" and not mistakes):
        draft = start_draft(instance, actor, filled.title, filled.contents, library.contents)
    return Made({path: text_of(content) for path, content in filled.contents.items()}, mistakes, draft)


def line(text: str) -> str:
    """Return a text as it is written into a file: one line of words. How long it may be, the bank's shapes say."""
    return one_line(text, "", longest=len(text) + 1, is_needed=False)


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something."""
    return [found for one in text.splitlines() if (found := line(one))]


def without_empty(data: Mapping[str, Any], *optional: str) -> dict[str, Any]:
    """Return data without the optional keys that are empty. Others stay: a mistake has to have a place."""
    return {key: value for key, value in data.items() if value or key not in optional}


def short_name(text: str, most_words: int = 6) -> str:
    """Return the first words of a text as an id; "" if it has none of letters that ids are made of."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "")).lower()
    words = re.findall("[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return "-".join(words[:most_words])[:LONGEST_ID].strip("-")


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return an id that nothing bears yet: the name, or the name with a number."""
    name, known, number = name[: LONGEST_ID - 4].strip("-"), set(taken), 1
    free = name
    while free in known:
        number += 1
        free = f"{name}-{number}"
    return free


def title_of(kind: str, words: str) -> str:
    """Return the title of a draft for something new."""
    return shortened(f"New {kind}: {words}")


def _found(library: Library, folder: Path, filled: Filled) -> Iterable[Mistake]:
    """Return what the check finds in the files, as mistakes of the form."""
    problems = dict.fromkeys(quick_problems(library, folder, filled.contents))
    documents = {path: read_document(content, path) for path, content in filled.contents.items()}
    new = next(iter(filled.contents))
    for problem in problems:
        if problem.level == "error" and problem.code != "example-missing":  # which the form counts itself
            document = documents.get(problem.file)
            within = path_at(document, problem.line, problem.column) if document else ()
            value = _value_at(document, within) if document and problem.file == new else None
            entry = _entry(filled, new, problem.file, within)
            if not any(_belong_together(entry, own.path) for own in filled.mistakes):
                yield Mistake(entry, _message(problem, within, value))


def path_at(document: Document, line: int, column: int) -> PathKey:
    """Return the path of the innermost thing that stands at a place, or before it."""
    standing = [*document.keys.items(), *document.values.items()]
    before = ((place, len(path), path) for path, place in standing if place <= (line, column))
    return max(before, key=lambda found: found[:2], default=((1, 1), 0, ()))[2]


def _entry(filled: Filled, new: str, file: str, within: PathKey) -> PathKey:
    for length in range(len(within), -1, -1):
        entry = filled.places.get((file, within[:length]))
        if entry is not None:
            return (*entry, *within[length:]) if length else entry
    return within if file == new else ()


def _belong_together(entry: PathKey, other: PathKey) -> bool:
    """Whether one of two entries is the other, or a part of it."""
    shorter = min(len(entry), len(other))
    return shorter > 0 and entry[:shorter] == other[:shorter]


def _value_at(document: Document, path: PathKey) -> Any:
    value = document.data
    for step in path:
        value = value[step]
    return value


def _message(problem: Problem, path: PathKey, value: Any) -> str:
    """Word a problem of a file for somebody who sees a form; `value` is what stands at `path` in the new file."""
    key = str(path[-1]) if path else ""
    if value == "":
        return "Please choose one." if key in _CHOICES else "Please fill this in."
    if value == {}:
        return "Write the question at least once: for a sales leader, a marketing leader, or one who leads both."
    if value == []:
        return "Please choose at least one." if key in _LISTS_OF_CHOICES else "Please write at least one."
    if problem.code in _OF_SHAPE:
        return _as_sentence(_WHERE.sub("this ", problem.message))
    if problem.code == "wrong-mark":
        return _as_sentence(_WHERE.sub("", problem.message))
    return _HOW_TO.get(problem.code, _as_sentence)(problem.message)


def _as_sentence(message: str) -> str:
    return f"{message[0].upper()}{message[1:]}."


_NO_MARK = (
    "No evidence is marked: select the words that show it and press “Mark as evidence”, or put << >> around them."
)
_HOW_TO: Mapping[str, Callable[[str], str]] = {
    "example-fails": lambda message: _as_sentence(
        message.split(" (mend")[0] + " (mend a phrase or the example, or tick “No phrase finds it”)"
    ),
    "known-miss-works": lambda _: "This is read rightly. Untick “No phrase finds it”.",
    "example-marks": lambda message: _NO_MARK if message.startswith("no evidence") else _as_sentence(message),
}


def sequence_of(entered: Sequence[tuple[PathKey, Any]], filled: Filled, file: str, key: str) -> list[Any]:
    """Return the values of a list, and note from which entry each of them comes."""
    for index, (entry, _) in enumerate(entered):
        filled.places[file, (key, index)] = entry
    return [value for _, value in entered]
