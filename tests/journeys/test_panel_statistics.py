"""How a panel rates: the coefficient fits who rated whom, few candidates give none, and what is not readable stays out."""

import pytest

from screener.aggregate.agreement import Agreement, NoAgreement, two_way
from screener.errors import NotFound
from screener.journeys.panel_statistics import PanelStatistics, panel_statistics
from screener.journeys.standings import ALL_ROUNDS
from screener.storage.records import Candidate, Opening, Person
from tests.journeys.rated import rated, skip, weighted_opening
from tests.office import Office

LEVELS = [(4, 5), (2, 2), (3, 4), (1, 2), (5, 5), (2, 3), (4, 3), (3, 3), (1, 1), (5, 4)]  # Marcus and Yuki, ten times


@pytest.fixture
def opening(office: Office) -> Opening:
    return weighted_opening(office)


def statistics(
    office: Office, opening: Opening, actor: Person | None = None, round_: int | None = None
) -> PanelStatistics:
    return panel_statistics(office.instance, actor or office.helen, opening.id, round_)


def rate_both(office: Office, opening: Opening, pairs: list[tuple[int, int]]) -> list[Candidate]:
    candidates = [office.candidate(opening, f"Candidate {number}") for number in range(len(pairs))]
    for candidate, (marcus, yuki) in zip(candidates, pairs, strict=True):
        rated(office, candidate, office.marcus, {"standing": [marcus], "credit": [marcus]})
        rated(office, candidate, office.yuki, {"standing": [yuki], "credit": [yuki]})
    return candidates


def test_the_same_raters_for_everybody_give_an_intraclass_correlation_of_their_totals(
    office: Office, opening: Opening
) -> None:
    rate_both(office, opening, LEVELS)
    found = statistics(office, opening)
    assert isinstance(found.totals, Agreement)
    assert (found.totals.design, found.totals.candidates, found.totals.raters) == ("crossed", 10, 2)
    expected = two_way(LEVELS)
    assert expected is not None
    assert found.totals.single.value == pytest.approx(expected[0].value)
    assert found.totals.is_thin
    assert [own.agreement for own in found.competencies] == [found.totals, found.totals]  # each has the same levels


def test_below_ten_candidates_there_is_no_figure(office: Office, opening: Opening) -> None:
    rate_both(office, opening, LEVELS[:9])
    found = statistics(office, opening)
    assert found.totals == NoAgreement("too-few", 9)
    assert found.shared == 9


def test_other_raters_for_some_give_alpha(office: Office, opening: Opening) -> None:
    rate_both(office, opening, LEVELS)
    third = office.candidate(opening, "Three Raters")
    for rater in (office.marcus, office.yuki, office.ingrid):
        rated(office, third, rater, {"standing": [3]})
    found = statistics(office, opening).totals
    assert isinstance(found, Agreement)
    assert (found.design, found.raters, found.candidates) == ("with-gaps", None, 11)


def test_who_rates_lower_stands_first(office: Office, opening: Opening) -> None:
    rate_both(office, opening, LEVELS)
    found = statistics(office, opening).severities
    assert [own.name for own in found] == ["Marcus Adeyemi", "Yuki Tanabe"]
    apart = sum(marcus - yuki for marcus, yuki in LEVELS) / 10
    assert [own.severity.difference for own in found] == pytest.approx([apart, -apart])
    assert {own.severity.shared for own in found} == {10}


def test_questions_on_which_they_differ_most_stand_first_with_the_anchors_of_both(
    office: Office, opening: Opening
) -> None:
    candidate = office.candidate(opening)
    rated(office, candidate, office.marcus, {"standing": [1, 3, None]})
    seat = rated(office, candidate, office.yuki, {"standing": [5, 4, 5, 2]}, submits=False)
    skip(office, seat, question=3)
    office.instance.store.submit(seat.scorecard.id, office.instance.now())
    found = statistics(office, opening).disagreements
    assert [(own.disagreement.apart, own.disagreement.pairs) for own in found] == [(4.0, 1), (1.0, 1)]
    bank = office.instance.shelf.current().bank
    anchors = {level.level: level.short for level in bank.rubrics["standing"].levels}
    (pair,) = found[0].apart
    assert (pair.lower, pair.higher, pair.times, pair.anchors) == (1, 5, 1, (anchors[1], anchors[5]))
    assert found[0].wording in bank.questions[bank.guides[opening.guide].questions[0]].ask.spoken_to("sales")
    assert found[0].competency == bank.rubrics["standing"].name


def test_a_round_is_looked_at_by_itself_and_all_of_them_together(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    rated(office, candidate, office.marcus, {"standing": [2]})
    rated(office, candidate, office.yuki, {"standing": [4]})
    rated(office, candidate, office.marcus, {"standing": [4]}, round=2)
    rated(office, candidate, office.yuki, {"standing": [4]}, round=2)
    assert statistics(office, opening, round_=1).severities[0].severity.difference == -2
    assert statistics(office, opening, round_=2).severities[0].severity.difference == 0
    assert statistics(office, opening, round_=ALL_ROUNDS).severities[0].severity.difference == -1
    with pytest.raises(NotFound):
        statistics(office, opening, round_=3)


def test_nothing_submitted_says_nothing(office: Office, opening: Opening) -> None:
    rated(office, office.candidate(opening), office.marcus, {"standing": [3]}, submits=False)
    found = statistics(office, opening)
    assert (found.totals, found.shared, found.severities, found.disagreements) == (NoAgreement("too-few", 0), 0, (), ())
    assert not found.rounds


def test_only_evidence_counts(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    rated(office, candidate, office.marcus, {"standing": [None]})
    rated(office, candidate, office.yuki, {"standing": [3]})
    assert statistics(office, opening).shared == 0


def test_it_is_for_hr_and_the_hiring_managers_of_the_panel(office: Office, opening: Opening) -> None:
    for actor in (office.helen, office.sam, office.ingrid):
        assert statistics(office, opening, actor).opening == opening
    for actor in (office.marcus, office.yuki):
        with pytest.raises(NotFound):
            statistics(office, opening, actor)
    elsewhere = office.opening(panel=(office.marcus,))
    with pytest.raises(NotFound):
        statistics(office, elsewhere, office.ingrid)


def test_a_hiring_manager_who_has_still_to_submit_learns_nothing_of_that_candidate(
    office: Office, opening: Opening
) -> None:
    (candidate, *_) = rate_both(office, opening, LEVELS[:3])
    rated(office, candidate, office.ingrid, {"standing": [3]}, submits=False)
    assert statistics(office, opening, office.ingrid).shared == 2
    assert statistics(office, opening, office.helen).shared == 3
