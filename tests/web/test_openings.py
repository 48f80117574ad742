"""The pages of openings: what they show to whom, what they take, and how many statements they need."""

import re
from html import unescape

import pytest

from screener.journeys.instance import new_id
from screener.storage.records import Candidate, Interview, Opening, Person, Rating, Scorecard
from tests.office import Office
from tests.web.conftest import Visit

MARKUP = '<script>alert("x")</script><img src=x onerror=alert(1)>'
ODD = [MARKUP, "Zoë 🎯👩‍🔬 Ng", "محمد بن سلمان الفارسي", "{{ 7 * 7 }} {% raw %}", 'O\'Hara & "Sons"']


def text_of(page: str) -> str:
    """The words of a page, as they are read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?strong>", "", page))).split())


def answers(office: Office, need: str) -> dict[str, str]:
    questions = office.instance.shelf.current().bank.needs["capital-s-or-m"].questions
    return {f"answer-{q.id}": next(a.id for a in q.answers if a.need == need) for q in questions}


def started(office: Office, opening: Opening) -> Interview:
    interview = office.interview(office.candidate(opening, "Started"), office.marcus)
    office.instance.store.pin(interview.id, office.instance.shelf.keep_current("now"), office.instance.now())
    return interview


def fill(office: Office, opening: Opening, candidates: int, *raters: Person) -> None:
    """Add candidates with an interview for each rater, of which a third each is planned, under way, submitted."""
    store, at = office.instance.store, office.instance.now()
    fingerprint = office.instance.shelf.keep_current(at)
    bank = office.instance.shelf.current().bank
    questions = bank.guides[opening.guide].questions
    made = [Candidate(new_id(), opening.id, f"Candidate {number:04}", "", at) for number in range(candidates)]
    with store.transaction():
        store.add_candidates(made)
        for number, candidate in enumerate(made):
            for rater in raters:
                interview = Interview(
                    new_id(), candidate.id, 1, False, opening.guide, opening.policy, "nothing", "", at
                )
                card = Scorecard(new_id(), interview.id, rater.id, at)
                store.add_interview(interview, [card])
                if number % 3:
                    store.pin(interview.id, fingerprint, at)
                    store.begin(card.id, at)
                    for question in questions[:5]:
                        own = bank.questions[question].competency
                        store.append(Rating(card.id, question, own, 3, False, new_id(), at, at))
                if number % 3 == 2:
                    store.submit(card.id, at)


# What is shown


def test_hr_without_openings_is_told_what_to_do(office: Office, visit: Visit) -> None:
    page = visit(office.helen).get("/").text
    assert "There is no opening yet." in page
    assert "/openings/new" in page


def test_closed_openings_are_turned_over_like_pages(office: Office, visit: Visit) -> None:
    for number in range(23):
        office.opening(title=f"Old post {number:02}", closed_at=office.instance.now())
    client = visit(office.helen)
    first, second = (client.get(f"/?closed={page}").text for page in (1, 2))
    assert "Page 1 of 2" in text_of(first)
    assert 'href="/?closed=2#closed"' in first
    assert {f"Old post {n:02}" for n in range(23)} == set(re.findall(r"Old post \d\d", first + second))
    for odd in ("abc", "-1", "9" * 30, "0"):
        assert client.get(f"/?closed={odd}").status_code == 200


def test_hr_sees_openings_with_counts_and_closed_ones_at_the_end(office: Office, visit: Visit) -> None:
    fill(office, office.opening(title="Sales Director"), 3, office.marcus, office.yuki)
    office.opening(title="Old post", closed_at=office.instance.now())
    words = text_of(visit(office.helen).get("/").text)
    assert "Sales Director 3 2 of 6" in words
    assert words.index("Sales Director") < words.index("Closed openings") < words.index("Old post")


def test_a_rater_sees_their_own_interviews_with_what_to_do(office: Office, visit: Visit) -> None:
    opening, store = office.opening(), office.instance.store
    for name in ("Planned", "Begun", "Left", "Submitted"):
        interview = office.interview(office.candidate(opening, f"{name} candidate"), office.marcus)
        (seat,) = store.seats(interview_id=interview.id)
        if name != "Planned":
            store.begin(seat.scorecard.id, office.instance.now())
        if name == "Left":
            store.leave(seat.scorecard.id, office.instance.now())
        if name == "Submitted":
            store.submit(seat.scorecard.id, office.instance.now())
    office.interview(office.candidate(opening, "Not mine"), office.yuki)
    page = visit(office.marcus).get("/").text
    words = text_of(page)
    assert "<h1>My interviews</h1>" in page
    assert "Not mine" not in words
    assert re.search(
        r"Left candidate .* finish and submit Begun candidate .* begun Planned candidate .* planned", words
    )
    assert re.search(r"Submitted Submitted candidate .* submitted", words)
    assert page.count('href="/interviews/') == 4
    assert "/openings/" not in page


def test_a_hiring_manager_finds_the_openings_with_them_on_the_panel(office: Office, visit: Visit) -> None:
    opening, other = office.opening(), office.opening(panel=())
    page = visit(office.ingrid).get("/").text
    assert f"/openings/{opening.id}" in page
    assert other.id not in page
    assert "No interview is planned for you yet" in page


def test_the_grid_says_in_words_how_far_everybody_has_come(office: Office, visit: Visit) -> None:
    opening = office.opening(title="Sales Director", outcome="capital-s")
    fill(office, opening, 3, office.marcus, office.yuki)
    page = visit(office.helen).get(f"/openings/{opening.id}").text
    words = text_of(page)
    assert "Candidate 0000 – no interview planned planned" in words
    assert "Candidate 0001 – no interview begun, 5 of 12 rated begun, 5 of 12 rated" in words
    assert "Candidate 0002 – no interview submitted submitted" in words
    assert "Needs assessment Capital S" in words
    assert "Ingrid Halvorsen (moderator), Marcus Adeyemi, Yuki Tanabe" in words
    assert "Scorecards submitted 2 of 6" in words
    assert page.count('href="/candidates/') == 3


def test_the_grid_pages_and_searches(office: Office, visit: Visit) -> None:
    opening = office.opening()
    fill(office, opening, 60)
    client = visit(office.helen)
    first = text_of(client.get(f"/openings/{opening.id}").text)
    assert "Candidate 0049" in first
    assert "Candidate 0050" not in first
    assert "Page 1 of 2 Next" in first
    assert "Candidate 0059" in client.get(f"/openings/{opening.id}?page=2").text
    assert "11 candidates found for “005”" in text_of(client.get(f"/openings/{opening.id}?search=005").text)
    assert "No candidate’s name contains" in client.get(f"/openings/{opening.id}?search=nobody").text
    assert client.get(f"/openings/{opening.id}?page=3").status_code == 404
    assert client.get(f"/openings/{opening.id}?page={'9' * 30}").status_code == 404
    assert client.get(f"/openings/{opening.id}?page=abc").status_code == 200
    assert client.get(f"/openings/{opening.id}?search={'x' * 121}").status_code == 422


@pytest.mark.parametrize("path", ["", "?search=Candidate&page=1"])
def test_the_grid_needs_the_same_few_statements_for_60_candidates_as_for_1(
    office: Office, statements: list[str], visit: Visit, path: str
) -> None:
    counts = []
    client = visit(office.helen)
    for candidates in (1, 60):
        opening = office.opening()
        fill(office, opening, candidates, office.ingrid, office.marcus, office.yuki)
        client.get(f"/openings/{opening.id}{path}")
        statements.clear()
        assert client.get(f"/openings/{opening.id}{path}").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12


def test_other_pages_need_few_statements_too(office: Office, statements: list[str], visit: Visit) -> None:
    client, opening = visit(office.helen), office.opening()
    fill(office, opening, 60, office.ingrid, office.marcus, office.yuki)
    own = ("needs", "guide", "panel", "kit", "kit/candidate")
    for path in ("/", "/reminders", *(f"/openings/{opening.id}/{page}" for page in own)):
        statements.clear()
        assert client.get(path).status_code == 200
        assert 0 < len(statements) <= 12, path


# Setting an opening up


def test_an_opening_is_set_up_from_title_to_grid(office: Office, visit: Visit) -> None:
    client = visit(office.helen)
    sent = client.post("/openings/new", data={"title": "Sales Director", "role": "sales"})
    assert sent.status_code == 303
    (count,) = office.instance.store.opening_counts(None)
    base = f"/openings/{count.opening.id}"
    assert sent.location == f"{base}/needs"
    assert "Capital S or capital M" in client.get(f"{base}/needs").text
    given = answers(office, "sales")
    shown = client.get(f"{base}/needs", query_string={**given, "sent": "1"}).text
    assert "Points for sales 12 Points for marketing 0 Proposed guide Sales leader" in text_of(shown)
    assert "Prices are most often given away" in shown
    assert office.instance.store.opening_of(count.opening.id).outcome == ""  # looking decides nothing
    sent = client.post(f"{base}/needs", data={**given, "outcome": "capital-s", "then": "go-on"})
    assert sent.location == f"{base}/panel"
    assert office.instance.store.opening_of(count.opening.id).outcome == "capital-s"
    client.post(f"{base}/panel", data={"person": office.ingrid.id})
    client.post(f"{base}/panel/{office.ingrid.id}/moderator")
    sent = client.post(base, data={"names": "Tessa Brandvold\nTariq Solheim"})
    assert sent.status_code == 303
    assert "2 candidates are added." in client.get(base).text


def test_a_double_click_on_a_new_opening_makes_one(office: Office, visit: Visit) -> None:
    client = visit(office.helen)
    sent = [client.post("/openings/new", data={"title": "Sales Director", "role": "sales"}) for _ in range(2)]
    assert sent[0].location == sent[1].location
    assert len(office.instance.store.opening_counts(None)) == 1


def test_the_needs_assessment_may_be_looked_at_again_and_answered_again(office: Office, visit: Visit) -> None:
    client, opening = visit(office.helen), office.opening()
    client.post(f"/openings/{opening.id}/needs", data={**answers(office, "marketing"), "outcome": "capital-m"})
    page = client.get(f"/openings/{opening.id}/needs").text
    assert "Capital M" in page
    assert 'type="radio"' not in page
    assert page.count(" checked") == 0
    assert client.get(f"/openings/{opening.id}/needs?again=1").text.count(" checked") == 8


def test_it_refuses_a_needs_assessment_with_gaps(office: Office, visit: Visit) -> None:
    client, opening = visit(office.helen), office.opening()
    given = answers(office, "sales") | {"answer-prices": MARKUP}
    page = client.get(f"/openings/{opening.id}/needs", query_string={**given, "sent": "1"}).text
    assert "1 question still needs an answer." in text_of(page)
    assert "<script>alert" not in page
    page = client.post(f"/openings/{opening.id}/needs", data={**given, "outcome": "capital-s"}).text
    assert "Please answer every question first." in page
    assert office.instance.store.opening_of(opening.id) == opening


def test_it_says_when_the_answers_point_to_the_other_side_than_the_post(office: Office, visit: Visit) -> None:
    opening = office.opening(role="sales")
    page = visit(office.helen).get(
        f"/openings/{opening.id}/needs", query_string={**answers(office, "marketing"), "sent": "1"}
    )
    assert "your answers point to marketing" in page.text


def test_guide_and_weights_are_chosen_with_reasons(office: Office, visit: Visit) -> None:
    client, opening = visit(office.helen), office.opening(outcome="capital-s")
    base, data = f"/openings/{opening.id}", {"guide": "marketing-leader", "policy": "default", "reason": ""}
    assert "Say in a few words why another guide fits better." in client.post(f"{base}/guide", data=data).text
    sent = client.post(f"{base}/guide", data={**data, "reason": "They lead campaigns"})
    assert sent.status_code == 303
    kept = office.instance.store.opening_of(opening.id)
    weights = {f"weight-{w.competency}": "1" for w in kept.weights} | {"weight-hierarchy": "2"}
    refused = client.post(f"{base}/weights", data={**weights, "guide": kept.guide}).text
    assert "Say in a few words why this does not count like the others." in refused
    assert 'value="2"' in refused  # what was entered is still there
    sent = client.post(f"{base}/weights", data={**weights, "guide": kept.guide, "reason-hierarchy": "No plan so far"})
    assert sent.status_code == 303
    page = client.get(base).text
    assert "No plan so far" in page
    assert "They lead campaigns" in page


def test_a_refused_guide_leaves_the_weights_as_they_are_shown(office: Office, visit: Visit) -> None:
    opening = office.opening()
    page = visit(office.helen).post(f"/openings/{opening.id}/guide", data={"guide": "x", "policy": "default"}).text
    assert "Choose a guide from the list." in page
    assert page.count('value="1" aria-describedby="weight-hint"') == 6


def test_it_refuses_a_guide_weights_and_needs_that_are_fixed_meanwhile(office: Office, visit: Visit) -> None:
    client, opening = visit(office.helen), office.opening()
    interview = started(office, opening)
    base = f"/openings/{opening.id}"
    data = {"guide": "marketing-leader", "policy": "default", "reason": "Why not"}
    assert "has started, so its guide and policy stay" in client.post(f"{base}/guide", data=data).text
    sent = client.post(f"{base}/needs", data={**answers(office, "marketing"), "outcome": "capital-m"}).text
    assert "has started, so its guide and what led to it stay" in sent
    (seat,) = office.instance.store.seats(interview_id=interview.id)
    office.instance.store.submit(seat.scorecard.id, office.instance.now())
    weights = {f"weight-{w.competency}": "1" for w in opening.weights}
    assert (
        "so its weights stay as they are"
        in client.post(f"{base}/weights", data={**weights, "guide": opening.guide}).text
    )
    assert office.instance.store.opening_of(opening.id) == opening
    page = client.get(f"{base}/guide").text
    assert "the guide and the policy are fixed" in page
    assert "the weights are fixed" in page
    assert 'name="guide"' not in page


def test_somebody_new_on_the_panel_gets_a_code_that_is_shown_once(office: Office, visit: Visit) -> None:
    client, opening = visit(office.helen), office.opening()
    page = client.post(
        f"/openings/{opening.id}/panel/new", data={"name": "Mei Castellanos"}, follow_redirects=True
    ).text
    assert re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text_of(page))
    assert f"/openings/{opening.id}/panel" in page
    page = client.get(f"/openings/{opening.id}/panel").text
    assert "Mei Castellanos" in page
    assert not re.search(r">[A-Z2-9]{4}-[A-Z2-9]{4}", page)
    page = client.post(f"/openings/{opening.id}/panel/new", data={"name": "mei castellanos"}).text
    assert "is on this panel already" in page


def test_an_opening_is_closed_and_opened_again(office: Office, visit: Visit) -> None:
    client, opening = visit(office.helen), office.opening()
    assert client.post(f"/openings/{opening.id}/close").status_code == 303
    page = client.get(f"/openings/{opening.id}").text
    assert 'name="names"' not in page
    sent = client.post(f"/openings/{opening.id}", data={"names": "Tessa"})
    assert "Open it again before you add candidates." in sent.text
    client.post(f"/openings/{opening.id}/reopen")
    assert 'name="names"' in client.get(f"/openings/{opening.id}").text


# What is refused


@pytest.mark.parametrize("odd", ODD)
def test_whatever_is_entered_is_shown_as_it_is_and_never_run(office: Office, visit: Visit, odd: str) -> None:
    client, opening = visit(office.helen), office.opening(guide_reason=odd)
    base = f"/openings/{opening.id}"
    assert client.post(f"{base}/title", data={"title": odd}).status_code == 303
    assert client.post(base, data={"names": odd}).status_code == 303
    client.post(f"{base}/panel/new", data={"name": odd})
    weights = {f"weight-{w.competency}": "2" for w in opening.weights}
    reasons = {f"reason-{w.competency}": odd for w in opening.weights}
    assert client.post(f"{base}/weights", data={**weights, **reasons, "guide": opening.guide}).status_code == 303
    (candidate,), _ = office.instance.store.candidates_of(opening.id)
    office.interview(candidate, office.marcus)
    paths = [base, f"{base}/guide", f"{base}/panel", f"{base}/needs", f"{base}/kit", f"{base}/kit/candidate"]
    for path in ["/", "/reminders", *paths, f"{base}?search={'%3Cscript%3Ealert(1)'}"]:
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'style="' not in page
        assert re.search(r"<script(?! src=)", page) is None
    for path in ["/", *paths]:
        assert " ".join(odd.split()) in " ".join(unescape(client.get(path).text).split()), path
    assert MARKUP not in visit(office.marcus).get("/").text


def test_it_refuses_what_is_too_long_with_a_word_and_keeps_what_was_entered(office: Office, visit: Visit) -> None:
    client, opening = visit(office.helen), office.opening()
    long = "x" * 121
    base = f"/openings/{opening.id}"
    for path, data in {
        "/openings/new": {"title": long, "role": "sales"},
        f"{base}/title": {"title": long},
        base: {"names": f"Tessa\n{long}"},
        f"{base}/panel/new": {"name": long},
    }.items():
        sent = client.post(path, data=data)
        assert sent.status_code == 200
        assert "121 characters; 120 fit" in sent.text
        assert long in sent.text
    sent = client.post(f"{base}/guide", data={"guide": "first-screen", "policy": "default", "reason": "x" * 1001})
    assert "1,001 characters; 1,000 fit" in sent.text


def test_it_refuses_the_same_names_a_second_time(office: Office, visit: Visit) -> None:
    client, opening = visit(office.helen), office.opening()
    assert client.post(f"/openings/{opening.id}", data={"names": "Tessa\nTariq"}).status_code == 303
    sent = client.post(f"/openings/{opening.id}", data={"names": "Tessa\nTariq"})
    assert "Tessa is among the candidates already" in sent.text
    assert office.instance.store.candidates_of(opening.id)[1] == 2


def test_an_empty_form_says_what_is_missing(office: Office, visit: Visit) -> None:
    client, opening = visit(office.helen), office.opening()
    page = client.post("/openings/new", data={}).text
    assert "Enter a title." in page
    assert "Choose one." in page
    assert "Enter a name, or several" in client.post(f"/openings/{opening.id}", data={}).text
    assert "Choose somebody." in client.post(f"/openings/{opening.id}/panel", data={}).text
    assert "Choose somebody from the list." in client.post(f"/openings/{opening.id}/panel", data={"person": "x"}).text


PAGES = ("", "/needs", "/guide", "/panel", "/kit", "/kit/candidate")
POSTS = ("", "/title", "/needs", "/guide", "/weights", "/panel", "/panel/new", "/panel/x/remove", "/panel/x/moderator",
    "/close", "/reopen")  # fmt: skip
DATA = {"names": "Tessa", "title": "X", "name": "Mei", "guide": "first-screen", "policy": "default"}


def test_strangers_and_unknown_openings_find_nothing(office: Office, visit: Visit) -> None:
    opening = office.opening()
    for person, opening_id in ((office.marcus, opening.id), (office.helen, "no-such-opening")):
        client = visit(person)
        for path in PAGES:
            assert client.get(f"/openings/{opening_id}{path}").status_code == 404, path
        for path in POSTS:
            data = DATA | {"person": office.yuki.id}
            assert client.post(f"/openings/{opening_id}{path}", data=data).status_code == 404, path
    assert visit(office.marcus).get("/reminders").status_code == 404
    assert visit(office.marcus).get("/openings/new").status_code == 403
    assert office.instance.store.opening_of(opening.id) == opening


def test_a_hiring_manager_sees_grid_kit_and_reminders_but_changes_nothing(office: Office, visit: Visit) -> None:
    opening = office.opening()
    office.interview(office.candidate(opening), office.marcus)
    client = visit(office.ingrid)
    for path in ("", "/kit", "/kit/candidate"):
        page = client.get(f"/openings/{opening.id}{path}")
        assert page.status_code == 200
        assert set(re.findall(r'<form method="post" action="([^"]*)"', page.text)) == {"/sign-out"}
    assert "Marcus Adeyemi" in client.get("/reminders").text
    for path in ("/needs", "/guide", "/panel"):
        assert client.get(f"/openings/{opening.id}{path}").status_code == 403
    for path in POSTS:
        data = DATA | {"person": office.yuki.id}
        assert client.post(f"/openings/{opening.id}{path}", data=data).status_code == 403, path
    assert office.instance.store.opening_of(opening.id) == opening
    other = office.opening(panel=())
    assert client.get(f"/openings/{other.id}").status_code == 404


def test_somebody_who_is_not_signed_in_is_asked_to(visit: Visit, office: Office) -> None:
    for path in ("/", "/reminders", "/openings/new", f"/openings/{office.opening().id}"):
        assert visit().get(path).status_code == 303


# Reminders and printing


def test_reminders_have_a_text_to_copy_for_each_person(office: Office, visit: Visit) -> None:
    opening, store = office.opening(), office.instance.store
    interview = office.interview(office.candidate(opening, "Tessa Brandvold"), office.marcus)
    (seat,) = store.seats(interview_id=interview.id)
    store.begin(seat.scorecard.id, office.instance.now())
    store.leave(seat.scorecard.id, office.instance.now())
    discussed = office.candidate(opening, "Tariq Solheim")
    for rater in (office.marcus, office.yuki):
        (other,) = store.seats(interview_id=office.interview(discussed, rater).id)
        store.submit(other.scorecard.id, office.instance.now())
    office.clock.forward(hours=3)
    client = visit(office.helen)
    page = client.get("/reminders").text
    assert "The candidate left 3 hours ago: finish and submit" in page
    mails = [unescape(mail) for mail in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)]
    assert mails[1] == (
        "Hello Marcus Adeyemi,\n\nthis is still open in Screener:\n\n"
        "- Tessa Brandvold, Sales Director, round 1: The candidate left 3 hours ago: finish and submit.\n"
        f"  http://localhost/interviews/{interview.id}\n\nThank you\nHelen Osei"
    )
    assert "- Tariq Solheim, Sales Director, round 1: all have submitted. Please begin the discussion." in mails[0]
    assert mails[0].startswith("Hello Ingrid Halvorsen,")


def test_without_anything_open_reminders_say_so(office: Office, visit: Visit) -> None:
    assert "Nobody has anything left to do." in visit(office.helen).get("/reminders").text


def test_the_kit_has_all_that_a_panel_needs(office: Office, visit: Visit) -> None:
    page = unescape(visit(office.helen).get(f"/openings/{office.opening().id}/kit").text)
    bank = office.instance.shelf.current().bank
    guide = bank.guides["sales-leader"]
    words = text_of(page)
    for name in guide.questions:
        question = bank.questions[name]
        for line in (question.ask.sales, question.why, *question.listen_for, *question.probes):
            assert line
            assert " ".join(line.split()) in words
        for level in bank.rubrics[question.competency].levels:
            assert " ".join(level.short.replace("**", "").split()) in words
    assert "<strong>Ranks</strong> one function under the other" in page
    assert " ".join(guide.opening.split()) in words
    assert " ".join(guide.closing.split()) in words
    assert words.count("No evidence: ") == len(guide.questions)


def test_the_sheet_for_candidates_tells_nothing_of_what_is_listened_for(office: Office, visit: Visit) -> None:
    page = visit(office.helen).get(f"/openings/{office.opening().id}/kit/candidate").text
    bank = office.instance.shelf.current().bank
    words = text_of(page)
    for rubric in bank.rubrics.values():
        assert rubric.name not in words
        assert not any(level.short.replace("**", "") in words for level in rubric.levels)
    assert not any(philosophy.name in words for philosophy in bank.philosophies.values())
    assert not any((question.ask.sales or "-") in words for question in bank.questions.values())
    for said in ("60 minutes", "12 questions", "take notes", "the same questions", "recorded unless you have agreed"):
        assert said in words
    assert "Helen Osei, helen@halvorsen.example" in words


def test_every_page_has_one_heading_and_labels(office: Office, visit: Visit) -> None:
    opening = office.opening()
    fill(office, opening, 3, office.marcus)
    client = visit(office.helen)
    for path in ("/", "/reminders", "/openings/new", *(f"/openings/{opening.id}{page}" for page in PAGES)):
        page = client.get(path).text
        assert page.count("<h1") == 1, path
        assert "<title>" in page
        for field in re.findall(r"<(?:input|textarea|select)[^>]*>", page):
            if 'type="hidden"' in field or 'type="radio"' in field:
                continue
            (name,) = re.findall(r' id="([^"]+)"', field)
            assert f'for="{name}"' in page, field
        assert page.count("<th>") == 0


def test_it_tells_all_weights_that_need_another_look_at_once(office: Office, visit: Visit) -> None:
    opening = office.opening()
    weights = {f"weight-{w.competency}": "0.0000001" for w in opening.weights}
    page = visit(office.helen).post(f"/openings/{opening.id}/weights", data={**weights, "guide": opening.guide}).text
    assert page.count("Enter a number from 0.1 to 10") == len(opening.weights)
    assert "6 entries need another look" in page


def test_it_says_when_the_questions_were_edited_meanwhile(office: Office, visit: Visit) -> None:
    opening = office.opening()
    client, said = visit(office.helen), "candidates of this opening were asked in 2 different states"
    for bank in ("one", "two"):
        interview = office.interview(office.candidate(opening, bank), office.marcus)
        for path in ("", "/guide"):
            assert said not in client.get(f"/openings/{opening.id}{path}").text
        office.instance.store.pin(interview.id, bank, office.instance.now())
    for path in ("", "/guide"):
        assert said in client.get(f"/openings/{opening.id}{path}").text


def test_it_says_when_the_answers_say_nothing_yet(office: Office, visit: Visit) -> None:
    opening = office.opening()
    given = {**answers(office, "even"), "sent": "1"}
    page = visit(office.helen).get(f"/openings/{opening.id}/needs", query_string=given).text
    assert "Your answers say nothing yet" in page
    assert "Use this guide all the same" in page
    assert "self-knowledge" not in page


def test_what_cannot_simply_be_undone_is_asked_for_once_more(office: Office, visit: Visit) -> None:
    opening = office.opening()
    candidate = office.candidate(opening)
    assert 'data-confirm="Close this opening?' in visit(office.helen).get(f"/openings/{opening.id}").text
    page = visit(office.helen).get(f"/candidates/{candidate.id}/change").text
    assert 'data-confirm="Note Tessa Brandvold as withdrawn?' in page
