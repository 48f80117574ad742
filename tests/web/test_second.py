"""The second reader on the page: a button only where one was set up, and its opinion beside the built-in one."""

from screener.storage.records import Interview
from tests.journeys.entries import OPINION, bank_of, begun, draft, questions_of, rating, send
from tests.journeys.test_second_opinions import REPLY, set_up
from tests.office import Office
from tests.second.server import saying, serving
from tests.web.browser import Browser, forms_of, words


def rated(office: Office) -> tuple[Interview, str, str]:
    interview = begun(office)
    question = next(q for q in questions_of(office) if bank_of(office).questions[q].competency == "standing")
    send(office, interview, draft(question, OPINION), rating(office, question, 1))
    return interview, question, f"/interviews/{interview.id}/questions/{question}"


def test_there_is_no_button_without_a_second_reader(office: Office) -> None:
    _, _, base = rated(office)
    page = Browser(office, office.marcus).get(f"{base}/reading")
    assert "second reader" not in words(page)
    assert Browser(office, office.marcus).post(f"{base}/second").status_code == 404


def test_it_says_where_the_answer_goes_and_shows_both_readers(office: Office) -> None:
    _, _, base = rated(office)
    with serving(saying(REPLY)) as running:
        set_up(office, running.address)
        browser = Browser(office, office.marcus)
        page = browser.get(f"{base}/reading")
        assert f"to {running.address}" in words(page)
        form = forms_of(page)[f"{base}/second"]
        shown = browser.client.post(f"{base}/second", data=form)

    assert "“Look, marketing is there to serve sales.”" in words(shown)
    assert "level 2" in words(shown)
    assert "said twice: 1." in words(shown)


def test_script_gets_only_the_part(office: Office) -> None:
    _, _, base = rated(office)
    with serving(saying(REPLY)) as running:
        set_up(office, running.address)
        browser = Browser(office, office.marcus)
        form = forms_of(browser.get(f"{base}/reading"))[f"{base}/second"]
        part = browser.client.post(f"{base}/second", data=form, headers={"HX-Request": "true"})
    assert "<html" not in part.text


def test_an_address_in_the_clear_is_no_address(office: Office) -> None:
    _, _, base = rated(office)
    set_up(office, "http://models.example.org/v1")
    browser = Browser(office, office.marcus)
    assert "second reader" not in words(browser.get(f"{base}/reading"))
