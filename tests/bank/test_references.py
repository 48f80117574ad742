"""Who refers to what: every kind of reference, with its place."""

from pathlib import Path

import pytest

from screener.bank.load import Library, load_library
from screener.bank.references import Reference, references_of
from tests.factories import make_placement, write_bank

KINDS = {
    ("items", "standing-case", ("competency",), "competency", "standing"),
    ("items", "standing-case", ("also", 0), "competency", "credit"),
    ("items", "standing-case", ("placement",), "placement", "fix-owner"),
    ("items", "standing-case", ("source",), "source", "A Book"),
    ("guides", "sales-leader", ("questions", 1), "question", "credit-case"),
    ("guides", "sales-leader", ("competencies", 1, "id"), "competency", "credit"),
    ("rubrics", "standing", ("rules", 0, "all", 0, "sign"), "sign of standing", "kind-red"),
    ("rubrics", "standing", ("rules", 4, "all", 1, "behaviour"), "behaviour", "case"),
    ("rubrics", "standing", ("rules", 4, "unless", 0, "philosophy"), "philosophy", "sole-credit"),
    ("rubrics", "standing", ("sources", 0), "source", "A Book"),
    ("philosophies", "sole-credit", ("counterparts", 0), "healthy philosophy", "shared-credit"),
    ("philosophies", "shared-credit", ("counterparts", 0), "risky philosophy", "sole-credit"),
    ("philosophies", "sole-credit", ("competencies", 0), "competency", "credit"),
    ("philosophies", "sole-credit", ("sources", 0), "source", "A Book"),
    ("philosophies", "sole-credit", ("patterns", 1), "word list", "ours"),
    ("policies", "default", ("flags", 0, "philosophy"), "philosophy", "sole-credit"),
    ("policies", "default", ("accepted", 0, "philosophy"), "philosophy", "shared-credit"),
    ("policies", "default", ("sources", 0), "source", "A Book"),
    ("placements", "fix-owner", ("competency",), "competency", "repair"),
    ("placements", "fix-owner", ("survey",), "survey", "fix-owner"),
    ("placements", "fix-owner", ("examples", 0, "value"), "value of fix-owner", "boss"),
    ("placements", "fix-owner", ("sources", 0), "source", "A Book"),
    ("placements", "fix-owner", ("words", "chief", 0), "word list", "ours"),
    ("surveys", "fix-owner", ("shares", 0, "of"), "group of fix-owner", "asked"),
    ("surveys", "fix-owner", ("source",), "source", "A Book"),
    ("needs", "greater-need", ("outcomes", 0, "guide"), "guide", "sales-leader"),
    ("needs", "greater-need", ("outcomes", 0, "weights", 0, "competency"), "competency", "customer"),
    ("needs", "greater-need", ("sources", 0), "source", "A Book"),
    ("lexicon", "negation", ("phrases", 0), "word list", "ours"),
    ("single", "words", ("lists", "number", 2), "word list", "ours"),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write_bank(
        tmp_path,
        question={"also": ["credit"], "placement": "fix-owner"},
        policy={"accepted": [{"philosophy": "shared-credit", "reason": "So"}]},
        placement={**make_placement(), "words": {"chief": ["{ours} chief"]}},
        cue={"phrases": ["not {ours}"]},
        words={"lists": {"number": ["one", "two", "{ours} three"], "ours": ["my people", "our team"]}},
    )
    return load_library(tmp_path)


@pytest.mark.parametrize("wanted", sorted(KINDS, key=str), ids=lambda own: f"{own[0]} {own[3]}")
def test_every_kind_of_reference_is_known_with_its_place(library: Library, wanted: Reference) -> None:
    assert wanted in set(references_of(library))


def test_a_word_list_of_the_files_own_is_no_reference(library: Library) -> None:
    assert "made" not in {own.wanted for own in references_of(library) if own.target == "word list"}


@pytest.mark.parametrize(
    ("target", "wanted", "file"),
    [
        ("question", "credit-case", "items/credit-case"),
        ("risky philosophy", "sole-credit", "philosophies/sole-credit"),
        ("behaviour", "case", "single/behaviours"),
        ("source", "A Book", "single/sources"),
        ("word list", "ours", "single/words"),
        ("sign of standing", "kind-red", ""),
    ],
)
def test_a_reference_says_in_which_file_it_is_found(target: str, wanted: str, file: str) -> None:
    assert Reference("guides", "x", (), target, wanted).file == file


def test_what_exists_is_found_where_the_reference_says(library: Library) -> None:
    files = {own.file for own in references_of(library)} - {""}
    assert files <= set(library.documents)
    assert len(files) > 15
