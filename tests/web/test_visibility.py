"""HR sets on a page when an opening's raters see ratings and suggestions, and raters' pages follow it."""

import pytest

from screener.journeys.visibility import set_visibility
from screener.storage.records import Interview, Opening
from tests.journeys.entries import OPINION, begun, draft, questions_of, send
from tests.journeys.test_candidates import hold
from tests.office import Office
from tests.web.browser import Browser, words

REASON = "We build on <b>one another</b>"


def test_hr_sets_it_with_a_reason_and_reads_how_it_came_about(office: Office, opening: Opening) -> None:
    helen, address = Browser(office, office.helen), f"/openings/{opening.id}/visibility"
    assert "others’ ratings after their own, suggestions after their own" in words(helen.get(f"/openings/{opening.id}"))
    refused = helen.post(address, ratings="always", suggestions="never")
    assert "Say in a few words why" in words(refused)
    done = helen.post(address, ratings="always", suggestions="never", reason=REASON)
    assert (done.status_code, done.location) == (303, address)
    page = helen.get(address)
    assert "Saved. It holds for all interviews" in words(page)
    assert "at once before: after their own" in words(page)
    assert "We build on &lt;b&gt;one another&lt;/b&gt;" in page.text
    assert "others’ ratings at once, suggestions never" in words(helen.get(f"/openings/{opening.id}"))


@pytest.fixture
def interview(office: Office) -> Interview:
    return begun(office)


def allow(office: Office, interview: Interview, ratings: str, suggestions: str) -> Opening:
    opening_id = office.instance.store.candidate_of(interview.candidate_id).opening_id
    return set_visibility(office.instance, office.helen, opening_id, ratings, suggestions, REASON)


@pytest.mark.parametrize(
    ("suggestions", "told", "offers"),
    [
        ("after-own", "Suggestions appear once you have rated this answer yourself.", "hidden"),
        ("always", "Rate first if you can", "shown"),
        ("never", "In this opening Screener shows no suggestions.", "gone"),
    ],
)
def test_the_live_page_offers_suggestions_as_the_opening_lets_it(
    office: Office, interview: Interview, suggestions: str, told: str, offers: str
) -> None:
    allow(office, interview, "after-own", suggestions)
    page = Browser(office, office.marcus).get(f"/interviews/{interview.id}")
    assert told in words(page)
    marks = {"hidden": '<p class="after-rating" hidden>', "shown": '<p class="after-rating">'}
    assert [name for name, mark in marks.items() if mark in page.text] == ([] if offers == "gone" else [offers])


def test_before_rating_a_reading_says_that_nothing_is_rated_yet(office: Office, interview: Interview) -> None:
    allow(office, interview, "after-own", "always")
    first = questions_of(office)[0]
    send(office, interview, draft(first, OPINION))
    page = Browser(office, office.marcus).get(f"/interviews/{interview.id}/questions/{first}/reading")
    assert "not rated yet" in words(page)
    assert "marketing is there to serve sales" in words(page)


def test_an_early_look_is_marked_on_the_candidates_page_and_in_the_comparison(
    office: Office, interview: Interview
) -> None:
    opening = allow(office, interview, "always", "after-own")
    candidate = office.instance.store.candidate_of(interview.candidate_id)
    hold(office, candidate, office.yuki)
    marcus, helen = Browser(office, office.marcus), Browser(office, office.helen)
    assert "you saw others’ ratings before submitting" in words(marcus.get(f"/candidates/{candidate.id}"))
    (own,) = office.instance.store.seats(interview_id=interview.id)
    office.instance.store.submit(own.scorecard.id, office.instance.now())
    told = "Marcus Adeyemi saw others’ ratings before submitting"
    assert told in words(helen.get(f"/candidates/{candidate.id}"))
    assert "1 scorecard after an early look" in words(helen.get(f"/openings/{opening.id}/compare"))
    assert "1 scorecard was written after an early look" in words(helen.get(f"/openings/{opening.id}/debrief"))


def test_where_ratings_are_never_shown_it_says_so(office: Office, interview: Interview) -> None:
    allow(office, interview, "never", "after-own")
    candidate = office.instance.store.candidate_of(interview.candidate_id)
    hold(office, candidate, office.yuki)
    page = words(Browser(office, office.marcus).get(f"/candidates/{candidate.id}"))
    assert "In this opening interviewers do not see each other’s ratings." in page


def test_who_is_about_to_begin_reads_what_will_be_seen(office: Office, opening: Opening) -> None:
    planned = office.interview(office.candidate(opening), office.marcus)
    marcus = Browser(office, office.marcus)
    assert "only after you have rated it" in words(marcus.get(f"/interviews/{planned.id}"))
    allow(office, planned, "never", "always")
    page = words(marcus.get(f"/interviews/{planned.id}"))
    assert "you may look at Screener’s suggestions for an answer at once" in page
    assert "You and your colleagues do not see each other’s ratings" in page
