"""The corpus as a whole: enough of everything, nothing twice, nothing taken from what it is measured by."""

from collections import Counter
from itertools import chain

import pytest

from screener.reading.network import KINDS, STANCES
from training.checks import alike, measured_runs, taken
from training.corpus import (
    CALIBRATION,
    COMPETENCIES,
    HELD_OUT,
    OPINIONS,
    PHILOSOPHIES,
    SIGNS,
    Statement,
    answers,
    batches_of,
    statements,
)  # fmt: skip


@pytest.fixture(scope="module")
def items() -> list[Statement]:
    return [*statements(), *answers()]


def test_every_item_has_a_name_of_its_own_and_a_text(items: list[Statement]) -> None:
    assert len({item.id for item in items}) == len(items)
    assert all(item.text.strip() and item.id.startswith(f"{item.batch}-") for item in items)


def test_every_label_and_mark_stands_in_its_text(items: list[Statement]) -> None:
    for item in items:
        for label in item.labels:
            assert label.philosophy in PHILOSOPHIES
            assert label.stance in STANCES
            assert 0 <= label.start < label.end <= len(item.text), item.id
    for answer in answers():
        assert set(answer.ratings) <= {mark.competency for mark in answer.marks}, answer.id
        assert all(0 <= mark.start < mark.end <= len(answer.text) for mark in answer.marks), answer.id
        assert all(mark.kind in KINDS and mark.sign in (*SIGNS, "neither") for mark in answer.marks), answer.id
        assert all(name in COMPETENCIES and 1 <= level <= 5 for name, level in answer.ratings.items()), answer.id


def test_no_two_items_are_nearly_the_same(items: list[Statement]) -> None:
    assert list(alike(items)) == []


def test_no_six_words_in_a_row_stand_in_the_texts_that_it_is_measured_by(items: list[Statement]) -> None:
    forbidden = measured_runs()
    assert len(forbidden) > 10_000
    assert list(taken(items, forbidden)) == []


def test_the_check_for_taken_words_sees_them() -> None:
    from training.checks import hashed, runs_of

    text = "one two three four five six seven"
    (found,) = taken([Statement("x-1", "x", text, "spoken", "sales")], frozenset({hashed(list(runs_of(text))[1])}))
    assert "'two three four five six seven'" in found


def test_batches_that_are_named_are_in_the_corpus() -> None:
    assert {*CALIBRATION, *HELD_OUT, *OPINIONS} <= set(batches_of())


def test_there_is_enough_of_every_belief_and_stance(items: list[Statement]) -> None:
    counts = Counter((label.philosophy, label.stance) for item in items for label in item.labels)
    few = [
        (name, stance, counts[name, stance])
        for name in PHILOSOPHIES
        for stance in STANCES
        if counts[name, stance] < (240 if stance == "asserted" else 60)
    ]
    assert few == []


def test_there_are_enough_statements_answers_and_texts_without_any_belief() -> None:
    told = list(statements())
    assert len(told) >= 12_000
    assert sum(1 for _ in answers()) >= 1_000
    assert sum(not s.labels for s in told) >= 1_500


def test_every_level_of_every_competency_is_there() -> None:
    counts = Counter((name, level) for answer in answers() for name, level in answer.ratings.items())
    assert all(counts[name, level] >= 12 for name in COMPETENCIES for level in range(1, 6))


def test_both_registers_and_every_kind_of_speaker_are_there(items: list[Statement]) -> None:
    registers, speakers = Counter(i.register for i in items), Counter(i.speaker for i in items)
    assert registers["notes"] >= 0.2 * len(items)
    assert all(speakers[who] >= 100 for who in ("sales", "marketing", "both", "unknown"))
    assert sum(1 for _ in chain(statements(), answers())) == len(items)
