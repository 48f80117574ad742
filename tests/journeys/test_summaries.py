"""A scorecard's summary has what was rated and nothing else, and is the same whenever it is made."""

import pytest

from screener.errors import NotAllowed
from screener.journeys import live
from screener.journeys.summaries import summaries_for, summary_of
from screener.storage.records import Opening, Seat
from screener.storage.summaries import Summary
from tests.journeys.entries import begun, card_of, draft, entry, questions_of, rate_all, rating, send
from tests.journeys.rated import Levels, judge, locked, put, rated, skip
from tests.office import Office


def summary(office: Office, seat: Seat) -> Summary:
    """Return the summary that is made of a scorecard when it is asked for."""
    return summaries_for(office.instance, seat.opening.id, [seat])[seat.scorecard.id]


# What is in it


def test_levels_are_by_competency_one_for_each_answer(office: Office, opening: Opening) -> None:
    levels: Levels = {"standing": [4, 2, None], "credit": [5], "listening": [1]}  # the guide does not rate listening
    seat = rated(office, office.candidate(opening), office.marcus, levels)
    assert summary(office, seat) == Summary(seat.scorecard.id, {"standing": [4, 2, None], "credit": [5]}, {}, {})


def test_a_rating_that_was_changed_counts_as_it_stands(office: Office, opening: Opening) -> None:
    seat = rated(office, office.candidate(opening), office.marcus, {"standing": [2]}, submits=False)
    send(office, seat.interview, rating(office, questions_of(office)[0], 5, "standing"))
    assert summary(office, locked(office, seat)).levels == {"standing": [5]}


def test_skipped_questions_are_left_out_with_everything_on_them(office: Office, opening: Opening) -> None:
    seat = rated(office, office.candidate(opening), office.marcus, {"standing": [1, 4]}, submits=False)
    put(office, seat, "fix-owner", "one-vp")
    judge(office, seat, "sole-credit", "dismissed")
    skip(office, seat)
    assert summary(office, locked(office, seat)) == Summary(seat.scorecard.id, {"standing": [4]}, {}, {})


def test_places_stand_by_scheme_and_one_that_was_taken_back_does_not(office: Office, opening: Opening) -> None:
    seat = rated(office, office.candidate(opening), office.marcus, {}, submits=False)
    put(office, seat, "has-marketed", "years", 6)
    put(office, seat, "fix-owner", "one-vp", question=11)
    assert summary(office, locked(office, seat)).places == {"has-marketed": ("years", 6), "fix-owner": ("one-vp", None)}
    other = rated(office, office.candidate(opening, "Other"), office.marcus, {}, submits=False)
    put(office, other, "has-marketed", "years", 6)
    put(office, other, "has-marketed", "")
    assert summary(office, locked(office, other)).places == {}


@pytest.mark.parametrize("order", [("adopted", "dismissed"), ("dismissed", "adopted")])
def test_a_flag_that_was_adopted_once_is_adopted(office: Office, opening: Opening, order: tuple[str, str]) -> None:
    seat = rated(office, office.candidate(opening), office.marcus, {}, submits=False)
    for question, verdict in enumerate(order):
        judge(office, seat, "sole-credit", verdict, question)
    judge(office, seat, "ivory-tower", "dismissed")
    assert summary(office, locked(office, seat)).verdicts == {"sole-credit": "adopted", "ivory-tower": "dismissed"}


def test_a_verdict_that_was_changed_counts_as_it_stands(office: Office, opening: Opening) -> None:
    seat = rated(office, office.candidate(opening), office.marcus, {}, submits=False)
    judge(office, seat, "sole-credit", "adopted")
    office.clock.forward(minutes=1)
    judge(office, seat, "sole-credit", "dismissed")
    assert summary(office, locked(office, seat)).verdicts == {"sole-credit": "dismissed"}


# When it is made


def test_it_is_made_at_submission_and_is_the_one_that_would_be_made_later(office: Office) -> None:
    interview = begun(office)
    first, second, *_ = questions_of(office)
    rate_all(office, interview)
    send(
        office, interview,
        rating(office, first, None), rating(office, first, 5, "standing"), draft(first, "We count leads."),
        entry("placement", question=first, placement="has-marketed", value="years", amount=6),
        entry("asking", question=second, state="skipped", reason="No time left"),
    )  # fmt: skip
    live.submit(office.instance, office.marcus, interview.id)
    card = card_of(office, interview)
    (kept,) = office.instance.store.summaries_of(card.seat.opening.id)
    assert kept == summary_of(card)
    assert kept.levels["customer"] == [None]
    assert kept.levels["standing"] == [5, 3, 3]
    assert kept.places == {"has-marketed": ("years", 6)}


def test_what_is_not_submitted_has_none(office: Office) -> None:
    interview = begun(office)
    opening = card_of(office, interview).seat.opening.id
    with pytest.raises(NotAllowed):
        live.submit(office.instance, office.marcus, interview.id)
    seats = office.instance.store.seats(opening_id=opening)
    assert summaries_for(office.instance, opening, seats) == {}
    assert office.instance.store.summaries_of(opening) == ()


def test_those_from_before_get_theirs_once_and_for_good(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    seats = [rated(office, candidate, rater, {"standing": [3]}) for rater in (office.marcus, office.yuki)]
    assert office.instance.store.summaries_of(opening.id) == ()
    made = summaries_for(office.instance, opening.id, seats)
    assert made.keys() == {seat.scorecard.id for seat in seats}
    kept = {own.scorecard_id: own for own in office.instance.store.summaries_of(opening.id)}
    assert kept == made == summaries_for(office.instance, opening.id, seats)


def test_many_from_before_all_get_theirs(office: Office, opening: Opening) -> None:
    with office.instance.store.transaction():
        seats = [
            rated(
                office, office.candidate(opening, f"Candidate {number}"), office.marcus, {"standing": [number % 5 + 1]}
            )
            for number in range(201)
        ]
    made = summaries_for(office.instance, opening.id, seats)
    assert [made[seat.scorecard.id].levels for seat in seats] == [{"standing": [n % 5 + 1]} for n in range(201)]
