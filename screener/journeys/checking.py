"""Check a bank: shape, what holds between files, phrases, examples."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from screener.bank.checks import run_checks
from screener.bank.load import Library, load_library
from screener.bank.problems import Problem, has_errors
from screener.journeys.banks import bank_folder_of
from screener.scoring.coverage import uncovered
from screener.scoring.examples import ExampleRun, run_examples
from screener.scoring.phrase_check import check_phrases
from screener.scoring.phrase_width import check_widths


@dataclass(frozen=True)
class Checked:
    """What came of checking a bank: its problems in the order of files, and how much was looked at.

    `unproved` is how many of the problems were found by coverage; None if that was not looked at.
    """

    problems: tuple[Problem, ...]
    files: int
    examples: int
    known_misses: int
    unproved: int | None = None

    @property
    def is_clean(self) -> bool:
        """Whether nothing at all was found."""
        return not self.problems

    @property
    def mistaken_files(self) -> int:
        """In how many files something was found that is more than a warning."""
        return len({problem.file for problem in self.problems if problem.level == "error"})


def check_bank(
    folder: Path,
    *,
    examples: bool = True,
    coverage: bool = False,
    on_file: Callable[[int, int], None] = lambda _done, _of: None,
) -> Checked:
    """Check the bank in `folder`, or in the instance there.

    `coverage` also asks that every phrase and rule is proved by an example.
    `on_file` is told after each file with examples how many are done, and of how many.
    Examples are run once the files are well-formed: before that they would fail for the wrong reason.
    Raises NotFound if there is no bank.
    """
    return check_library(load_library(bank_folder_of(folder)), examples=examples, coverage=coverage, on_file=on_file)


def check_library(
    library: Library,
    *,
    examples: bool = True,
    coverage: bool = False,
    on_file: Callable[[int, int], None] = lambda _done, _of: None,
) -> Checked:
    """Check a bank that has been read, as `check_bank` does."""
    problems = [*library.problems, *run_checks(library), *check_phrases(library), *check_widths(library)]
    run = ExampleRun()
    unproved = None
    if examples and not has_errors(p for p in problems if p.code != "example-missing"):
        run = run_examples(library, on_file)
        problems += run.problems
        if coverage:
            found = list(uncovered(library, run))
            problems += found
            unproved = len(found)
    unreadable = sum(problem.code == "file-unreadable" for problem in library.problems)
    files = len(library.contents) + unreadable
    return Checked(tuple(sorted(problems)), files, run.examples, run.known_misses, unproved)
