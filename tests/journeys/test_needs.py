"""The needs assessment: which outcome holds, and what an accepted one does to an opening."""

import pytest

from screener.bank.model import Needs
from screener.errors import NotAllowed, NotFound, Refused
from screener.journeys.guides import choose_guide
from screener.journeys.needs import SAYS_NOTHING, accept_finding, assessment_of, finding_of, proposed_weights
from tests.office import Office


def needs(*outcomes: tuple[str, str, int]) -> Needs:
    """Three questions with two points for sales, two for marketing, three for neither, or none."""
    answers = [
        {"id": "s", "text": "Sales", "need": "sales", "points": 2},
        {"id": "m", "text": "Marketing", "need": "marketing", "points": 2},
        {"id": "e", "text": "Both", "need": "even", "points": 3},
        {"id": "n", "text": "Cannot say", "need": "even", "points": 0},
    ]
    return Needs.model_validate({
        "id": "test", "name": "Test", "explains": "A test.", "sources": ["None"],
        "questions": [{"id": f"q{i}", "text": "Which?", "answers": answers} for i in range(3)],
        "outcomes": [
            {"id": name, "name": name, "lead": lead, "margin": margin, "guide": "sales-leader", "reason": "So."}
            for name, lead, margin in outcomes
        ],
    })  # fmt: skip


USUAL = (("capital-s", "sales", 4), ("capital-m", "marketing", 4), ("even", "even", 0))


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ("sss", "capital-s"),
        ("ssn", "capital-s"),  # ahead by exactly the margin
        ("sse", "capital-s"),  # what counts for neither side takes nothing away
        ("ssm", "even"),  # ahead, but by less
        ("snn", "even"),
        ("mmm", "capital-m"),
        ("nmm", "capital-m"),
        ("nnn", "even"),
        ("sme", "even"),
    ],
)
def test_the_side_holds_that_is_ahead_by_its_margin(given: str, outcome: str) -> None:
    finding = finding_of(needs(*USUAL), {f"q{i}": answer for i, answer in enumerate(given)})
    assert finding.outcome.id == outcome
    assert (finding.sales, finding.marketing) == (2 * given.count("s"), 2 * given.count("m"))


@pytest.mark.parametrize(
    ("outcomes", "given", "outcome"),
    [
        ((("far", "sales", 6), ("near", "sales", 2), ("even", "even", 0)), "ssm", "near"),
        ((("far", "sales", 6), ("near", "sales", 2), ("even", "even", 0)), "sss", "far"),
        ((("capital-s", "sales", 0), ("even", "even", 0)), "smn", "even"),  # level is not ahead
        ((("torn", "even", 4), *USUAL), "eee", "torn"),
        ((("torn", "even", 4), *USUAL), "ssn", "capital-s"),
        (
            (("capital-s", "sales", 4), ("capital-m", "marketing", 4)),
            "nnn",
            "capital-m",
        ),  # a bank with a mistake: the last one
    ],
)
def test_the_first_outcome_that_holds_counts(
    outcomes: tuple[tuple[str, str, int], ...], given: str, outcome: str
) -> None:
    answers = {f"q{i}": answer for i, answer in enumerate(given)}
    assert finding_of(needs(*outcomes), answers).outcome.id == outcome


def answers(office: Office, need: str) -> dict[str, str]:
    """Answer everything for one side, or half of it for each of both."""
    questions = office.instance.shelf.current().bank.needs["capital-s-or-m"].questions
    if need == "both":
        sales, marketing = answers(office, "sales"), answers(office, "marketing")
        return {q.id: (sales, marketing)[turn % 2][q.id] for turn, q in enumerate(questions)}
    return {q.id: next(answer.id for answer in q.answers if answer.need == need) for q in questions}


def test_nothing_is_found_until_every_question_is_answered(office: Office) -> None:
    opening = office.opening()
    given = answers(office, "sales")
    given["prices"] = "no such answer"
    found = assessment_of(office.instance, office.helen, opening.id, given)
    assert found.missing == ("prices",)
    assert found.finding is None
    with pytest.raises(Refused, match="every question"):
        accept_finding(office.instance, office.helen, opening.id, given, "capital-s")


@pytest.mark.parametrize(
    ("need", "outcome", "guide", "doubled"),
    [
        ("sales", "capital-s", "sales-leader", {"agreement", "horizon"}),
        ("marketing", "capital-m", "marketing-leader", {"hierarchy", "customer"}),
        ("both", "even", "sales-and-marketing-leader", {"self-knowledge", "hierarchy"}),
    ],
)
def test_an_accepted_proposal_sets_guide_weights_and_their_reasons(
    office: Office, need: str, outcome: str, guide: str, doubled: set[str]
) -> None:
    opening, given = office.opening("first-screen"), answers(office, need)
    shown = assessment_of(office.instance, office.helen, opening.id, given)
    assert shown.finding is not None
    assert shown.finding.outcome.id == outcome
    assert {w.weight for w in shown.weights} == {1, 2}
    accept_finding(office.instance, office.helen, opening.id, given | {"unknown": "x"}, outcome)
    kept = office.instance.store.opening_of(opening.id)
    assert (kept.outcome, kept.guide, kept.needs) == (outcome, guide, given)
    assert kept.guide_reason == shown.finding.outcome.reason
    assert {w.competency for w in kept.weights if w.weight == 2 and w.reason} == doubled
    assert {w.weight for w in kept.weights if w.competency not in doubled} == {1}
    again = assessment_of(office.instance, office.helen, opening.id)
    assert again.answers == given


def test_answers_that_point_neither_way_change_no_weights(office: Office) -> None:
    opening, given = office.opening(), answers(office, "even")
    shown = assessment_of(office.instance, office.helen, opening.id, given)
    assert shown.finding is not None
    assert shown.finding.says_nothing
    assert {w.weight for w in shown.weights} == {1}
    accept_finding(office.instance, office.helen, opening.id, given, "even")
    kept = office.instance.store.opening_of(opening.id)
    assert kept.guide == "sales-and-marketing-leader"
    assert kept.guide_reason == SAYS_NOTHING
    assert {w.weight for w in kept.weights} == {1}
    for guide in ("sales-leader", "sales-and-marketing-leader"):  # another guide needs no reason, and none comes back
        choose_guide(office.instance, office.helen, opening.id, guide, "default", SAYS_NOTHING)
        kept = office.instance.store.opening_of(opening.id)
        assert (kept.guide, kept.guide_reason, {w.weight for w in kept.weights}) == (guide, "", {1})


def test_an_outcomes_weights_are_for_its_own_guide_only(office: Office) -> None:
    bank = office.instance.shelf.current().bank
    outcome = bank.needs["capital-s-or-m"].outcomes[0]
    assert {w.weight for w in proposed_weights(bank.guides["marketing-leader"], outcome)} == {1}
    assert {w.weight for w in proposed_weights(bank.guides["sales-leader"], None)} == {1}


def test_it_refuses_another_result_than_the_one_that_was_shown(office: Office) -> None:
    opening = office.opening()
    with pytest.raises(Refused, match="have changed"):
        accept_finding(office.instance, office.helen, opening.id, answers(office, "sales"), "capital-m")
    assert office.instance.store.opening_of(opening.id) == opening


def test_it_refuses_once_an_interview_has_started(office: Office) -> None:
    opening = office.opening()
    interview = office.interview(office.candidate(opening), office.marcus)
    given = answers(office, "marketing")
    assert not assessment_of(office.instance, office.helen, opening.id, given).is_started
    office.instance.store.pin(interview.id, "", office.instance.now())
    assert assessment_of(office.instance, office.helen, opening.id, given).is_started
    with pytest.raises(Refused, match="has started"):
        accept_finding(office.instance, office.helen, opening.id, given, "capital-m")


def test_only_hr_answers(office: Office) -> None:
    opening = office.opening()
    with pytest.raises(NotAllowed):
        assessment_of(office.instance, office.ingrid, opening.id)
    with pytest.raises(NotFound):
        accept_finding(office.instance, office.marcus, opening.id, answers(office, "sales"), "capital-s")
    with pytest.raises(NotFound):
        assessment_of(office.instance, office.helen, "no-such-opening")
