"""The kit: the questions as they are spoken to this kind of leader, with all that is needed."""

from dataclasses import replace

import pytest

from screener.errors import NotFound, Refused
from screener.journeys.kit import kit_of
from tests.office import Office


def test_it_has_every_question_in_the_wording_for_the_role(office: Office) -> None:
    bank = office.instance.shelf.current().bank
    kit = kit_of(office.instance, office.helen, office.opening().id)
    assert [item.question.id for item in kit.questions] == bank.guides["sales-leader"].questions
    assert all(item.wording == item.question.ask.sales for item in kit.questions)
    assert kit.questions[0].starts == kit.guide.opening_minutes
    last = kit.questions[-1]
    assert last.starts + last.question.minutes + kit.guide.closing_minutes <= kit.guide.minutes


def test_a_guide_for_everybody_is_spoken_to_the_openings_kind_of_leader(office: Office) -> None:
    kit = kit_of(office.instance, office.helen, office.opening("first-screen", role="marketing").id)
    assert all(item.wording == item.question.ask.marketing for item in kit.questions)


def test_questions_that_place_a_candidate_carry_their_scheme(office: Office) -> None:
    kit = kit_of(office.instance, office.helen, office.opening().id)
    assert {item.placement.id for item in kit.questions if item.placement} == {"has-marketed", "fix-owner"}


def test_the_contact_is_who_made_the_opening_unless_they_have_left(office: Office) -> None:
    opening = office.opening()
    assert kit_of(office.instance, office.helen, opening.id).contact == office.helen
    office.instance.store.change_person(replace(office.helen, ended_at=office.instance.now()))
    assert kit_of(office.instance, office.sam, opening.id).contact is None


def test_it_refuses_a_guide_that_is_gone(office: Office) -> None:
    opening = office.opening()
    office.instance.store.change_opening(replace(opening, guide="gone"))
    with pytest.raises(Refused, match="no longer in the question bank"):
        kit_of(office.instance, office.helen, opening.id)


def test_a_hiring_manager_of_the_panel_may_print_it_and_strangers_not(office: Office) -> None:
    opening = office.opening()
    assert kit_of(office.instance, office.ingrid, opening.id)
    with pytest.raises(NotFound):
        kit_of(office.instance, office.marcus, opening.id)
