"""A rule asks for something, and each of its conditions names exactly one thing."""

from collections.abc import Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem

CODE = "rubric-rule"


def check(library: Library) -> Iterator[Problem]:
    """Report rules that always hold and conditions that name nothing, or several things."""
    for rubric in library.bank.rubrics.values():
        document = library.document("rubrics", rubric.id)
        for number, rule in enumerate(rubric.rules):
            if not rule.all and not rule.any:
                message = "the rule asks for nothing, so it would always hold (add `all` or `any`)"
                yield document.problem(("rules", number), CODE, message)
            for part in ("all", "any", "unless"):
                for index, condition in enumerate(getattr(rule, part)):
                    if condition.named == ("", ""):
                        message = "name exactly one of `philosophy`, `sign` and `behaviour`"
                        yield document.problem(("rules", number, part, index), CODE, message)
                    elif condition.philosophy is None and "stance" in condition.model_fields_set:
                        message = "only a philosophy is asked for in a stance (remove `stance`)"
                        yield document.problem(("rules", number, part, index, "stance"), CODE, message, key=True)
