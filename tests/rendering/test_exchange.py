"""Scorecards in the shapes of other systems: the rules by which levels become words, and what is never made up."""

import json
from dataclasses import replace
from typing import Any

import pytest

from screener.journeys.exchange import Handover, Page, handovers_of_opening
from screener.journeys.scorecards import CompetencyLevel
from screener.rendering.exchange import (
    SHAPES,
    ashby_data,
    greenhouse_data,
    lever_data,
    scorecard_data,
    subject_data,
)
from screener.storage.importing import ExternalId
from tests.journeys.test_candidates import WRITINGS, hold
from tests.office import Office


@pytest.fixture
def handover(office: Office) -> Handover:
    """Ingrid's scorecard of Tessa: 5 on standing, nothing to go by on credit, 3 on everything else."""
    opening = office.opening()
    candidate = office.candidate(opening)
    office.clock.forward(hours=2)
    hold(office, candidate, office.ingrid, {"standing": 5, "credit": None})
    (found,) = handovers_of_opening(office.instance, office.helen, opening.id, Page(1, 10)).items
    return found


def with_levels(handover: Handover, *given: tuple[int, ...]) -> Handover:
    """Return the scorecard with these answers' levels on as many competencies."""
    levels = tuple(
        CompetencyLevel(f"c{n}", f"C{n}", 1.0, sum(own) / len(own) if own else None, own, 0, len(own))
        for n, own in enumerate(given)
    )
    return replace(handover, levels=levels)


def with_ids(handover: Handover, *ids: tuple[str, str]) -> Handover:
    candidate = handover.subject.candidate
    kept = tuple(ExternalId(candidate.opening_id, scheme, value, candidate.id) for scheme, value in ids)
    return replace(handover, subject=replace(handover.subject, ids=kept))


def hidden(handover: Handover) -> Handover:
    subject = handover.subject
    nameless = replace(subject.candidate, name="Candidate A")
    return replace(handover, subject=replace(subject, candidate=nameless, is_hidden=True, ids=()))


# Greenhouse


@pytest.mark.parametrize(
    ("levels", "word"),
    [
        ((1,), "definitely_not"), ((2,), "no"), ((3,), "mixed"), ((4,), "yes"), ((5,), "strong_yes"),
        ((1, 2), "no"), ((2, 3), "mixed"), ((3, 4), "yes"), ((4, 5), "strong_yes"),  # halves go upward
        ((1, 1, 2), "definitely_not"), ((2, 3, 3), "mixed"), ((4, 4, 5), "yes"), ((1, 2, 3, 4), "mixed"),
        ((), "no_decision"),
    ],
)  # fmt: skip
def test_a_level_becomes_greenhouses_word_halves_upward(handover: Handover, levels: tuple[int, ...], word: str) -> None:
    (attribute,) = greenhouse_data(with_levels(handover, levels))["attributes"]
    assert attribute["rating"] == word


def test_the_exact_level_stands_beside_the_word(handover: Handover) -> None:
    data = greenhouse_data(with_levels(handover, (2, 3), (3, 3, 4), (4,), ()))
    assert [own["note"] for own in data["attributes"]] == [
        "2.5 on a scale of 1 to 5 (2 answers).",
        "3.33 on a scale of 1 to 5 (3 answers).",
        "4 on a scale of 1 to 5 (1 answer).",
        "Not rated.",
    ]
    assert [own["level"] for own in data["screener"]["levels"]] == [2.5, 10 / 3, 4, None]


def test_no_evidence_is_no_decision_and_never_a_low_mark(handover: Handover) -> None:
    data = greenhouse_data(handover)
    found = {own["name"]: own for own in data["attributes"]}
    assert found["Sharing credit and blame"]["rating"] == "no_decision"
    assert found["Sharing credit and blame"]["note"] == "No evidence (2 answers)."
    assert "Sharing credit and blame" not in str(data["ratings"])


def test_ratings_list_the_attributes_by_their_word(handover: Handover) -> None:
    data = greenhouse_data(handover)
    assert list(data["ratings"]) == ["definitely_not", "no", "mixed", "yes", "strong_yes"]
    assert data["ratings"]["strong_yes"] == ["Standing of the two functions"]
    assert data["ratings"]["mixed"] == [own["name"] for own in data["attributes"] if own["rating"] == "mixed"]


def test_it_has_greenhouses_fields(handover: Handover) -> None:
    data = greenhouse_data(replace(handover, closing="Rang back at once."))
    assert list(data) == [
        "id", "created_at", "updated_at", "candidate_id", "application_id", "interview", "interview_step",
        "interviewed_at", "submitted_at", "interviewer", "submitted_by", "overall_recommendation", "attributes",
        "ratings", "questions", "screener",
    ]  # fmt: skip
    assert data["interview"] == data["interview_step"]["name"] == "Sales leader, round 1"
    assert data["interviewer"] == data["submitted_by"]
    assert data["interviewer"]["name"] == "Ingrid Halvorsen"
    assert data["submitted_at"] == data["interviewed_at"] == "2026-03-02T11:00:00.000Z"
    assert data["questions"][:2] == [
        {"id": None, "question": "Key Take-Aways", "answer": "Rang back at once."},
        {"id": None, "question": "Private Notes", "answer": None},
    ]
    assert len(data["questions"]) == 2 + len(handover.answers)
    assert data["questions"][2]["answer"] == f"Ingrid Halvorsen on {handover.answers[0].question}"


# What is never made up


@pytest.mark.parametrize("levels", [((5,),), ((1,),), ((3,), (4, 5)), ()])
def test_no_overall_is_derived_from_levels(handover: Handover, levels: tuple[tuple[int, ...], ...]) -> None:
    card = with_levels(handover, *levels)
    assert greenhouse_data(card)["overall_recommendation"] == "no_decision"
    told = json.dumps([ashby_data(card), lever_data(card), scorecard_data(card)]).casefold()
    assert "overall" not in told
    assert "recommend" not in told


def test_levels_are_not_squeezed_into_four_points(handover: Handover) -> None:
    card = with_levels(handover, (1,), (3,), (5,), (2, 3, 3), ())
    values = ashby_data(card)["submittedValues"]
    assert [values[f"level-c{n}"] for n in range(5)] == ["1", "3", "5", "2.67", None]
    fields = {own["id"]: own for own in lever_data(card)["fields"]}
    assert [fields[f"level-c{n}"]["value"] for n in range(5)] == ["1", "3", "5", "2.67", None]
    assert not {"Score", "score-system", "score", "scorecard"} & {
        *(own["type"] for own in fields.values()),
        *(own["field"]["type"] for own in ashby_data(card)["formDefinition"]["sections"][0]["fields"]),
    }


# Ashby and Lever


def test_ashbys_values_are_those_of_its_fields(handover: Handover) -> None:
    data = ashby_data(handover)
    (section,) = data["formDefinition"]["sections"]
    assert [own["field"]["path"] for own in section["fields"]] == list(data["submittedValues"])
    types = {own["field"]["path"]: own["field"]["type"] for own in section["fields"]}
    assert types["level-standing"] == "String"
    assert types["closing"] == types[f"note-{handover.answers[0].question}"] == "LongText"
    assert data["submittedByUser"] == data["creditedToUser"]
    assert data["submittedByUser"]["email"] == "ingrid@halvorsen.example"


def test_levers_form_has_times_in_milliseconds(handover: Handover) -> None:
    data = lever_data(handover)
    assert data["completedAt"] == data["updatedAt"] == 1772449200000
    assert data["type"] == "interview"
    assert data["deletedAt"] is data["baseTemplateId"] is data["panel"] is None
    assert data["screener"]["rater"]["email"] == "ingrid@halvorsen.example"
    assert len({own["id"] for own in data["fields"]}) == len(data["fields"])


def test_a_skipped_question_says_why(handover: Handover) -> None:
    first, second, *_ = handover.answers
    answers = (replace(first, notes="", skipped_because="No time."), replace(second, notes="Hm.", skipped_because=""))
    card = replace(handover, answers=answers)
    assert [own["answer"] for own in greenhouse_data(card)["questions"]][2:] == [
        "Skipped: No time.",
        "Hm.\n\nSkipped: ",
    ]
    assert ashby_data(card)["submittedValues"][f"note-{first.question}"] == "Skipped: No time."


# Ids


@pytest.mark.parametrize("shape", ["greenhouse", "ashby", "lever"])
def test_the_id_of_the_other_system_goes_first(handover: Handover, shape: str) -> None:
    data = SHAPES[shape](with_ids(handover, ("other", "1"), (shape, "007")))
    assert (data["screener"]["candidate_id"], data["screener"]["candidate_id_scheme"]) == ("007", shape)
    assert data.get("candidate_id", "007") == "007"


@pytest.mark.parametrize("shape", ["greenhouse", "ashby", "lever"])
def test_without_one_it_says_that_the_id_is_ours(handover: Handover, shape: str) -> None:
    own = handover.subject.candidate.id
    data = SHAPES[shape](with_ids(handover, ("other", "1")))
    assert (data["screener"]["candidate_id"], data["screener"]["candidate_id_scheme"]) == (own, "screener")
    assert data.get("candidate_id", own) == own


@pytest.mark.parametrize("shape", SHAPES)
def test_while_names_are_hidden_no_id_is_given(handover: Handover, shape: str) -> None:
    data = SHAPES[shape](hidden(handover))
    assert handover.subject.candidate.id not in json.dumps(data)
    assert "Candidate A" in json.dumps(data)
    if shape == "greenhouse":
        assert data["candidate_id"] is data["screener"]["candidate_id_scheme"] is None


def test_a_candidate_is_told_of_with_ids_and_counts(handover: Handover) -> None:
    data = subject_data(with_ids(handover, ("lever", "007")).subject)
    assert data["external_ids"] == [{"scheme": "lever", "value": "007"}]
    assert data["scorecards"] == {"submitted": 1, "expected": 1}
    assert "note" not in data
    assert subject_data(hidden(handover).subject)["id"] is None


# Texts


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("writing", WRITINGS)
def test_texts_stay_as_they_are(handover: Handover, shape: str, writing: str) -> None:
    card = replace(handover, closing=writing)
    data: Any = json.loads(json.dumps(SHAPES[shape](card), ensure_ascii=False))
    assert data == SHAPES[shape](card)
    assert json.dumps(writing, ensure_ascii=False) in json.dumps(data, ensure_ascii=False)
