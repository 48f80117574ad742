"""Whatever a file refers to by its id exists."""

from collections.abc import Container, Iterable, Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem
from screener.bank.references import references_of
from screener.bank.suggest import did_you_mean

CODE = "dangling-reference"


def check(library: Library) -> Iterator[Problem]:
    """Report ids that nothing bears. Titles of sources and word lists have checks of their own."""
    bank = library.bank
    known: dict[str, Iterable[str]] = {
        "question": bank.questions, "guide": bank.guides, "competency": bank.rubrics,
        "philosophy": bank.philosophies, "placement": bank.placements, "survey": bank.surveys,
        "behaviour": bank.behaviours,
        "healthy philosophy": [p.id for p in bank.philosophies.values() if p.kind == "healthy"],
        "risky philosophy": [p.id for p in bank.philosophies.values() if p.kind == "risky"],
    }  # fmt: skip
    known |= {f"sign of {r.id}": [s.id for s in r.signs] for r in bank.rubrics.values()}
    known |= {f"group of {s.id}": [g.id for g in s.groups] for s in bank.surveys.values()}
    known |= {f"value of {p.id}": ["none", *(v.id for v in p.values)] for p in bank.placements.values()}
    for reference in references_of(library):
        names = known.get(reference.target)
        if names is None or _stands_in(reference.wanted, names):
            continue
        if reference.file not in library.unusable:  # what has mistakes is missing, and reported already
            message = f"there is no {reference.target} `{reference.wanted}` ({did_you_mean(reference.wanted, names)})"
            yield library.document(reference.kind, reference.name).problem(reference.path, CODE, message)


def _stands_in(name: str, names: Iterable[str]) -> bool:
    return name in names if isinstance(names, Container) else name in set(names)
