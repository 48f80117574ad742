"""The interview in the browser: whose it is, what it does without script, and with everything that can be sent."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from screener.journeys import live
from screener.journeys.imports import LARGEST_FILE
from screener.journeys.instance import Instance
from screener.journeys.limits import LONGEST_NOTE
from screener.journeys.scorecards import CLOSING
from screener.storage.records import Interview, Rating
from screener.storage.sqlite import SqliteStore
from tests.journeys.entries import (
    OPINION,
    bank_of,
    begun,
    card_of,
    draft,
    note_of,
    questions_of,
    rate_all,
    rating,
    send,
    submit,
)
from tests.journeys.test_candidates import WRITINGS, hold
from tests.office import Office
from tests.text.transcript.test_read import TEXTS
from tests.web.browser import Browser, app_of, forms_of, words
from tests.web.test_candidates import Page

MOST_STATEMENTS = 12
UNKNOWN = ("nothing", "%00", "%F0%9F%91%8D", "' OR 1=1 --", "x" * 3000)
TALK = TEXTS["plain"]


@pytest.fixture
def app(office: Office) -> Flask:
    return app_of(office)


@pytest.fixture
def interview(office: Office) -> Interview:
    """An interview that Marcus and Yuki hold together and have begun."""
    return begun(office, office.marcus, office.yuki)


@pytest.fixture
def marcus(office: Office, app: Flask) -> Browser:
    return Browser(office, office.marcus, app)


@pytest.fixture
def q(office: Office) -> str:
    """A question that is rated on `standing`."""
    return next(q for q in questions_of(office) if bank_of(office).questions[q].competency == "standing")


@pytest.fixture
def base(interview: Interview) -> str:
    return f"/interviews/{interview.id}"


def post_file(browser: Browser, base: str, content: bytes = TALK.encode(), name: str = "talk.txt", consent: str = "yes") -> Any:  # fmt: skip
    answer = browser.post(f"{base}/transcript", file=(BytesIO(content), name), consent=consent)
    answer.request.environ["wsgi.input"].close()  # the test client's own copy
    return answer


def post_json(browser: Browser, base: str, body: Any, **headers: str) -> Any:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"X-CSRFToken": browser.token(), "Accept": "application/json", **headers}
    return browser.client.post(f"{base}/journal", data=data, content_type="application/json", headers=headers)


# Whose it is

ROUTES: list[tuple[str, str, dict[str, Any], int, int]] = [
    # method, address, what is sent, what its raters get, what HR gets
    ("GET", "", {}, 200, 404),
    ("POST", "/begin", {}, 303, 404),
    ("POST", "/leave", {}, 303, 404),
    ("POST", "/return", {}, 303, 404),
    ("GET", "/review", {}, 200, 404),
    ("POST", "/submit", {}, 403, 404),  # not everything is rated yet
    ("GET", "/notes", {}, 200, 404),
    ("POST", "/journal", {}, 200, 404),
    ("POST", "/questions/<question_id>", {"key": "k" * 16, "text": "words"}, 303, 404),
    ("GET", "/questions/<question_id>/reading", {}, 200, 404),
    ("POST", "/questions/<question_id>/flags", {"philosophy": "sole-credit", "verdict": "adopted"}, 422, 404),
    ("POST", "/questions/<question_id>/second", {}, 404, 404),
    ("GET", "/transcript", {}, 200, 200),
    ("POST", "/transcript", {"consent": "asked"}, 422, 422),  # no file
    ("POST", "/transcript/speakers", {"label": ["A"], "role": ["candidate"]}, 422, 422),
    ("POST", "/transcript/remove", {}, 303, 303),
]


def test_the_table_has_every_address(app: Flask) -> None:
    rules = {
        (method, rule.rule.removeprefix("/interviews/<interview_id>"))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("live.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert rules == {(method, path) for method, path, *_ in ROUTES}


@pytest.mark.parametrize(("method", "path", "form", "own", "hr"), ROUTES, ids=[f"{r[0]} {r[1]}" for r in ROUTES])
@pytest.mark.parametrize("actor", ["marcus", "yuki", "helen", "sam", "ingrid", "nobody"])
def test_who_gets_where(
    office: Office, app: Flask, interview: Interview, base: str, q: str,
    actor: str, method: str, path: str, form: dict[str, Any], own: int, hr: int,
) -> None:  # fmt: skip
    for person in (office.marcus, office.yuki):
        send(office, interview, draft(q, OPINION), rating(office, q, 1), by=person)
    before = {p.name: card_of(office, interview, p) for p in (office.marcus, office.yuki)}
    if "speakers" in path:
        post_file(Browser(office, office.marcus, app), base)
    browser = Browser(office, getattr(office, actor, None), app)
    address = base + path.replace("<question_id>", q)
    if path == "/journal":
        answer = post_json(browser, base, {"entries": []})
    else:
        answer = browser.get(address) if method == "GET" else browser.post(address, **form)
    if actor == "nobody":
        assert answer.status_code in (401, 303)  # what was written into a form is shown, so that it is not lost
        assert answer.status_code == 401 or answer.location.startswith("/sign-in")
    else:
        expected = {"marcus": own, "yuki": own, "helen": hr, "sam": hr, "ingrid": 404}[actor]
        assert answer.status_code == expected
    if actor not in ("marcus", "yuki"):
        assert {p.name: card_of(office, interview, p) for p in (office.marcus, office.yuki)} == before
        assert OPINION not in answer.text
    if answer.status_code != 303 and answer.mimetype == "text/html":
        Page(answer.text)


def test_anothers_own_interview_by_its_address_is_not_there(office: Office, app: Flask, q: str) -> None:
    theirs = begun(office, office.yuki)
    browser = Browser(office, office.marcus, app)
    for method, path, form, *_ in ROUTES:
        address = f"/interviews/{theirs.id}" + path.replace("<question_id>", q)
        if path == "/journal":
            answer = post_json(browser, f"/interviews/{theirs.id}", {"entries": []})
        else:
            answer = browser.get(address) if method == "GET" else browser.post(address, **form)
        assert answer.status_code == 404, path


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_what_is_not_there_is_a_readable_404(marcus: Browser, base: str, unknown: str) -> None:
    for path in (f"/interviews/{unknown}", f"/interviews/{unknown}/review", f"{base}/questions/{unknown}/reading"):
        answer = marcus.get(path)
        assert answer.status_code == 404
        assert "nothing at this address" in words(answer)
    assert marcus.post(f"/interviews/{unknown}/begin").status_code == 404
    assert marcus.post(f"{base}/questions/{unknown}", key="k" * 16, text="words").status_code == 422
    assert marcus.post(f"{base}/questions/{unknown}/flags").status_code == 404


# From beginning to end without script


def test_a_whole_interview_can_be_held_without_script(office: Office, marcus: Browser) -> None:
    interview = office.interview(office.candidate(office.opening()), office.marcus)
    base = f"/interviews/{interview.id}"
    start = marcus.get(base)
    assert "Begin the interview" in words(start)
    assert marcus.get(f"{base}/review").location == base
    assert marcus.client.post(f"{base}/begin", data=forms_of(start)[f"{base}/begin"]).location == base
    for number, question in enumerate(questions_of(office), 1):
        page = marcus.get(base)
        form = forms_of(page)[f"{base}/questions/{question}"]
        own = bank_of(office).questions[question].competency
        wish = {"text": f"Note {number}\r\nand more", f"level-{own}": "none" if number == 2 else "4"}
        if number == 3:
            wish = {"do": "skipped", "reason": "no time left"}
        answer = marcus.client.post(f"{base}/questions/{question}", data={**form, **wish})
        assert (answer.status_code, answer.location) == (303, f"{base}#q-{question}")
    assert "Saved." in words(marcus.get(base))
    page = marcus.get(base)
    Page(page.text)
    assert marcus.client.post(f"{base}/leave", data=forms_of(page)[f"{base}/leave"]).location == f"{base}/review"
    review = marcus.get(f"{base}/review")
    Page(review.text)
    form = {**forms_of(review)[f"{base}/questions/closing"], "text": "All in all a good talk."}
    answer = marcus.client.post(f"{base}/questions/closing", data=form)
    assert answer.location == f"{base}/review#submit"
    review = marcus.get(f"{base}/review")
    answer = marcus.client.post(f"{base}/submit", data=forms_of(review)[f"{base}/questions/{CLOSING}"])
    assert answer.location == base
    card = card_of(office, interview)
    assert card.seat.scorecard.submitted_at
    assert card.answers[0].text == "Note 1\nand more"
    assert [answer.rating and answer.rating.level for answer in card.answers[:4]] == [4, None, None, 4]
    assert (card.answers[2].is_skipped, card.closing_text) == (True, "All in all a good talk.")
    done = marcus.get(base)
    assert "submitted and locked" in words(done)
    assert "All in all a good talk." in words(done)
    Page(done.text)


def test_the_closing_note_that_stands_in_the_form_is_submitted_with_the_rest(
    office: Office, marcus: Browser, interview: Interview, base: str
) -> None:
    rate_all(office, interview)
    form = question_form(marcus, base, CLOSING)
    assert marcus.client.post(f"{base}/submit", data={**form, "text": "Asked twice about the van."}).status_code == 303
    card = card_of(office, interview)
    assert card.seat.scorecard.submitted_at
    assert card.closing_text == "Asked twice about the van."


def test_it_refuses_to_submit_while_ratings_are_missing_and_links_to_them(
    office: Office, marcus: Browser, interview: Interview, base: str
) -> None:
    answer = marcus.post(f"{base}/submit")
    assert answer.status_code == 403
    assert "Not everything is rated yet" in words(answer)
    for question in questions_of(office):
        assert f"#q-{question}" in answer.text
    assert "disabled" in answer.text
    assert not card_of(office, interview).seat.scorecard.submitted_at


def test_submitting_twice_is_told(office: Office, marcus: Browser, interview: Interview, base: str) -> None:
    rate_all(office, interview)
    assert marcus.post(f"{base}/submit").status_code == 303
    for step in ("submit", "leave", "return"):
        answer = marcus.post(f"{base}/{step}")
        assert answer.status_code == 409
        assert "locked" in words(answer)


def test_leaving_and_coming_back(marcus: Browser, base: str) -> None:
    marcus.post(f"{base}/leave")
    assert "The candidate has left" in words(marcus.get(base))
    marcus.post(f"{base}/return")
    assert "The candidate has left" not in words(marcus.get(base))


def test_what_cannot_begin_says_why(office: Office, marcus: Browser) -> None:
    interview = office.interview(office.candidate(office.opening()), office.marcus)
    candidate = office.instance.store.candidate_of(interview.candidate_id)
    office.instance.store.change_candidate(replace(candidate, withdrawn_at=office.instance.now()))
    answer = marcus.post(f"/interviews/{interview.id}/begin")
    assert answer.status_code == 403
    assert "has withdrawn" in words(answer)


# The form of a question


def question_form(browser: Browser, base: str, question: str) -> dict[str, str]:
    return forms_of(browser.get(f"{base}/review" if question == CLOSING else base))[f"{base}/questions/{question}"]


def save(browser: Browser, base: str, question: str, form: dict[str, str], **changes: str) -> Any:
    return browser.client.post(f"{base}/questions/{question}", data={**form, **changes})


def states_of(office: Office, interview: Interview, question: str) -> list[str]:
    card = card_of(office, interview).seat.scorecard.id
    return [state.text for state in office.instance.store.drafts_of(card, question)]


@pytest.mark.parametrize("question", ["standing", CLOSING])
def test_a_form_sent_twice_keeps_one_draft(
    office: Office, marcus: Browser, interview: Interview, base: str, q: str, question: str
) -> None:
    question = q if question == "standing" else question
    form = question_form(marcus, base, question)
    for _ in range(2):
        assert save(marcus, base, question, form, text="words").status_code == 303
    assert states_of(office, interview, question) == ["words"]


@pytest.mark.parametrize("question", ["standing", CLOSING])
def test_a_form_in_which_nothing_was_changed_adds_nothing(
    office: Office, marcus: Browser, interview: Interview, base: str, q: str, question: str
) -> None:
    question = q if question == "standing" else question
    send(office, interview, draft(question, "\n first line\nand <b>“more”</b>\n"))
    if question == q:
        send(office, interview, rating(office, q, None))
    save(marcus, base, question, question_form(marcus, base, question))
    assert len(states_of(office, interview, question)) == 1
    card = card_of(office, interview)
    assert len(office.instance.store.everything_of(card.seat.scorecard.id, Rating)) == (1 if question == q else 0)


@pytest.mark.parametrize("question", ["standing", CLOSING])
def test_a_form_of_an_older_page_keeps_both_texts_until_they_are_joined(
    office: Office, marcus: Browser, interview: Interview, base: str, q: str, question: str
) -> None:
    question = q if question == "standing" else question
    send(office, interview, draft(question, "common"))
    older = question_form(marcus, base, question)
    save(marcus, base, question, question_form(marcus, base, question), text="common and new")
    save(marcus, base, question, older, text="common and other")
    page = marcus.get(f"{base}/review" if question == CLOSING else base)
    assert "Also written in another window" in words(page)
    assert "common and new" in page.text
    assert "common and other" in page.text
    Page(page.text)
    both = question_form(marcus, base, question)
    assert save(marcus, base, question, both, text="common, new and other", joined="2").status_code == 303
    page = marcus.get(f"{base}/review" if question == CLOSING else base)
    assert "Also written in another window" not in words(page)
    assert question_form(marcus, base, question)["text"] == "common, new and other"


def test_forms_of_one_page_sent_one_after_the_other_are_all_kept(
    office: Office, marcus: Browser, interview: Interview, base: str
) -> None:
    """As by somebody who goes back and on without reloading: each question's form is an entry of its own."""
    forms = forms_of(marcus.get(base))
    for question in questions_of(office):
        own = bank_of(office).questions[question].competency
        form = forms[f"{base}/questions/{question}"]
        save(marcus, base, question, form, **{"text": f"Note on {question}", f"level-{own}": "2"})
    for answer in card_of(office, interview).answers:
        assert answer.text == f"Note on {answer.question.id}"
        assert answer.rating is not None
        assert answer.rating.level == 2


def test_a_note_can_be_emptied(office: Office, marcus: Browser, interview: Interview, base: str, q: str) -> None:
    for question in (q, CLOSING):
        send(office, interview, draft(question, "words"))
        save(marcus, base, question, question_form(marcus, base, question), text="")
        assert states_of(office, interview, question) == ["words", ""]


def test_a_note_that_is_too_long_is_refused_and_still_on_the_page(
    office: Office, marcus: Browser, interview: Interview, base: str, q: str
) -> None:
    long = "x" * LONGEST_NOTE + " <end>"
    for question in (q, CLOSING):
        form = question_form(marcus, base, question)
        level = {} if question == CLOSING else {"level-standing": "5"}
        answer = save(marcus, base, question, form, text=long, **level)
        assert answer.status_code == 422
        assert "20,006 characters; 20,000 fit" in words(answer)
        assert forms_of(answer)[f"{base}/questions/{question}"]["text"] == long
        assert states_of(office, interview, question) == []
        Page(answer.text)
    answer_kept = card_of(office, interview).answer_to(q)
    assert answer_kept is not None
    assert answer_kept.rating is not None  # the rating of the same form is kept
    assert answer_kept.rating.level == 5


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"level-standing": "6"}, "level from 1 to 5"),
        ({"level-standing": "9" * 5000}, "level from 1 to 5"),
        ({"level-standing": "²"}, "level from 1 to 5"),
        ({"level-listening": "3"}, "not rated on that competency"),
        ({"do": "skipped"}, "Say in a few words why"),
        ({"do": "skipped", "reason": "x" * 1001}, "1,001 characters; 1,000 fit"),
        ({"place": "somewhere"}, "not in the scheme"),
        ({"amount": "3"}, "not in the scheme"),
    ],
)
def test_what_a_form_cannot_mean_is_refused_with_a_word(
    office: Office, marcus: Browser, interview: Interview, base: str, q: str, changes: dict[str, str], told: str
) -> None:
    answer = save(marcus, base, q, question_form(marcus, base, q), **{"text": "kept all the same", **changes})
    assert answer.status_code == 422
    assert told in words(answer)
    assert note_of(office, interview, q) == "kept all the same"
    Page(answer.text)


@pytest.mark.parametrize("revision", ["", "none", "-1", "99", "9" * 30, "9" * 5000, "²"])
def test_a_revision_that_is_none_loses_no_word(
    office: Office, marcus: Browser, interview: Interview, base: str, q: str, revision: str
) -> None:
    form = question_form(marcus, base, q)
    assert save(marcus, base, q, form, text="words", revision=revision, joined=revision).status_code == 303
    assert note_of(office, interview, q) == "words"


@pytest.mark.parametrize("key", ["", "short", "x" * 5000, "with blanks in it"])
def test_a_form_without_its_key_is_refused(marcus: Browser, base: str, q: str, key: str) -> None:
    answer = save(marcus, base, q, question_form(marcus, base, q), text="words", key=key)
    assert answer.status_code == 422
    assert "Reload it" in words(answer)


def test_a_form_that_arrives_late_is_kept_and_told(
    office: Office, marcus: Browser, interview: Interview, base: str, q: str
) -> None:
    form = question_form(marcus, base, q)
    submit(office, interview)
    assert save(marcus, base, q, form, text="late words").status_code == 303
    page = marcus.get(base)
    assert "kept beside it, not in it" in words(page)
    assert "Arrived after submitting" in words(page)
    assert "late words" in words(page)
    answer = save(marcus, base, q, form, **{"level-standing": "1"})
    assert answer.status_code == 422
    assert "This scorecard has been submitted and is locked." in words(answer)


@pytest.mark.parametrize("then", ["submit", "//evil.example", "q-1\r\nSet-Cookie: a=b", "<script>"])
def test_a_form_leads_to_a_place_on_its_own_page_only(marcus: Browser, base: str, then: str) -> None:
    answer = save(marcus, base, CLOSING, question_form(marcus, base, CLOSING), text="x", then=then)
    assert answer.status_code == 303
    assert answer.location.startswith(f"{base}/review#")
    assert "\n" not in answer.location
    assert "Set-Cookie" not in answer.headers or "a=b" not in answer.headers["Set-Cookie"]


# Suggestions


def test_suggestions_show_after_rating_only(office: Office, marcus: Browser, interview: Interview, base: str, q: str) -> None:  # fmt: skip
    send(office, interview, draft(q, OPINION))
    early = marcus.get(f"{base}/questions/{q}/reading")
    assert early.status_code == 403
    assert "once you have rated" in words(early)
    assert "Marketing serves sales" not in early.text
    send(office, interview, rating(office, q, 3))
    page = marcus.get(f"{base}/questions/{q}/reading")
    assert page.status_code == 200
    assert "marketing is there to serve sales" in words(page)
    Page(page.text)


def test_a_flag_is_answered_without_script(office: Office, marcus: Browser, interview: Interview, base: str, q: str) -> None:  # fmt: skip
    send(office, interview, draft(q, OPINION), rating(office, q, 1))
    form = forms_of(marcus.get(f"{base}/questions/{q}/reading"))[f"{base}/questions/{q}/flags"]
    refused = marcus.client.post(f"{base}/questions/{q}/flags", data={**form, "verdict": "adopted", "reason": " "})
    assert refused.status_code == 422
    assert "Give your reason" in words(refused)
    Page(refused.text)
    for verdict in ("adopted", "dismissed"):
        form = forms_of(marcus.get(f"{base}/questions/{q}/reading"))[f"{base}/questions/{q}/flags"]
        sent = {**form, "verdict": verdict, "reason": f"<b>{verdict}</b> & why"}
        answer = marcus.client.post(f"{base}/questions/{q}/flags", data=sent)
        assert answer.location == f"{base}/questions/{q}/reading"
        page = marcus.get(answer.location)
        assert f"You have {verdict} it" in words(page)
        assert f"&lt;b&gt;{verdict}" in page.text
    part = marcus.get(f"{base}/questions/{q}/reading", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    submit(office, interview)
    late = marcus.client.post(f"{base}/questions/{q}/flags", data={**form, "verdict": "adopted", "reason": "late"})
    assert late.status_code == 409


def test_a_refused_answer_to_a_flag_keeps_what_was_entered(
    office: Office, marcus: Browser, interview: Interview, base: str, q: str
) -> None:
    send(office, interview, draft(q, OPINION), rating(office, q, 1))
    form = forms_of(marcus.get(f"{base}/questions/{q}/reading"))[f"{base}/questions/{q}/flags"]
    for headers in ({}, {"HX-Request": "true"}):
        sent = {**form, "verdict": "maybe", "reason": 'my "reason" <b>'}
        answer = marcus.client.post(f"{base}/questions/{q}/flags", data=sent, headers=headers)
        assert answer.status_code == 422
        assert "my &#34;reason&#34; &lt;b&gt;" in answer.text


# What the script sends


def test_a_batch_gets_its_receipts(office: Office, marcus: Browser, interview: Interview, base: str, q: str) -> None:
    entries = [draft(q, "words"), rating(office, q, 4), draft("nowhere", "x")]
    answer = post_json(marcus, base, {"entries": entries})
    assert answer.status_code == 200
    assert [(r["key"], r["state"], r["revision"]) for r in answer.json["receipts"]] == [
        (entries[0]["key"], "saved", 1), (entries[1]["key"], "saved", None), (entries[2]["key"], "refused", None),
    ]  # fmt: skip
    notes = marcus.get(f"{base}/notes").json
    assert notes is not None
    assert (notes["submitted"], notes["now"]) == (False, office.instance.now())
    assert [head["text"] for head in notes["notes"][q]] == ["words"]


def test_two_windows_are_told_of_one_another(marcus: Browser, base: str, q: str) -> None:
    post_json(marcus, base, {"entries": [draft(q, "one", window="w1")]})
    (receipt,) = post_json(marcus, base, {"entries": [draft(q, "two", window="w2")]}).json["receipts"]
    assert [(other["text"], other["window"], other["revision"]) for other in receipt["others"]] == [("one", "w1", 1)]
    notes = marcus.get(f"{base}/notes").json
    assert notes is not None
    assert [head["text"] for head in notes["notes"][q]] == ["one", "two"]


def test_a_batch_larger_than_a_form_is_taken(office: Office, marcus: Browser, interview: Interview, base: str) -> None:
    """An hour's notes that waited for the network; a token comes with them as in earnest."""
    entries = [draft(q, f"{n} " + "x" * (LONGEST_NOTE - 9), parent=n) for n in range(5) for q in questions_of(office)]
    body = json.dumps({"entries": entries})
    assert 1_000_000 < len(body) < 4_000_000
    assert post_json(marcus, base, body).status_code == 200
    assert note_of(office, interview, questions_of(office)[-1]).startswith("4 x")


MALFORMED: dict[str, str | bytes] = {
    "nothing": "", "half": '{"entries": [{"key"', "text": "words", "no UTF-8": b'{"entries": ["\xff"]}',
    "list": "[]", "null": "null", "number": "3", "no entries": "{}", "entries null": '{"entries": null}',
    "entries a mapping": '{"entries": {}}', "entries of texts": '{"entries": ["a"]}', "entries of null": '{"entries": [null]}',
    "a number of 5,000 digits": '{"entries": [' + "9" * 5000 + "]}", "deep": '{"entries": ' + "[" * 200_000,
    "deep mapping": '{"a":' * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_batch_is_told_as_data_without_a_trace(marcus: Browser, base: str, body: str | bytes) -> None:
    answer = post_json(marcus, base, body)
    assert answer.status_code == 400
    assert answer.json.keys() == {"error", "code"}
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "entry",
    [
        {"key": "k" * 16, "kind": "draft", "question": "q", "text": "x", "parent": 10**30},
        {"key": "k" * 16, "kind": "draft", "question": CLOSING, "text": "\ud800\x00", "window": "\ud800" * 99},
        {"key": "k" * 16, "kind": ["draft"], "question": {"a": 1}, "text": None},
        {"key": "k" * 16, "kind": "rating", "question": None, "competency": [], "level": {}},
        {"key": "k" * 16, "kind": "left", "at": {"a": 1}},
        {"key": "k" * 16},
    ],
)
def test_strange_entries_never_break_anything(marcus: Browser, base: str, entry: dict[str, Any]) -> None:
    answer = post_json(marcus, base, {"entries": [entry]})
    assert answer.status_code == 200
    assert answer.json["receipts"][0]["state"] in ("saved", "refused")


@pytest.mark.parametrize("key", [None, "", "short", "x" * 65, "ä" * 16, {"a": 1}])
def test_a_batch_with_keys_that_are_none_is_refused(marcus: Browser, base: str, q: str, key: Any) -> None:
    answer = post_json(marcus, base, {"entries": [{**draft(q, "words"), "key": key}]})
    assert answer.status_code == 422
    assert "Reload it" in answer.json["error"]


def test_a_batch_needs_its_token(marcus: Browser, base: str) -> None:
    answer = post_json(marcus, base, {"entries": []}, **{"X-CSRFToken": "forged"})
    assert (answer.status_code, answer.json["code"]) == (400, "stale")


def test_a_batch_of_somebody_signed_out_is_told_so(office: Office, marcus: Browser, base: str) -> None:
    office.clock.forward(hours=4)
    answer = post_json(marcus, base, {"entries": []})
    assert (answer.status_code, answer.json["code"]) == (401, "signed-out")
    answer = marcus.get(f"{base}/notes", headers={"Accept": "application/json"})
    assert answer.status_code == 401


def test_a_batch_is_data_and_no_form(marcus: Browser, base: str) -> None:
    answer = marcus.post(f"{base}/journal", entries="[]")
    assert answer.status_code == 415
    assert "Traceback" not in answer.text
    Page(answer.text)


# Limits


def test_what_is_too_large_is_told_readably(marcus: Browser, base: str, q: str) -> None:
    for answer in (
        marcus.post(f"{base}/questions/{q}", key="k" * 16, text="x" * 600_000),
        marcus.post(f"{base}/begin", more="x" * 600_000),
        post_file(marcus, base, b"x" * (LARGEST_FILE + 2**20)),
    ):
        assert answer.status_code == 413
        assert "larger than this page takes" in words(answer)
        Page(answer.text)
    answer = post_json(marcus, base, b'{"entries": [' + b" " * (4 * 2**20) + b"]}")
    assert (answer.status_code, answer.json["code"]) == (413, "413")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/begin", "/journal", "/submit", "/transcript/remove"])
def test_another_method_is_answered_with_a_page(marcus: Browser, base: str, method: str, path: str) -> None:
    answer = marcus.client.open(base + path, method=method, headers={"X-CSRFToken": marcus.token()})
    assert answer.status_code == 405
    Page(answer.text)


# Transcripts


def test_a_transcript_larger_than_a_form_is_taken(marcus: Browser, base: str) -> None:
    assert post_file(marcus, base, b"Ines: And?\n\nTom: " + b"word " * 300_000).status_code == 303
    page = marcus.get(f"{base}/transcript")
    assert "300000" in words(page).replace(",", "")
    Page(page.text)


def test_who_is_who_is_asked_and_kept(office: Office, marcus: Browser, interview: Interview, base: str) -> None:
    post_file(marcus, base)
    page = marcus.get(f"{base}/transcript")
    Page(page.text)
    labels = re.findall(r'name="label" value="([^"]+)"', page.text)
    assert labels == ["Ines Cole", "Tom Ray"]
    refused = marcus.post(f"{base}/transcript/speakers", label=labels, role=["candidate", "candidate"])
    assert refused.status_code == 422
    assert "at least one candidate and one interviewer" in words(refused)
    kept = marcus.post(f"{base}/transcript/speakers", label=labels, role=["interviewer", "candidate"])
    assert kept.status_code == 303
    assert live.open_live(office.instance, office.marcus, interview.id).has_transcript
    assert "A transcript is attached" in words(marcus.get(f"{base}/review"))


@pytest.mark.parametrize(
    ("content", "name", "consent", "told"),
    [
        (b"", "talk.txt", "yes", "The file is empty"),
        (b"%PDF-1.7", "talk.pdf", "yes", "PDF is not read"),
        (b"\x89PNG\x00", "talk.png", "yes", "not text"),
        (b"no speakers", "talk.txt", "yes", "Nobody is named"),
        (TALK.encode(), "talk.txt", "", "Say how the candidate agreed"),
        (TALK.encode(), "talk.txt", "x" * 301, "301 characters; 300 fit"),
        (b"Ines: a\nTom: b\n" + b"x" * LARGEST_FILE, "talk.txt", "yes", "at most 5 MB"),
    ],
)
def test_it_refuses_what_is_no_transcript_beside_the_field(
    marcus: Browser, base: str, content: bytes, name: str, consent: str, told: str
) -> None:
    answer = post_file(marcus, base, content, name, consent)
    assert answer.status_code == 422
    assert told in words(answer)
    Page(answer.text)


# What is written comes back as it was written


@pytest.mark.parametrize("text", WRITINGS)
def test_markup_in_every_field_comes_back_as_text(office: Office, marcus: Browser, interview: Interview, base: str, q: str, text: str) -> None:  # fmt: skip
    candidate = office.instance.store.candidate_of(interview.candidate_id)
    office.instance.store.change_candidate(replace(candidate, name=text))
    opening = office.instance.store.opening_of(candidate.opening_id)
    office.instance.store.change_opening(replace(opening, title=text))
    send(office, interview, draft(q, f"{text} {OPINION}"), rating(office, q, 1), draft(q, text, window="w2"))
    post_file(marcus, base, f"Ines: Why?\nTom: {text}\nInes: So?\nTom: Yes.\n".encode(), f"{text[:99]}.txt", text)
    skip = {"do": "skipped", "reason": text, "text": text}
    other = questions_of(office)[0]
    save(marcus, base, other, question_form(marcus, base, other), **skip)
    save(marcus, base, CLOSING, question_form(marcus, base, CLOSING), text=text)
    reading = f"{base}/questions/{q}/reading"
    flags = f"{base}/questions/{q}/flags"
    marcus.client.post(flags, data={**forms_of(marcus.get(reading))[flags], "verdict": "adopted", "reason": text})
    pages = [base, f"{base}/review", reading, f"{base}/transcript"]
    for address in pages:
        check_markup(marcus.get(address).text, text)
    submit(office, interview)
    save(marcus, base, q, {"key": "k" * 16, "csrf_token": marcus.token()}, text=f"{text} late")
    check_markup(marcus.get(base).text, text)
    assert card_of(office, interview).closing_text == text
    check_markup(marcus.get("/").text, "")


def check_markup(html: str, text: str) -> None:
    page = Page(html)
    assert "<script>alert" not in html
    assert "onerror=" not in html.replace("onerror=alert(1)&gt;", "")
    assert text in page.text


# How many look-ups


@pytest.fixture
def counted(office: Office) -> Iterator[tuple[Instance, list[str]]]:
    """The same instance, with every statement that it runs."""
    statements: list[str] = []
    store = SqliteStore(office.instance.folder / "screener.db", on_statement=statements.append)
    yield replace(office.instance, store=store), statements
    store.close()


def test_pages_need_as_many_look_ups_for_forty_candidates_as_for_one(
    office: Office, counted: tuple[Instance, list[str]]
) -> None:
    instance, statements = counted
    opening = office.opening()
    interview = hold(office, office.candidate(opening), office.marcus, submits=False)
    question = questions_of(office)[0]
    send(office, interview, draft(question, OPINION, parent=1))
    browser = Browser(replace(office, instance=instance), office.marcus)
    base = f"/interviews/{interview.id}"
    addresses = [
        "/",
        base,
        f"{base}/review",
        f"{base}/notes",
        f"{base}/transcript",
        f"{base}/questions/{question}/reading",
    ]

    def counts() -> dict[str, int]:
        found = {}
        for address in addresses:
            browser.get(address)  # what is kept for the first time is kept now
            statements.clear()
            assert browser.get(address).status_code == 200
            found[address] = len(statements)
        return found

    with_one = counts()
    for number in range(39):
        candidate = office.candidate(opening, f"Candidate {number}")
        hold(office, candidate, office.marcus, submits=number % 2 == 0)
        office.interview(candidate, office.marcus, round=2)
    assert counts() == with_one
    assert max(with_one.values()) <= MOST_STATEMENTS, with_one
