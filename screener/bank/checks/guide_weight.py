"""Weights are equal unless a reason stands beside each one that differs."""

from collections import Counter
from collections.abc import Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem

CODE = "guide-weight"


def check(library: Library) -> Iterator[Problem]:
    """Report weights that differ from the guide's most common one without a reason."""
    for guide in library.bank.guides.values():
        common = Counter(c.weight for c in guide.competencies).most_common(1)[0][0]
        for index, competency in enumerate(guide.competencies):
            if competency.weight != common and competency.reason is None:
                weights = f"`{competency.id}` weighs {competency.weight:g}, others {common:g}"
                message = f"{weights} (write a `reason`, or make it equal)"
                yield library.document("guides", guide.id).problem(("competencies", index), CODE, message)
