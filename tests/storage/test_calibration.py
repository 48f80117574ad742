"""Ratings of sample answers: kept as they were given, in time, each person's own."""

import pytest

from screener.storage import Store
from screener.storage.calibration import CalibrationRating
from tests.storage.conftest import NOT_TAKEN, Open
from tests.storage.made import AT, LATER, a_key, a_person


def a_practice_rating(level: int | None = 3, reference: int | None = 2, **changes: object) -> CalibrationRating:
    fields: dict[str, object] = {
        "id": a_key(), "person_id": "ann", "bank": "bank", "competency": "credit", "example": "example",
        "level": level, "reference": reference, "at": AT,
    }  # fmt: skip
    return CalibrationRating(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture
def peopled(store: Store) -> Store:
    store.add_person(a_person("Ann"))
    store.add_person(a_person("Ben"))
    return store


def test_what_is_kept_comes_back_after_a_restart(peopled: Store, open_again: Open) -> None:
    kept = [a_practice_rating(5, 1), a_practice_rating(None, 3), a_practice_rating(2, None)]
    for rating in kept:
        peopled.add_calibration_rating(rating)
    again = open_again()
    assert again.calibration_ratings_of("ann") == tuple(kept)
    again.close()


def test_they_come_in_time_and_within_a_moment_as_they_were_added(peopled: Store) -> None:
    late, first, second = a_practice_rating(at=LATER), a_practice_rating(1, id="z"), a_practice_rating(2, id="a")
    for rating in (late, first, second):
        peopled.add_calibration_rating(rating)
    assert peopled.calibration_ratings_of("ann") == (first, second, late)
    assert peopled.calibration_ratings() == (first, second, late)


def test_each_person_has_their_own(peopled: Store) -> None:
    ann, ben = a_practice_rating(), a_practice_rating(person_id="ben")
    peopled.add_calibration_rating(ann)
    peopled.add_calibration_rating(ben)
    assert peopled.calibration_ratings_of("ann") == (ann,)
    assert peopled.calibration_ratings_of("ben") == (ben,)
    assert peopled.calibration_ratings_of("nobody") == ()
    assert peopled.calibration_ratings() == (ann, ben)


def test_the_same_answer_may_be_kept_again(peopled: Store) -> None:
    for level in (1, 4):
        peopled.add_calibration_rating(a_practice_rating(level))
    assert [rating.level for rating in peopled.calibration_ratings_of("ann")] == [1, 4]


@pytest.mark.parametrize("changes", [{"level": 0}, {"level": 6}, {"reference": 9}, {"person_id": "nobody"}])
def test_what_cannot_be_is_not_kept(store: Store, changes: dict[str, object]) -> None:
    store.add_person(a_person("Ann"))
    with pytest.raises(NOT_TAKEN):
        store.add_calibration_rating(a_practice_rating(**changes))  # type: ignore[arg-type]
    assert store.calibration_ratings() == ()
