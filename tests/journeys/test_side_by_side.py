"""Two to five candidates: the same question's answers next to each other, and no name while names are hidden."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from screener.errors import NotFound, Refused
from screener.journeys.blinding import set_blind
from screener.journeys.comparison import View, comparison_of
from screener.journeys.side_by_side import GivenAnswer, SideBySide, side_by_side
from screener.journeys.standings import ALL_ROUNDS
from screener.storage.records import Candidate, Opening, Person
from tests.journeys.rated import a_flag, heard, judge, locked, note, questions_in, rated, skip, weighted_opening
from tests.office import Office


@pytest.fixture
def opening(office: Office) -> Opening:
    return weighted_opening(office)


@pytest.fixture
def two(office: Office, opening: Opening) -> tuple[Candidate, Candidate]:
    """Tessa, rated by Marcus and Yuki, and Tariq, rated by Marcus; each with notes that name both."""
    tessa, tariq = office.candidate(opening), office.candidate(opening, "Tariq Solheim")
    for candidate, rater, level in ((tessa, office.marcus, 4), (tessa, office.yuki, 2), (tariq, office.marcus, 3)):
        seat = rated(office, candidate, rater, {"standing": [level], "customer": [None]}, submits=False)
        note(office, seat, f"{candidate.name} counts leads. Not like TARIQ or Tessa\nBrandvold.")
        skip(office, seat, 1, f"{candidate.name} had to leave")
        question = questions_in(office, seat.interview)[0]
        heard(office, locked(office, seat), a_flag(question=question, quote=f"I, {candidate.name}, did it alone"))
    return tessa, tariq


def beside(
    office: Office, opening: Opening, *candidates: Candidate, actor: Person | None = None, **wish: Any
) -> SideBySide:
    ids = [candidate.id for candidate in candidates]
    return side_by_side(office.instance, actor or office.helen, opening.id, ids, View(**wish))


def raters(found: SideBySide) -> list[list[str]]:
    """Return by candidate whose answers to the first question are shown."""
    return [[given.rater for given in answers] for answers in found.questions[0].answers] if found.questions else []


# Who sees it


def test_hr_administrators_and_the_panels_hiring_managers_see_it(
    office: Office, opening: Opening, two: tuple[Candidate, Candidate]
) -> None:
    for person in (office.helen, office.sam, office.ingrid):
        assert raters(beside(office, opening, *two, actor=person)) == [
            ["Marcus Adeyemi", "Yuki Tanabe"],
            ["Marcus Adeyemi"],
        ]
    for person in (office.marcus, office.yuki):
        with pytest.raises(NotFound):
            beside(office, opening, *two, actor=person)
    others = weighted_opening(office, panel=())
    theirs = [office.candidate(others, name) for name in ("Ann", "Ben")]
    with pytest.raises(NotFound):
        beside(office, others, *theirs, actor=office.ingrid)


def test_while_ones_own_is_open_others_answers_are_hidden(
    office: Office, opening: Opening, two: tuple[Candidate, Candidate]
) -> None:
    own = rated(office, two[0], office.ingrid, {"standing": [5]}, submits=False)
    seen = beside(office, opening, *two, actor=office.ingrid)
    assert raters(seen) == [[], ["Marcus Adeyemi"]]
    assert seen.rows[0].hidden == 2
    locked(office, own)
    assert len(raters(beside(office, opening, *two, actor=office.ingrid))[0]) == 3


# Whom


@pytest.mark.parametrize("count", [0, 1, 6, 50])
def test_fewer_than_two_and_more_than_five_are_refused(office: Office, opening: Opening, count: int) -> None:
    chosen = [office.candidate(opening, f"Candidate {number}") for number in range(count)]
    with pytest.raises(Refused, match=rf"2 to 5 .*\({count} chosen\)"):
        beside(office, opening, *chosen)


def test_the_same_one_twice_is_one(office: Office, opening: Opening, two: tuple[Candidate, Candidate]) -> None:
    with pytest.raises(Refused, match="1 chosen"):
        beside(office, opening, two[0], two[0])
    assert len(beside(office, opening, *two, *two, *two).rows) == 2


def test_candidates_of_other_openings_are_not_there(
    office: Office, opening: Opening, two: tuple[Candidate, Candidate]
) -> None:
    other = office.candidate(weighted_opening(office), "Elsewhere")
    with pytest.raises(NotFound):
        beside(office, opening, two[0], other)
    for unknown in ("", "nobody", "<script>", "\x00"):
        with pytest.raises(NotFound):
            side_by_side(office.instance, office.helen, opening.id, [two[0].id, unknown])


def test_they_stand_in_the_order_in_which_they_were_chosen_with_their_rows_of_the_comparison(
    office: Office, opening: Opening, two: tuple[Candidate, Candidate]
) -> None:
    tessa, tariq = two
    for number in range(60):
        office.candidate(opening, f"Candidate {number}")
    found = beside(office, opening, tariq, tessa)
    assert [row.candidate for row in found.rows] == [tariq, tessa]
    whole = {
        row.candidate.id: row for row in comparison_of(office.instance, office.helen, opening.id, View(page=0)).rows
    }
    assert list(found.rows) == [whole[tariq.id], whole[tessa.id]]


def test_five_may_be_chosen_and_some_of_them_without_a_scorecard(office: Office, opening: Opening) -> None:
    chosen = [office.candidate(opening, f"Candidate {number}") for number in range(5)]
    found = beside(office, opening, *chosen)
    assert (len(found.rows), found.questions, found.round) == (5, (), ALL_ROUNDS)
    rated(office, chosen[0], office.marcus, {"standing": [3]})
    assert raters(beside(office, opening, *chosen)) == [["Marcus Adeyemi"], [], [], [], []]


# What


def test_each_question_has_everybodys_answers(
    office: Office, opening: Opening, two: tuple[Candidate, Candidate]
) -> None:
    bank = office.instance.shelf.current().bank
    guide = bank.guides["sales-leader"]
    found = beside(office, opening, *two)
    assert [row.question for row in found.questions] == list(guide.questions)
    first, second = found.questions[:2]
    assert first.competency == bank.rubrics[bank.questions[first.question].competency].name
    assert first.wordings == (bank.questions[first.question].ask.spoken_to("sales")[0],)
    (marcus, yuki), (tariq,) = first.answers
    assert isinstance(marcus, GivenAnswer)
    assert dict(marcus.ratings) == {bank.rubrics["standing"].name: 4, bank.rubrics["customer"].name: None}
    assert (yuki.rater, yuki.round, dict(yuki.ratings)[bank.rubrics["standing"].name]) == ("Yuki Tanabe", 1, 2)
    assert tariq.notes.startswith("Tariq Solheim counts leads.")
    assert [(own.name, own.severity, own.quote) for own in marcus.beliefs] == [
        (bank.philosophies["sole-credit"].name, "high", "I, Tessa Brandvold, did it alone")
    ]
    assert (second.answers[1][0].skipped_because, second.answers[1][0].is_asked) == (
        "Tariq Solheim had to leave",
        False,
    )
    assert second.answers[0][0].beliefs == ()


def test_only_the_round_that_is_looked_at_is_shown(
    office: Office, opening: Opening, two: tuple[Candidate, Candidate]
) -> None:
    rated(office, two[0], office.ingrid, {"standing": [5]}, round=2, guide="first-screen")
    assert beside(office, opening, *two).round == 1
    assert raters(beside(office, opening, *two, round=2)) == [["Ingrid Halvorsen"], []]
    whole = beside(office, opening, *two, round=ALL_ROUNDS)
    shown = {(given.rater, given.round) for row in whole.questions for given in row.answers[0]}
    assert shown == {("Marcus Adeyemi", 1), ("Yuki Tanabe", 1), ("Ingrid Halvorsen", 2)}
    with pytest.raises(NotFound):
        beside(office, opening, *two, round=99)


def test_words_that_were_put_otherwise_are_both_shown(office: Office) -> None:
    opening = weighted_opening(office, role="both")
    chosen = [office.candidate(opening, name) for name in ("Ann", "Ben")]
    for candidate, guide in zip(chosen, ("sales-leader", "marketing-leader"), strict=True):
        rated(office, candidate, office.marcus, {"standing": [3]}, guide=guide)
    found = beside(office, opening, *chosen)
    guides = office.instance.shelf.current().bank.guides
    shared = set(guides["sales-leader"].questions) & set(guides["marketing-leader"].questions)
    questions = office.instance.shelf.current().bank.questions
    for row in (row for row in found.questions if row.question in shared):
        ask = questions[row.question].ask
        assert set(row.wordings) == {ask.spoken_to("sales")[0], ask.spoken_to("marketing")[0]}
    assert any(len(row.wordings) == 2 for row in found.questions)
    alone = [row for row in found.questions if row.question not in shared]
    assert all(sorted(map(len, row.answers)) == [0, 1] for row in alone)


def test_an_accepted_belief_is_not_taken_for_a_healthy_one(office: Office, opening: Opening) -> None:
    chosen = [office.candidate(opening, name) for name in ("Ann", "Ben")]
    seat = rated(office, chosen[0], office.marcus, {"standing": [3]})
    question = questions_in(office, seat.interview)[0]
    heard(
        office,
        seat,
        a_flag(question=question, severity=""),
        a_flag("gone", question=question, severity="", kind="healthy"),
    )
    ((given,), _) = beside(office, opening, *chosen).questions[0].answers
    assert [(own.name, own.kind) for own in given.beliefs][1] == ("gone", "healthy")
    assert given.beliefs[0].kind == "risky"


def test_what_a_rater_made_of_a_flag_stands_beside_it(office: Office, opening: Opening) -> None:
    chosen = [office.candidate(opening, name) for name in ("Ann", "Ben")]
    seat = rated(office, chosen[0], office.marcus, {"standing": [3]}, submits=False)
    judge(office, seat, "sole-credit", "dismissed")
    seat, question = locked(office, seat), questions_in(office, seat.interview)[0]
    heard(office, seat, a_flag(question=question), a_flag(question=question, source="transcript"))
    ((given,), _) = beside(office, opening, *chosen).questions[0].answers
    assert [(own.verdict, own.reason) for own in given.beliefs] == [("dismissed", "why"), ("", "")]


# Hidden names


def test_no_name_is_in_any_note_reason_or_quotation_while_names_are_hidden(
    office: Office, opening: Opening, two: tuple[Candidate, Candidate]
) -> None:
    office.candidate(opening, "Wanda Keymaster")
    seat = rated(office, two[1], office.yuki, {"standing": [3]}, submits=False)
    note(office, seat, "Weaker than wanda keymaster")
    locked(office, seat)
    set_blind(office.instance, office.ingrid, opening.id, is_blind=True)
    found = beside(office, opening, *two)
    whole = json.dumps([asdict(question) for question in found.questions], ensure_ascii=False).casefold()
    for name in ("tessa", "brandvold", "tariq", "solheim", "wanda", "keymaster"):
        assert name not in whole
    labels = [row.candidate.name for row in found.rows]
    assert sorted(labels) != sorted(candidate.name for candidate in two)
    given = found.questions[0].answers[0][0]
    assert given.notes == f"{labels[0]} counts leads. Not like {labels[1]} or {labels[0]}."
    assert given.beliefs[0].quote == f"I, {labels[0]}, did it alone"
    assert found.questions[1].answers[0][0].skipped_because == f"{labels[0]} had to leave"
