"""Coefficients of agreement, against published examples and the values that pingouin 0.7.0 and krippendorff 0.9.0 give."""

from dataclasses import astuple

import pytest

from screener.aggregate.agreement import (
    Agreement,
    Estimate,
    NoAgreement,
    agreement_of,
    design_of,
    one_way,
    ordinal_alpha,
    two_way,
)

# Shrout & Fleiss 1979, table 2: six people, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
# Pingouin's own example: eight wines, four judges.
WINES = [
    [1, 2, 0, 1], [1, 3, 3, 2], [3, 8, 1, 4], [6, 4, 3, 3], [6, 5, 5, 6], [7, 5, 6, 2], [8, 7, 7, 9], [9, 9, 9, 8],
]  # fmt: skip
# Twelve candidates, three raters, levels of 1 to 5.
PANEL = [
    [3, 3, 3], [3, 3, 4], [3, 4, 4], [1, 1, 2], [3, 4, 4], [4, 3, 3],
    [4, 3, 3], [3, 2, 3], [3, 3, 3], [3, 3, 3], [3, 3, 3], [4, 4, 3],
]  # fmt: skip
# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", C: twelve units, four observers, gaps.
KRIPPENDORFF = [
    [1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1],
    [2, 2, 2, 2], [5, 5, 5], [1, 1],
]  # fmt: skip


def is_near(estimate: Estimate, *values: float) -> bool:
    return astuple(estimate) == pytest.approx(values, abs=1e-6)


@pytest.mark.parametrize(
    ("table", "single", "mean"),
    [
        (SHROUT_FLEISS, (0.28976378, 0.01878651, 0.76108437), (0.62005055, 0.07113682, 0.92723204)),
        (WINES, (0.72768879, 0.43448966, 0.92670861), (0.91445004, 0.75449622, 0.98061139)),
        (PANEL, (0.59633028, 0.25770804, 0.84553282), (0.81589958, 0.51017283, 0.94259999)),
    ],
    ids=["Shrout and Fleiss", "wines", "panel"],
)
def test_the_same_raters_for_all_give_icc_2(
    table: list[list[int]], single: tuple[float, ...], mean: tuple[float, ...]
) -> None:
    found = two_way(table)
    assert found
    assert is_near(found[0], *single)
    assert is_near(found[1], *mean)


@pytest.mark.parametrize(
    ("table", "single", "mean"),
    [
        (SHROUT_FLEISS, (0.16574177, -0.13293232, 0.72256006), (0.44279713, -0.88444216, 0.91241542)),
        (WINES, (0.72752092, 0.43377283, 0.92669603), (0.91438375, 0.75395532, 0.98060787)),
        (PANEL, (0.59939302, 0.27220477, 0.84546280), (0.81780538, 0.52875503, 0.94257099)),
    ],
    ids=["Shrout and Fleiss", "wines", "panel"],
)
def test_other_raters_for_each_give_icc_1(
    table: list[list[int]], single: tuple[float, ...], mean: tuple[float, ...]
) -> None:
    found = one_way(table)
    assert found
    assert is_near(found[0], *single)
    assert is_near(found[1], *mean)


def test_gaps_give_krippendorffs_alpha() -> None:
    found = ordinal_alpha(KRIPPENDORFF)
    assert found
    assert found.value == pytest.approx(0.81538750, abs=1e-6)  # printed as .815
    assert found.low < found.value < found.high <= 1


def test_the_design_decides_the_coefficient() -> None:
    crossed = {str(n): {"a": 1.0, "b": 2.0} for n in range(3)}
    assert design_of(crossed) == "crossed"
    assert design_of({**crossed, "x": {"a": 1.0, "c": 2.0}}) == "one-way"
    assert design_of({**crossed, "x": {"a": 1.0, "b": 2.0, "c": 2.0}}) == "with-gaps"


def test_candidates_with_one_rater_say_nothing() -> None:
    levels = {f"c{n}": dict(zip("abc", row, strict=True)) for n, row in enumerate(PANEL)}
    with_single = levels | {"only": {"a": 5}}
    assert agreement_of(with_single) == agreement_of(levels)


def test_a_panel_is_told_with_its_size() -> None:
    found = agreement_of({f"c{n}": dict(zip("abc", row, strict=True)) for n, row in enumerate(PANEL)})
    assert isinstance(found, Agreement)
    assert (found.design, found.candidates, found.raters, found.is_thin) == ("crossed", 12, 3, True)


@pytest.mark.parametrize("count", [0, 1, 9])
def test_fewer_than_ten_candidates_get_no_coefficient(count: int) -> None:
    found = agreement_of({str(n): {"a": n % 5 + 1.0, "b": n % 4 + 1.0} for n in range(count)})
    assert found == NoAgreement("too-few", count)


def test_levels_that_are_all_alike_get_no_coefficient() -> None:
    assert agreement_of({str(n): {"a": 3.0, "b": 3.0} for n in range(12)}) == NoAgreement("all-alike", 12)


def test_one_candidate_who_differs_gives_alpha_no_interval() -> None:
    levels = {str(n): {"a": 3.0, "b": 3.0} for n in range(11)} | {"x": {"a": 1.0, "b": 2.0, "c": 1.0}}
    assert agreement_of(levels) == NoAgreement("all-alike", 12)


def test_raters_who_agree_wholly_give_1() -> None:
    found = agreement_of({str(n): {"a": n % 5 + 1.0, "b": n % 5 + 1.0} for n in range(15)})
    assert isinstance(found, Agreement)
    assert is_near(found.single, 1, 1, 1)


def test_raters_apart_by_a_constant_do_not_agree_wholly() -> None:
    found = agreement_of({str(n): {"a": n % 4 + 1.0, "b": n % 4 + 2.0} for n in range(12)})
    assert isinstance(found, Agreement)
    assert 0.5 < found.single.value < 0.99


def test_other_raters_who_agree_wholly_give_1() -> None:
    found = agreement_of({str(n): {f"{n}a": n % 5 + 1.0, f"{n}b": n % 5 + 1.0} for n in range(12)})
    assert isinstance(found, Agreement)
    assert found.design == "one-way"
    assert is_near(found.single, 1, 1, 1)
