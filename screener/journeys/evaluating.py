"""Labelled statements or answers → how well this bank and reader read them."""

import codecs
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screener.errors import Unreadable
from screener.journeys.statements import Flagger, Found, flagger, rater
from screener.journeys.transcripts import read_file
from screener.scoring.figures import (
    AnswerFigures,
    LabelledAnswer,
    LabelledStatement,
    StatementFigures,
    answer_figures,
    statement_figures,
)


@dataclass(frozen=True)
class Evaluation:
    """Figures of a file, and each text on which reader and labels differ: its id, the text, wanted, found."""

    figures: StatementFigures | AnswerFigures
    differences: tuple[tuple[str, str, str, str], ...]


def evaluate_file(
    bank_folder: Path,
    path: Path,
    policy: str = "default",
    on_row: Callable[[int, int], None] = lambda _done, _of: None,
) -> Evaluation:
    """Read every text of a file of JSON lines that have `labels` (statements) or `ratings` (answers).

    Raises NotFound or Unreadable with the line, BankInvalid if the bank has mistakes.
    """
    rows = list(labelled_rows(path))
    if rows and "ratings" in rows[0]:
        return _answers(rows, bank_folder, policy, on_row)
    return _statements(rows, bank_folder, policy, on_row)


def labelled_rows(path: Path) -> Iterable[dict[str, Any]]:
    """Return the labelled texts of a file of JSON lines. Raises NotFound, or Unreadable with the line."""
    kinds = set()
    for number, line in enumerate(read_file(path).removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode())
            kinds.add(_kind_of(row))
        except UnicodeDecodeError:
            raise Unreadable(f"{path}:{number}: not UTF-8 text (convert the file to UTF-8)") from None
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"{path}:{number}: {error}") from None
        if len(kinds) > 1:
            raise Unreadable(f"{path}:{number}: statements and answers in one file (put them into two)")
        yield row
    if not kinds:
        raise Unreadable(f"{path} holds no labelled text")


def _kind_of(row: Any) -> str:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        raise ValueError('no object with "id" and "text"')
    if isinstance(row.get("ratings"), dict):
        if not all(isinstance(level, int | float) for level in row["ratings"].values()):
            raise ValueError('"ratings" must hold numbers')
        return "answers"
    labels = row.get("labels")
    if not isinstance(labels, list) or not all(map(_is_label, labels)):
        raise ValueError('neither "labels": [{"philosophy", "stance"}] nor "ratings": {competency: level}')
    return "statements"


def _is_label(label: Any) -> bool:
    return isinstance(label, dict) and all(isinstance(label.get(key), str) for key in ("philosophy", "stance"))


def _statements(
    rows: list[dict[str, Any]], bank_folder: Path, policy: str, on_row: Callable[[int, int], None]
) -> Evaluation:
    flag = flagger(bank_folder, policy)
    read, differences = [], []
    for number, row in enumerate(rows, 1):
        item, found = read_statement(row, flag)
        read.append((item, found))
        got = {f.philosophy: f.stance for f in found}
        if got != item.stances:
            differences.append((str(row["id"]), item.text, _listed(item.stances), _listed(got)))
        on_row(number, len(rows))
    return Evaluation(statement_figures(read, flag.kinds), tuple(differences))


def read_statement(row: dict[str, Any], flag: Flagger) -> tuple[LabelledStatement, list[Found]]:
    """Return a labelled statement and what is found in it."""
    found = flag(row["text"], row.get("register") or "spoken", row.get("speaker") or "unknown")
    return LabelledStatement(row["text"], {label["philosophy"]: label["stance"] for label in row["labels"]}), found


def _answers(
    rows: list[dict[str, Any]], bank_folder: Path, policy: str, on_row: Callable[[int, int], None]
) -> Evaluation:
    rate = rater(bank_folder, policy)
    rated, differences = [], []
    for number, row in enumerate(rows, 1):
        speaker = row.get("speaker") or row.get("candidate") or "unknown"
        ratings = rate(row["text"], row.get("register") or "spoken", speaker, row.get("question") or "")
        levels = {name: rating["level"] for name, rating in ratings.items()}
        optional = frozenset(row.get("optional") or ())
        rated.append((LabelledAnswer(row["ratings"], optional), levels))
        if {name: level for name, level in levels.items() if name not in optional} != row["ratings"]:
            differences.append((str(row["id"]), row["text"], _listed(row["ratings"]), _listed(levels)))
        on_row(number, len(rows))
    return Evaluation(answer_figures(rated), tuple(differences))


def _listed(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(values.items())) or "nothing"
