"""The panel: who is on it, and who leads it."""

import pytest

from screener.errors import NotAllowed, NotFound, Refused
from screener.journeys.accounts import end_person, sign_in_by_code
from screener.journeys.panels import (
    add_new_interviewer,
    add_panelist,
    choose_moderator,
    panel_of,
    remove_panelist,
)
from tests.office import Office


def test_people_join_and_leave(office: Office) -> None:
    opening = office.opening(panel=())
    add_panelist(office.instance, office.helen, opening.id, office.marcus.id)
    add_panelist(office.instance, office.helen, opening.id, office.marcus.id)
    panel = panel_of(office.instance, office.helen, opening.id)
    assert [member.person for member in panel.members] == [office.marcus]
    assert office.marcus not in panel.others
    assert office.yuki in panel.others
    remove_panelist(office.instance, office.helen, opening.id, office.marcus.id)
    assert panel_of(office.instance, office.helen, opening.id).members == ()


def test_joining_again_does_not_take_the_moderation_away(office: Office) -> None:
    opening = office.opening()
    add_panelist(office.instance, office.helen, opening.id, office.ingrid.id)
    assert panel_of(office.instance, office.helen, opening.id).moderator == office.ingrid


def test_one_person_moderates(office: Office) -> None:
    opening = office.opening()
    choose_moderator(office.instance, office.helen, opening.id, office.yuki.id)
    panel = panel_of(office.instance, office.helen, opening.id)
    assert [member.person for member in panel.members if member.is_moderator] == [office.yuki]
    with pytest.raises(NotFound):
        choose_moderator(office.instance, office.helen, opening.id, office.helen.id)


def test_somebody_new_comes_with_a_code_that_lets_them_in(office: Office) -> None:
    opening = office.opening()
    person, code = add_new_interviewer(office.instance, office.helen, opening.id, " Mei  Castellanos 🎯 ")
    assert (person.name, person.role, person.email) == ("Mei Castellanos 🎯", "interviewer", "")
    assert person in [member.person for member in panel_of(office.instance, office.helen, opening.id).members]
    assert sign_in_by_code(office.instance, code, "a test")


@pytest.mark.parametrize("name", ["", "x" * 121, "marcus  ADEYEMI"])
def test_it_refuses_a_new_name_and_makes_nobody(office: Office, name: str) -> None:
    opening = office.opening()
    before = office.instance.store.persons()
    with pytest.raises(Refused) as refusal:
        add_new_interviewer(office.instance, office.helen, opening.id, name)
    assert refusal.value.field == "name"
    assert office.instance.store.persons() == before


def test_it_refuses_people_who_are_not_there_any_more(office: Office) -> None:
    opening = office.opening(panel=())
    end_person(office.instance, office.helen, office.marcus.id)
    assert office.marcus.id not in {p.id for p in panel_of(office.instance, office.helen, opening.id).others}
    for person_id in (office.marcus.id, "nobody", ""):
        with pytest.raises(Refused) as refusal:
            add_panelist(office.instance, office.helen, opening.id, person_id)
        assert refusal.value.field == "person"
    with pytest.raises(NotFound):
        remove_panelist(office.instance, office.helen, opening.id, "nobody")


def test_interviews_stay_with_somebody_who_leaves_the_panel(office: Office) -> None:
    opening = office.opening()
    interview = office.interview(office.candidate(opening), office.marcus)
    remove_panelist(office.instance, office.helen, opening.id, office.marcus.id)
    assert office.instance.store.seats(person_id=office.marcus.id, interview_id=interview.id)


def test_only_hr_changes_the_panel(office: Office) -> None:
    opening = office.opening()
    for journey in (
        lambda who: panel_of(office.instance, who, opening.id),
        lambda who: add_panelist(office.instance, who, opening.id, office.helen.id),
        lambda who: add_new_interviewer(office.instance, who, opening.id, "Mei"),
        lambda who: remove_panelist(office.instance, who, opening.id, office.yuki.id),
        lambda who: choose_moderator(office.instance, who, opening.id, office.yuki.id),
    ):
        with pytest.raises(NotAllowed):
            journey(office.ingrid)
        with pytest.raises(NotFound):
            journey(office.marcus)
