"""A rating scale words its five levels from the lowest to the highest, short enough for the live screen."""

from collections.abc import Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem

CODE = "rubric-level"
MOST_WORDS = 14


def check(library: Library) -> Iterator[Problem]:
    """Report levels out of order, short forms that are too long, and those without a key word in bold."""
    for rubric in library.bank.rubrics.values():
        document = library.document("rubrics", rubric.id)
        for index, level in enumerate(rubric.levels):
            if level.level != index + 1:
                message = f"level {level.level} stands where level {index + 1} belongs (lowest first, each once)"
                yield document.problem(("levels", index, "level"), CODE, message)
            if len(level.short.split()) > MOST_WORDS:
                message = f"the short form has {len(level.short.split())} words (at most {MOST_WORDS})"
                yield document.problem(("levels", index, "short"), CODE, message)
            if level.short.count("**") != 2:
                message = "the short form marks no key word (put it between ** and **)"
                yield document.problem(("levels", index, "short"), CODE, message)
