"""What a bank holds, and what is found in it."""

from pathlib import Path

import pytest

from screener.bank.load import Library, load_library
from screener.journeys.bank_search import Hit, search, things_of
from tests.factories import make_philosophy, make_question, write_bank


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write_bank(
        tmp_path,
        question={**make_question(), "why": "Because Zoë's café was **never** busy, not even at lunch."},
        risky={
            **make_philosophy(),
            "matters": "Long ago. " * 30 + "The dragon sleeps in the cellar. " + "Later. " * 30,
        },
    )
    return load_library(tmp_path)


def found(library: Library, words: str) -> list[str]:
    return [hit.thing.name or hit.thing.title for hit in search(things_of(library), words)]


def around(library: Library, words: str) -> Hit:
    (hit,) = search(things_of(library), words)
    return hit


def test_everything_that_a_bank_holds_is_a_thing(library: Library) -> None:
    kinds = {(thing.kind, thing.name, thing.part) for thing in things_of(library)}
    assert ("items", "standing-case", "") in kinds
    assert ("lexicon", "negation", "") in kinds
    assert ("lexicon", "words", "ours") in kinds
    assert ("lexicon", "behaviours", "case") in kinds
    assert ("sources", "", "source-1") in kinds
    assert {kind for kind, _, _ in kinds} == {
        "items", "guides", "rubrics", "philosophies", "policies", "placements", "surveys", "needs", "lexicon", "sources",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["Zoë's café", "zoe's CAFE", "lunch cafe", "never busy", "caf lun", "standing-case lunch", "  busy,  LUNCH "],
)
def test_all_words_are_found_in_any_order_without_capitals_or_accents(library: Library, words: str) -> None:
    assert found(library, words) == ["standing-case"]


@pytest.mark.parametrize("words", ["cafe dragon", "afe", "unch", "elephant"])
def test_a_word_that_is_missing_or_only_inside_another_finds_nothing(library: Library, words: str) -> None:
    assert found(library, words) == []


@pytest.mark.parametrize("words", ["", "   ", "?!", "(((", "'"])
def test_without_words_nothing_is_found(library: Library, words: str) -> None:
    assert found(library, words) == []


def test_what_bears_the_words_in_its_name_comes_first(library: Library) -> None:
    names = found(library, "shared credit")
    assert names[0] == "shared-credit"
    assert "sole-credit" in names


def test_the_words_around_are_shown_and_the_hit_is_told_apart(library: Library) -> None:
    hit = around(library, "dragon cellar")
    assert [text for text, is_hit in hit.around if is_hit] == ["dragon", "cellar"]
    whole = "".join(text for text, _ in hit.around)
    assert "The dragon sleeps in the cellar." in whole
    assert whole.startswith("…")
    assert whole.endswith("…")
    assert len(whole) < 250


def test_the_marks_of_examples_and_anchors_are_not_shown(library: Library) -> None:
    assert "".join(text for text, _ in around(library, "never busy").around) == (
        "Because Zoë's café was never busy, not even at lunch."
    )


def test_a_thing_says_where_it_lies(library: Library) -> None:
    assert around(library, "dragon").thing.path == "philosophies/sole-credit.yaml"
