"""The minutes of a guide's questions fit into the interview."""

from collections.abc import Iterator

from screener.bank.composing import planned_minutes
from screener.bank.load import Library
from screener.bank.problems import Problem

CODE = "guide-minutes"


def check(library: Library) -> Iterator[Problem]:
    """Report guides whose parts take longer than the whole."""
    for guide in library.bank.guides.values():
        needed = planned_minutes(library.bank.questions, guide.questions, guide.opening_minutes, guide.closing_minutes)
        if needed > guide.minutes:
            message = (
                f"questions, opening and closing take {needed} minutes of {guide.minutes} (drop some, or allow more)"
            )
            yield library.document("guides", guide.id).problem(("minutes",), CODE, message)
