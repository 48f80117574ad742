"""A scorecard adds up what was rated with evidence, and keeps apart what came too late."""

from dataclasses import replace

import pytest

from screener.errors import NotFound
from screener.journeys.scorecards import CLOSING, cards_of
from screener.storage.records import Interview
from screener.storage.sqlite import SqliteStore
from tests.journeys.entries import bank_of, begun, card_of, draft, entry, questions_of, rate_all, rating, send, submit
from tests.office import Office


@pytest.fixture
def interview(office: Office) -> Interview:
    return begun(office)


@pytest.fixture
def standing(office: Office) -> list[str]:
    """The questions that are rated on how candidates rank the two functions."""
    return [q for q in questions_of(office) if bank_of(office).questions[q].competency == "standing"]


def level_of(office: Office, interview: Interview, competency: str = "standing") -> tuple[object, ...]:
    (found,) = [row for row in card_of(office, interview).competencies if row.competency == competency]
    return found.level, found.levels, found.no_evidence, found.questions


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((), (None, (), 0)),
        ((4,), (4, (4,), 0)),
        ((1, 4), (2.5, (1, 4), 0)),
        ((None, 4), (4, (4,), 1)),  # "no evidence" is in no mean
        ((None, None), (None, (), 2)),
        ((5, "skipped"), (5, (5,), 0)),
        (("skipped", "skipped"), (None, (), 0)),
        (("skipped after 1", 5), (5, (5,), 0)),  # a rating on a question that was skipped later does not count
        (("1 after skipped", 5), (3, (1, 5), 0)),  # and counts again once the question is open again
    ],
)
def test_a_level_is_the_mean_of_the_answers_with_evidence(
    office: Office, interview: Interview, standing: list[str], levels: tuple[object, ...], expected: tuple[object, ...]
) -> None:
    for question, level in zip(standing, levels, strict=False):
        skip = entry("asking", question=question, state="skipped", reason="no time")
        sent = {
            "skipped": [skip],
            "skipped after 1": [rating(office, question, 1), skip],
            "1 after skipped": [rating(office, question, 1), skip, entry("asking", question=question, state="open")],
        }.get(str(level), [rating(office, question, level)])
        assert {receipt.state for receipt in send(office, interview, *sent)} == {"saved"}
    assert level_of(office, interview) == (*expected, len(standing))


def test_a_rating_that_was_changed_counts_as_it_is_now(
    office: Office, interview: Interview, standing: list[str]
) -> None:
    for level in (1, 5, None, 2):
        send(office, interview, rating(office, standing[0], level))
    assert level_of(office, interview)[:3] == (2, (2,), 0)


def test_what_an_answer_also_speaks_to_counts_there(office: Office, interview: Interview) -> None:
    bank = bank_of(office)
    rated = {weight.id for weight in bank.guides["sales-leader"].competencies}
    question, also = next((q, c) for q in questions_of(office) for c in bank.questions[q].also if c in rated)
    before = level_of(office, interview, also)
    send(office, interview, rating(office, question, 2, also))
    assert level_of(office, interview, also) == (2, (2,), 0, before[3])
    assert level_of(office, interview, bank.questions[question].competency)[1] == ()


def test_competencies_stand_in_the_guides_order_with_the_openings_weights(office: Office, interview: Interview) -> None:
    rows = card_of(office, interview).competencies
    guide = bank_of(office).guides["sales-leader"]
    assert [row.competency for row in rows] == [weight.id for weight in guide.competencies]
    assert [row.weight for row in rows] == [weight.weight for weight in card_of(office, interview).seat.opening.weights]


def test_it_counts_what_is_settled(office: Office, interview: Interview) -> None:
    first, second, third, *others = questions_of(office)
    send(
        office, interview, rating(office, first, None), entry("asking", question=second, state="skipped", reason="r"),
        entry("asking", question=third, state="asked"),
    )  # fmt: skip
    card = card_of(office, interview)
    assert card.settled == 2
    assert [answer.question.id for answer in card.missing] == [third, *others]
    assert [answer.is_asked for answer in card.answers[:4]] == [True, False, True, False]


def test_a_note_alone_tells_that_a_question_was_asked(office: Office, interview: Interview) -> None:
    first, second = questions_of(office)[:2]
    send(office, interview, draft(first, "words"), draft(second, ""))
    assert [answer.is_asked for answer in card_of(office, interview).answers[:2]] == [True, False]


def test_late_notes_change_nothing_on_the_scorecard(office: Office, interview: Interview, standing: list[str]) -> None:
    send(office, interview, draft(standing[0], "in time"), draft(CLOSING, "the end"))
    submit(office, interview)
    before = card_of(office, interview)
    office.clock.forward(minutes=3)
    send(office, interview, draft(standing[0], "late", parent=1), draft(CLOSING, "later", parent=1))
    after = card_of(office, interview)
    assert (after.answers, after.closing_text, after.competencies) == (before.answers, "the end", before.competencies)
    assert [note.text for note in after.late] == ["late", "later"]


def test_many_scorecards_are_read_in_as_many_look_ups_as_one(office: Office) -> None:
    interviews = [begun(office) for _ in range(4)]
    for interview in interviews:
        rate_all(office, interview)
    statements: list[str] = []
    store = SqliteStore(office.instance.folder / "screener.db", on_statement=statements.append)
    instance = replace(office.instance, store=store)
    seats = store.seats()
    counts = []
    for some in (seats[:1], seats, ()):
        statements.clear()
        assert len(cards_of(instance, some)) == len(some)
        counts.append(len(statements))
    assert len(set(counts)) == 1
    assert counts[0] <= 5
    store.close()


def test_scorecards_come_in_the_order_of_their_seats(office: Office) -> None:
    for _ in range(3):
        begun(office)
    seats = office.instance.store.seats()[::-1]
    assert [card.seat for card in cards_of(office.instance, seats)] == list(seats)


def test_a_guide_that_is_no_longer_there_is_told(office: Office) -> None:
    office.interview(office.candidate(office.opening()), office.marcus, guide="removed-since")
    with pytest.raises(NotFound, match="removed-since"):
        cards_of(office.instance, office.instance.store.seats())
