from pathlib import Path

import pytest

from screener.bank.checks.source_unknown import check
from screener.bank.load import load_library
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import SLOTS, Data, place_of, shown, write_bank, write_change


def test_it_accepts_titles_that_are_listed(tmp_path: Path) -> None:
    assert found_by(check, write_bank(tmp_path)) == []


@pytest.mark.parametrize(
    ("slot", "change"),
    [
        *((slot, {"sources": ["A Book", "Other"]}) for slot in ("risky", "rubric", "policy", "placement", "needs")),
        *((slot, {"source": "Other"}) for slot in ("question", "survey")),
    ],
)
def test_it_reports_a_title_that_is_not_listed(tmp_path: Path, slot: str, change: Data) -> None:
    write_change(tmp_path, slot, change)
    place = place_of(tmp_path / SLOTS[slot], "Other")
    assert found_by(check, tmp_path) == [f"{SLOTS[slot]}:{place} source-unknown"]


def test_it_asks_what_was_meant(tmp_path: Path) -> None:
    write_bank(tmp_path, question={"source": "A Bok"})
    assert messages_of(check, tmp_path) == ["`A Bok` is not in sources.yaml (did you mean `A Book`?)"]


def test_it_tells_capitals_apart(tmp_path: Path) -> None:
    write_bank(tmp_path, question={"source": "a book"})
    assert len(found_by(check, tmp_path)) == 1


def test_it_reports_every_citation_when_there_is_no_list(tmp_path: Path) -> None:
    assert len(found_by(check, write_bank(tmp_path, sources=None))) == 16


@pytest.mark.parametrize("broken", [{"extra": "x"}, "a: b: c\n"], ids=["shape", "syntax"])
def test_it_does_not_take_a_list_with_mistakes_for_a_missing_one(tmp_path: Path, broken: Data | str) -> None:
    library = load_library(write_bank(tmp_path, sources=broken))
    assert len(library.problems) == 1
    assert shown(check(library), tmp_path) == []
