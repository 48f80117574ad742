"""The demonstration fits the shipped questions, shows every state there is, and is the same each time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screener.bank.load import Bank
from screener.errors import Refused, Unreadable
from screener.journeys import demo, demo_files
from screener.journeys.accounts import holder_of_address
from screener.journeys.calibration import own_practice
from screener.journeys.demo_files import DemoCandidate, DemoOffice, DemoOpening, candidates_of, office_of
from screener.journeys.impact import impact_report
from screener.journeys.instance import Instance, open_instance
from screener.journeys.live import phase_of
from screener.journeys.scorecards import Card, cards_of
from screener.paths import inside
from screener.storage.records import Seat
from screener.text.transcript.read import read_transcript
from tests.office import _shipped_edition

FILES = inside("demo")
WRITTEN = candidates_of(FILES)


@pytest.fixture(scope="module")
def company() -> DemoOffice:
    return office_of(FILES)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return _shipped_edition().bank


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A demonstration with thirty candidates."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    told: list[tuple[int, int]] = []
    demo.make_demo(folder, candidates=30, on_step=lambda done, of: told.append((done, of)))
    steps = 28 + 3 + 2  # two are only planned for; three openings of earlier years; plans and practice
    assert told == [(done, steps) for done in range(1, steps + 1)]
    instance = open_instance(folder)
    yield instance
    instance.close()


@pytest.fixture(scope="module")
def cards(made: Instance) -> tuple[Card, ...]:
    return cards_of(made, made.store.seats())


# The files


def opening_of(company: DemoOffice, candidate: DemoCandidate) -> DemoOpening:
    return next(opening for opening in company.openings if opening.id == candidate.opening)


@pytest.mark.parametrize("candidate", WRITTEN, ids=lambda candidate: candidate.id)
def test_a_candidates_answers_fit_the_guide(candidate: DemoCandidate, company: DemoOffice, bank: Bank) -> None:
    opening = opening_of(company, candidate)
    outcome = next(o for needs in bank.needs.values() for o in needs.outcomes if o.id == opening.outcome)
    guide = bank.guides[outcome.guide]
    rated = {weight.id for weight in guide.competencies}
    for card in candidate.scorecards:
        assert card.rater in opening.panel
        names = [answer.question for answer in card.answers]
        assert names == list(guide.questions)[: len(names)]
        assert card.state == "interviewing" or len(names) == len(guide.questions)
        for answer in card.answers:
            question = bank.questions[answer.question]
            assert set(answer.also) <= rated & set(question.also)
            if answer.place:
                scheme = bank.placements[answer.place.placement]
                assert scheme.id == question.placement
                place = next(value for value in scheme.values if value.id == answer.place.value)
                assert place.counts or answer.place.amount is None
            if card.state == "submitted":
                assert (answer.level is not None) != bool(answer.skipped)
    assert len({card.rater for card in candidate.scorecards}) == len(candidate.scorecards)
    if candidate.consensus:
        assert candidate.consensus.moderator == opening.moderator
        assert set(candidate.consensus.levels) == rated
    if candidate.transcript:
        path = FILES / "transcripts" / candidate.transcript
        assert candidate.name in read_transcript(path.read_bytes(), path.name).speakers


def test_the_company_fits_the_questions(company: DemoOffice, bank: Bank) -> None:
    people = {person.id: person for person in company.people}
    assert {person.role for person in people.values()} == {"administrator", "hr", "hiring-manager", "interviewer"}
    needs = next(iter(bank.needs.values()))
    answers = {question.id: {answer.id for answer in question.answers} for question in needs.questions}
    for opening in company.openings:
        assert set(opening.panel) <= set(people)
        assert opening.moderator in opening.panel
        assert opening.needs.keys() == answers.keys()
        assert all(answer in answers[question] for question, answer in opening.needs.items())
    written, openings = {candidate.id for candidate in WRITTEN}, {opening.id for opening in company.openings}
    for plan in company.planned:
        assert set(plan.raters) <= set(people)
        assert plan.candidate in written or (plan.name and plan.opening in openings)
    assert company.second_round.candidate in written
    assert len(set(company.first_names)) * len(set(company.last_names)) > 500


def test_every_transcript_belongs_to_somebody() -> None:
    files = {path.name for path in (FILES / "transcripts").iterdir()}
    assert files == {candidate.transcript for candidate in WRITTEN if candidate.transcript}


def test_a_mistake_in_a_file_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "candidates").mkdir()
    (tmp_path / "candidates/a.yaml").write_text("id: a\nname: Ann\nage: 44\n", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"a\.yaml:\d+:\d+ "):
        demo_files.candidates_of(tmp_path)
    with pytest.raises(OSError, match=r"office\.yaml"):
        demo_files.office_of(tmp_path)


# What is made of them


def test_it_makes_as_many_candidates_as_asked_for(made: Instance) -> None:
    counts = [count for count in made.store.opening_counts(None) if not count.opening.closed_at]
    assert sum(count.candidates for count in counts) == 30
    assert all(count.candidates > 5 for count in counts)


def test_openings_of_earlier_years_are_finished(made: Instance, company: DemoOffice) -> None:
    past = {count.opening.title: count for count in made.store.opening_counts(None) if count.opening.closed_at}
    assert past.keys() == {written.title for written in company.past}
    assert all(count.submitted == count.scorecards >= 2 * count.candidates >= 10 for count in past.values())
    chosen = [len(made.store.chosen_in(past[written.title].opening.id)) for written in company.past]
    assert chosen == [written.chosen for written in company.past]
    helen = next(person for person in made.store.persons() if person.role == "hr")
    report = impact_report(made, helen)
    assert any(table.impact for table in report.tables)  # enough people answered for counts to be shown


def test_every_state_occurs(made: Instance, cards: tuple[Card, ...]) -> None:
    seats = [card.seat for card in cards]
    assert {phase_of(seat) for seat in seats} == {"planned", "under way", "candidate has left", "submitted"}
    assert {seat.interview.round for seat in seats} == {1, 2}
    assert {seat.interview.is_joint for seat in seats} == {True, False}
    assert any(seat.interview.carried == "scorecards" for seat in seats)
    answers = [answer for card in cards for answer in card.answers]
    ratings = [rating for answer in answers for rating in answer.ratings.values()]
    assert {rating.level for rating in ratings} == {1, 2, 3, 4, 5, None}
    assert any(answer.is_skipped for answer in answers)
    assert any(answer.placement for answer in answers)
    assert any(card.closing_text for card in cards)
    assert {flag.verdict for answer in answers for flag in answer.flag_answers} == {"adopted", "dismissed"}
    assert sum(made.store.find_transcript(seat.interview.id) is not None for seat in seats) >= 3
    finals = [c.final_at for seat in seats for c in made.store.consensuses_of(seat.candidate.id)]
    assert any(finals)
    assert made.store.rounds_to_discuss()
    assert {rating.level for rating in made.store.calibration_ratings()} == {1, 2, 3, 4, 5, None}


def test_what_is_submitted_is_complete_and_nothing_is_late(cards: tuple[Card, ...]) -> None:
    for card in cards:
        assert card.late == ()
        assert not (card.seat.scorecard.submitted_at and card.missing)


def test_every_flag_quotes_what_was_noted(made: Instance, cards: tuple[Card, ...]) -> None:
    for card in cards:
        for answer in card.answers:
            kept = [r.text for r in made.store.readings_of([card.seat.scorecard.id]) if r.question == answer.question.id] if answer.flag_answers else []  # fmt: skip
            assert all(any(flag.quote in text for text in kept) for flag in answer.flag_answers)


def test_nothing_lies_in_the_future(made: Instance) -> None:
    now = made.now()
    for seat in made.store.seats():
        card, interview = seat.scorecard, seat.interview
        times = [interview.created_at, interview.started_at, card.started_at, card.left_at, card.submitted_at, now]
        happened = [at for at in times if at]
        assert happened == sorted(happened)
    assert all(rating.at < now for rating in made.store.calibration_ratings())


def as_told(instance: Instance) -> Counter[tuple[object, ...]]:
    """Return everything but ids and times."""

    def told(card: Card) -> tuple[object, ...]:
        seat: Seat = card.seat
        answers = tuple(
            (
                answer.question.id, answer.text, answer.is_skipped and answer.asking and answer.asking.reason,
                tuple(sorted((c, str(r.level), r.after_suggestion) for c, r in answer.ratings.items())),
                answer.placement and (answer.placement.value, answer.placement.amount),
                tuple((flag.philosophy, flag.quote, flag.verdict, flag.reason) for flag in answer.flag_answers),
            )
            for answer in card.answers
        )  # fmt: skip
        return (
            seat.opening.title, seat.candidate.name, seat.interview.round, seat.rater.name, phase_of(seat),
            card.closing_text, answers,
        )  # fmt: skip

    return Counter(map(told, cards_of(instance, instance.store.seats())))


def test_it_is_the_same_each_time_but_for_ids(made: Instance, tmp_path: Path) -> None:
    demo.make_demo(tmp_path / "again", candidates=30)
    again = open_instance(tmp_path / "again")
    assert as_told(again) == as_told(made)
    assert {p.id for p in again.store.persons()}.isdisjoint(p.id for p in made.store.persons())
    again.close()


def test_people_have_practised_as_often_as_their_file_says(made: Instance, company: DemoOffice) -> None:
    names = {person.id: person.name for person in company.people}
    written = {names[practice.rater]: len(practice.apart) for practice in company.practice}
    people = {person.id: person.name for person in made.store.persons()}
    assert Counter(people[rating.person_id] for rating in made.store.calibration_ratings()) == written
    hr = next(person for person in made.store.persons() if person.role == "hr")
    rows = own_practice(made, hr).people
    assert rows is not None
    means = {row.person.name: row.deviation.mean for row in rows}
    assert means["Marcus Adeyemi"] is not None
    assert means["Petra Lindqvist"] is None  # too few


def test_it_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="not empty"):
        demo.make_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


# Coming in


def test_there_is_an_address_for_each_role(made: Instance) -> None:
    ways = demo.sign_ins(made)
    assert [way.role for way in ways] == ["administrator", "hr", "hiring-manager", "interviewer"]
    for way in ways:
        person = holder_of_address(made, way.secret)
        assert (person.name, person.role) == (way.name, way.role)


def test_an_account_that_was_ended_in_the_demonstration_is_passed_over(made: Instance) -> None:
    first = next(way for way in demo.sign_ins(made) if way.role == "interviewer")
    person = holder_of_address(made, first.secret)
    made.store.change_person(replace(person, ended_at=made.now()))
    second = next(way for way in demo.sign_ins(made) if way.role == "interviewer")
    assert second.name != first.name
    made.store.change_person(person)
