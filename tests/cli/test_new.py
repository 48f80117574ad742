"""`screener new`: what somebody types, what lies there afterwards, and what they are told."""

from pathlib import Path

import pytest

from screener.journeys.instance import make_instance
from tests.cli.conftest import Run
from tests.cli.test_bad_input import assert_refused
from tests.factories import write_bank


def test_it_starts_a_question_of_an_instance_and_says_what_to_do_next(run: Run, tmp_path: Path) -> None:
    make_instance(tmp_path / "ours")
    result = run("new", "question", "credit-one-more", "--bank", tmp_path / "ours")
    file = tmp_path / "ours/questions/items/credit/credit-one-more.yaml"
    told = result.stderr.decode()
    assert (result.returncode, result.stdout) == (0, b"")
    assert file.is_file()
    assert f"Made {file}." in told
    assert "a guide" in told
    assert f"screener check {tmp_path / 'ours' / 'questions'}" in told


@pytest.mark.parametrize(
    ("kind", "name", "hint"),
    [
        ("philosophy", "lone-hero", "take a stand on it"),
        ("rubric", "trust", "screener new question trust-…"),
        ("guide", "second-talk", "/items"),
    ],
)
def test_it_says_what_else_a_new_file_needs(run: Run, tmp_path: Path, kind: str, name: str, hint: str) -> None:
    result = run("new", kind, name, "--bank", write_bank(tmp_path))
    assert result.returncode == 0
    assert hint in result.stderr.decode()


@pytest.mark.parametrize(("word", "folder"), [("belief", "philosophies"), ("scale", "rubrics")])
def test_it_knows_what_the_pages_call_a_kind(run: Run, tmp_path: Path, word: str, folder: str) -> None:
    result = run("new", word, "lone-hero", "--bank", write_bank(tmp_path))
    assert result.returncode == 0, result.stderr
    assert (tmp_path / folder / "lone-hero.yaml").is_file()


def test_what_it_says_to_run_names_what_is_empty(run: Run, tmp_path: Path) -> None:
    bank = write_bank(tmp_path)
    run("new", "philosophy", "lone-hero", "--bank", bank)
    checked = run("check", bank)
    assert checked.returncode == 1
    assert b"lone-hero.yaml:5:6 empty-value `name` is empty" in checked.stdout


def test_it_takes_the_bank_in_the_current_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bank(tmp_path / "questions")
    for folder, name in ((tmp_path, "one-talk"), (tmp_path / "questions", "two-talks")):
        monkeypatch.chdir(folder)
        assert run("new", "guide", name).returncode == 0
        assert (tmp_path / "questions" / "guides" / f"{name}.yaml").is_file()


def test_it_refuses_what_cannot_be_started(run: Run, tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    assert_refused(run("new", "guide", "sales-leader", "--bank", bank), "is there already")
    assert_refused(run("new", "guide", "../sales-leader", "--bank", bank), "is no id")
    assert_refused(run("new", "question", "no-such-competency", "--bank", bank), "begins with its competency")
    assert_refused(run("new", "guide", "second-talk", "--bank", tmp_path), "holds no bank")
    assert_refused(run("new", "policy", "ours", "--bank", bank), "is not one of")
