"""Sources are cited by titles that stand in sources.yaml."""

from collections.abc import Iterable, Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem
from screener.bank.suggest import did_you_mean
from screener.bank.yamlfile import PathKey

CODE = "source-unknown"


def check(library: Library) -> Iterator[Problem]:
    """Report titles that the list of sources does not hold."""
    if "single/sources" in library.unusable:
        return
    titles = library.bank.sources
    for kind, name, path, title in _cited(library):
        if title not in titles:
            message = f"`{title}` is not in sources.yaml ({did_you_mean(title, titles)})"
            yield library.document(kind, name).problem(path, CODE, message)


def _cited(library: Library) -> Iterator[tuple[str, str, PathKey, str]]:
    bank = library.bank
    for kind, name, title in (
        *(("items", q.id, q.source) for q in bank.questions.values()),
        *(("surveys", s.id, s.source) for s in bank.surveys.values()),
    ):
        yield kind, name, ("source",), title
    lists: Iterable[tuple[str, str, list[str]]] = (
        *(("philosophies", p.id, p.sources) for p in bank.philosophies.values()),
        *(("rubrics", r.id, r.sources) for r in bank.rubrics.values()),
        *(("policies", p.id, p.sources) for p in bank.policies.values()),
        *(("placements", p.id, p.sources) for p in bank.placements.values()),
        *(("needs", n.id, n.sources) for n in bank.needs.values()),
    )
    for kind, name, titles in lists:
        for index, title in enumerate(titles):
            yield kind, name, ("sources", index), title
