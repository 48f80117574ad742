"""Adverse impact, against the printed example of New York City's rule and published tests of small tables."""

from itertools import chain

import pytest

from screener.aggregate.impact import (
    UNKNOWN,
    Category,
    Impact,
    deviations_between,
    impact_of,
    intersections,
    mid_p,
    people_needed,
    scored_above,
)


def people(**groups: tuple[int, int]) -> list[tuple[str, bool]]:
    return list(chain.from_iterable(
        [(name, number < selected) for number in range(of)] for name, (selected, of) in groups.items()
    ))  # fmt: skip


def by_name(impact: Impact) -> dict[str, Category]:
    return {own.name: own for own in impact.categories}


def ratio(category: Category) -> float:
    return round(category.comparison.ratio, 2) if category.comparison else 1.0


def test_the_rules_own_example_of_scoring_rates() -> None:
    by_sex = by_name(impact_of(people(male=(50, 92), female=(34, 76))))
    assert [(round(100 * c.rate, 1), ratio(c)) for c in by_sex.values()] == [(54.3, 1.0), (44.7, 0.82)]
    groups = by_name(impact_of(people(
        hispanic=(18, 28), white=(15, 40), black=(16, 32), pacific=(5, 8), asian=(10, 24)
    )))  # fmt: skip
    assert {name: ratio(own) for name, own in groups.items()} == {
        "hispanic": 1.0, "white": 0.58, "black": 0.78, "pacific": 0.97, "asian": 0.65
    }  # fmt: skip


def test_the_rules_own_example_of_selection_rates() -> None:
    groups = by_name(impact_of(people(black=(204, 408), white=(412, 797), asian=(170, 390))))
    assert {name: (round(100 * own.rate), ratio(own)) for name, own in groups.items()} == {
        "black": (50, 0.97), "white": (52, 1.0), "asian": (44, 0.84)
    }  # fmt: skip


def test_who_gave_no_category_is_counted_and_compared_with_nobody() -> None:
    found = impact_of([*people(a=(10, 40), b=(5, 40)), (UNKNOWN, True), (UNKNOWN, False)])
    assert found.unknown == 2
    assert set(by_name(found)) == {"a", "b"}


def test_a_category_under_two_in_a_hundred_stays_out_of_the_ratios() -> None:
    found = impact_of(people(a=(30, 60), b=(20, 60), tiny=(2, 2)))
    assert found.highest
    assert found.highest.name == "a"
    tiny = by_name(found)["tiny"]
    assert tiny.is_small
    assert tiny.comparison is None
    assert (tiny.rate, tiny.considered) == (1.0, 2)  # shown all the same


@pytest.mark.parametrize(
    ("groups", "verdict"),
    [
        ({"a": (6, 10), "b": (1, 10)}, "too-few"),
        ({"a": (100, 200), "b": (60, 200)}, "impact"),
        ({"a": (16, 40), "b": (11, 40)}, "ratio-only"),
        ({"a": (1800, 2000), "b": (1600, 2000)}, "difference-only"),
        ({"a": (100, 200), "b": (95, 200)}, "none-found"),
        ({"a": (3, 400), "b": (1, 400)}, "too-few"),
    ],
)
def test_a_verdict_needs_people_a_low_ratio_and_more_than_chance(
    groups: dict[str, tuple[int, int]], verdict: str
) -> None:
    comparison = by_name(impact_of(people(**groups)))["b"].comparison
    assert comparison
    assert comparison.verdict == verdict


def test_nobody_getting_through_compares_nobody() -> None:
    found = impact_of(people(a=(0, 40), b=(0, 40)))
    assert found.highest is None
    assert all(own.comparison is None for own in found.categories)


def test_no_people_at_all() -> None:
    assert impact_of([]) == Impact((), 0)


def test_mid_p_halves_the_observed_table() -> None:
    # Fisher's tea: 3 of 4 against 1 of 4. Two-sided exact p .4857; the table itself has a chance of 16/70.
    assert mid_p(3, 4, 1, 4) == pytest.approx(34 / 70 - 8 / 70, abs=1e-12)
    assert mid_p(1, 4, 3, 4) == pytest.approx(mid_p(3, 4, 1, 4), abs=1e-12)
    assert mid_p(5, 10, 5, 10) == pytest.approx(1 - 0.5 * 63504 / 184756, abs=1e-9)


def test_mid_p_of_large_tables_neither_fails_nor_leaves_0_to_1() -> None:
    assert 0 <= mid_p(2_000, 50_000, 3_000, 50_000) < 1e-30
    assert 0.9 < mid_p(25_000, 50_000, 25_000, 50_000) <= 1


def test_the_difference_in_standard_deviations() -> None:
    # Hazelwood's way of counting: 60 of 200 beside 100 of 200.
    assert deviations_between(60, 200, 100, 200) == pytest.approx(-4.0825, abs=1e-4)
    assert deviations_between(0, 10, 0, 10) == 0


def test_people_needed_grow_as_rates_fall() -> None:
    assert people_needed(0.5) == 388  # .50 and .40, two-sided 5 %, power 80 %
    assert people_needed(0.1) > people_needed(0.3) > people_needed(0.5)


def test_a_score_counts_if_it_lies_above_the_median_of_all() -> None:
    assert scored_above([1.0, 2.0, 3.0, 4.0, 4.0]) == (False, False, False, True, True)
    assert scored_above([3.0, 3.0]) == (False, False)
    assert scored_above([]) == ()


def test_categories_cross_only_where_both_are_known() -> None:
    found = intersections([{"sex": "female", "origin": "Asian"}, {"sex": "male", "origin": ""}, {}], ["sex", "origin"])
    assert found == ("female, Asian", UNKNOWN, UNKNOWN)
