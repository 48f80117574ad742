"""How far a rater is from the references: signed and without the sign, in blocks, and "no evidence" apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.aggregate.calibration import BLOCK, FEWEST, NoEvidence, PracticeRating, deviation_of, practice_of

LEVELS = st.one_of(st.none(), st.integers(1, 5))
RATINGS = st.lists(st.builds(PracticeRating, st.sampled_from(["credit", "repair"]), LEVELS, LEVELS), max_size=60)


def rated(*pairs: tuple[int | None, int | None], competency: str = "credit") -> list[PracticeRating]:
    return [PracticeRating(competency, level, reference) for level, reference in pairs]


@pytest.mark.parametrize(
    ("level", "reference", "difference"),
    [(4, 2, 2), (1, 3, -2), (5, 5, 0), (None, 3, None), (3, None, None), (None, None, None)],
)
def test_a_difference_is_the_level_less_the_reference(
    level: int | None, reference: int | None, difference: int | None
) -> None:
    assert PracticeRating("credit", level, reference).difference == difference


def test_too_high_and_too_low_make_up_for_each_other_in_the_difference_only() -> None:
    found = deviation_of(rated(*[(4, 2), (2, 4)] * 5))
    assert (found.ratings, found.mean, found.distance) == (10, 0, 2)


@pytest.mark.parametrize(("pair", "mean"), [((4, 3), 1), ((2, 3), -1)])
def test_lenient_is_above_zero_and_severe_below(pair: tuple[int, int], mean: int) -> None:
    found = deviation_of(rated(*[pair] * 12))
    assert (found.mean, found.distance) == (mean, 1)


def test_below_ten_there_is_no_mean() -> None:
    nine, ten = rated(*[(5, 1)] * (FEWEST - 1)), rated(*[(5, 1)] * FEWEST)
    assert (deviation_of(nine).ratings, deviation_of(nine).mean, deviation_of(nine).distance) == (9, None, None)
    assert deviation_of(ten).mean == 4


def test_no_evidence_is_in_no_mean_and_fills_no_block() -> None:
    silent = rated(*[(None, 5), (1, None), (None, None)] * 10)
    found = practice_of([*rated(*[(3, 2)] * 9), *silent])
    assert (found.ratings, found.deviation.ratings, found.deviation.mean) == (39, 9, None)
    assert (found.blocks, found.to_next) == ((), 1)


def test_no_evidence_is_counted_by_whether_the_reference_has_a_level() -> None:
    found = practice_of(rated((None, 4), (2, 2), (3, 5), (1, None), (None, None), (None, None), (4, None)))
    assert found.no_evidence == NoEvidence(given=1, with_level=3, missed=2, without_level=4)


def test_ten_ratings_make_a_block_in_the_order_of_time() -> None:
    found = practice_of(rated(*[(5, 3)] * 10, *[(3, 4)] * 5, *[(3, 3)] * 5, *[(1, 1)] * 3))
    assert [(block.mean, block.distance) for block in found.blocks] == [(2, 2), (-0.5, 0.5)]
    assert found.to_next == 7


def test_a_block_that_is_just_filled_begins_the_next() -> None:
    found = practice_of(rated(*[(3, 3)] * BLOCK))
    assert (len(found.blocks), found.to_next) == (1, BLOCK)


def test_each_competency_has_its_own_figures() -> None:
    credit = rated(*[(3, 3)] * 6, *[(4, 3)] * 3, (5, 2))
    repair = rated((1, 1), (5, 1), (None, 1), competency="repair")
    first, second = practice_of([*credit, *repair]).competencies
    assert (first.competency, first.deviation.ratings, first.deviation.mean) == ("credit", 10, 0.6)
    assert (first.same, first.within_one, first.same_share, first.within_one_share) == (6, 9, 0.6, 0.9)
    assert (second.competency, second.deviation.ratings, second.deviation.mean) == ("repair", 2, None)
    assert (second.same_share, second.within_one_share) == (0.5, 0.5)


def test_a_competency_without_a_difference_has_no_line() -> None:
    assert practice_of(rated((None, 3), (None, None))).competencies == ()


def test_nothing_rated_comes_to_nothing() -> None:
    found = practice_of([])
    assert (found.ratings, found.blocks, found.to_next, found.competencies) == (0, (), BLOCK, ())
    assert found.no_evidence == NoEvidence(0, 0, 0, 0)


@given(RATINGS)
def test_the_parts_add_up(ratings: list[PracticeRating]) -> None:
    found = practice_of(ratings)
    assert len(found.blocks) * BLOCK + BLOCK - found.to_next == found.deviation.ratings
    assert sum(row.deviation.ratings for row in found.competencies) == found.deviation.ratings
    assert found.no_evidence.with_level + found.no_evidence.without_level == found.ratings
    assert found.deviation.ratings + found.no_evidence.given + found.no_evidence.without_level == found.ratings
    for row in found.competencies:
        assert 0 <= row.same <= row.within_one <= row.deviation.ratings
    assert all(abs(block.mean) <= block.distance <= 4 for block in found.blocks)
