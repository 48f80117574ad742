from pathlib import Path

from screener.bank.checks.file_name import check
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import make_guide, make_question, write_bank


def test_it_accepts_files_that_are_named_after_their_id(tmp_path: Path) -> None:
    assert found_by(check, write_bank(tmp_path)) == []


def test_it_reports_a_file_that_is_not_named_after_its_id(tmp_path: Path) -> None:
    write_bank(tmp_path, guide=None, extra={"guides/leader.yaml": make_guide()})
    assert found_by(check, tmp_path) == ["guides/leader.yaml:1:5 file-name"]
    assert messages_of(check, tmp_path) == [
        "`sales-leader` stands in leader.yaml (rename the file to sales-leader.yaml, or change the id)"
    ]


def test_it_reports_a_question_in_the_folder_of_another_competency(tmp_path: Path) -> None:
    write_bank(tmp_path, question=None, extra={"items/credit/standing-case.yaml": make_question()})
    assert found_by(check, tmp_path) == ["items/credit/standing-case.yaml:2:13 file-name"]
    assert messages_of(check, tmp_path) == ["a question on `standing` lies in items/credit/ (move it, or change this)"]


def test_it_reports_a_question_that_lies_in_no_folder_of_a_competency(tmp_path: Path) -> None:
    write_bank(tmp_path, question=None, extra={"items/standing-case.yaml": make_question()})
    assert found_by(check, tmp_path) == ["items/standing-case.yaml:2:13 file-name"]
