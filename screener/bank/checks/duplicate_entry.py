"""The same id or reference twice in one list."""

from collections.abc import Iterable, Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem
from screener.bank.yamlfile import PathKey

CODE = "duplicate-entry"


def check(library: Library) -> Iterator[Problem]:
    """Report the second and later occurrence."""
    for kind, name, path, ids in _lists(library):
        seen: dict[str, int] = {}
        for index, word in enumerate(ids):
            if word in seen:
                message = f"`{word}` stands in this list already, as entry {seen[word] + 1} (remove one of the two)"
                yield library.document(kind, name).problem((*path, index), CODE, message)
            seen.setdefault(word, index)


def _lists(library: Library) -> Iterator[tuple[str, str, PathKey, Iterable[str]]]:
    bank = library.bank
    for guide in bank.guides.values():
        yield "guides", guide.id, ("questions",), guide.questions
        yield "guides", guide.id, ("competencies",), [c.id for c in guide.competencies]
    for rubric in bank.rubrics.values():
        yield "rubrics", rubric.id, ("signs",), [s.id for s in rubric.signs]
    for placement in bank.placements.values():
        yield "placements", placement.id, ("values",), [v.id for v in placement.values]
    for needs in bank.needs.values():
        yield "needs", needs.id, ("questions",), [q.id for q in needs.questions]
        yield "needs", needs.id, ("outcomes",), [o.id for o in needs.outcomes]
        for index, question in enumerate(needs.questions):
            yield "needs", needs.id, ("questions", index, "answers"), [a.id for a in question.answers]
    for policy in bank.policies.values():
        yield "policies", policy.id, ("flags",), [f.philosophy for f in policy.flags]
