"""What is right, wrong, missed, turned round or broken is counted as such."""

import pytest

from screener.scoring.figures import (
    Claim,
    LabelledAnswer,
    LabelledStatement,
    StatementFigures,
    answer_figures,
    statement_figures,
    weighted_kappa,
)

KINDS = {"sole-credit": "risky", "ivory-tower": "risky", "shared-credit": "healthy"}
TEXT = "We bring it in."


def read(stances: dict[str, str], *found: tuple[str, str], quote: str = TEXT) -> StatementFigures:
    claims = [Claim(name, stance, 0, len(TEXT), quote) for name, stance in found]
    return statement_figures([(LabelledStatement(TEXT, stances), claims)], KINDS)


def test_a_belief_found_is_right_one_not_found_is_missed_one_made_up_is_wrong() -> None:
    figures = read({"sole-credit": "asserted", "ivory-tower": "asserted"}, ("sole-credit", "asserted"))
    risky = figures.of_kind("risky")
    assert (risky.right, risky.wrong, risky.missed) == (1, 0, 1)
    assert (risky.precision, risky.recall) == (1.0, 0.5)
    assert figures.macro_f1("risky") == 0.5
    assert read({}, ("sole-credit", "asserted")).of_kind("risky").wrong == 1


def test_the_macro_mean_is_over_beliefs_that_the_labels_hold() -> None:
    figures = read({"sole-credit": "asserted"}, ("sole-credit", "asserted"), ("ivory-tower", "asserted"))
    assert figures.macro_f1("risky") == 1.0
    assert figures.of_kind("risky").precision == 0.5


@pytest.mark.parametrize("stance", ["rejected", "reported", "past"])
def test_a_risky_belief_that_is_not_held_but_flagged_is_the_wrong_way(stance: str) -> None:
    figures = read({"sole-credit": stance}, ("sole-credit", "asserted"))
    assert (figures.wrong_way.part, figures.wrong_way.of) == (1, 1)
    assert figures.stance.share == 0.0
    assert read({"sole-credit": stance}, ("sole-credit", stance)).wrong_way.part == 0


def test_only_risky_flags_count_on_statements_without_any_belief() -> None:
    assert read({}, ("sole-credit", "asserted")).false_flags.part == 1
    assert read({}, ("shared-credit", "asserted")).false_flags.part == 0
    assert read({}, ("sole-credit", "reported")).false_flags.part == 0


def test_a_quotation_that_is_not_in_the_text_is_broken() -> None:
    assert read({}, ("sole-credit", "asserted"), quote="We won it.").broken_quotes == 1
    assert read({}, ("sole-credit", "asserted"), quote="").broken_quotes == 1
    assert read({}, ("sole-credit", "asserted")).broken_quotes == 0


def test_levels_are_compared_where_both_gave_one() -> None:
    figures = answer_figures(
        [
            (LabelledAnswer({"horizon": 4, "credit": 2}, frozenset()), {"horizon": 5}),
            (LabelledAnswer({}, frozenset({"repair"})), {"repair": 3}),
            (LabelledAnswer({}, frozenset()), {"standing": 3}),
        ]
    )
    assert (figures.coverage.part, figures.coverage.of) == (1, 2)
    assert (figures.invented, figures.empty_rated.part, figures.empty_rated.of) == (1, 1, 2)
    assert (figures.within_one, figures.exact, figures.mean_difference) == (1.0, 0.0, 1.0)
    assert round(figures.invented_per_100) == 33


def test_kappa_with_quadratic_weights_agrees_with_a_hand_calculation() -> None:
    pairs = [(1.0, 1.0), (2.0, 3.0), (5.0, 5.0), (4.0, 4.0)]
    # seen: 1/16; by chance: the mean square difference of all pairs, 16 cells of 1/4 each
    chance = sum((a - b) ** 2 for a in (1, 2, 5, 4) for b in (1, 3, 5, 4)) / 16 / 4
    assert weighted_kappa(pairs) == pytest.approx(1 - (1 / 16) / chance)
    assert weighted_kappa([]) == 0.0
    assert weighted_kappa([(3.0, 3.0)]) == 1.0
