"""What other systems are given: submitted scorecards alone, without HR's notes, and without names while they are hidden."""

from collections.abc import Iterable

import pytest

from screener.errors import NotAllowed, NotFound
from screener.journeys import candidates, exchange, live, openings
from screener.journeys.blinding import labels_of, set_blind
from screener.journeys.exchange import EVERYTHING, Handover, Page, Subject
from screener.journeys.tokens import make_token, reader_by
from screener.rendering.exchange import SHAPES, subject_data
from screener.storage.importing import ExternalId
from screener.storage.records import Candidate, Opening, Person
from tests.journeys.entries import OPINION, begun, draft, entry, questions_of, rate_all, rating, send
from tests.journeys.handed import half_submitted
from tests.journeys.test_candidates import WRITINGS, hold
from tests.office import Office


@pytest.fixture
def candidate(office: Office, opening: Opening) -> Candidate:
    return half_submitted(office, opening)


@pytest.fixture
def program(office: Office) -> Person:
    """As whom a program with a token reads."""
    reader = reader_by(office.instance, make_token(office.instance, office.sam, "Sync")[1])
    assert reader is not None
    return reader


def given(office: Office, actor: Person, opening: Opening, page: Page = EVERYTHING) -> tuple[Handover, ...]:
    return exchange.handovers_of_opening(office.instance, actor, opening.id, page).items


def given_of(office: Office, actor: Person, candidate: Candidate) -> tuple[Handover, ...]:
    return exchange.handovers_of_candidate(office.instance, actor, candidate.id, EVERYTHING).items


def subjects(office: Office, actor: Person, opening: Opening, page: Page = EVERYTHING) -> tuple[Subject, ...]:
    return exchange.subjects_of(office.instance, actor, opening.id, page).items


def raters(handovers: Iterable[Handover]) -> list[str]:
    return [handover.rater.name for handover in handovers]


# Whose scorecards, to whom


def test_only_submitted_scorecards_are_given_the_first_submitted_first(
    office: Office, opening: Opening, candidate: Candidate, program: Person
) -> None:
    assert raters(given(office, program, opening)) == ["Ingrid Halvorsen", "Marcus Adeyemi"]
    assert given_of(office, program, candidate) == given(office, program, opening)


def test_a_program_reads_all_openings(office: Office, program: Person) -> None:
    others = office.opening(panel=(), title="Marketing Director")
    hold(office, office.candidate(others), office.yuki)
    assert raters(given(office, program, others)) == ["Yuki Tanabe"]
    found = exchange.openings_read(office.instance, program, EVERYTHING)
    assert [count.opening.title for count in found.items] == ["Marketing Director"]
    assert exchange.opening_read(office.instance, program, others.id) == found.items[0]
    assert (found.items[0].candidates, found.items[0].submitted, found.items[0].scorecards) == (1, 1, 1)


def test_people_are_given_what_they_may_read(office: Office, opening: Opening, candidate: Candidate) -> None:
    assert raters(given(office, office.helen, opening)) == ["Ingrid Halvorsen", "Marcus Adeyemi"]
    assert raters(given(office, office.ingrid, opening)) == ["Ingrid Halvorsen", "Marcus Adeyemi"]
    assert raters(given_of(office, office.marcus, candidate)) == ["Ingrid Halvorsen", "Marcus Adeyemi"]
    assert raters(given_of(office, office.yuki, candidate)) == []  # her own comes first
    assert raters(given(office, office.sam, opening)) == ["Ingrid Halvorsen", "Marcus Adeyemi"]


def test_a_rater_who_oversees_has_to_submit_first(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    hold(office, candidate, office.marcus)
    hold(office, candidate, office.ingrid, submits=False)
    assert given(office, office.ingrid, opening) == ()


@pytest.mark.parametrize("who", ["marcus", "yuki"])
def test_an_opening_is_not_there_for_interviewers(office: Office, opening: Opening, who: str) -> None:
    person = getattr(office, who)
    for read in (exchange.subjects_of, exchange.handovers_of_opening):
        with pytest.raises(NotFound):
            read(office.instance, person, opening.id, EVERYTHING)
    with pytest.raises(NotFound):
        exchange.opening_read(office.instance, person, opening.id)
    assert exchange.openings_read(office.instance, person, EVERYTHING).items == ()


def test_an_opening_is_not_there_for_hiring_managers_of_others(office: Office) -> None:
    theirs = office.opening(panel=(office.marcus,))
    with pytest.raises(NotFound):
        given(office, office.ingrid, theirs)
    with pytest.raises(NotFound):
        given_of(office, office.ingrid, office.candidate(theirs))


@pytest.mark.parametrize("unknown", ["", "nobody", "' OR 1=1 --", "x" * 5000, "\x00"])
def test_it_knows_nothing_of_another_id(office: Office, program: Person, unknown: str) -> None:
    for read in (exchange.subjects_of, exchange.handovers_of_opening, exchange.handovers_of_candidate):
        with pytest.raises(NotFound):
            read(office.instance, program, unknown, EVERYTHING)
    with pytest.raises(NotFound):
        exchange.opening_read(office.instance, program, unknown)


# Pages


def test_pages_are_cut_from_the_whole(office: Office, opening: Opening, program: Person) -> None:
    names = [f"Candidate {number}" for number in range(5)]
    for name in names:
        candidate = office.candidate(opening, name)
        office.clock.forward(minutes=1)
        hold(office, candidate, office.yuki)
    cut = [subjects(office, program, opening, Page(number, 2)) for number in (1, 2, 3, 4)]
    assert [[own.candidate.name for own in page] for page in cut] == [names[:2], names[2:4], names[4:], []]
    cards = [given(office, program, opening, Page(number, 2)) for number in (1, 2, 3, 4)]
    assert [[own.subject.candidate.name for own in page] for page in cards] == [names[:2], names[2:4], names[4:], []]
    assert exchange.subjects_of(office.instance, program, opening.id, Page(9, 2)).total == 5
    assert exchange.handovers_of_opening(office.instance, program, opening.id, Page(9, 2)).total == 5
    assert [page.of("abc").items for page in (Page(1, 3), Page(2, 3), Page(1, 1))] == [("a", "b", "c"), (), ("a",)]


def test_an_empty_opening_gives_nothing(office: Office, opening: Opening, program: Person) -> None:
    assert subjects(office, program, opening) == ()
    assert given(office, program, opening) == ()
    assert given_of(office, program, office.candidate(opening)) == ()


# What stands in them


def test_levels_are_means_of_answers_with_evidence(
    office: Office, opening: Opening, candidate: Candidate, program: Person
) -> None:
    first, last = given(office, program, opening)
    levels = {own.competency: own for own in first.levels}
    assert (levels["standing"].level, levels["credit"].level, levels["credit"].no_evidence) == (5, None, 2)
    assert {own.competency: own.level for own in last.levels}["standing"] == 2
    assert first.subject == last.subject
    assert (first.subject.submitted, first.subject.scorecards) == (2, 3)


def test_notes_skips_places_and_flags_come_along(office: Office, program: Person) -> None:
    interview = begun(office)
    question, skipped, *_ = questions_of(office)
    rate_all(office, interview)
    send(
        office,
        interview,
        draft(question, OPINION),
        rating(office, question, 1),
        entry("asking", question=skipped, state="skipped", reason="No time was left."),
        draft("closing", "Came late."),
    )
    live.submit(office.instance, office.marcus, interview.id)
    (found,) = given_of(office, program, office.instance.store.candidate_of(interview.candidate_id))
    own, other, *_ = found.answers
    assert (own.number, own.question, own.notes, own.is_asked, own.skipped_because) == (1, question, OPINION, True, None)  # fmt: skip
    assert own.ratings[0] == (own.competency, 1)
    assert (other.is_asked, other.skipped_because, other.ratings) == (False, "No time was left.", ())
    assert found.closing == "Came late."
    assert found.guide == "Sales leader"


def test_what_arrives_after_the_end_is_no_part_of_it(
    office: Office, opening: Opening, candidate: Candidate, program: Person
) -> None:
    before = given(office, program, opening)
    office.clock.forward(minutes=5)
    seat = next(s for s in office.instance.store.seats(opening_id=opening.id) if s.rater == office.marcus)
    send(office, seat.interview, draft("closing", "An afterthought."), by=office.marcus)
    assert given(office, program, opening) == before


@pytest.mark.parametrize("writing", WRITINGS)
def test_texts_are_given_as_they_are(office: Office, opening: Opening, program: Person, writing: str) -> None:
    candidate = office.candidate(opening, writing)
    interview = begun(office)
    rate_all(office, interview)
    send(office, interview, draft(questions_of(office)[0], writing))
    live.submit(office.instance, office.marcus, interview.id)
    (found,) = given_of(office, program, office.instance.store.candidate_of(interview.candidate_id))
    assert found.answers[0].notes == writing
    assert subjects(office, program, opening)[0].candidate.name == candidate.name == writing


def test_hrs_note_stays_with_hr(office: Office, opening: Opening, candidate: Candidate, program: Person) -> None:
    candidates.change_candidate(office.instance, office.helen, candidate.id, candidate.name, "Salary above range")
    told = [subject_data(own) for own in subjects(office, program, opening)]
    told += [shape(own) for shape in SHAPES.values() for own in given(office, program, opening)]
    assert len(told) == 9
    assert "Salary above range" not in str(told)


def test_who_withdrew_stands_last_and_keeps_their_scorecards(
    office: Office, opening: Opening, candidate: Candidate, program: Person
) -> None:
    office.candidate(opening, "Zora Ahlgren")
    candidates.withdraw(office.instance, office.helen, candidate.id)
    first, last = subjects(office, program, opening)
    assert (first.candidate.name, first.candidate.withdrawn_at) == ("Zora Ahlgren", None)
    assert (last.candidate.name, last.candidate.withdrawn_at) == ("Tessa Brandvold", office.instance.now())
    assert {own.subject.candidate.withdrawn_at for own in given(office, program, opening)} == {office.instance.now()}


def test_a_closed_opening_is_still_read(
    office: Office, opening: Opening, candidate: Candidate, program: Person
) -> None:
    openings.close_opening(office.instance, office.helen, opening.id)
    assert len(given(office, program, opening)) == 2
    assert exchange.opening_read(office.instance, program, opening.id).opening.closed_at == office.instance.now()


# Ids in other systems


def test_ids_in_other_systems_are_found_by_scheme(
    office: Office, opening: Opening, candidate: Candidate, program: Person
) -> None:
    ids = [ExternalId(opening.id, *own, candidate.id) for own in (("lever", "b-2"), ("lever", "a-1"), ("ashby", "7"))]
    office.instance.store.add_external_ids(ids)
    (subject,) = subjects(office, program, opening)
    assert subject.ids == (ids[2], ids[1], ids[0])
    assert [subject.id_in(scheme) for scheme in ("lever", "ashby", "greenhouse", "")] == ["a-1", "7", None, None]
    assert given(office, program, opening)[0].subject.ids == subject.ids


# Hidden names


@pytest.fixture
def hidden(office: Office, opening: Opening, candidate: Candidate) -> Opening:
    office.candidate(opening, "Aron Zweig")
    office.instance.store.add_external_ids([ExternalId(opening.id, "lever", "007", candidate.id)])
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    return opening


def test_letters_stand_for_names_in_an_order_that_says_nothing(
    office: Office, hidden: Opening, program: Person
) -> None:
    found = subjects(office, program, hidden)
    assert [own.candidate.name for own in found] == ["Candidate A", "Candidate B"]
    assert all(own.is_hidden and own.ids == () and own.candidate.note == "" for own in found)
    labels = labels_of(office.instance.store.candidates_of(hidden.id)[0], office.instance.secret)
    assert all(labels[own.candidate.id] == own.candidate.name for own in found)


def test_names_in_notes_are_hidden_too(office: Office, program: Person) -> None:
    interview = begun(office)
    rate_all(office, interview)
    question, skipped, *_ = questions_of(office)
    send(
        office,
        interview,
        draft(question, "Tessa said so; BRANDVOLD is sure."),
        entry("asking", question=skipped, state="skipped", reason="Tessa had to go."),
        draft("closing", "Thank Ms Brandvold."),
    )
    live.submit(office.instance, office.marcus, interview.id)
    candidate = office.instance.store.candidate_of(interview.candidate_id)
    opening = office.instance.store.opening_of(candidate.opening_id)
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    (found,) = given(office, program, opening)
    assert found.answers[0].notes == "Candidate A said so; Candidate A is sure."
    assert found.answers[1].skipped_because == "Candidate A had to go."
    assert found.closing == "Thank Ms Candidate A."
    assert "Tessa" not in str(found)
    assert "Brandvold" not in str(found)


def test_nobody_is_asked_for_by_id_while_names_are_hidden(
    office: Office, hidden: Opening, candidate: Candidate, program: Person
) -> None:
    with pytest.raises(NotAllowed, match="Names are hidden"):
        given_of(office, program, candidate)
    set_blind(office.instance, office.helen, hidden.id, is_blind=False)
    assert [own.subject.candidate.name for own in given_of(office, program, candidate)] == ["Tessa Brandvold"] * 2
