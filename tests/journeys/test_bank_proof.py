"""One file is checked while it is written, the whole bank before a change is adopted; old mistakes are told apart."""

from pathlib import Path

import pytest

from screener.bank.load import load_library
from screener.journeys.bank_proof import problems_on_disk, prove, quick_problems
from screener.paths import shipped
from tests.factories import (  # fmt: skip
    SLOTS,
    Data,
    as_yaml,
    make_cue,
    make_philosophy,
    make_placement,
    make_rubric,
    write_bank,
    write_file,
)

RUBRIC, RISKY = SLOTS["rubric"], SLOTS["risky"]


def typed(folder: Path, slot: str, data: Data | str) -> list[str]:
    """Return what is said while somebody writes this into a file: the file and the code of each problem."""
    text = data if isinstance(data, str) else as_yaml(data)
    found = quick_problems(load_library(folder), folder, {SLOTS[slot]: text.encode()})
    return [f"{problem.file} {problem.code}" for problem in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_bank(tmp_path)


def test_a_file_as_it_is_has_no_problems(folder: Path) -> None:
    for slot, path in SLOTS.items():
        assert typed(folder, slot, (folder / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("slot", "data"),
    [
        ("risky", make_philosophy(patterns=["other words"])),
        ("rubric", make_rubric(rules=[{"level": 1, "because": "It is red", "all": [{"sign": "kind-green"}]}])),
        ("placement", make_placement(values=[{**v, "patterns": ["other words"]} for v in make_placement()["values"]])),
        ("cue", make_cue("negation", "not", fires=["It is so.", "We <<not>> it."])),
    ],
)
def test_a_file_s_own_examples_are_run(folder: Path, slot: str, data: Data) -> None:
    assert f"{SLOTS[slot]} example-fails" in typed(folder, slot, data)


def test_an_example_that_is_changed_is_read_anew(folder: Path) -> None:
    """What was read before is remembered, and must not be taken for what is written now."""
    examples = make_rubric()["examples"]
    assert typed(folder, "rubric", make_rubric(examples=examples)) == []
    examples[0] = {**examples[0], "text": "Nothing of the <<kind>> here."}
    assert typed(folder, "rubric", make_rubric(examples=examples)) == [f"{RUBRIC} example-fails"]


def test_a_changed_belief_counts_for_the_rubrics_that_ask_for_it(folder: Path) -> None:
    text = as_yaml(make_rubric())
    assert typed(folder, "rubric", text) == []
    write_file(folder / RISKY, make_philosophy(patterns=["standing of kind green", "the credit belongs to us"]))
    assert f"{RUBRIC} example-fails" in typed(folder, "rubric", text)


def test_a_broken_phrase_elsewhere_keeps_nobody_from_writing(folder: Path) -> None:
    write_file(folder / RISKY, make_philosophy(patterns=["(open"]))
    assert typed(folder, "rubric", make_rubric()) == []
    assert typed(folder, "rubric", make_rubric(name="")) == [f"{RUBRIC} empty-value"]


def test_what_a_file_brings_to_others_is_told_and_what_was_there_is_not(folder: Path) -> None:
    write_file(folder / SLOTS["policy"], "id: [")
    told = typed(folder, "rubric", make_rubric(id="stand"))
    assert f"{SLOTS['question']} dangling-reference" in told
    assert f"{SLOTS['guide']} dangling-reference" in told
    assert [line for line in told if SLOTS["policy"] in line] == []


def test_the_whole_bank_is_proved_with_all_its_examples(folder: Path) -> None:
    proof = prove(load_library(folder), folder, {RISKY: as_yaml(make_philosophy(matters="It does.")).encode()})
    assert (proof.is_clean, proof.own, proof.old) == (True, (), ())
    assert proof.examples > 100


def test_files_are_named_within_the_bank(folder: Path) -> None:
    write_file(folder / "philosophies/twin.yaml", (folder / RISKY).read_bytes())
    (problem,) = [p for p in problems_on_disk(load_library(folder), folder) if p.code == "duplicate-id"]
    assert problem.file == "philosophies/twin.yaml"
    assert f"taken by {RISKY}" in problem.message


def test_the_shipped_bank_is_clean_while_one_types() -> None:
    folder = shipped("questions")
    library = load_library(folder)
    for path in library.contents:
        assert quick_problems(library, folder, {path: library.contents[path] + b"# typed\n"}) == (), path
