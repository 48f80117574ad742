"""Whatever is wrong with what the user gives: one clear message on standard error, exit status 2, nothing half-written."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run


def score(run: Run, path: Path, *more: str) -> "subprocess.CompletedProcess[bytes]":
    return run("score", path, "--guide", "sales-leader", *more)


def assert_refused(result: "subprocess.CompletedProcess[bytes]", reason: str) -> None:
    message = result.stderr.decode()
    assert result.returncode == 2, message
    assert result.stdout == b""
    assert reason in message
    assert "Traceback" not in message
    assert len(message.splitlines()) <= 4


ZIP = "zip"
CONTENTS = [
    ("talk.txt", b"", "empty"),
    ("talk.txt", b"\x7fELF\x02\x01\x01\0\0\0", "not text"),
    ("talk.txt", "Ines: Why?\nTom: So.".encode("utf-16"), "UTF-16"),
    ("talk.txt", b"Ines: Why?\nTom: caf\xe9", "line 2 is not UTF-8"),
    ("talk.txt", b"Tom: word " * 2_000_000, "at most 5 MB"),
    ("talk.txt", b"We talked for an hour.", "nobody is named as speaking"),
    ("talk.txt", b"Tom: We talked for an hour.\n\nTom: And more.", "only one speaker"),
    ("talk.pdf", b"%PDF-1.7\n%\xe2\xe3", "PDF is not read"),
    ("talk.docx", b"PK\x03\x04 this is no zip", "damaged"),
    ("talk.vtt", b"no subtitles", "not valid WebVTT"),
    ("talk.srt", b"no subtitles", "not valid SRT"),
]


@pytest.mark.parametrize(("name", "content", "reason"), CONTENTS, ids=[reason for _, _, reason in CONTENTS])
def test_it_refuses_a_file_that_is_no_transcript(
    run: Run, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = score(run, path)
    assert_refused(result, reason)
    assert str(path) in result.stderr.decode()


def test_it_refuses_a_word_document_that_unpacks_to_gigabytes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (60 * 1024 * 1024))
    assert_refused(score(run, path), "unpacks to 60 MB")


def test_it_refuses_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    assert_refused(score(run, tmp_path / "none.txt"), "there is no file")


def test_it_refuses_a_folder(run: Run, tmp_path: Path) -> None:
    assert_refused(score(run, tmp_path), "is a folder")


def test_it_refuses_an_unknown_guide_and_names_the_likely_one(run: Run, talk: Path) -> None:
    assert_refused(
        run("score", talk, "--guide", "sales-leeder", "--candidate-speaker", "Tom"), "did you mean `sales-leader`?"
    )


def test_it_refuses_an_unknown_policy_and_an_unknown_speaker(run: Run, talk: Path) -> None:
    assert_refused(score(run, talk, "--candidate-speaker", "Tom", "--policy", "defalt"), "did you mean `default`?")
    assert_refused(score(run, talk, "--candidate-speaker", "Anna"), "no speaker is called 'Anna'")


def test_it_refuses_a_bank_with_mistakes_and_tells_the_first(run: Run, talk: Path, tmp_path: Path) -> None:
    bank = tmp_path / "bank" / "policies"
    bank.mkdir(parents=True)
    (bank / "default.yaml").write_text("id: default\nnmae: Mine\n", encoding="utf-8")
    result = score(run, talk, "--candidate-speaker", "Tom", "--bank", str(bank.parent))
    assert_refused(result, "default.yaml:")
    assert "screener check" in result.stderr.decode()


def test_it_refuses_a_folder_that_holds_no_bank(run: Run, tmp_path: Path) -> None:
    assert_refused(run("check", tmp_path), "holds no bank")
    assert_refused(run("check", tmp_path / "none"), "there is no folder")


LINES = [
    (b"[1, 2]\n", "line 1: not an object but a list"),
    (b'{"id": 1, "text": "We met."}\nnonsense\n', "line 2: not JSON"),
    (b'{"id": 1}\n', "`text` is missing"),
    (b'{"text": "We met."}\n', "`id` is missing"),
    (b'{"id": null, "text": "We met."}\n', "`id` is neither text nor number but null"),
    (b'{"id": 1, "text": "We met.", "n": NaN}\n', "NaN is no number"),
    (b'{"id": 1, "text": 5}\n', "`text` is not a text but a number"),
    (b'{"id": 1, "text": "half \\ud800 of one"}\n', "lone surrogate"),
    (b'{"id": 1, "text": "caf\xe9"}\n', "not UTF-8"),
    (b'{"id": 1, "text": "We met.", "register": "sung"}\n', "`register` is 'sung'"),
    (b"[" * 100_000 + b"\n", "line 1: n"),
]


@pytest.mark.parametrize("command", ["flag", "rate"])
@pytest.mark.parametrize(("given", "reason"), LINES, ids=[reason for _, reason in LINES])
def test_it_refuses_lines_that_are_no_statements(run: Run, command: str, given: bytes, reason: str) -> None:
    assert_refused(run(command, given=given), reason)


@pytest.mark.parametrize("command", ["flag", "score"])
def test_it_ends_quietly_when_its_reader_has_gone(command: str, talk: Path) -> None:
    arguments = [str(talk), "--guide", "sales-leader", "--candidate-speaker", "Tom", "--format", "json"]
    program = [sys.executable, "-m", "screener", command, *(arguments if command == "score" else [])]
    process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    if command == "flag":
        process.stdin.write(b'{"id": 1, "text": "We met every Monday."}\n' * 2000)
    process.stdin.close()
    message = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 141  # as of any program that a closed pipe ends, and as no mistake of the user's
    assert b"Traceback" not in message
    assert b"Exception ignored" not in message


def test_unknown_commands_and_options_are_wrong_use(run: Run) -> None:
    for arguments in (["scroe"], ["score"], ["check", "--format", "xml"]):
        result = run(*arguments)
        assert result.returncode == 2
        assert b"Error" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_told_in_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "screener", "schema"]
        told = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, timeout=60, check=False)
    assert (told.returncode, told.stderr.decode()) == (
        2, "screener: the disk is full (free some space, then do it again)\n",
    )  # fmt: skip
