"""What has to hold between files, or between the parts of one: one module a check, in this table.

A check is a function from a library to problems. To add one: copy a module, add it here, document its code.
"""

from collections.abc import Callable, Iterator

from screener.bank.checks import (
    duplicate_entry,
    example_missing,
    file_name,
    guide_coverage,
    guide_minutes,
    guide_weight,
    needs_outcome,
    policy_gap,
    question_wording,
    reference,
    rubric_level,
    rubric_rule,
    source_unknown,
)
from screener.bank.load import Library
from screener.bank.problems import Problem

CHECKS: tuple[Callable[[Library], Iterator[Problem]], ...] = (
    duplicate_entry.check,
    example_missing.check,
    file_name.check,
    guide_coverage.check,
    guide_minutes.check,
    guide_weight.check,
    needs_outcome.check,
    policy_gap.check,
    question_wording.check,
    reference.check,
    rubric_level.check,
    rubric_rule.check,
    source_unknown.check,
)


def run_checks(library: Library) -> Iterator[Problem]:
    """Run every check over the library."""
    for check in CHECKS:
        yield from check(library)
