"""`screener log` and `screener diff`: what they list, and that they answer whatever state the bank is in."""

import json
import re
from pathlib import Path

import pytest

from screener.journeys.instance import open_instance
from tests.cli.conftest import Run
from tests.cli.test_bad_input import assert_refused
from tests.factories import SLOTS, write_bank, write_file

QUESTION = SLOTS["question"]
NOT_NOTED = "not noted: the bank on disk has mistakes (`screener check {} lists them)\n"


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """An instance with few questions that nobody has opened."""
    folder = tmp_path / "ours"
    write_bank(folder / "questions")
    (folder / "secret.key").write_text("k" * 64 + "\n", encoding="ascii")
    return folder


@pytest.fixture
def small(fresh: Path) -> Path:
    """The same after it was opened once."""
    open_instance(fresh).close()
    return fresh


def spoil(folder: Path) -> None:
    write_file(folder / "questions" / QUESTION, "id: [")


def test_the_log_says_when_in_words_and_exactly_in_data(run: Run, small: Path) -> None:
    text, data = run("log", small), json.loads(run("log", small, "--format", "json").stdout)
    line = text.stdout.decode()
    assert re.fullmatch(r"   1  \d{4}-\d\d-\d\d \d\d:\d\d UTC  [0-9a-f]{16}  history begins \(now\)\n", line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", data[0]["at"])
    assert line.split("  ")[2] == f"{data[0]['at'][:10]} {data[0]['at'][11:16]} UTC"
    assert text.stderr == b""


def test_the_log_of_an_instance_begins_when_it_is_made(run: Run, tmp_path: Path) -> None:
    assert run("init", tmp_path / "ours").returncode == 0
    spoil(tmp_path / "ours")
    result = run("log", tmp_path / "ours")
    assert (result.returncode, result.stdout.count(b"history begins")) == (0, 1)
    assert NOT_NOTED.format(f"{tmp_path / 'ours'}`") in result.stderr.decode()


def test_where_nothing_was_ever_noted_the_log_says_why(run: Run, fresh: Path) -> None:
    spoil(fresh)
    result = run("log", fresh)
    assert (result.returncode, result.stdout) == (0, b"")
    assert result.stderr.decode() == NOT_NOTED.format(f"{fresh}`")
    assert json.loads(run("log", fresh, "--format", "json").stdout) == []


def test_the_log_says_that_no_state_touched_a_file(run: Run, small: Path) -> None:
    result = run("log", small, "--file", "nope.yaml")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"No state touched nope.yaml.\n")


def test_states_that_are_the_same_have_no_difference(run: Run, small: Path) -> None:
    result = run("diff", "now", "1", "--in", small)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"No difference.\n")


@pytest.mark.parametrize("instance", ["fresh", "small"])
def test_a_bank_with_mistakes_can_be_compared(
    run: Run, request: pytest.FixtureRequest, instance: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder: Path = request.getfixturevalue(instance)
    spoil(folder)
    monkeypatch.chdir(folder)
    result = run("diff", "now", "shipped")
    assert (result.returncode, result.stderr) == (0, b"")
    assert f"--- {QUESTION}\n+++ (not there)\n-id: [\n" in result.stdout.decode()


def test_interviews_are_not_read_with_a_bank_that_has_mistakes(run: Run, fresh: Path) -> None:
    spoil(fresh)
    result = run("diff", "now", "shipped", "--in", fresh, "--verdicts")
    assert result.returncode == 2
    assert f"{QUESTION}:" in result.stderr.decode()


def test_what_is_no_instance_has_no_log_and_no_states(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(run("log"), "holds no instance")
    assert_refused(run("diff", "now", "shipped"), "name a folder")
    assert_refused(run("diff", "shipped", "shipped", "--verdicts"), "by --in")
    assert_refused(run("diff", "now", "shipped", "--in", tmp_path), "holds no instance")
