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
    yield from _lists_of_interviews(library)
    yield from _lists_of_beliefs(library)
    bank = library.bank
    yield "single", "behaviours", ("behaviours",), library.ids("behaviours")
    yield "single", "sources", ("sources",), library.ids("sources")
    for survey in bank.surveys.values():
        yield "surveys", survey.id, ("groups",), [g.id for g in survey.groups]
        yield "surveys", survey.id, ("shares",), [s.value for s in survey.shares]
    for needs in bank.needs.values():
        yield "needs", needs.id, ("questions",), [q.id for q in needs.questions]
        yield "needs", needs.id, ("outcomes",), [o.id for o in needs.outcomes]
        for index, question in enumerate(needs.questions):
            yield "needs", needs.id, ("questions", index, "answers"), [a.id for a in question.answers]


def _lists_of_interviews(library: Library) -> Iterator[tuple[str, str, PathKey, Iterable[str]]]:
    for question in library.bank.questions.values():
        yield "items", question.id, ("also",), question.also
    for guide in library.bank.guides.values():
        yield "guides", guide.id, ("questions",), guide.questions
        yield "guides", guide.id, ("competencies",), [c.id for c in guide.competencies]
    for rubric in library.bank.rubrics.values():
        yield "rubrics", rubric.id, ("signs",), [s.id for s in rubric.signs]
    for placement in library.bank.placements.values():
        yield "placements", placement.id, ("values",), [v.id for v in placement.values]


def _lists_of_beliefs(library: Library) -> Iterator[tuple[str, str, PathKey, Iterable[str]]]:
    for philosophy in library.bank.philosophies.values():
        yield "philosophies", philosophy.id, ("counterparts",), philosophy.counterparts
        yield "philosophies", philosophy.id, ("competencies",), philosophy.competencies
    for policy in library.bank.policies.values():
        yield "policies", policy.id, ("flags",), [f.philosophy for f in policy.flags]
        yield "policies", policy.id, ("accepted",), [a.philosophy for a in policy.accepted]
