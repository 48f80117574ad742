"""Re-reading stored answers by a changed bank: `screener reread` on a thousand of them, by one process and by two."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from bench.measure import ANSWERS, command, fastest
from screener.journeys.banks import guide_of
from screener.journeys.instance import QUESTIONS, Instance, make_instance, new_id, open_instance
from screener.storage.records import Candidate, Draft, Interview, Opening, Person, Rating, Scorecard

STORED = 1_000  # answers
_GUIDE = "sales-leader"
_CHANGED = "philosophies/silver-bullet.yaml"
_ADDED = "one-stroke"


@contextmanager
def answered(answers: int) -> Iterator[Path]:
    """Give the folder of an instance with so many stored answers, no two alike."""
    with TemporaryDirectory() as made:
        folder = Path(made) / "instance"
        make_instance(folder)
        instance = open_instance(folder)
        try:
            _fill(instance, answers)
        finally:
            instance.close()
        yield folder


def texts() -> Iterator[str]:
    """Return answers without end: the labelled ones again and again, no two quite alike."""
    rows = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]
    return (f"{row['text']} That makes {number}." for number, row in enumerate(cycle(rows)))


def _fill(instance: Instance, answers: int) -> None:
    store, at, bank = instance.store, instance.now(), instance.shelf.current().bank
    questions, said = guide_of(bank, _GUIDE).questions, texts()
    rater = Person(new_id(), "Ada", "hr", created_at=at)
    opening = Opening(new_id(), "Sales Director", "sales", _GUIDE, "default", (), rater.id, at, {})
    fingerprint = instance.shelf.keep_current(at)
    with store.transaction():
        store.add_person(rater)
        store.add_opening(opening)
        for first in range(0, answers, len(questions)):
            candidate = Candidate(new_id(), opening.id, f"Candidate {first:05}", "", at)
            interview = Interview(
                new_id(), candidate.id, 1, False, _GUIDE, "default", "nothing", "", at, "", fingerprint, at
            )  # fmt: skip
            card = Scorecard(new_id(), interview.id, rater.id, at, at, at, at)
            store.add_candidates([candidate])
            store.add_interview(interview, [card])
            for question in questions[: answers - first]:
                store.append_draft(Draft(card.id, question, 0, 0, None, "w", new_id(), next(said), at, at))
                competency = bank.questions[question].competency
                store.append(Rating(card.id, question, competency, 3, False, new_id(), at, at))


def with_fewer_phrases(questions: Path, folder: Path) -> Path:
    """Copy a bank, and take a phrase out of it."""
    shutil.copytree(questions, folder)
    changed = yaml.safe_load((folder / _CHANGED).read_text(encoding="utf-8"))
    changed["patterns"] = changed["patterns"][1:]
    (folder / _CHANGED).write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
    return folder


def with_a_belief_more(questions: Path, folder: Path) -> Path:
    """Copy a bank, and add a belief that the reader knows by its examples alone."""
    shutil.copytree(questions, folder)
    belief = yaml.safe_load((folder / _CHANGED).read_text(encoding="utf-8")) | {"id": _ADDED}
    (folder / f"philosophies/{_ADDED}.yaml").write_text(yaml.safe_dump(belief, allow_unicode=True), encoding="utf-8")
    for path in (folder / "policies").glob("*.yaml"):
        policy = yaml.safe_load(path.read_text(encoding="utf-8"))
        policy["flags"].append({"philosophy": _ADDED, "severity": "low"})
        path.write_text(yaml.safe_dump(policy, allow_unicode=True), encoding="utf-8")
    return folder


def rereading_figures() -> list[tuple[str, str, str]]:
    """Return what was measured: what, the figure, the bar."""
    words = sum(len(text.split()) for text, _ in zip(texts(), range(STORED), strict=False)) / STORED
    with answered(STORED) as folder:
        banks = {
            "a phrase taken out": with_fewer_phrases(folder / QUESTIONS, folder / "fewer"),
            "a belief added": with_a_belief_more(folder / QUESTIONS, folder / "more"),
        }
        return [
            (
                f"`screener reread`, {STORED:,} answers of {words:.0f} words, {what}, {workers} process"
                f"{'es' if workers > 1 else ''}",
                f"{fastest(command('reread', str(folder), '--bank', str(bank), '--workers', str(workers)), 1):.1f} s",
                "≤ 60 s" if workers > 1 else "",
            )
            for what, bank in banks.items()
            for workers in (1, 2)
        ]
