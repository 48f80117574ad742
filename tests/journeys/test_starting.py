from pathlib import Path

import pytest

from screener.bank.starters import KINDS, starter_of
from screener.errors import Conflict, NotFound, Refused, Unreadable
from screener.journeys.banks import bank_folder_of
from screener.journeys.instance import make_instance
from screener.journeys.starting import find_bank_in, start_file
from tests.factories import write_bank

NAMES = {"question": "credit-new-case", "philosophy": "lone-hero", "rubric": "trust", "guide": "second-talk"}


def files_in(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("kind", KINDS)
def test_it_writes_the_starter_where_it_belongs_and_nothing_else(tmp_path: Path, kind: str) -> None:
    before = files_in(write_bank(tmp_path))
    started = start_file(tmp_path, kind, NAMES[kind])
    expected = starter_of(kind, NAMES[kind], ["credit"])
    assert started.file == tmp_path / expected.path
    assert files_in(tmp_path) == {**before, expected.path: expected.text.encode()}


def test_a_question_on_a_competency_without_questions_gets_its_folder(tmp_path: Path) -> None:
    write_bank(tmp_path)
    start_file(tmp_path, "rubric", "trust")
    assert start_file(tmp_path, "question", "trust-case").file == tmp_path / "items" / "trust" / "trust-case.yaml"


def test_it_finds_the_bank_of_an_instance(tmp_path: Path) -> None:
    make_instance(tmp_path / "ours")
    started = start_file(tmp_path / "ours", "guide", "second-talk")
    assert started.bank == tmp_path / "ours" / "questions"
    assert started.file.parent == started.bank / "guides"


def test_it_finds_a_bank_that_lies_in_a_repository(tmp_path: Path) -> None:
    write_bank(tmp_path / "questions")
    assert start_file(tmp_path, "philosophy", "lone-hero").bank == tmp_path / "questions"


def test_it_finds_the_same_bank_as_the_check(tmp_path: Path) -> None:
    write_bank(tmp_path)
    (tmp_path / "questions" / "items").mkdir(parents=True)
    assert find_bank_in(tmp_path) == tmp_path == bank_folder_of(tmp_path)
    assert find_bank_in(tmp_path / "rubrics") is None


@pytest.mark.parametrize("folder", ["nowhere", "empty", "file"])
def test_it_says_where_there_is_no_bank(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(NotFound, match="holds no bank"):
        start_file(tmp_path / folder, "guide", "second-talk")
    assert files_in(tmp_path) == {"file": b""}


def test_it_overwrites_nothing(tmp_path: Path) -> None:
    before = files_in(write_bank(tmp_path))
    with pytest.raises(Conflict, match="is there already"):
        start_file(tmp_path, "philosophy", "sole-credit")
    assert files_in(tmp_path) == before


def test_it_writes_through_no_link_that_leads_to_nothing(tmp_path: Path) -> None:
    write_bank(tmp_path / "questions")
    (tmp_path / "questions/philosophies/lone-hero.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(Conflict):
        start_file(tmp_path, "philosophy", "lone-hero")
    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize("name", ["../../escaped", "Lone Hero", ""])
def test_it_writes_nothing_for_a_bad_id(tmp_path: Path, name: str) -> None:
    before = files_in(write_bank(tmp_path))
    with pytest.raises(Refused):
        start_file(tmp_path, "philosophy", name)
    assert files_in(tmp_path) == before


def test_it_says_when_the_folder_cannot_be_written(tmp_path: Path) -> None:
    write_bank(tmp_path)
    (tmp_path / "items" / "trust").touch()
    (tmp_path / "rubrics" / "trust.yaml").touch()
    with pytest.raises(Unreadable, match="cannot be written"):
        start_file(tmp_path, "question", "trust-case")
