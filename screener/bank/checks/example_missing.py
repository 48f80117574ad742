"""A rule without proof: too few examples of a kind, or one whose marks do not fit its label."""

from collections import Counter
from collections.abc import Iterator, Mapping

from screener.bank.load import Library
from screener.bank.parts import MarkedText
from screener.bank.problems import Problem
from screener.bank.yamlfile import Document

CODE = "example-missing"
MARKS_CODE = "example-marks"
PHILOSOPHY_NEEDS = {"asserted": 6, "rejected": 2, "reported": 2, "past": 2, "none": 3}
INDIRECT_NEEDED = 3
RUBRIC_NEEDS = {"1": 2, "2": 2, "3": 2, "4": 2, "5": 2, "none": 2}


def check(library: Library) -> Iterator[Problem]:
    """Report each kind of example of which there are too few, and examples that mark the wrong thing."""
    bank = library.bank
    for philosophy in bank.philosophies.values():
        document = library.document("philosophies", philosophy.id)
        counts = Counter[str](e.stance for e in philosophy.examples)
        yield from _too_few(document, counts, PHILOSOPHY_NEEDS)
        indirect = sum(e.indirect for e in philosophy.examples if e.stance == "asserted")
        if indirect < INDIRECT_NEEDED:
            message = f"{indirect} of the asserted examples are `indirect: true` (write at least {INDIRECT_NEEDED})"
            yield document.problem(("examples",), CODE, message, key=True)
        yield from _wrong_marks(document, [(e, e.stance) for e in philosophy.examples])
    for rubric in bank.rubrics.values():
        document = library.document("rubrics", rubric.id)
        yield from _too_few(document, Counter(str(e.level) for e in rubric.examples), RUBRIC_NEEDS)
        yield from _wrong_marks(document, [(e, str(e.level)) for e in rubric.examples])
    for placement in bank.placements.values():
        document = library.document("placements", placement.id)
        needs = {value.id: 2 for value in placement.values if value.patterns} | {"none": 2}
        yield from _too_few(document, Counter(e.value for e in placement.examples), needs)
        yield from _wrong_marks(document, [(e, e.value) for e in placement.examples])


def _too_few(document: Document, counts: Mapping[str, int], needs: Mapping[str, int]) -> Iterator[Problem]:
    for label, needed in needs.items():
        if (found := counts.get(label, 0)) < needed:
            message = f"{found} examples for `{label}` (write at least {needed})"
            yield document.problem(("examples",), CODE, message, key=True)


def _wrong_marks(document: Document, examples: list[tuple[MarkedText, str]]) -> Iterator[Problem]:
    for index, (example, label) in enumerate(examples):
        if label == "none" and example.evidence:
            message = "an example labelled `none` marks evidence (remove the << >>, or change the label)"
            yield document.problem(("examples", index, "text"), MARKS_CODE, message)
        elif label != "none" and not example.evidence:
            message = "no evidence is marked (put << >> around the words that show it)"
            yield document.problem(("examples", index, "text"), MARKS_CODE, message)
