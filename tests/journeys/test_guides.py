"""Guide, policy and weights: chosen with reasons, fixed once they have been used."""

import pytest

from screener.errors import NotAllowed, NotFound, Refused
from screener.journeys.guides import choose_guide, guide_choice, set_weights
from screener.storage.records import Opening
from tests.office import Office


def entries(opening: Opening, **changed: tuple[str, str]) -> dict[str, tuple[str, str]]:
    return {weighting.competency: changed.get(weighting.competency, ("1", "")) for weighting in opening.weights}


def test_another_guide_brings_its_own_weights(office: Office) -> None:
    opening = office.opening()
    set_weights(office.instance, office.helen, opening.id, opening.guide, entries(opening, repair=("3", "Quarrels")))
    choose_guide(office.instance, office.helen, opening.id, "sales-leader", "sales-led", "")
    kept = office.instance.store.opening_of(opening.id)
    assert kept.policy == "sales-led"
    assert {w.weight for w in kept.weights} == {1, 3}  # the guide is the same, so the weights stay
    choose_guide(office.instance, office.helen, opening.id, "marketing-leader", "sales-led", "They do campaigns")
    kept = office.instance.store.opening_of(opening.id)
    assert kept.guide_reason == "They do campaigns"
    assert {w.weight for w in kept.weights} == {1}


@pytest.mark.parametrize("reason", ["", " \n ", "\x00", "the outcome's own"])
def test_it_refuses_another_guide_than_the_proposed_one_without_a_reason(office: Office, reason: str) -> None:
    bank = office.instance.shelf.current().bank
    outcome = bank.needs["capital-s-or-m"].outcomes[0]
    opening = office.opening(outcome="capital-s", guide_reason=outcome.reason)
    reason = outcome.reason if reason == "the outcome's own" else reason
    with pytest.raises(Refused, match="proposed “Sales leader”") as refusal:
        choose_guide(office.instance, office.helen, opening.id, "marketing-leader", "default", reason)
    assert refusal.value.field == "reason"
    assert office.instance.store.opening_of(opening.id) == opening
    choose_guide(office.instance, office.helen, opening.id, "marketing-leader", "default", "Half of the post")


def test_returning_to_the_proposed_guide_brings_its_weights_back(office: Office) -> None:
    opening = office.opening(outcome="capital-s")
    choose_guide(office.instance, office.helen, opening.id, "first-screen", "default", "Only a first talk")
    choose_guide(office.instance, office.helen, opening.id, "sales-leader", "default", "")
    assert {w.weight for w in office.instance.store.opening_of(opening.id).weights} == {1, 2}


@pytest.mark.parametrize(
    ("guide", "policy", "reason", "field"),
    [
        ("no-guide", "default", "", "guide"),
        ("", "default", "", "guide"),
        ("sales-leader", "no-policy", "", "policy"),
        ("sales-leader", "default", "x" * 1001, "reason"),
    ],
)
def test_it_refuses_what_the_bank_does_not_have(
    office: Office, guide: str, policy: str, reason: str, field: str
) -> None:
    opening = office.opening()
    with pytest.raises(Refused) as refusal:
        choose_guide(office.instance, office.helen, opening.id, guide, policy, reason)
    assert refusal.value.field == field


def test_the_guide_is_fixed_once_an_interview_has_started(office: Office) -> None:
    opening = office.opening()
    interview = office.interview(office.candidate(opening), office.marcus)
    assert not guide_choice(office.instance, office.helen, opening.id).is_started
    office.instance.store.pin(interview.id, "", office.instance.now())
    assert guide_choice(office.instance, office.helen, opening.id).is_started
    with pytest.raises(Refused, match="has started"):
        choose_guide(office.instance, office.helen, opening.id, "marketing-leader", "default", "")
    set_weights(office.instance, office.helen, opening.id, opening.guide, entries(opening, repair=("2", "Quarrels")))


def test_it_tells_of_interviews_that_were_planned_with_another_guide(office: Office) -> None:
    opening = office.opening()
    office.interview(office.candidate(opening), office.marcus, office.yuki)
    choose_guide(office.instance, office.helen, opening.id, "marketing-leader", "default", "")
    assert guide_choice(office.instance, office.helen, opening.id).planned_otherwise == 1


@pytest.mark.parametrize(("text", "weight"), [("2", 2), (" 1,5 ", 1.5), ("0.1", 0.1), ("10", 10)])
def test_a_weight_is_kept_with_its_reason(office: Office, text: str, weight: float) -> None:
    opening = office.opening()
    set_weights(office.instance, office.helen, opening.id, opening.guide, entries(opening, repair=(text, "Quarrels")))
    kept = {w.competency: w for w in office.instance.store.opening_of(opening.id).weights}
    assert (kept["repair"].weight, kept["repair"].reason) == (weight, "Quarrels")


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "0.0000001", "0.09", "10.01", "nan", "inf", "1e9", "two", "١٢٣x", "1 2"]
)
def test_it_refuses_what_is_no_weight(office: Office, text: str) -> None:
    opening = office.opening()
    with pytest.raises(Refused, match="Enter a number") as refusal:
        set_weights(office.instance, office.helen, opening.id, opening.guide, entries(opening, repair=(text, "Why")))
    assert refusal.value.field == "weight-repair"


@pytest.mark.parametrize(("weight", "reason"), [("2", ""), ("0.5", "  "), ("2", "x" * 1001)])
def test_it_refuses_a_weight_other_than_1_without_a_fitting_reason(office: Office, weight: str, reason: str) -> None:
    opening = office.opening()
    with pytest.raises(Refused) as refusal:
        set_weights(office.instance, office.helen, opening.id, opening.guide, entries(opening, repair=(weight, reason)))
    assert refusal.value.field == "reason-repair"
    assert office.instance.store.opening_of(opening.id) == opening


def test_it_refuses_weights_for_a_guide_that_was_changed_meanwhile(office: Office) -> None:
    opening = office.opening()
    choose_guide(office.instance, office.helen, opening.id, "marketing-leader", "default", "")
    with pytest.raises(Refused, match="in the meantime"):
        set_weights(office.instance, office.helen, opening.id, "sales-leader", entries(opening))
    with pytest.raises(Refused, match="in the meantime"):
        set_weights(office.instance, office.helen, opening.id, "marketing-leader", {"repair": ("1", "")})


def test_weights_are_fixed_once_a_scorecard_is_submitted(office: Office) -> None:
    opening = office.opening()
    interview = office.interview(office.candidate(opening), office.marcus)
    (seat,) = office.instance.store.seats(interview_id=interview.id)
    office.instance.store.submit(seat.scorecard.id, office.instance.now())
    assert guide_choice(office.instance, office.helen, opening.id).is_submitted
    with pytest.raises(Refused, match="has been submitted"):
        set_weights(office.instance, office.helen, opening.id, opening.guide, entries(opening))


def test_only_hr_chooses(office: Office) -> None:
    opening = office.opening()
    with pytest.raises(NotAllowed):
        choose_guide(office.instance, office.ingrid, opening.id, "sales-leader", "default", "")
    with pytest.raises(NotAllowed):
        set_weights(office.instance, office.ingrid, opening.id, "sales-leader", entries(opening))
    with pytest.raises(NotFound):
        guide_choice(office.instance, office.marcus, opening.id)
