"""The debrief pack: where raters differ first, with their notes, and for whom it is."""

from typing import Any

import pytest

from screener.errors import NotFound, Refused
from screener.journeys.blinding import set_blind
from screener.journeys.candidates import withdraw
from screener.journeys.comparison import View
from screener.journeys.consensus import finish, open_discussion, settle
from screener.journeys.debrief import MOST_CANDIDATES, Debrief, Dossier, debrief_of
from screener.storage.records import Person
from tests.journeys.compared import HOSTILE_NOTE, Compared, compared_opening, hear, settle_tessa
from tests.journeys.pools import rate_once
from tests.journeys.test_candidates import hold
from tests.journeys.test_consensus import COMPETENCIES
from tests.office import Office


@pytest.fixture
def found(office: Office) -> Compared:
    return compared_opening(office)


def pack(office: Office, found: Compared, *chosen: str, person: Person | None = None, **more: Any) -> Debrief:
    return debrief_of(office.instance, person or office.helen, found.opening.id, chosen, View(**more))


def dossier(office: Office, found: Compared, person: Person | None = None) -> Dossier:
    (own,) = pack(office, found, found.tessa.id, person=person).dossiers
    return own


def test_it_is_for_hr_administrators_and_the_panels_managers(office: Office, found: Compared) -> None:
    for person in (office.helen, office.sam, office.ingrid):
        assert len(pack(office, found, person=person).dossiers) == 2
    for person in (office.marcus, office.yuki):
        with pytest.raises(NotFound):
            pack(office, found, person=person)


def test_without_a_choice_it_holds_who_was_interviewed_and_has_not_withdrawn(office: Office, found: Compared) -> None:
    names = [own.row.candidate.name for own in pack(office, found).dossiers]
    assert sorted(names) == ["Bram Osterholt", "Tessa Brandvold"]
    withdraw(office.instance, office.helen, found.bram.id)
    assert [own.row.candidate.name for own in pack(office, found).dossiers] == ["Tessa Brandvold"]
    chosen = pack(office, found, found.bram.id, found.zoe.id)
    assert [own.row.candidate.name for own in chosen.dossiers] == ["Zoë <b>", "Bram Osterholt"]


def test_others_candidates_and_other_rounds_are_not_found(office: Office, found: Compared) -> None:
    stranger = office.candidate(office.opening())
    with pytest.raises(NotFound):
        pack(office, found, found.tessa.id, stranger.id)
    with pytest.raises(NotFound):
        pack(office, found, round=4)


def test_it_holds_no_more_than_people_can_talk_about(office: Office) -> None:
    opening = office.opening()
    with office.instance.store.transaction():
        for number in range(MOST_CANDIDATES + 1):
            rate_once(office, office.candidate(opening, f"Candidate {number}"), 3)
    with pytest.raises(Refused, match=r"at most 50 candidates \(51 chosen\)"):
        debrief_of(office.instance, office.helen, opening.id)


def test_the_largest_difference_comes_first_with_each_raters_notes(office: Office, found: Compared) -> None:
    own = dossier(office, found)
    assert [(found.column.competency, found.cell.apart) for found in own.differences] == [("standing", 3)]
    (difference,) = own.differences
    assert [(side.rater, side.level) for side in difference.sides] == [("Ingrid Halvorsen", 5), ("Marcus Adeyemi", 2)]
    assert difference.sides[0].answers[0].notes.startswith("Ingrid Halvorsen on standing")
    hold(office, found.tessa, office.yuki, {"standing": 3, "credit": 5, "repair": 1, "horizon": 1})
    apart = [found.cell.apart for found in dossier(office, found).differences]
    assert apart == sorted(apart, reverse=True)
    assert len(apart) == 4


def test_a_rater_without_evidence_stands_beside_who_has_some(office: Office, found: Compared) -> None:
    hold(office, found.tessa, office.yuki, {"horizon": 1})
    differences = {own.column.competency: own for own in dossier(office, found).differences}
    sides = [(side.rater, side.level) for side in differences["horizon"].sides]
    assert sides == [("Ingrid Halvorsen", 4), ("Marcus Adeyemi", None), ("Yuki Tanabe", 1)]


def test_levels_stand_by_rater_and_beside_what_was_settled(office: Office, found: Compared) -> None:
    settle_tessa(office, found)
    own = dossier(office, found)
    assert own.raters == ("Ingrid Halvorsen", "Marcus Adeyemi")
    standing = next(line for line in own.levels if line.column.competency == "standing")
    assert standing.by_rater == (5, 2)
    assert [(level.level, level.reason) for level in standing.settled] == [(3, "Tessa’s standing, talked over.")]
    assert own.row.settled == 3


def test_a_discussion_that_goes_on_settles_nothing_yet(office: Office, found: Compared) -> None:
    settle_tessa(office, found, finishes=False)
    assert not [line for line in dossier(office, found).levels if line.settled]


def test_beliefs_have_their_quotations(office: Office, found: Compared) -> None:
    hear(office, found)
    quotes = [belief.quote for belief in dossier(office, found).beliefs if belief.severity == "high"]
    assert any("marketing is there to serve sales" in quote for quote in quotes)


def test_who_has_a_scorecard_to_submit_reads_nothing_of_that_candidate(office: Office, found: Compared) -> None:
    settle_tessa(office, found)
    hold(office, found.tessa, office.ingrid, round=2, submits=False)
    own = dossier(office, found, office.ingrid)
    assert own.raters == ("Ingrid Halvorsen",)  # her own of the first round
    assert own.row.hidden == 1
    assert own.row.settled is None
    assert not own.differences
    assert not [line for line in own.levels if line.settled]
    assert HOSTILE_NOTE not in str(own)


def test_raters_of_several_rounds_are_told_apart(office: Office, found: Compared) -> None:
    hold(office, found.tessa, office.ingrid, round=2)
    (own,) = pack(office, found, found.tessa.id, round=0).dossiers
    assert own.raters == ("Ingrid Halvorsen (round 1)", "Marcus Adeyemi (round 1)", "Ingrid Halvorsen (round 2)")


def test_a_reason_hides_others_whom_no_note_names(office: Office, found: Compared) -> None:
    open_discussion(office.instance, office.ingrid, found.tessa.id, 1)
    for competency in COMPETENCIES:
        settle(office.instance, office.ingrid, found.tessa.id, 1, competency, 3, "Stronger than Bram Osterholt.")
    finish(office.instance, office.ingrid, found.tessa.id, 1)
    set_blind(office.instance, office.helen, found.opening.id, is_blind=True)
    reasons = {own.reason for line in dossier(office, found).levels for own in line.settled}
    assert len(reasons) == 1
    assert reasons.pop().startswith("Stronger than Candidate ")


def test_hidden_names_are_nowhere_in_it(office: Office, found: Compared) -> None:
    hear(office, found)
    settle_tessa(office, found)
    set_blind(office.instance, office.helen, found.opening.id, is_blind=True)
    own = dossier(office, found)
    assert "Tessa" not in str(own)
    assert "Brandvold" not in str(own)
    assert own.row.candidate.name.startswith("Candidate ")
