"""A candidate's pages: who gets them, what they say, and what they do with strange input."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from screener.journeys.candidates import change_candidate, withdraw
from screener.journeys.consensus import open_discussion, settle
from screener.journeys.instance import new_id
from screener.storage.records import Asking, Candidate, Draft, FlagAnswer, Opening, PlacementChoice, Weighting
from tests.journeys.test_candidates import WRITINGS, fill, hold
from tests.journeys.test_consensus import COMPETENCIES
from tests.office import Office
from tests.web.conftest import Visit

MOST_STATEMENTS = 14
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Checks that tags nest and ids are single, and keeps text, headings, fields without labels and addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[tuple[str, bool]] = []
        self.links: list[str] = []
        self.feed(html)
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))
        assert self.headings.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(self.headings))
        assert all(is_within or name in self.labelled for name, is_within in self.fields), self.fields

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert "style" not in given
        assert not any(name.startswith("on") for name in given)
        self.tags.append(tag)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label" and given.get("for"):
            self.labelled.add(given["for"] or "")
        is_seen = given.get("type") not in ("hidden", "submit") and "hidden" not in given
        if tag in ("input", "select", "textarea") and is_seen and not given.get("aria-label"):
            self.fields.append((given.get("id") or "", "label" in self.open))
        if tag == "th":
            assert given.get("scope") in ("col", "row")
        if tag in ("a", "form"):
            self.links.append(given.get("href") or given.get("action") or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture
def discussed(office: Office, candidate: Candidate) -> Candidate:
    """Three raters who disagree on the standing of the functions; Ingrid has opened the discussion."""
    for person, level in ((office.ingrid, 5), (office.marcus, 2), (office.yuki, 3)):
        hold(office, candidate, person, {"standing": level, "horizon": None})
    open_discussion(office.instance, office.ingrid, candidate.id, 1)
    return candidate


def page_of(response: Any, status: int = 200) -> Page:
    assert response.status_code == status, response.text
    return Page(response.text)


def discussion_at(candidate: Candidate, round_: int = 1) -> str:
    return f"/candidates/{candidate.id}/rounds/{round_}/consensus"


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    """Collect the SQL that runs meanwhile."""
    seen: list[str] = []
    connection = office.instance.store._db.conn  # type: ignore[attr-defined]
    connection.set_trace_callback(lambda sql: seen.append(sql) if not sql.startswith(("BEGIN", "COMMIT")) else None)
    yield seen
    connection.set_trace_callback(None)


# Who gets it


def test_it_asks_strangers_to_sign_in(visit: Visit, candidate: Candidate) -> None:
    for address in (
        f"/candidates/{candidate.id}",
        f"/candidates/{candidate.id}/interviews/new",
        discussion_at(candidate),
    ):
        response = visit().get(address)
        assert response.status_code == 303
        assert "/sign-in" in response.location


def test_it_is_not_found_by_interviewers_who_do_not_rate_the_candidate(
    office: Office, visit: Visit, discussed: Candidate, opening: Opening
) -> None:
    other = office.candidate(opening, "Somebody Else")
    office.interview(other, office.marcus)
    for address in ("", "/change", "/interviews/new", "/rounds/1/consensus"):
        assert visit(office.yuki).get(f"/candidates/{other.id}{address}").status_code == 404
    for address in ("/withdraw", "/take-back", "/rounds/1/consensus/open", "/rounds/1/consensus/finish"):
        assert visit(office.yuki).post(f"/candidates/{other.id}{address}").status_code == 404
    assert visit(office.yuki).get(f"/openings/{opening.id}/interviews/new").status_code == 404


@pytest.mark.parametrize("address", ["/candidates/x", "/candidates/x/change", "/candidates/x/interviews/new",
    "/openings/x/interviews/new", "/candidates/x/rounds/1/consensus", "/candidates/%00%ff/rounds/1/consensus",
    "/candidates/x/rounds/99999999999999999999999/consensus", "/candidates/x/rounds/-1/consensus"])  # fmt: skip
def test_unknown_addresses_are_not_found(office: Office, visit: Visit, address: str) -> None:
    page_of(visit(office.helen).get(address), 404)


def test_unknown_rounds_and_interviews_are_not_found(office: Office, visit: Visit, discussed: Candidate) -> None:
    client = visit(office.helen)
    assert client.get(discussion_at(discussed, 2)).status_code == 404
    assert client.get(discussion_at(discussed, 10**40)).status_code == 404
    assert client.post(f"{discussion_at(discussed, 2)}/open").status_code == 404
    assert client.post("/interviews/x/remove").status_code == 404


def test_raters_and_managers_cannot_change_or_plan(office: Office, visit: Visit, discussed: Candidate) -> None:
    for person in (office.ingrid, office.yuki):
        client = visit(person)
        shown = page_of(client.get(f"/candidates/{discussed.id}"))
        for address in (f"/candidates/{discussed.id}/change", f"/candidates/{discussed.id}/interviews/new"):
            assert address not in shown.links
            page_of(client.get(address), 403)
        assert client.post(f"/candidates/{discussed.id}/withdraw").status_code == 403


# What it says


def test_it_shows_a_candidate_without_interviews(office: Office, visit: Visit, candidate: Candidate) -> None:
    shown = page_of(visit(office.helen).get(f"/candidates/{candidate.id}"))
    assert "No interviews are planned yet." in shown.text
    assert f"/candidates/{candidate.id}/interviews/new" in shown.links
    assert f"/openings/{candidate.opening_id}" in shown.links


def test_it_says_why_a_scorecard_is_not_shown(office: Office, visit: Visit, candidate: Candidate) -> None:
    hold(office, candidate, office.marcus, {"standing": 1})
    hold(office, candidate, office.ingrid, submits=False)
    hold(office, candidate, office.yuki, submits=False)
    shown = page_of(visit(office.yuki).get(f"/candidates/{candidate.id}"))
    assert "Marcus Adeyemi has submitted. You will see it once you have submitted yours." in shown.text
    assert "Ingrid Halvorsen has not submitted yet." in shown.text
    assert "Marcus Adeyemi on " not in shown.text
    assert "Ingrid Halvorsen on " not in shown.text
    assert "Yuki Tanabe on standing" in shown.text
    assert "Weighted total" not in shown.text


def test_it_never_says_hire(office: Office, visit: Visit, discussed: Candidate) -> None:
    for address in (f"/candidates/{discussed.id}", discussion_at(discussed)):
        assert not re.search(r"\bhire", page_of(visit(office.helen).get(address)).text, re.IGNORECASE)


def test_it_puts_several_raters_side_by_side(office: Office, visit: Visit, discussed: Candidate) -> None:
    shown = page_of(visit(office.marcus).get(f"/candidates/{discussed.id}"))
    assert "Standing of the two functions 1 5 2 answers 2 2 answers 3 2 answers 3.3 differ by 2 or more" in shown.text
    assert "– no evidence in 2 answers" in shown.text
    assert "from 5 of 6 competencies and 3 of 3 scorecards" in shown.text
    assert "The panel’s discussion is open." in shown.text


def test_it_shows_everything_that_a_scorecard_holds(office: Office, visit: Visit, candidate: Candidate) -> None:
    interview = hold(office, candidate, office.marcus, {"standing": 5}, submits=False)
    (seat,) = office.instance.store.seats(interview_id=interview.id)
    store, card, at = office.instance.store, seat.scorecard.id, office.instance.now()
    store.append(Asking(card, "horizon-last-weeks", "skipped", "ran out of time", new_id(), at, at))
    store.append(PlacementChoice(card, "repair-fix-owner", "fix-owner", "both-together", None, new_id(), at, at))
    store.append(PlacementChoice(card, "customer-has-marketed", "has-marketed", "years", 2, new_id(), at, at))
    store.append(FlagAnswer(card, "credit-number-missed", "notes", "blame-the-other-side", "the leads were bad", "adopted",
                            "said twice", new_id(), at, at))  # fmt: skip
    store.append_draft(Draft(card, "closing", 0, 0, None, "w", new_id(), "Calm throughout.", at, at))
    store.submit(card, at)
    office.clock.forward(minutes=5)
    later = office.instance.now()
    store.append_draft(Draft(card, "closing", 0, 1, None, "w", new_id(), "PS: from the train", later, later))
    text = page_of(visit(office.helen).get(f"/candidates/{candidate.id}")).text
    for words in (
        "Standing of the two functions: 5 Says what they do better , with a case",
        "Marcus Adeyemi on standing-settled-difference",
        "skipped ran out of time",
        "This quarter and the long run 3 3 1 answer",
        "Both together a place, not a mark",
        "Has marketed: Years of marketing, 2",
        "Flag adopted: ",
        "“the leads were bad” said twice",
        "Arrived after submitting Kept here; no part of the scorecard.",
        "PS: from the train",
    ):
        assert words in text, words


def test_it_shows_a_later_round_with_what_carries_over(office: Office, visit: Visit, discussed: Candidate) -> None:
    office.interview(discussed, office.ingrid, office.yuki, round=2, carried="probes", carried_note="Ask about Denmark",
                     planned_for="2026-03-09T14:30")  # fmt: skip
    text = page_of(visit(office.helen).get(f"/candidates/{discussed.id}")).text
    assert "Ingrid Halvorsen and Yuki Tanabe together" in text
    assert "planned for 9 March 2026, 14:30" in text
    assert "Follow-up questions carry over" in text
    assert "Note to the interviewers: Ask about Denmark" in text


@pytest.mark.parametrize("writing", WRITINGS)
def test_whatever_people_write_stays_text(office: Office, visit: Visit, candidate: Candidate, writing: str) -> None:
    change_candidate(office.instance, office.helen, candidate.id, writing, writing)
    interview = hold(office, candidate, office.ingrid, submits=False, carried_note=writing)
    (seat,) = office.instance.store.seats(interview_id=interview.id)
    store, card, at = office.instance.store, seat.scorecard.id, office.instance.now()
    store.append(
        FlagAnswer(card, "credit-number-missed", "notes", writing, writing, "dismissed", writing, new_id(), at, at)
    )
    store.append_draft(Draft(card, "closing", 0, 0, None, "w", new_id(), writing, at, at))
    store.submit(card, at)
    open_discussion(office.instance, office.ingrid, candidate.id, 1)
    settle(office.instance, office.ingrid, candidate.id, 1, "standing", 4, writing)
    client = visit(office.helen)
    for address in (f"/candidates/{candidate.id}", f"/candidates/{candidate.id}/change", discussion_at(candidate),
                    f"/candidates/{candidate.id}/interviews/new"):  # fmt: skip
        shown = page_of(client.get(address))
        assert " ".join(writing.split()) in shown.text
        own = 2 if address.endswith("consensus") else 1  # the layout's, and htmx where somebody settles
        assert shown.tags.count("script") == own
        assert "img" not in shown.tags


@pytest.mark.parametrize("raters", [1, 3])
def test_its_statements_are_few_and_do_not_grow(office: Office, visit: Visit, raters: int) -> None:
    panel = (office.ingrid, office.marcus, office.yuki)
    candidate = office.candidate(office.opening())
    for person in panel[:raters]:
        hold(office, candidate, person)
    open_discussion(office.instance, office.ingrid, candidate.id, 1)
    for person in panel[: raters - 1]:
        office.interview(candidate, person, round=2, carried="probes")
    counts = {}
    for name, address in (
        ("candidate", f"/candidates/{candidate.id}"),
        ("discussion", discussion_at(candidate)),
        ("plan", f"/candidates/{candidate.id}/interviews/new"),
        ("plan all", f"/openings/{candidate.opening_id}/interviews/new"),
    ):
        client = visit(office.helen)
        with statements(office) as seen:
            page_of(client.get(address))
        counts[name] = len(seen)
    assert counts == {"candidate": 12, "discussion": 11, "plan": 3 + (raters == 1), "plan all": 4}
    assert max(counts.values()) <= MOST_STATEMENTS


# Changing


def test_hr_changes_a_name_and_note(office: Office, visit: Visit, candidate: Candidate) -> None:
    client = visit(office.helen)
    page_of(client.get(f"/candidates/{candidate.id}/change"))
    sent = client.post(f"/candidates/{candidate.id}/change", data={"name": " Tessa  B. ", "note": "CV\r\nhere"})
    assert (sent.status_code, sent.location) == (303, f"/candidates/{candidate.id}")
    kept = office.instance.store.candidate_of(candidate.id)
    assert (kept.name, kept.note) == ("Tessa B.", "CV\nhere")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": "x" * 121, "note": ""}, "121 characters"),
        ({"name": "Tessa", "note": "x" * 4001}, "4,000 fit"),
        ({"name": "", "note": ""}, "Enter a name."),
    ],
)
def test_it_says_what_is_wrong_with_a_change(
    office: Office, visit: Visit, candidate: Candidate, data: dict[str, str], words: str
) -> None:
    shown = page_of(visit(office.helen).post(f"/candidates/{candidate.id}/change", data=data))
    assert words in shown.text
    assert office.instance.store.candidate_of(candidate.id) == candidate


def test_withdrawing_stops_planning_and_can_be_taken_back(office: Office, visit: Visit, candidate: Candidate) -> None:
    client, address = visit(office.helen), f"/candidates/{candidate.id}"
    assert client.post(f"{address}/withdraw").status_code == 303
    shown = page_of(client.get(address))
    assert "withdrew on 2 March 2026" in shown.text
    assert f"{address}/interviews/new" not in shown.links
    assert "has withdrawn" in page_of(client.get(f"{address}/interviews/new"), 422).text
    assert client.post(f"{address}/take-back").status_code == 303
    assert office.instance.store.candidate_of(candidate.id).withdrawn_at is None


# Planning


def plan_of(office: Office, **changes: Any) -> dict[str, Any]:
    raters = [office.ingrid.id, office.yuki.id]
    return {"raters": raters, "way": "alone", "round": "1", "guide": "sales-leader", "planned_for": ""} | changes


def test_it_offers_the_panel_the_opening_s_guide_and_the_due_round(
    office: Office, visit: Visit, candidate: Candidate
) -> None:
    shown = page_of(visit(office.helen).get(f"/candidates/{candidate.id}/interviews/new"))
    assert "Sales leader, 60 minutes (this opening’s)" in shown.text
    assert "Ingrid Halvorsen Marcus Adeyemi Yuki Tanabe" in shown.text
    assert "What they see of earlier rounds" not in shown.text


def test_a_plan_that_is_sent_twice_is_refused_and_doubles_nothing(
    office: Office, visit: Visit, candidate: Candidate
) -> None:
    client, address = visit(office.helen), f"/candidates/{candidate.id}/interviews/new"
    assert client.post(address, data=plan_of(office)).status_code == 303
    again = page_of(client.post(address, data=plan_of(office)))
    assert "Ingrid Halvorsen and Yuki Tanabe have an interview with Tessa Brandvold in round 1 already." in again.text
    assert len(office.instance.store.seats(candidate_ids=[candidate.id])) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"raters": []},
        {"raters": ["<script>alert(1)</script>"]},
        {"way": "<b>"},
        {"round": "2"},
        {"round": "one"},
        {"round": "9" * 400},
        {"guide": "<script>"},
        {"guide": "first-screen"},
        {"planned_for": "soon"},
        {"planned_for": "9999-99-99T99:99"},
        {"carried_note": "x" * 1001},
    ],
)
def test_it_says_what_is_wrong_with_a_plan(
    office: Office, visit: Visit, candidate: Candidate, changes: dict[str, Any]
) -> None:
    sent = visit(office.helen).post(f"/candidates/{candidate.id}/interviews/new", data=plan_of(office, **changes))
    assert "needs another look" in page_of(sent).text
    assert office.instance.store.seats(candidate_ids=[candidate.id]) == ()


def test_an_empty_form_is_refused(office: Office, visit: Visit, candidate: Candidate) -> None:
    sent = visit(office.helen).post(f"/candidates/{candidate.id}/interviews/new", data={"other": "x"})
    assert "Choose at least one person." in page_of(sent).text


def test_it_asks_what_carries_over_into_a_later_round(office: Office, visit: Visit, discussed: Candidate) -> None:
    client, address = visit(office.helen), f"/candidates/{discussed.id}/interviews/new"
    assert "What they see of earlier rounds" in page_of(client.get(address)).text
    later = plan_of(office, round="2", guide="first-screen")
    assert "Say what these interviewers see" in page_of(client.post(address, data=later)).text
    assert client.post(address, data=later | {"carried": "probes"}).status_code == 303


def test_it_removes_an_interview_until_it_begins(office: Office, visit: Visit, candidate: Candidate) -> None:
    client = visit(office.helen)
    first, second = office.interview(candidate, office.ingrid), office.interview(candidate, office.yuki)
    assert f"/interviews/{first.id}/remove" in page_of(client.get(f"/candidates/{candidate.id}")).links
    assert client.post(f"/interviews/{first.id}/remove").status_code == 303
    fill(office, second, office.yuki, {}, submits=False)
    assert f"/interviews/{second.id}/remove" not in page_of(client.get(f"/candidates/{candidate.id}")).links
    assert "has begun" in page_of(client.post(f"/interviews/{second.id}/remove"), 409).text


def test_it_plans_the_first_round_for_all(office: Office, visit: Visit, opening: Opening, candidate: Candidate) -> None:
    client, address = visit(office.helen), f"/openings/{opening.id}/interviews/new"
    assert "1 candidate has no interviews yet" in page_of(client.get(address)).text
    data = {"raters": [office.ingrid.id, office.marcus.id], "way": "alone", "candidates": [candidate.id]}
    assert client.post(address, data=data).status_code == 303
    assert len(office.instance.store.seats(candidate_ids=[candidate.id])) == 2
    assert "already" in page_of(client.post(address, data=data)).text
    assert len(office.instance.store.seats(candidate_ids=[candidate.id])) == 2


def test_it_leaves_out_whom_hr_has_not_ticked(
    office: Office, visit: Visit, opening: Opening, candidate: Candidate
) -> None:
    client, address = visit(office.helen), f"/openings/{opening.id}/interviews/new"
    assert re.search(rf"<input checked[^>]+value=\"{candidate.id}\"", client.get(address).text)
    sent = client.post(address, data={"raters": [office.ingrid.id], "way": "alone"})
    assert "Choose at least one candidate." in page_of(sent).text
    assert not re.search(rf"<input checked[^>]+value=\"{candidate.id}\"", sent.text)


def test_it_sets_a_time_until_somebody_begins(office: Office, visit: Visit, candidate: Candidate) -> None:
    made = office.interview(candidate, office.yuki)
    client, page = visit(office.helen), f"/candidates/{candidate.id}"
    address, field = f"{page}/interviews/{made.id}/time", f"{made.id}-planned_for"
    assert "Set a time" in page_of(client.get(page)).text
    assert address not in page_of(visit(office.ingrid).get(page)).links
    refused = client.post(address, data={field: "soon"})
    assert "Enter a day and a time" in page_of(refused).text
    assert 'value="soon"' in refused.text
    assert client.post(address, data={field: "2026-03-12T14:30"}).location == page
    assert "planned for 12 March 2026, 14:30. No" not in (shown := page_of(client.get(page)).text)
    assert "The interview is planned for 12 March 2026, 14:30. " in shown
    assert "Change the time" in shown
    client.post(address, data={field: "2026-02-12T14:30"})
    assert "planned for 12 February 2026, 14:30. That time is past." in page_of(client.get(page)).text
    fill(office, made, office.yuki, {}, submits=False)
    late = page_of(client.post(address, data={field: "2026-03-12T14:30"}))
    assert "This interview has begun, so its time stays as it is." in late.text
    assert address not in page_of(client.get(page)).links


# The discussion


def test_a_rater_who_has_not_submitted_is_told_when_it_opens_to_them(
    office: Office, visit: Visit, candidate: Candidate
) -> None:
    hold(office, candidate, office.marcus)
    hold(office, candidate, office.yuki, submits=False)
    text = page_of(visit(office.yuki).get(discussion_at(candidate)), 403).text
    assert "once you have submitted your own scorecard" in text
    waiting = page_of(visit(office.ingrid).get(discussion_at(candidate)))
    assert "Still missing: Yuki Tanabe." in waiting.text
    assert page_of(visit(office.ingrid).post(f"{discussion_at(candidate)}/open"), 422)


def test_it_is_opened_settled_and_finished(office: Office, visit: Visit, candidate: Candidate) -> None:
    hold(office, candidate, office.ingrid, {"standing": 5})
    hold(office, candidate, office.marcus, {"standing": 2})
    client, address = visit(office.ingrid), discussion_at(candidate)
    assert client.post(f"{address}/open").status_code == 303
    assert "Moderated by Ingrid Halvorsen" in page_of(client.get(address)).text
    assert "Settle these first" in page_of(client.post(f"{address}/finish"), 422).text
    for competency in COMPETENCIES:
        data = {f"{competency}-level": "4", f"{competency}-reason": "Talked over <b>twice</b>"}
        sent = client.post(f"{address}/levels/{competency}", data=data)
        assert (sent.status_code, sent.location) == (303, f"{address}#{competency}")
    before_the_end = client.get(address).text
    assert client.post(f"{address}/finish").status_code == 303
    shown = page_of(client.get(address))
    assert "Finished on 2 March 2026" in shown.text
    assert shown.text.count("Talked over <b>twice</b>") == 6
    assert "form" not in shown.tags[shown.tags.index("main") :]
    assert 'data-confirm="Finish and lock the discussion?' in before_the_end
    on_candidate = page_of(visit(office.marcus).get(f"/candidates/{candidate.id}")).text
    assert "5 2 answers 2 2 answers 3.5 differ by 2 or more 4" in on_candidate
    assert "Weighted total of the first ratings: 3.1 , from 6 of 6 competencies and 2 of 2 scorecards" in on_candidate
    assert "Weighted total as settled: 4 , from 6 of 6 competencies." in on_candidate


def test_a_settled_competency_replaces_only_its_own_part_of_the_page(
    office: Office, visit: Visit, discussed: Candidate
) -> None:
    client, address = visit(office.ingrid), discussion_at(discussed)
    page = client.get(address)
    (form,) = re.findall(r"<form[^>]+levels/standing#[^>]+>", page.text)
    for part in (f'hx-post="{address}/levels/standing"', 'hx-target="closest section"', 'hx-swap="outerHTML"',
                 "hx-select=\"[id=&#39;standing&#39;]\"", 'hx-select-oob="#_totals:innerHTML,#_ending"'):  # fmt: skip
        assert part in form
    assert {"standing", "_totals", "_ending"} <= set(page_of(page).ids)
    assert "htmx" in page.text
    assert "<script src=" not in visit(office.yuki).get(address).text.replace("page.js", "").split("</main>")[0]
    assert page.text.count("autofocus") == 0
    data = {"standing-level": "3", "standing-reason": ""}
    swapped = client.post(f"{address}/levels/standing", data=data, headers={"HX-Request": "true"})
    assert "because the raters differ by 1 or more" in page_of(swapped).text
    refused = client.post(f"{address}/finish", headers={"HX-Request": "true"})
    assert refused.text.count("notice") == 1


def test_it_says_who_moderates_when_hr_opens_it(office: Office, visit: Visit, candidate: Candidate) -> None:
    hold(office, candidate, office.marcus)
    client, address = visit(office.helen), discussion_at(candidate)
    assert "Ingrid Halvorsen, who moderates, settles a level" in page_of(client.get(address)).text
    assert "you settle a level" in page_of(visit(office.ingrid).get(address)).text
    client.post(f"{address}/open")
    assert "Moderated by Ingrid Halvorsen" in page_of(client.get(address)).text


def test_reasons_for_weights_can_be_read_with_the_total(office: Office, visit: Visit) -> None:
    reasoned = (Weighting("standing", 2, "They quarrel"), Weighting("credit", 1))
    candidate = office.candidate(office.opening(weights=reasoned))
    hold(office, candidate, office.marcus)
    text = page_of(visit(office.helen).get(f"/candidates/{candidate.id}")).text
    assert re.search(r"Weights and why Standing of the two functions: 2\. They quarrel", text)


def test_the_largest_difference_stands_first(office: Office, visit: Visit, discussed: Candidate) -> None:
    shown = page_of(visit(office.yuki).get(discussion_at(discussed)))
    assert next(name for name in shown.ids if name in COMPETENCIES) == "standing"
    assert "Yuki Tanabe on standing-settled-difference" in shown.text
    assert "Ranks one function" not in shown.text  # the scale is for whoever settles
    assert "Ranks one function" in page_of(visit(office.ingrid).get(discussion_at(discussed))).text


@pytest.mark.parametrize(
    ("competency", "level", "reason", "words"),
    [
        ("standing", "7", "Because", "Choose a level from 1 to 5"),
        ("standing", "", "Because", "Choose a level from 1 to 5"),
        ("standing", "<script>", "Because", "Choose a level from 1 to 5"),
        ("standing", "٣", "Because", "Choose a level from 1 to 5"),
        ("standing", "9" * 5000, "Because", "Choose a level from 1 to 5"),
        ("standing", "3", "", "because the raters differ by 1 or more"),
        ("standing", "3", "x" * 1001, "1,000 fit"),
        ("nothing", "3", "Because", "not part of the round"),
        ("<script>", "3", "Because", "not part of the round"),
    ],
)
def test_it_says_what_is_wrong_with_a_level(
    office: Office, visit: Visit, discussed: Candidate, competency: str, level: str, reason: str, words: str
) -> None:
    data = {f"{competency}-level": level, f"{competency}-reason": reason}
    sent = visit(office.ingrid).post(f"{discussion_at(discussed)}/levels/{competency}", data=data)
    shown = page_of(sent)
    assert words in shown.text
    assert shown.tags.count("script") == 2  # the layout's, and htmx
    assert office.instance.store.consensus_levels_of(discussed.id) == ()


def test_only_the_moderator_and_hr_settle(office: Office, visit: Visit, discussed: Candidate) -> None:
    address = f"{discussion_at(discussed)}/levels/standing"
    data = {"standing-level": "3", "standing-reason": "Because"}
    assert "Only the moderator or HR" in page_of(visit(office.marcus).post(address, data=data), 403).text
    assert visit(office.marcus).post(f"{discussion_at(discussed)}/finish").status_code == 403
    assert visit(office.helen).post(address, data=data).status_code == 303


def test_nothing_is_settled_after_the_end(office: Office, visit: Visit, discussed: Candidate) -> None:
    for competency in COMPETENCIES:
        settle(office.instance, office.ingrid, discussed.id, 1, competency, None, "Because")
    client, address = visit(office.ingrid), discussion_at(discussed)
    client.post(f"{address}/finish")
    data = {"standing-level": "3", "standing-reason": "Because"}
    assert "finished" in page_of(client.post(f"{address}/levels/standing", data=data), 409).text
    assert "finished" in page_of(client.post(f"{address}/finish"), 409).text
    assert len(office.instance.store.consensus_levels_of(discussed.id)) == 6


def test_a_withdrawn_candidates_discussion_is_only_read(office: Office, visit: Visit, discussed: Candidate) -> None:
    withdraw(office.instance, office.helen, discussed.id)
    client = visit(office.ingrid)
    shown = page_of(client.get(discussion_at(discussed)))
    assert "form" not in shown.tags[shown.tags.index("main") :]
    data = {"standing-level": "3", "standing-reason": "Because"}
    assert client.post(f"{discussion_at(discussed)}/levels/standing", data=data).status_code == 409


def test_forms_need_their_token(office: Office, visit: Visit, candidate: Candidate) -> None:
    client = visit(office.helen)
    client.application.config["WTF_CSRF_ENABLED"] = True
    for address in (f"/candidates/{candidate.id}/withdraw", f"/candidates/{candidate.id}/interviews/new",
                    f"{discussion_at(candidate)}/open", "/interviews/x/remove"):  # fmt: skip
        assert client.post(address, data=plan_of(office)).status_code == 400


def test_a_level_is_settled_with_the_pages_own_form(office: Office, visit: Visit, discussed: Candidate) -> None:
    client = visit(office.ingrid)
    client.application.config["WTF_CSRF_ENABLED"] = True
    html = client.get(discussion_at(discussed)).text
    token = re.search(r'name="standing-csrf_token"[^>]*value="([^"]+)"', html)
    assert token
    data = {"standing-csrf_token": token[1], "standing-level": "none", "standing-reason": "Because"}
    assert client.post(f"{discussion_at(discussed)}/levels/standing", data=data).status_code == 303
    (kept,) = office.instance.store.consensus_levels_of(discussed.id)
    assert (kept.level, kept.reason) == (None, "Because")
