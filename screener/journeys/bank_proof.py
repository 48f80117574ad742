"""Whether a changed bank holds together: quickly for one file while somebody writes, wholly before it is adopted."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from screener.bank.checks import run_checks
from screener.bank.load import Library, key_of, kind_of, library_of
from screener.bank.problems import Problem, has_errors
from screener.journeys.bank_files import Contents, hash_of
from screener.journeys.checking import check_library
from screener.scoring.examples import run_examples
from screener.scoring.phrase_check import check_phrases
from screener.scoring.phrase_width import CODE as TOO_WIDE
from screener.scoring.phrase_width import Sample, check_widths, sample_of
from screener.scoring.phrasebook import stance_reader
from screener.scoring.reader import PatternReader, Read, Reader
from screener.text.passage import Passage
from screener.text.phrase import PhraseError

K = TypeVar("K")
V = TypeVar("V")
_MOST_TEXTS = 2_000  # that are remembered as they were read
OnFile = Callable[[int, int], None]


@dataclass(frozen=True)
class Proof:
    """What checking a changed bank came to. Problems name files by their path within the bank.

    `own` are those of the files that were changed and those that the change brought to other files; they stand in its
    way if they are errors. `old` were there before.
    """

    library: Library
    own: tuple[Problem, ...]
    old: tuple[Problem, ...]
    examples: int

    @property
    def is_clean(self) -> bool:
        """Whether the change may be adopted."""
        return not has_errors(self.own)


def changed_library(library: Library, folder: Path, contents: Contents) -> Library:
    """Return the bank as it would be with these contents in the place of its own."""
    kept = {path: content for path, content in library.contents.items() if path not in contents}
    new = {path: content for path, content in contents.items() if content is not None}
    return library_of({**kept, **new}, folder, library)


def quick_problems(library: Library, folder: Path, contents: Contents) -> tuple[Problem, ...]:
    """Return what is wrong with files as they are being written, and what they bring to others.

    Runs their own examples; those of other files are run before a change is adopted.
    """
    key = (folder, library.bank.fingerprint, *((path, hash_of(content)) for path, content in contents.items()))
    if (found := _found.find(key)) is None:
        found = _found.keep(key, tuple(_quick_problems(library, folder, contents)))
    return found


def _quick_problems(library: Library, folder: Path, contents: Contents) -> list[Problem]:
    changed, kept = changed_library(library, folder, contents), _kept_for(library, folder)
    written = [path for path, content in contents.items() if content is not None]
    here = {(folder / path).as_posix(): path for path in written}
    problems = [*changed.problems, *run_checks(changed)]
    for path in written:
        problems += check_phrases(changed, only=key_of(path))
        problems += check_widths(changed, kept.sample, only=key_of(path))
    faulty = {p.file for p in problems if p.level == "error" and p.code != "example-missing"}
    reading = kept if len(written) == 1 else _Kept(changed)  # one file changes no belief that a rubric may ask for
    for file, path in here.items():
        if file not in faulty:
            problems += _examples_of(changed, path, reading)
    before = _by_content(kept.problems)
    return sorted(_within(p, folder) for p in problems if p.file in here or _content(p) not in before)


def prove(library: Library, folder: Path, contents: Contents, on_file: OnFile = lambda _done, _of: None) -> Proof:
    """Check a changed bank wholly, its examples too, against the bank as it is."""
    changed = changed_library(library, folder, contents)
    checked = check_library(changed, on_file=on_file)
    touched = {(folder / path).as_posix() for path in contents}
    suspects = [p for p in checked.problems if p.file not in touched]
    before = _by_content(check_library(library).problems) if suspects else {}
    own = [p for p in checked.problems if p.file in touched or _content(p) not in before]
    old = [p for p in suspects if _content(p) in before]
    if has_errors(old) and not has_errors(own):  # then no examples were run: at least those of the change itself
        own += [p for path in contents if path in changed.contents for p in _examples_of(changed, path, _Kept(changed))]
    return Proof(changed, _all_within(own, folder), _all_within(old, folder), checked.examples)


def _examples_of(library: Library, path: str, kept: "_Kept") -> list[Problem]:
    """Return which of a file's own examples fail. A rubric's wait while a phrase that its rules ask for is broken."""
    try:
        reader = kept.reader if kind_of(path) == "rubrics" else None
        return run_examples(library, only=key_of(path), reader=reader).problems
    except PhraseError:
        return []


def problems_on_disk(library: Library, folder: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the bank as it lies on disk, but for its examples."""
    return _all_within([*library.problems, *run_checks(library), *check_phrases(library)], folder)


class _Remembering:
    """Reads a text once: while somebody types, all examples but one stay as they are."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: dict[tuple[str, str, str], Read] = {}

    @property
    def version(self) -> str:
        return self._reader.version

    def read(self, passage: Passage, register: str, speaker: str, question: str = "") -> Read:
        key = (passage.text, register, speaker)
        if key not in self._read:
            if len(self._read) >= _MOST_TEXTS:
                self._read.clear()
            self._read[key] = self._reader.read(passage, register, speaker, question)
        return self._read[key]


class _Kept:
    """What is made once for a state of the bank that somebody changes."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def problems(self) -> list[Problem]:
        return [*self._library.problems, *run_checks(self._library)]

    @cached_property
    def sample(self) -> Sample:
        return sample_of(self._library.bank)

    @cached_property
    def reader(self) -> Reader:
        bank = self._library.bank
        return _Remembering(PatternReader(bank, stance_reader(bank)))


class _Lately(Generic[K, V]):
    """Keeps the latest few of something that takes long to make; safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._values: OrderedDict[K, V] = OrderedDict()

    def find(self, key: K) -> V | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def keep(self, key: K, value: V) -> V:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


_states: _Lately[tuple[Path, str], _Kept] = _Lately(3)  # that are changed at the same time
_found: _Lately[tuple[object, ...], tuple[Problem, ...]] = _Lately(20)


def _kept_for(library: Library, folder: Path) -> _Kept:
    key = (folder, library.bank.fingerprint)
    return _states.find(key) or _states.keep(key, _Kept(library))


def _content(problem: Problem) -> tuple[str, str, str]:
    """Return what makes a problem the same one, wherever in its file it has moved to and whatever it counts."""
    message = problem.message.split(" fires on ")[0] if problem.code == TOO_WIDE else problem.message
    return problem.file, problem.code, message


def _by_content(problems: Iterable[Problem]) -> Mapping[tuple[str, str, str], Problem]:
    return {_content(problem): problem for problem in problems}


def _all_within(problems: Iterable[Problem], folder: Path) -> tuple[Problem, ...]:
    return tuple(sorted(_within(problem, folder) for problem in problems))


def _within(problem: Problem, folder: Path) -> Problem:
    prefix = f"{folder.as_posix()}/"
    return replace(problem, file=problem.file.removeprefix(prefix), message=problem.message.replace(prefix, ""))
