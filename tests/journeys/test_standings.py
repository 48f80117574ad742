"""Where candidates stand: totals and intervals by hand, what is waited for, what is hidden, and what was settled."""

from collections.abc import Mapping
from math import sqrt

import pytest

from screener.aggregate.totals import evidence_of, places_of, spreads_of, total_of
from screener.journeys.blinding import Blind
from screener.journeys.candidates import withdraw
from screener.journeys.consensus import finish, open_discussion, settle
from screener.journeys.hearing import Terms
from screener.journeys.standings import ALL_ROUNDS, InRound, Standing, Standings, card_of, standings_of
from screener.storage.records import Candidate, Opening, Person
from screener.storage.summaries import Summary
from tests.journeys.rated import WEIGHTS, a_flag, heard, rated, weighted_opening
from tests.journeys.test_candidates import hold
from tests.journeys.test_consensus import COMPETENCIES
from tests.office import Office

SHOWN, HIDDEN = Blind(False, ()), Blind(True, ())
T_11 = 2.200985  # Student's t with 11 degrees of freedom, two-sided 95 %


def standings(office: Office, opening: Opening, actor: Person | None = None) -> Standings:
    return standings_of(office.instance, opening, office.instance.store.panel_of(opening.id), actor)


def in_round(
    office: Office, opening: Opening, round_: int = 1, actor: Person | None = None, blind: Blind = SHOWN
) -> InRound:
    return standings(office, opening, actor).in_round(round_, Terms(), blind)


def of(found: InRound, candidate: Candidate) -> Standing:
    return next(one for one in found if one.candidate.id == candidate.id)


@pytest.fixture
def opening(office: Office) -> Opening:
    return weighted_opening(office)


@pytest.fixture
def two(office: Office, opening: Opening) -> tuple[Candidate, Candidate]:
    """Tessa with two scorecards, and Tariq with one."""
    tessa, tariq = office.candidate(opening), office.candidate(opening, "Tariq Solheim")
    rated(office, tessa, office.marcus, {"standing": [4, 2], "credit": [5]})
    rated(office, tessa, office.yuki, {"standing": [5], "credit": [None]})
    rated(office, tariq, office.marcus, {"standing": [2], "credit": [3]})
    return tessa, tariq


# Totals


def test_totals_and_intervals_by_hand(office: Office, opening: Opening, two: tuple[Candidate, Candidate]) -> None:
    found = in_round(office, opening)
    # Marcus's total of Tessa is (2 · 3 + 5) / 3 and Yuki's 5: they are 4/3 apart, once.
    raters = (10 * 0.6**2 + 2 * (2 / 3) ** 2) / 11
    answers = (10 * 0.8**2 + 2) / 11  # Marcus's 4 and 2
    competencies = (10 * 0.8**2 + 2 * 0.5) / 12  # Tessa's 4 and 5, Tariq's 2 and 3
    spreads = found.spreads
    assert [spreads.raters**2, spreads.answers**2, spreads.competencies**2, spreads.freedom] == pytest.approx(
        [raters, answers, competencies, 11]
    )
    tessa, tariq = (of(found, candidate).total for candidate in two)
    assert [tessa.level, tariq.level] == pytest.approx([(2 * 4 + 5) / 3, (2 * 2 + 3) / 3])
    assert (tessa.covered, tessa.raters, tariq.covered, tariq.raters) == (1, 2, 1, 1)
    reach = T_11 * sqrt(raters / 2 + answers * (4 / 2 + 1 / 1) / 9)
    assert [tessa.low, tessa.high] == pytest.approx([13 / 3 - reach, 5.0], rel=1e-5)
    reach = T_11 * sqrt(raters + answers * (4 / 1 + 1 / 1) / 9)
    assert [tariq.low, tariq.high] == pytest.approx([1.0, 7 / 3 + reach], rel=1e-5)


def test_they_are_what_the_arithmetic_says_of_the_same_levels(
    office: Office, opening: Opening, two: tuple[Candidate, Candidate]
) -> None:
    found, weights = in_round(office, opening), {own.competency: own.weight for own in WEIGHTS}
    cards: Mapping[str, list[dict[str, tuple[int, ...]]]] = {
        two[0].id: [{"standing": (4, 2), "credit": (5,)}, {"standing": (5,), "credit": ()}],
        two[1].id: [{"standing": (2,), "credit": (3,)}],
    }
    evidence = {own: evidence_of(given, weights) for own, given in cards.items()}
    spreads = spreads_of(evidence.values())
    assert found.spreads == spreads
    totals = {own: total_of(given, spreads) for own, given in evidence.items()}
    assert {one.candidate.id: one.total for one in found} == totals
    assert set(places_of(totals, spreads).values()) == {(1, 2)}  # one scorecard does not tell them apart


def test_no_evidence_is_in_no_mean_and_nothing_but_that_is_no_total(office: Office, opening: Opening) -> None:
    candidate, nothing = office.candidate(opening), office.candidate(opening, "Nothing Heard")
    rated(office, candidate, office.marcus, {"standing": [4, None], "credit": [None]})
    rated(office, nothing, office.marcus, {"standing": [None], "credit": [None]})
    found = in_round(office, opening)
    total = of(found, candidate).total
    assert [total.level, total.covered] == pytest.approx([4.0, 2 / 3])
    assert of(found, nothing).total.level is None
    assert card_of(Summary("card", {"standing": [None, 3], "credit": [None]}, {}, {})) == {
        "standing": [3],
        "credit": [],
    }


def test_what_has_no_weight_is_in_no_total(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    rated(office, candidate, office.marcus, {"standing": [2], "horizon": [5]})
    (one,) = in_round(office, opening)
    assert one.total.level == 2.0
    assert one.cards == ({"standing": [2], "horizon": [5]},)


@pytest.mark.parametrize(
    "weights", [(), tuple(type(own)(own.competency, 0.0) for own in WEIGHTS)], ids=["none", "zero"]
)
def test_without_weights_there_are_no_totals(office: Office, weights: tuple[object, ...]) -> None:
    opening = weighted_opening(office, weights=weights)
    rated(office, office.candidate(opening), office.marcus, {"standing": [2]})
    (one,) = in_round(office, opening)
    assert (one.total.level, one.settled) == (None, None)


# What is there


def test_an_opening_without_anybody_has_nobody(office: Office, opening: Opening) -> None:
    found = standings(office, opening)
    assert (found.candidates, dict(found.rounds), tuple(found.in_round(ALL_ROUNDS, Terms(), SHOWN))) == ((), {}, ())


def test_it_counts_what_is_waited_for_and_what_is_still_to_be_read(office: Office, opening: Opening) -> None:
    candidate, other = office.candidate(opening), office.candidate(opening, "Nobody Yet")
    read = rated(office, candidate, office.marcus, {"standing": [3]})
    rated(office, candidate, office.yuki, {"standing": [5]})
    rated(office, candidate, office.ingrid, {"standing": [1]}, submits=False)
    heard(office, read)
    one = of(in_round(office, opening), candidate)
    assert (len(one.seats), one.waiting, one.hidden, one.unheard) == (2, 1, 0, 1)
    assert one.total.level == 4.0  # what is not submitted counts for nothing
    none = of(in_round(office, opening), other)
    assert (none.seats, none.cards, none.total.level, none.waiting, none.unheard) == ((), (), None, 0, 0)


def test_rounds_count_the_candidates_with_a_submitted_scorecard(office: Office, opening: Opening) -> None:
    first, second = office.candidate(opening), office.candidate(opening, "Second")
    for candidate in (first, second):
        rated(office, candidate, office.marcus, {"standing": [2]})
        rated(office, candidate, office.yuki, {"standing": [2]})
    rated(office, first, office.ingrid, {"standing": [5]}, round=3)
    rated(office, second, office.ingrid, {"standing": [5]}, round=2, submits=False)
    assert standings(office, opening).rounds == {1: 2, 3: 1}
    totals = [of(in_round(office, opening, round_), first).total.level for round_ in (1, 2, 3, ALL_ROUNDS)]
    assert totals == [2.0, None, 5.0, 3.0]
    assert of(in_round(office, opening, 2), second).waiting == 1


def test_other_openings_are_left_out(office: Office, opening: Opening) -> None:
    rated(office, office.candidate(weighted_opening(office)), office.marcus, {"standing": [5]})
    own = office.candidate(opening)
    assert [one.candidate for one in in_round(office, opening)] == [own]


def test_who_withdrew_stands_in_it(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    rated(office, candidate, office.marcus, {"standing": [4]})
    withdraw(office.instance, office.helen, candidate.id)
    (one,) = in_round(office, opening)
    assert one.candidate.withdrawn_at
    assert one.total.level == 4.0


def test_beliefs_are_those_of_the_round_and_by_the_terms(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    first = rated(office, candidate, office.marcus, {"standing": [3]})
    second = rated(office, candidate, office.marcus, {"standing": [3]}, round=2)
    heard(office, first, a_flag("ivory-tower"))
    heard(office, second, a_flag())
    heard(office, first, a_flag("lead-volume-vanity"), bank="another")

    def weighed(round_: int, terms: Terms) -> list[tuple[str, ...]]:
        (one,) = standings(office, opening).in_round(round_, terms, SHOWN)
        return [flag.philosophies for flag in one.beliefs.flags]

    assert weighed(1, Terms()) == [("ivory-tower",)]
    assert weighed(ALL_ROUNDS, Terms()) == [("ivory-tower", "sole-credit")]
    assert weighed(ALL_ROUNDS, Terms("another", "default")) == [("lead-volume-vanity",)]


# What may be read


def test_while_ones_own_is_open_others_are_only_counted(office: Office, opening: Opening) -> None:
    candidate, other = office.candidate(opening), office.candidate(opening, "Other")
    for one in (candidate, other):
        heard(office, rated(office, one, office.marcus, {"standing": [1]}), a_flag())
    own = rated(office, candidate, office.ingrid, {"standing": [5]}, submits=False)
    seen = of(in_round(office, opening, actor=office.ingrid), candidate)
    assert (seen.hidden, seen.waiting, seen.unheard) == (1, 1, 0)
    assert (seen.cards, seen.summaries, seen.seats, seen.beliefs.flags) == ((), (), (), ())
    assert seen.total.level is None
    assert of(in_round(office, opening, actor=office.ingrid), other).total.level == 1.0  # she does not rate this one
    for person in (office.helen, office.sam, None):
        assert of(in_round(office, opening, actor=person), candidate).total.level == 1.0
    office.instance.store.submit(own.scorecard.id, office.instance.now())
    after = of(in_round(office, opening, actor=office.ingrid), candidate)
    assert (after.hidden, after.total.level) == (0, 3.0)


def test_an_own_later_round_hides_earlier_ones_unless_they_are_carried_over(office: Office, opening: Opening) -> None:
    plain, carried = office.candidate(opening), office.candidate(opening, "Carried")
    for candidate in (plain, carried):
        rated(office, candidate, office.marcus, {"standing": [2]})
    rated(office, plain, office.ingrid, {}, submits=False, round=2)
    rated(office, carried, office.ingrid, {}, submits=False, round=2, carried="scorecards")
    seen = in_round(office, opening, actor=office.ingrid)
    assert [of(seen, candidate).hidden for candidate in (plain, carried)] == [1, 0]
    assert [of(seen, candidate).total.level for candidate in (plain, carried)] == [None, 2.0]


# What was settled


def test_the_settled_total_is_that_of_a_finished_discussion(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    for person in (office.ingrid, office.marcus):
        hold(office, candidate, person)
    open_discussion(office.instance, office.ingrid, candidate.id, 1)
    levels: Mapping[str, int | None] = {"standing": 5, "credit": 2}
    for competency in COMPETENCIES:
        settle(office.instance, office.ingrid, candidate.id, 1, competency, 1, "At first.")
        settle(office.instance, office.ingrid, candidate.id, 1, competency, levels.get(competency, 3), "We talked.")
    assert of(in_round(office, opening), candidate).settled is None
    finish(office.instance, office.ingrid, candidate.id, 1)
    one = of(in_round(office, opening), candidate)
    assert (one.settled, one.total.level) == ((2 * 5 + 2) / 3, 3.0)
    assert of(in_round(office, opening, 2), candidate).settled is None
    assert of(in_round(office, opening, ALL_ROUNDS), candidate).settled == 4.0


def test_what_was_settled_is_hidden_while_anything_of_it_is(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    hold(office, candidate, office.marcus)
    open_discussion(office.instance, office.helen, candidate.id, 1)
    for competency in COMPETENCIES:
        settle(office.instance, office.helen, candidate.id, 1, competency, 3, "We talked.")
    finish(office.instance, office.helen, candidate.id, 1)
    rated(office, candidate, office.ingrid, {}, submits=False, round=2)
    assert of(in_round(office, opening, actor=office.helen), candidate).settled == 3.0
    assert of(in_round(office, opening, actor=office.ingrid), candidate).settled is None


# Names


def test_while_names_are_hidden_candidates_are_letters(office: Office, opening: Opening) -> None:
    candidate = Candidate("tessa", opening.id, "Tessa Brandvold", "Knows Helen", office.instance.now())
    office.instance.store.add_candidates([candidate])
    (one,) = in_round(office, opening, blind=HIDDEN)
    assert (one.candidate.id, one.candidate.name, one.candidate.note) == ("tessa", "Candidate A", "")
    (one,) = in_round(office, opening, blind=SHOWN)
    assert one.candidate == candidate
