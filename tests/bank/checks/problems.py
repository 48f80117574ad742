"""What one check says about a bank."""

from collections.abc import Callable, Iterator
from pathlib import Path

from screener.bank.load import Library, load_library
from screener.bank.problems import Problem
from tests.factories import shown

Check = Callable[[Library], Iterator[Problem]]


def found_by(check: Check, folder: Path) -> list[str]:
    """Return what a check finds, as `file:line:column code`; the bank must be well-formed otherwise."""
    library = load_library(folder)
    assert library.problems == []
    return shown(check(library), folder)


def messages_of(check: Check, folder: Path) -> list[str]:
    """Return the messages of a check in the order of their places."""
    return [problem.message for problem in sorted(check(load_library(folder)))]
