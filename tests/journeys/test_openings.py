"""Openings: who sees them, how they are made and closed, and how candidates come in."""

import unicodedata
from dataclasses import replace

import pytest

from screener.errors import NotAllowed, NotFound, Refused
from screener.journeys.openings import (
    CLOSED_ON_A_PAGE,
    MOST_CANDIDATES_AT_ONCE,
    add_candidates,
    close_opening,
    new_opening,
    overview,
    rename_opening,
    reopen_opening,
)
from screener.storage.records import Opening
from tests.office import Office


def names_of(office: Office, opening: Opening) -> list[str]:
    return [candidate.name for candidate in office.instance.store.candidates_of(opening.id)[0]]


@pytest.mark.parametrize(
    ("role", "guide"),
    [("sales", "sales-leader"), ("marketing", "marketing-leader"), ("both", "sales-and-marketing-leader")],
)
def test_a_new_opening_has_the_guide_of_its_role_and_its_weights(office: Office, role: str, guide: str) -> None:
    opening = new_opening(office.instance, office.helen, "  Sales\tDirector ", role)
    kept = office.instance.store.opening_of(opening.id)
    assert kept == opening
    assert (kept.title, kept.guide, kept.policy) == ("Sales Director", guide, "default")
    assert [(w.weight, w.reason) for w in kept.weights] == [(1, "")] * len(kept.weights)


def test_the_same_form_sent_twice_makes_one_opening(office: Office) -> None:
    first = new_opening(office.instance, office.helen, "Sales Director", "sales")
    assert new_opening(office.instance, office.helen, "Sales Director", "sales") == first
    office.clock.forward(minutes=2)
    assert new_opening(office.instance, office.helen, "Sales Director", "sales") != first


def test_it_makes_another_opening_of_the_same_name_once_something_has_happened_in_the_first(office: Office) -> None:
    first = new_opening(office.instance, office.helen, "Sales Director", "sales")
    add_candidates(office.instance, office.helen, first.id, "Tessa Brandvold")
    assert new_opening(office.instance, office.helen, "Sales Director", "sales") != first
    assert new_opening(office.instance, office.sam, "Sales Director", "sales") != first


@pytest.mark.parametrize(
    ("title", "role", "field"), [("", "sales", "title"), ("x" * 121, "both", "title"), ("A", "x", "role")]
)
def test_it_refuses_an_opening_without_title_or_role(office: Office, title: str, role: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        new_opening(office.instance, office.helen, title, role)
    assert refusal.value.field == field
    assert office.instance.store.opening_counts(None) == ()


def test_only_hr_makes_and_changes_openings(office: Office) -> None:
    opening = office.opening()
    with pytest.raises(NotAllowed):
        new_opening(office.instance, office.ingrid, "Sales Director", "sales")
    for journey in (
        lambda who: rename_opening(office.instance, who, opening.id, "X"),
        lambda who: close_opening(office.instance, who, opening.id),
        lambda who: reopen_opening(office.instance, who, opening.id),
        lambda who: add_candidates(office.instance, who, opening.id, "Tessa"),
    ):
        with pytest.raises(NotAllowed):
            journey(office.ingrid)
        with pytest.raises(NotFound):
            journey(office.marcus)
    assert office.instance.store.opening_of(opening.id) == opening


def test_closing_and_opening_again(office: Office) -> None:
    opening = office.opening()
    closed = close_opening(office.instance, office.helen, opening.id)
    assert closed.closed_at == office.instance.now()
    office.clock.forward(hours=1)
    assert close_opening(office.instance, office.helen, opening.id) == closed
    with pytest.raises(Refused, match="closed"):
        add_candidates(office.instance, office.helen, opening.id, "Tessa Brandvold")
    assert reopen_opening(office.instance, office.helen, opening.id).closed_at is None


def test_a_title_can_be_mended(office: Office) -> None:
    opening = office.opening()
    rename_opening(office.instance, office.helen, opening.id, "Sales Director (north)")
    assert office.instance.store.opening_of(opening.id).title == "Sales Director (north)"


def test_candidates_come_in_one_on_each_line(office: Office) -> None:
    opening = office.opening()
    names = "  Tessa  Brandvold \r\n\n محمد الفارسي\nAdaeze 🎯 Nwosu\n<script>alert(1)</script>\n"
    assert len(add_candidates(office.instance, office.helen, opening.id, names)) == 4
    kept = {"Tessa Brandvold", "محمد الفارسي", "Adaeze 🎯 Nwosu", "<script>alert(1)</script>"}
    assert set(names_of(office, opening)) == kept


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("", "Enter a name"),
        (" \n\t\n", "Enter a name"),
        ("\x07", "no name that can be read"),
        ("Tessa Brandvold\nTariq\tSolheim\nYaw", "The line “Tariq Solheim” has a tab in it"),
        ("Tessa\n" + "x" * 121, "has 121 characters"),
        ("\n".join(f"Name {i}" for i in range(MOST_CANDIDATES_AT_ONCE + 1)), "201 names"),
        ("Tessa Brandvold\nTariq Solheim\ntessa  BRANDVOLD", "tessa BRANDVOLD stands here twice"),
        ("Tariq Solheim\nGARETH penhallow", "GARETH penhallow is among the candidates already"),
        ("Jose\u0301 Marti", "José Marti is among the candidates already"),
    ],
)
def test_it_refuses_names_and_adds_nobody(office: Office, names: str, said: str) -> None:
    opening = office.opening()
    office.candidate(opening, "Gareth Penhallow")
    office.candidate(opening, "José Marti")
    with pytest.raises(Refused) as refusal:
        add_candidates(office.instance, office.helen, opening.id, names)
    assert said in unicodedata.normalize("NFC", str(refusal.value))
    assert refusal.value.field == "names"
    assert names_of(office, opening) == ["Gareth Penhallow", "José Marti"]


def test_the_same_name_may_stand_in_another_opening(office: Office) -> None:
    office.candidate(office.opening(), "Gareth Penhallow")
    assert add_candidates(office.instance, office.helen, office.opening().id, "Gareth Penhallow")


def test_hr_sees_all_openings_and_a_hiring_manager_those_with_them_on_the_panel(office: Office) -> None:
    mine, other = office.opening(), office.opening(panel=(office.marcus,))
    closed = office.opening(closed_at=office.instance.now())
    seen = overview(office.instance, office.helen)
    assert {count.opening.id for count in seen.open} == {mine.id, other.id}
    assert [count.opening.id for count in seen.closed] == [closed.id]
    hers = overview(office.instance, office.ingrid)
    assert [count.opening.id for count in (*hers.open, *hers.closed)] == [mine.id, closed.id]
    his = overview(office.instance, office.marcus)
    assert (his.open, his.closed) == ((), ())


def test_closed_openings_come_a_page_at_a_time(office: Office) -> None:
    made = [office.opening(closed_at=office.instance.now()).id for _ in range(CLOSED_ON_A_PAGE + 3)]
    pages = [overview(office.instance, office.helen, page) for page in (1, 2, 99)]
    assert [(seen.page, seen.pages, len(seen.closed)) for seen in pages] == [
        (1, 2, CLOSED_ON_A_PAGE),
        (2, 2, 3),
        (2, 2, 3),
    ]
    assert {count.opening.id for seen in pages for count in seen.closed} == set(made)


def test_own_interviews_come_in_the_order_in_which_they_press(office: Office) -> None:
    opening, store = office.opening(), office.instance.store
    made = {}
    for name, planned_for in {
        "Left": "", "Begun": "", "Soon": "2026-03-03T09:00:00.000Z", "Later": "2026-03-09T09:00:00.000Z",
        "Some day": "", "Withdrawn": "", "Done": "",
    }.items():  # fmt: skip
        candidate = office.candidate(opening, name)
        interview = office.interview(candidate, office.marcus, planned_for=planned_for)
        made[name] = (candidate, store.seats(interview_id=interview.id)[0].scorecard.id)
    at = office.instance.now()
    for name in ("Left", "Begun", "Done"):
        store.begin(made[name][1], at)
    store.leave(made["Left"][1], at)
    store.submit(made["Done"][1], at)
    store.change_candidate(replace(made["Withdrawn"][0], withdrawn_at=at))
    own = overview(office.instance, office.marcus).own
    assert [seat.candidate.name for seat in own.to_do] == ["Left", "Begun", "Soon", "Later", "Some day"]
    assert [seat.candidate.name for seat in own.submitted] == ["Done"]
    assert [seat.candidate.name for seat in own.dropped] == ["Withdrawn"]
    assert not overview(office.instance, office.yuki).own
