"""What the rows of a list of people come to on a panel, and who gets an account by it."""

import pytest

from screener.journeys.accounts import add_person, end_person
from screener.journeys.importing_panel import NewPanelist
from screener.journeys.importing_rows import Known
from screener.journeys.panels import panel_of
from screener.storage.records import Opening
from tests.journeys.lists import look, take, wrong_in
from tests.office import Office

HEADER = "name,email,role,moderator\n"


def panel(office: Office, opening: Opening) -> dict[str, tuple[str, str, bool]]:
    members = panel_of(office.instance, office.helen, opening.id).members
    return {m.person.name: (m.person.email, m.person.role, m.is_moderator) for m in members}


def test_known_people_join_and_new_ones_get_an_account(office: Office) -> None:
    opening = office.opening(panel=())
    text = HEADER + (
        "Marcus Adeyemi, MARCUS@halvorsen.example ,Interviewer,\n"
        "Mei Castellanos,Mei@halvorsen.example,Hiring_Manager,YES\n"
        "Zoë 🎯 Ng,,,no\n"
        "<script>alert(1)</script>,s@halvorsen.example,,0\n"
    )
    found = look(office, opening, text, "panel")
    assert not found.plan.wrong
    taken = take(office, found)
    assert (taken.added, taken.left_out, taken.accounts) == (4, 0, 3)
    assert panel(office, opening) == {
        "Marcus Adeyemi": ("marcus@halvorsen.example", "interviewer", False),
        "Mei Castellanos": ("mei@halvorsen.example", "hiring-manager", True),
        "Zoë 🎯 Ng": ("", "interviewer", False),
        "<script>alert(1)</script>": ("s@halvorsen.example", "interviewer", False),
    }
    assert len(office.instance.store.persons()) == 5 + 3


def test_who_is_on_the_panel_stays_as_they_are(office: Office) -> None:
    opening = office.opening()
    text = HEADER + (
        "Ingrid,ingrid@halvorsen.example,interviewer,no\n"
        "MARCUS  adeyemi,marcus@halvorsen.example,interviewer,\n"
        "Yuki Tanabe,,,\n"
    )
    found = look(office, opening, text, "panel")
    assert found.plan.known == (
        Known(2, "Ingrid Halvorsen", "The list says “Ingrid”; the name stays. The list names another role; the role stays."),
        Known(3, "Marcus Adeyemi", ""),
        Known(4, "Yuki Tanabe", ""),
    )  # fmt: skip
    assert not found.plan.new
    assert not found.plan.wrong


def test_the_moderator_may_be_named_again(office: Office) -> None:
    found = look(office, office.opening(), HEADER + "Ingrid Halvorsen,ingrid@halvorsen.example,,yes", "panel")
    assert [known.name for known in found.plan.known] == ["Ingrid Halvorsen"]


def test_somebody_on_a_panel_without_a_moderator_becomes_it(office: Office) -> None:
    opening = office.opening(panel=(office.marcus, office.yuki))
    found = look(office, opening, HEADER + "Marcus Adeyemi,marcus@halvorsen.example,,yes", "panel")
    (new,) = found.plan.new
    assert isinstance(new, NewPanelist)
    assert (new.name, new.is_member, new.is_moderator) == ("Marcus Adeyemi", True, True)
    take(office, found)
    assert panel(office, opening)["Marcus Adeyemi"][2] is True


def test_hr_may_be_named_as_what_they_are(office: Office) -> None:
    opening = office.opening()
    take(office, look(office, opening, HEADER + "Helen Osei,helen@halvorsen.example,HR,no", "panel"))
    assert panel(office, opening)["Helen Osei"] == ("helen@halvorsen.example", "hr", False)


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (",mei@x.example,,", "name", "Please fill this in."),
        (f"{'x' * 121},mei@x.example,,", "name", "This has 121 characters"),
        ("Mei,mei at x,,", "email", "Enter an email address like"),
        ("Mei,mei@x.example,hr,", "role", "Only interviewers and hiring managers come in by a list."),
        ("Mei,mei@x.example,Administrator,", "role", "Only interviewers and hiring managers"),
        ("Mei,mei@x.example,boss,", "role", "Only interviewers and hiring managers"),
        ("Mei,,hiring manager,", "email", "only interviewers can come by access code alone"),
        ("Mei,mei@x.example,,maybe", "moderator", "Write “yes” or “no”."),
        ("Mei,mei@x.example,,✓", "moderator", "Write “yes” or “no”."),
        ("Mei,mei at x,hiring manager,", "email", "Enter an email address like"),
        ("Mei,mei@x.example,,yes", "moderator", "Ingrid Halvorsen moderates this panel. Write “no”"),
        ("marcus ADEYEMI,other@x.example,,", "name", "is on this panel already"),
        ("Old Hand,old@x.example,,", "email", "The account of Old Hand has ended. Choose somebody else."),
        ("Nils Roth,,,", "name", "an interviewer called Nils Roth who comes by access code"),
        ("Second,first@x.example,,", "email", "Line 2 has the same address. Remove one of the two."),
        ("FIRST code,,,", "name", "FIRST code stands in line 3 already. If this is somebody else"),
        ("First,new@x.example,,", "name", "First stands in line 2 already."),
        ("Mei,mei@x.example", "the whole row", "It has 2 cells where the header has 4."),
    ],
)
@pytest.mark.parametrize("actor", ["helen", "sam"])
def test_what_is_wrong_is_told_and_nobody_comes_by_it(
    office: Office, row: str, column: str, said: str, actor: str
) -> None:
    opening = office.opening()
    old = add_person(office.instance, office.helen, "Old Hand", "old@x.example", "interviewer")
    end_person(office.instance, office.helen, old.id)
    add_person(office.instance, office.helen, "Nils Roth", "", "interviewer")
    text = HEADER + f"First,first@x.example,,\nFirst code,,,\n{row}\n"
    found = look(office, opening, text, "panel", by=getattr(office, actor))
    ((line, where, message),) = wrong_in(found)
    assert (line, where) == (4, column)
    assert said in message
    take(office, found, by=getattr(office, actor))
    assert set(panel(office, opening)) == {"Ingrid Halvorsen", "Marcus Adeyemi", "Yuki Tanabe", "First", "First code"}


def test_one_person_moderates_and_the_second_in_the_list_is_refused(office: Office) -> None:
    opening = office.opening(panel=())
    text = HEADER + "A,a@x.example,,y\nB,b@x.example,,yes\nC,c@x.example,,TRUE\n"
    found = look(office, opening, text, "panel")
    assert [line for line, _, _ in wrong_in(found)] == [3, 4]
    assert {message for _, _, message in wrong_in(found)} == {
        "Line 2 names the moderator. One person moderates: write “no”."
    }
    take(office, found)
    assert [name for name, (_, _, moderates) in panel(office, opening).items() if moderates] == ["A"]
