"""Whether a changed bank holds together: quickly for one file while somebody writes, wholly before it is adopted."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Lock

from screener.bank.checks import run_checks
from screener.bank.load import Library, key_of, kind_of, library_of
from screener.bank.problems import Problem, has_errors
from screener.journeys.bank_files import Contents
from screener.journeys.checking import check_library
from screener.scoring.examples import run_examples
from screener.scoring.phrase_check import check_phrases
from screener.scoring.phrase_width import CODE as TOO_WIDE
from screener.scoring.phrase_width import Sample, check_widths, sample_of
from screener.scoring.phrasebook import stance_reader
from screener.scoring.reader import PatternReader, Read, Reader
from screener.text.passage import Passage
from screener.text.phrase import PhraseError

_MOST_STATES = 3  # that are changed at the same time, as a draft is
_states: OrderedDict[str, "_Kept"] = OrderedDict()  # by fingerprint
_lock = Lock()
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


def quick_problems(library: Library, folder: Path, path: str, content: bytes) -> tuple[Problem, ...]:
    """Return what is wrong with one file as it is being written, and what it brings to others.

    Runs its own examples; those of other files are run before a change is adopted.
    """
    changed = changed_library(library, folder, {path: content})
    only = key_of(path)
    problems = [*changed.problems, *run_checks(changed), *check_phrases(changed, only=only)]
    kept = _kept_for(library)
    problems += check_widths(changed, kept.sample, only=only)
    here = (folder / path).as_posix()
    if not has_errors(p for p in problems if p.file == here and p.code != "example-missing"):
        problems += _examples_of(changed, path, kept)
    before = _by_content(kept.problems)
    own = (p for p in problems if p.file == here or _content(p) not in before)
    return tuple(sorted(_within(p, folder) for p in own))


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


def _kept_for(library: Library) -> _Kept:
    fingerprint = library.bank.fingerprint
    with _lock:
        kept = _states.setdefault(fingerprint, _Kept(library))
        _states.move_to_end(fingerprint)
        while len(_states) > _MOST_STATES:
            _states.popitem(last=False)
        return kept


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
