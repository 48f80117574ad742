"""A guide asks about what it rates, and rates what it asks about."""

from collections import Counter
from collections.abc import Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem

CODE = "guide-coverage"
FEWEST, MOST = 5, 8


def check(library: Library) -> Iterator[Problem]:
    """Report competencies without questions, questions outside the guide, and too many or few competencies."""
    for guide in library.bank.guides.values():
        document = library.document("guides", guide.id)
        if not FEWEST <= len(guide.competencies) <= MOST:
            message = f"{len(guide.competencies)} competencies (choose {FEWEST} to {MOST}: more cannot be rated well)"
            yield document.problem(("competencies",), CODE, message, key=True)
        asked: Counter[str] = Counter()
        rated = {weight.id for weight in guide.competencies}
        for index, name in enumerate(guide.questions):
            question = library.bank.questions.get(name)
            if question is None:
                continue
            asked[question.competency] += 1
            if question.competency not in rated:
                message = (
                    f"asks about `{question.competency}`, which this guide does not rate (add it, or drop the question)"
                )
                yield document.problem(("questions", index), CODE, message)
        if any(f"items/{name}" in library.unusable for name in guide.questions):
            continue  # what they ask about is not known before their mistakes are mended
        for index, weight in enumerate(guide.competencies):
            count = asked[weight.id]
            if count == 0:
                message = f"no question of this guide asks about `{weight.id}` (add one, or drop the competency)"
                yield document.problem(("competencies", index), CODE, message)
            elif count == 1 and guide.single_question_reason is None:
                message = f"only one question asks about `{weight.id}` (add one, or write `single_question_reason`)"
                yield document.problem(("competencies", index), CODE, message)
