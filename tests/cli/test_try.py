"""`screener try`: a sentence in, why it is read so out; whatever is wrong is one line and exit status 2."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.factories import write_bank

SENTENCE = "My old boss said marketing is there to serve sales, and he was right."


def test_it_says_which_phrase_matched_where_it_stands_and_what_decided(run: Run) -> None:
    result = run("try", SENTENCE, COLUMNS="200")
    assert (result.returncode, result.stderr) == (0, b"Read with the bank in questions; --bank names another.\n")
    shown = result.stdout.decode()
    assert "philosophies/marketing-serves-sales.yaml:" in shown
    assert "Told of others, and approved of. Cues: approval “he was right”." in shown
    assert "0.64 that the policy asks for" in shown


def test_the_data_are_the_same_from_an_argument_and_from_standard_input(run: Run) -> None:
    by_argument, given = (
        run("try", SENTENCE, "--format", "json"),
        run("try", "-", "--format", "json", given=SENTENCE.encode()),
    )
    assert by_argument.stdout == given.stdout
    data = json.loads(given.stdout)
    (phrase,) = data["phrases"]
    assert data["text"][phrase["start"] : phrase["end"]] == phrase["quote"] == "marketing is there to serve sales"


def test_with_a_question_it_is_rated_as_its_answer(run: Run) -> None:
    options = ("--question", "standing-drawing", "--speaker", "sales", "--register", "notes", "--policy", "sales-led")
    data = json.loads(run("try", SENTENCE, *options, "--format", "json").stdout)
    assert (data["speaker"], data["register"], data["policy"]["id"]) == ("sales", "notes", "sales-led")
    assert data["question"]["id"] == "standing-drawing"
    assert data["levels"][0]["competency"] == "standing"


def test_it_reads_with_the_bank_in_the_current_folder_else_with_the_shipped_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    without = run("try", SENTENCE, "--format", "json")
    assert without.stderr == b"Read with the bank that comes with Screener; --bank names another.\n"
    write_bank(tmp_path / "questions")
    within = run("try", SENTENCE, "--format", "json")
    assert within.stderr == b"Read with the bank in questions; --bank names another.\n"
    named = run("try", SENTENCE, "--format", "json", "--bank", "questions")
    assert (named.stdout, named.stderr) == (within.stdout, b"")
    assert json.loads(within.stdout)["bank"] != json.loads(without.stdout)["bank"]


def test_what_cannot_be_read_is_told_and_no_mistake(run: Run) -> None:
    result = run("try", "Hm.")
    assert result.returncode == 0
    assert "too short to judge" in result.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "given", "reason"),
    [
        ((" ",), b"", "there is no text to read"),
        (("-",), b"", "there is no text to read"),
        (("-",), b"caf\xe9", "not UTF-8"),
        ((SENTENCE, "--question", "standing-drawings"), b"", "did you mean `standing-drawing`"),
        ((SENTENCE, "--question", "nope"), b"", "ids begin with their competency: agreement-…, credit-…, "),
        ((SENTENCE, "--question", "repair-zzzzzzzzzzzz"), b"", "on that competency there are repair-"),
        ((SENTENCE, "--policy", "defalt"), b"", "did you mean `default`?"),
        ((SENTENCE, "--bank", "nowhere"), b"", "there is no folder nowhere"),
        ((SENTENCE, "--bank", "tests"), b"", "holds no bank"),
    ],
)
def test_whatever_is_wrong_is_one_line(run: Run, arguments: tuple[str, ...], given: bytes, reason: str) -> None:
    result = run("try", *arguments, given=given)
    assert (result.returncode, result.stdout) == (2, b"")
    (line,) = result.stderr.decode().splitlines()
    assert line.startswith("screener: ")
    assert reason in line


def test_an_unknown_register_is_wrong_use(run: Run) -> None:
    result = run("try", SENTENCE, "--register", "sung")
    assert result.returncode == 2
    assert b"'sung' is not one of" in result.stderr
