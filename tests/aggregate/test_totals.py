"""Totals by formula, their intervals, and ties."""

from collections.abc import Mapping, Sequence

import pytest

from screener.aggregate.totals import Card, Spreads, Total, evidence_of, places_of, spreads_of, total_of, weighted_mean

EVEN = {"standing": 1.0, "credit": 1.0}
SPREADS = Spreads(0.6, 0.8, 0.8, 10)


def total(cards: Sequence[Card], weights: Mapping[str, float] = EVEN) -> Total:
    return total_of(evidence_of(cards, weights), SPREADS)


def test_a_level_is_the_mean_of_the_raters_means() -> None:
    assert evidence_of([{"standing": (2, 4, 3)}, {"standing": (5,)}], EVEN).levels == {"standing": 4.0}


def test_no_evidence_is_no_level_and_no_zero() -> None:
    cards: list[Card] = [{"standing": (), "credit": (4,)}]
    assert "standing" not in evidence_of(cards, EVEN).levels
    assert (total(cards).level, total(cards).covered) == (4.0, 0.5)
    assert total([{"standing": ()}]).level is None
    assert total([]).level is None


def test_what_has_no_weight_is_in_no_total() -> None:
    assert total([{"standing": (2,), "repair": (5,)}]).level == 2.0
    assert total([{"repair": (5,)}]).level is None
    assert total([{"standing": (2,)}, {"repair": (5,)}]).raters == 1


def test_weights_count() -> None:
    weights = {"standing": 2.0, "credit": 1.0}
    assert total([{"standing": (2,), "credit": (5,)}], weights).level == 3.0
    assert weighted_mean([(2.0, 2), (1.0, 5)]) == 3.0
    assert weighted_mean([(0.0, 2)]) is None


def test_another_rater_another_answer_and_a_filled_gap_each_make_it_surer() -> None:
    def error(*cards: Card) -> float:
        return total(cards).error

    one = {"standing": (3,), "credit": (3,)}
    assert error(one, one) < error(one)
    assert error({"standing": (3, 3), "credit": (3, 3)}) < error(one)
    assert error(one) < error({"standing": (3,)})


def test_the_interval_by_hand() -> None:
    found = total([{"standing": (3,), "credit": (3, 3)}])
    error = (0.36 + 0.64 * (1 + 0.5) / 4) ** 0.5
    assert found.error == pytest.approx(error)
    reach = 2.2281389 * error  # Student's t with 10 degrees of freedom
    assert [found.low, found.high] == pytest.approx([3 - reach, 3 + reach])


def test_an_interval_ends_where_the_scale_does() -> None:
    assert total([{"standing": (5,)}]).high == 5.0


def test_spreads_begin_at_what_is_known_elsewhere_and_follow_the_opening() -> None:
    def spread(candidates: Sequence[Sequence[Card]]) -> float:
        return spreads_of(evidence_of(cards, EVEN) for cards in candidates).raters

    nothing = spreads_of([])
    assert [nothing.raters, nothing.freedom] == pytest.approx([0.6, 10])
    apart: list[list[Card]] = [[{"standing": (1,)}, {"standing": (5,)}] for _ in range(50)]
    alike: list[list[Card]] = [[{"standing": (3,)}, {"standing": (3,)}] for _ in range(50)]
    assert spread(alike) < 0.3 < 2.5 < spread(apart)


def test_answers_of_one_rater_on_one_competency_tell_how_answers_spread() -> None:
    evidence = evidence_of([{"standing": (1, 5), "credit": (3,)}, {"standing": (2, 2)}], EVEN)
    assert evidence.apart == (8.0, 2)
    assert spreads_of([evidence]).answers == pytest.approx(((10 * 0.64 + 8) / 12) ** 0.5)


def test_those_who_cannot_be_told_apart_share_their_places() -> None:
    best = {"standing": (5, 5), "credit": (5, 5)}
    cards: dict[str, list[Card]] = {
        "best": [best, best],
        "next": [best, {"standing": (5, 5), "credit": (5, 4)}],
        "last": [{"standing": (1, 1), "credit": (1, 1)}] * 2,
        "none": [{"standing": ()}],
    }
    totals = {name: total(own) for name, own in cards.items()}
    assert places_of(totals, SPREADS) == {"best": (1, 2), "next": (1, 2), "last": (3, 3)}


def test_nobody_has_a_place_without_evidence() -> None:
    assert places_of({}, SPREADS) == {}
