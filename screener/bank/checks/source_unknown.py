"""Sources are cited by titles that stand in sources.yaml."""

from collections.abc import Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem
from screener.bank.references import SOURCE, references_of
from screener.bank.suggest import did_you_mean

CODE = "source-unknown"


def check(library: Library) -> Iterator[Problem]:
    """Report titles that the list of sources does not hold."""
    if "single/sources" in library.unusable:
        return
    titles = library.bank.sources
    for reference in references_of(library):
        if reference.target == SOURCE and reference.wanted not in titles:
            message = f"`{reference.wanted}` is not in sources.yaml ({did_you_mean(reference.wanted, titles)})"
            yield library.document(reference.kind, reference.name).problem(reference.path, CODE, message)
