"""The pages of practice: the reference only after rating, one's own alone, and what is sent twice or wrongly."""

import re

import pytest

from screener.journeys.calibration import MIXTURE, rate, samples_of, turn_of
from screener.storage.calibration import CalibrationRating
from screener.storage.records import Person
from tests.journeys.entries import bank_of
from tests.journeys.test_calibration import an_example, give, kept, sample_of, with_examples, with_rubrics
from tests.office import Office
from tests.web.browser import Browser, forms_of
from tests.web.conftest import Visit
from tests.web.test_candidates import page_of, statements

PAGES = ("/practice", "/practice/answers", "/practice/answers/credit", "/practice/yours")
EVERYBODY = ("sam", "helen", "ingrid", "marcus", "yuki")
HOSTILE = '<script>alert("x")</script> =1+1 «سلام» 👩🏽‍💼'
FIGURE = re.compile(r"<svg.*?</svg>", re.DOTALL)


def person(office: Office, name: str) -> Person:
    found: Person = getattr(office, name)
    return found


def give_many(office: Office, count: int, off: int, who: Person, competency: str = MIXTURE) -> None:
    """Rate until so many ratings have a level on both sides."""
    compared = 0
    while compared < count:
        made = give(office, off, person=who, competency=competency)
        compared += made.level is not None and made.reference is not None


def send(office: Office, browser: Browser, level: str, address: str = "/practice/answers/credit") -> CalibrationRating:
    """Rate the answer on a page as a browser does, and return what was kept."""
    form = forms_of(browser.get(address))[address]
    answer = browser.post(address, **{**form, "level": level})
    assert answer.status_code == 303, answer.text
    return kept(office)[-1]


# Who gets them


@pytest.mark.parametrize("address", [*PAGES, "/practice/ratings/x"])
def test_strangers_are_asked_to_sign_in(visit: Visit, address: str) -> None:
    response = visit().get(address)
    assert response.status_code == 303
    assert "/sign-in" in response.location


def test_strangers_rate_nothing(office: Office, visit: Visit) -> None:
    due = turn_of(office.instance, office.marcus, "credit")
    response = visit().post("/practice/answers/credit", data={"key": due.key, "run": "1", "level": "3"})
    assert response.status_code == 303
    assert "/sign-in" in response.location
    assert office.instance.store.calibration_ratings() == ()


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_who_signs_in_gets_all_of_them(office: Office, visit: Visit, name: str) -> None:
    client = visit(person(office, name))
    for address in PAGES:
        assert "/practice" in page_of(client.get(address)).links
    assert "/practice" in page_of(client.get("/")).links


@pytest.mark.parametrize("address", ["/practice/answers/nothing", "/practice/answers/%3Cscript%3E", "/practice/nothing",
    "/practice/ratings/nothing", "/practice/ratings/%00%ff"])  # fmt: skip
def test_unknown_addresses_are_not_found(office: Office, visit: Visit, address: str) -> None:
    page_of(visit(office.helen).get(address), 404)


@pytest.mark.parametrize("name", ["sam", "helen", "ingrid", "yuki"])
def test_another_persons_rating_is_not_found(office: Office, visit: Visit, name: str) -> None:
    made = give(office)
    page_of(visit(person(office, name)).get(f"/practice/ratings/{made.id}"), 404)
    page_of(visit(office.marcus).get(f"/practice/ratings/{made.id}"))


def test_a_rating_needs_its_token(office: Office) -> None:
    browser = Browser(office, office.marcus)
    due = turn_of(office.instance, office.marcus, "credit")
    form = {"key": due.key, "run": "1", "level": "3"}
    assert browser.client.post("/practice/answers/credit", data=form).status_code == 400
    assert kept(office) == ()


# What they say


def test_the_choice_says_how_far_one_has_come_and_who_sees_it(office: Office, visit: Visit) -> None:
    count = len([s for s in samples_of(bank_of(office)) if s.rubric.id == "credit"])
    for _ in range(count + 1):
        give(office)
    shown = page_of(visit(office.marcus).get("/practice"))
    assert f"Sharing credit and blame Run 2: 1 of {count} answers rated" in shown.text
    assert f"A mixture of all competencies {count} of " in shown.text
    assert "HR sees how many answers you have rated" in shown.text
    assert "Only you see your ratings" in shown.text
    assert "Everybody sees their own ratings only" in page_of(visit(office.helen).get("/practice")).text


def test_without_sample_answers_it_says_where_they_come_from(office: Office, visit: Visit) -> None:
    with_rubrics(office, *(r.model_copy(update={"examples": []}) for r in bank_of(office).rubrics.values()))
    shown = page_of(visit(office.marcus).get("/practice"))
    assert "There are no sample answers yet." in shown.text
    assert not [link for link in shown.links if "/practice/answers" in link]
    page_of(visit(office.marcus).get("/practice/answers"), 404)


def test_an_answer_stands_with_its_question_and_the_whole_scale(office: Office, visit: Visit) -> None:
    due = turn_of(office.instance, office.marcus, "credit")
    shown = page_of(visit(office.marcus).get("/practice/answers/credit"))
    assert due.question in shown.text
    assert " ".join(due.text.split()) in shown.text
    for level in due.levels:
        assert level.short.replace("**", "") in re.sub(r" (?=,)", "", shown.text)
        assert " ".join(level.long.split()) in shown.text
    assert "No evidence" in shown.text


def test_nothing_on_the_page_of_an_answer_tells_the_reference(office: Office, visit: Visit) -> None:
    answers = []
    for level in (1, 2, 3, 4, 5, "none"):
        with_examples(office, an_example("We did it together.", level, why="Because of the other part."))
        text = visit(office.marcus).get("/practice/answers/credit").text
        assert "Because of the other part." not in text
        answers.append(re.sub(r'(name="csrf_token"[^>]*)', "", text))
    assert len(set(answers)) == 1


def test_after_rating_the_reference_its_reason_and_both_anchors_are_shown(office: Office) -> None:
    browser = Browser(office, office.marcus)
    with_examples(office, an_example("We did it.", 2, why="Nobody else is named."), an_example("They did.", 4))
    while (made := send(office, browser, "4")).reference != 2:
        pass
    shown = page_of(browser.get(f"/practice/ratings/{made.id}?competency=credit"))
    assert "You gave 4, the reference is 2: 2 levels higher, more lenient." in shown.text
    assert "Why 2: Nobody else is named." in shown.text
    assert "We did it." in shown.text
    for level in bank_of(office).rubrics["credit"].levels:
        assert (" ".join(level.long.split()) in shown.text) is (level.level in (2, 4))
    assert "/practice/answers/credit" in shown.links


@pytest.mark.parametrize(
    ("reference", "level", "words"),
    [
        (3, "3", "You and the reference agree: 3."),
        (5, "4", "You gave 4, the reference is 5: 1 level lower, more severe."),
        (1, "none", "You said “no evidence”, the reference is 1."),
        ("none", "2", "You said 2, the reference is “no evidence”."),
        ("none", "none", "You and the reference agree: “no evidence”."),
    ],
)
def test_the_comparison_says_how_far_apart_they_are(office: Office, reference: object, level: str, words: str) -> None:
    with_examples(office, an_example("We did it.", reference))
    browser = Browser(office, office.marcus)
    made = send(office, browser, level)
    shown = page_of(browser.get(f"/practice/ratings/{made.id}?competency=credit"))
    assert words in shown.text
    assert "Why" not in shown.text  # where the bank gives no reason, the anchors are it
    assert ("Your rating" in shown.text) is ("agree" not in words)
    assert "That was the last of them." in shown.text


def test_the_next_answer_is_of_what_was_chosen(office: Office) -> None:
    browser = Browser(office, office.marcus)
    for address in ("/practice/answers", "/practice/answers/repair"):
        form = forms_of(browser.get(address))[address]
        answer = browser.post(address, **{**form, "level": "3"})
        assert address in page_of(browser.get(answer.location)).links


def test_hostile_texts_stay_text(office: Office, visit: Visit) -> None:
    credit = bank_of(office).rubrics["credit"]
    example = an_example(f"{HOSTILE}\n\nSecond part.", 3, question=f"Why? {HOSTILE}", why=HOSTILE)
    with_rubrics(office, credit.model_copy(update={"name": f"Credit {HOSTILE}", "examples": [example]}))
    client = visit(office.marcus)
    pages = [client.get(address) for address in PAGES]
    made = give(office)
    pages += [client.get(f"/practice/ratings/{made.id}?competency=credit"), client.get("/practice/yours")]
    for response in pages:
        shown = page_of(response)
        assert "<script>alert" not in response.text
        assert shown.tags.count("script") == 1  # our own
    assert HOSTILE in page_of(pages[2]).text


def test_a_competency_in_the_address_that_is_not_there_is_not_found(office: Office, visit: Visit) -> None:
    made = give(office)
    page_of(visit(office.marcus).get(f"/practice/ratings/{made.id}?competency=%3Cscript%3E"), 404)


# What is sent


@pytest.mark.parametrize("level", ["", "0", "6", "3.5", "three", "<script>", "9" * 5000, "²"])
def test_without_a_level_the_same_answer_is_shown_again(office: Office, level: str) -> None:
    browser = Browser(office, office.marcus)
    form = forms_of(browser.get("/practice/answers/credit"))["/practice/answers/credit"]
    answer = browser.post("/practice/answers/credit", **{**form, "level": level})
    shown = page_of(answer)
    assert "Choose a level from 1 to 5, or “no evidence”." in shown.text
    assert forms_of(answer)["/practice/answers/credit"]["key"] == form["key"]
    assert kept(office) == ()


def test_a_double_click_keeps_one_rating_and_leads_to_it(office: Office) -> None:
    browser = Browser(office, office.marcus)
    form = forms_of(browser.get("/practice/answers/credit"))["/practice/answers/credit"]
    first, second = (browser.post("/practice/answers/credit", **{**form, "level": level}) for level in ("2", "5"))
    assert first.location == second.location
    assert [rating.level for rating in kept(office)] == [2]


@pytest.mark.parametrize("changes", [{"run": "2"}, {"run": ""}, {"run": "x"}, {"run": "9" * 5000}, {"key": "x"}])
def test_what_is_not_on_the_page_is_told_and_the_answer_that_is_due_is_shown(
    office: Office, changes: dict[str, str]
) -> None:
    browser = Browser(office, office.marcus)
    form = forms_of(browser.get("/practice/answers/credit"))["/practice/answers/credit"]
    answer = browser.post("/practice/answers/credit", **{**form, "level": "4", **changes})
    assert "Please rate this one instead." in page_of(answer).text
    again = forms_of(answer)["/practice/answers/credit"]
    assert {name: again[name] for name in ("key", "run")} == {name: form[name] for name in ("key", "run")}
    assert "level" not in again  # what was meant for another answer is not carried over
    assert kept(office) == ()


# Figures


def test_who_has_not_practised_is_told_where_to_begin(office: Office, visit: Visit) -> None:
    shown = page_of(visit(office.marcus).get("/practice/yours"))
    assert "You have not rated a sample answer yet." in shown.text
    assert "svg" not in shown.tags


def test_below_ten_it_says_that_this_is_too_few(office: Office, visit: Visit) -> None:
    give_many(office, 9, 1, office.marcus)
    response = visit(office.marcus).get("/practice/yours")
    shown = page_of(response)
    assert "9 ratings with a level on both sides are too few to read anything from." in shown.text
    assert "1 more to go" in shown.text
    assert not FIGURE.search(response.text)
    assert "<dt>Mean difference</dt>" not in response.text


def test_from_ten_on_there_are_means_a_line_and_its_table(office: Office, visit: Visit) -> None:
    give_many(office, 25, -1, office.marcus)
    response = visit(office.marcus).get("/practice/yours")
    shown = page_of(response)
    assert "too few to read anything from" not in shown.text
    assert "more severe than the reference" in shown.text
    assert "Blocks of ten ratings; 5 more fill the next one." in shown.text
    (figure,) = FIGURE.findall(response.text)
    assert figure.count("<circle") == 4  # two blocks, two lines
    assert 'role="img"' in figure


def test_no_evidence_is_told_apart(office: Office, visit: Visit) -> None:
    with_examples(office, an_example("One.", 3), an_example("Two.", "none"), an_example("Three.", 5))
    for _ in range(3):
        due = turn_of(office.instance, office.marcus, "credit")
        level = 4 if sample_of(office, due.key).reference is None else None
        rate(office.instance, office.marcus, "credit", due.key, due.run, level)
    shown = page_of(visit(office.marcus).get("/practice/yours"))
    assert "You said “no evidence” to 2 of 2 answers that have a reference level." in shown.text
    assert "You gave a level to 1 of 1 answer that gives nothing to judge by." in shown.text
    assert "0 ratings with a level on both sides are too few" in shown.text


def test_each_competency_has_its_line(office: Office, visit: Visit) -> None:
    give_many(office, 4, 0, office.marcus, "credit")
    give_many(office, 10, 0, office.marcus, "repair")
    shown = page_of(visit(office.marcus).get("/practice/yours"))
    assert "Sharing credit and blame 4 too few 4 of 4 (100 %) 4 of 4 (100 %)" in shown.text
    assert "Who owns the fix 10 0 10 of 10 (100 %) 10 of 10 (100 %)" in shown.text


def test_the_latest_ratings_lead_back_to_their_answers(office: Office, visit: Visit) -> None:
    made = give(office, 1)
    client = visit(office.marcus)
    address = f"/practice/ratings/{made.id}?competency=credit"
    assert address in page_of(client.get("/practice/yours")).links
    page_of(client.get(address))


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_hr_and_administrators_see_others(office: Office, visit: Visit, name: str) -> None:
    give_many(office, 12, 1, office.yuki)
    give(office, person=office.ingrid)
    shown = page_of(visit(person(office, name)).get("/practice/yours"))
    sees = name in ("sam", "helen")
    others = {"Sam Whitlock", "Helen Osei", "Ingrid Halvorsen", "Marcus Adeyemi", "Yuki Tanabe"}
    others -= {person(office, name).name}
    assert {other for other in others if other in shown.text} == (others if sees else set())
    assert ("Who has practised" in shown.text) is sees
    if sees:
        assert re.search(r"Yuki Tanabe Interviewer \d+ \+[\d.]+ [\d.]+", shown.text)
        assert "Ingrid Halvorsen Hiring manager 1 too few too few" in shown.text
        assert "Marcus Adeyemi Interviewer 0 – –" in shown.text


def test_it_never_says_hire(office: Office, visit: Visit) -> None:
    give_many(office, 12, 1, office.marcus)
    client = visit(office.marcus)
    for address in ("/practice", "/practice/yours"):
        assert not re.search(r"\bhire\b|don.t hire", page_of(client.get(address)).text, re.IGNORECASE)


def test_a_page_needs_as_few_statements_however_much_was_rated(office: Office, visit: Visit) -> None:
    client = visit(office.helen)
    counts = []
    for _ in range(2):
        with statements(office) as seen:
            for address in PAGES:
                client.get(address)
        counts.append(len(seen))
        give_many(office, 30, 0, office.helen)
    assert counts[0] == counts[1] <= 5 * len(PAGES)
