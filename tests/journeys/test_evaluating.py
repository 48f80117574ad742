"""Labelled text is measured, and what cannot be measured is refused with its line."""

import json
from pathlib import Path

import pytest

from screener.errors import NotFound, Unreadable
from screener.journeys.evaluating import evaluate_file
from screener.paths import shipped
from screener.scoring.figures import AnswerFigures, StatementFigures

BANK = shipped("questions")
STATEMENT = {
    "id": "1",
    "text": "Marketing is there to serve sales, and that is all it is there for.",
    "speaker": "sales",
    "labels": [{"philosophy": "marketing-serves-sales", "stance": "asserted"}],
}


def written(folder: Path, *rows: object) -> Path:
    path = folder / "labelled.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_it_measures_statements(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    evaluation = evaluate_file(BANK, written(tmp_path, STATEMENT), on_row=lambda a, b: told.append((a, b)))
    assert isinstance(evaluation.figures, StatementFigures)
    assert evaluation.figures.each["marketing-serves-sales"].right == 1
    assert evaluation.figures.broken_quotes == 0
    assert told == [(1, 1)]


def test_it_measures_answers(tmp_path: Path) -> None:
    row = {"id": "1", "question": "Q?", "text": "Nothing much to say, thank you.", "ratings": {"credit": 2}}
    evaluation = evaluate_file(BANK, written(tmp_path, row))
    assert isinstance(evaluation.figures, AnswerFigures)
    assert evaluation.figures.coverage.of == 1


def test_it_names_what_was_read_otherwise(tmp_path: Path) -> None:
    row = STATEMENT | {"id": "x7", "labels": [{"philosophy": "ivory-tower", "stance": "past"}]}
    (difference,) = evaluate_file(BANK, written(tmp_path, row)).differences
    assert difference[0] == "x7"
    assert difference[2] == "ivory-tower past"
    assert "marketing-serves-sales asserted" in difference[3]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["text"], "1: no object"),
        ([STATEMENT, {"id": "2", "text": "x"}], "2: neither"),
        ([STATEMENT, {"id": "2", "text": "x", "labels": [{"philosophy": "a"}]}], "2: neither"),
        ([{"id": "2", "text": "x", "ratings": {"credit": "high"}}], "1: .*numbers"),
        ([STATEMENT, {"id": "2", "text": "x", "ratings": {}}], "2: statements and answers"),
    ],
)
def test_it_refuses_what_is_not_labelled_and_says_where(tmp_path: Path, rows: list[object], reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        evaluate_file(BANK, written(tmp_path, *rows))


def test_a_missing_file_is_told() -> None:
    with pytest.raises(NotFound, match="there is no file"):
        evaluate_file(BANK, Path("nowhere.jsonl"))
