"""The corpus as it is kept: one JSON object a line, a file for each batch. Batches are independent of one another."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "corpus"
BANK = HERE.parent.parent / "questions"
PHILOSOPHIES = tuple(sorted(path.stem for path in (BANK / "philosophies").glob("*.yaml")))
COMPETENCIES = tuple(sorted(path.stem for path in (BANK / "rubrics").glob("*.yaml")))
# Batches that the network is not tuned on: on these it is found out how sure is sure, and on those how well it reads.
CALIBRATION = ("s13", "s41", "s42", "s104", "a07")
HELD_OUT = ("s14", "s15", "s40", "s47", "s48", "s66", "s74", "s75", "s83", "s94", "a08")
# Batches of opinions that were labelled afterwards; only what two blind readers agreed on is in them.
OPINIONS = tuple(f"s{number}" for number in range(35, 120))
SIGNS = ("for", "against")
LEVELS = 5


@dataclass(frozen=True)
class Label:
    """A belief in a text: in which stance, and which characters prove it."""

    philosophy: str
    stance: str
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """Words that matter to a rater: what they are (view, case, action, result), for or against, on which competency."""

    kind: str
    sign: str
    competency: str
    start: int
    end: int


@dataclass(frozen=True)
class Statement:
    """A statement and the beliefs that its writer put into it."""

    id: str
    batch: str
    text: str
    register: str
    speaker: str
    labels: tuple[Label, ...] = field(default=())

    @property
    def philosophies(self) -> frozenset[str]:
        """The beliefs in it, in any stance."""
        return frozenset(label.philosophy for label in self.labels)

    def as_line(self) -> str:
        """Return it as a line of its batch's file."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True)
class Answer(Statement):
    """An answer to a question, with the levels that its writer gave it."""

    question: str = ""
    competency: str = ""
    ratings: dict[str, int] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


def statements(batches: Iterable[str] | None = None) -> Iterator[Statement]:
    """Return the statements of some batches, or of all, in a fixed order."""
    for data in _lines("statements", batches):
        yield Statement(**data)


def answers(batches: Iterable[str] | None = None) -> Iterator[Answer]:
    """Return the answers of some batches, or of all, in a fixed order."""
    for data in _lines("answers", batches):
        data["marks"] = tuple(Mark(**mark) for mark in data["marks"])
        yield Answer(**{**data, "optional": tuple(data["optional"])})


def batches_of() -> tuple[str, ...]:
    """Return the names of all batches."""
    return tuple(path.stem for folder in ("answers", "statements") for path in sorted((HERE / folder).glob("*.jsonl")))


def _lines(folder: str, batches: Iterable[str] | None) -> Iterator[dict[str, Any]]:
    wanted = None if batches is None else set(batches)
    for path in sorted((HERE / folder).glob("*.jsonl")):
        if wanted is None or path.stem in wanted:
            for line in path.read_text(encoding="utf-8").splitlines():
                data = json.loads(line)
                yield data | {"labels": tuple(Label(**label) for label in data["labels"])}
