"""Raters beside their colleagues, and what raters disagree on."""

import pytest

from screener.aggregate.severity import RatedAnswer, disagreements_of, severities_of


def test_a_severe_rater_comes_first_with_an_interval() -> None:
    levels = {f"c{n}": {"kind": 4.0 + n % 2, "severe": 2.0 + n % 2, "usual": 3.0 + n % 2} for n in range(8)}
    severe, usual, kind = severities_of(levels)
    assert (severe.rater, severe.difference, severe.shared) == ("severe", -1.5, 8)
    assert severe.is_clear
    assert (usual.rater, usual.difference) == ("usual", 0.0)
    assert kind.difference == 1.5


def test_candidates_seen_alone_do_not_count() -> None:
    assert severities_of({"x": {"a": 1.0}}) == ()


def test_two_shared_candidates_give_no_interval() -> None:
    first, _ = severities_of({str(n): {"a": 2.0, "b": 4.0 + n} for n in range(2)})
    assert (first.low, first.high, first.is_clear) == (None, None, False)


def test_who_gives_everybody_a_3_has_no_spread() -> None:
    found = {s.rater: s for s in severities_of({str(n): {"flat": 3.0, "b": float(1 + n)} for n in range(5)})}
    assert found["flat"].spread == 0
    assert found["flat"].colleagues == pytest.approx(1.5811, abs=1e-4)


def test_the_question_with_the_widest_differences_comes_first() -> None:
    def rated(question: str, *levels: tuple[int, int]) -> list[RatedAnswer]:
        return [
            RatedAnswer(f"c{n}", rater, question, "standing", level)
            for n, pair in enumerate(levels)
            for rater, level in zip("ab", pair, strict=True)
        ]

    wide, narrow = disagreements_of([*rated("near", (3, 3), (4, 3)), *rated("far", (2, 4), (4, 2), (1, 2))])
    assert (wide.question, wide.pairs) == ("far", 3)
    assert wide.apart == pytest.approx(5 / 3)
    assert wide.levels[0] == ((2, 4), 2)
    assert (narrow.question, narrow.apart) == ("near", 0.5)


def test_one_rater_disagrees_with_nobody() -> None:
    assert disagreements_of([RatedAnswer("c", "a", "q", "standing", 3)]) == ()
