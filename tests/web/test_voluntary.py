"""The page on which candidates answer without signing in, and HR's list of addresses."""

import csv
from io import StringIO

import pytest

from screener.journeys.openings import close_opening
from screener.journeys.voluntary import NOT_SAID, QUESTIONS, categories_of, token_of
from screener.storage.records import Candidate, Opening
from tests.journeys.test_candidates import WRITINGS
from tests.office import Office
from tests.web.browser import Browser, forms_of, words
from tests.web.conftest import Visit
from tests.web.test_candidates import page_of


def address_of(office: Office, candidate: Candidate) -> str:
    return f"/voluntary/{token_of(office.instance, candidate.id)}"


def kept(office: Office, candidate: Candidate) -> dict[str, str]:
    (own,) = categories_of(office.instance, [candidate.id])
    return dict(own)


# The candidate's page


def test_a_candidate_answers_without_signing_in(office: Office, candidate: Candidate) -> None:
    stranger, address = Browser(office), address_of(office, candidate)
    page = page_of(stranger.get(address))
    for promise in (
        "You need not answer",
        "Nobody who interviews you",
        "never shown beside a name",
        "change your mind",
    ):
        assert promise in page.text
    answered = stranger.post(address, sex="female", race="black")
    assert (answered.status_code, answered.location) == (303, address)
    assert "Your answer is kept" in words(stranger.get(address))
    assert kept(office, candidate) == {
        "sex": "Female", "race": "Black or African American (not Hispanic or Latino)"
    }  # fmt: skip
    assert "Nothing is kept" in words(stranger.client.post(
        address, data={"csrf_token": stranger.token(), "sex": NOT_SAID, "race": NOT_SAID}, follow_redirects=True
    ))  # fmt: skip
    assert kept(office, candidate) == {}


@pytest.mark.parametrize("sent", [{}, {"csrf_token": "forged"}])
def test_an_answer_without_its_token_is_asked_for_again_and_not_kept(
    office: Office, candidate: Candidate, sent: dict[str, str]
) -> None:
    stranger, address = Browser(office), address_of(office, candidate)
    answer = stranger.client.post(address, data={"sex": "female", **sent})
    assert (answer.status_code, answer.location) == (303, address)
    assert "nothing was kept. Please choose once more." in words(stranger.get(address))
    assert kept(office, candidate) == {}


def test_every_category_is_offered_in_full_with_what_it_means(office: Office, candidate: Candidate) -> None:
    text = page_of(Browser(office).get(address_of(office, candidate))).text
    for question in QUESTIONS:
        for category in question.categories:
            assert category.name in text
            assert category.meaning in text
    assert text.count("I do not wish to say") == len(QUESTIONS) + 1  # and where the page explains it


def test_the_page_says_nothing_of_the_candidate_the_panel_or_an_earlier_answer(
    office: Office, candidate: Candidate
) -> None:
    def page() -> str:
        html = Browser(office).get(address_of(office, candidate)).text
        return html.replace(forms_of_token(html), "")

    def forms_of_token(html: str) -> str:
        return html.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    before = page()
    visitor = Browser(office)
    visitor.post(address_of(office, candidate), sex="male", race="asian")
    assert page() == before
    assert "checked" not in before
    for name in (candidate.name, "Ingrid", "Marcus", "Yuki", "sign-in"):
        assert name not in before


def test_an_address_that_was_changed_is_not_found(office: Office, candidate: Candidate, visit: Visit) -> None:
    token = token_of(office.instance, candidate.id)
    for wrong in (token[:-1], f"{token}x", candidate.id, f"{'0' * 16}.{token.split('.')[1]}", "%00", "x" * 3000):
        for person in (None, office.helen):
            assert visit(person).get(f"/voluntary/{wrong}").status_code == 404
            sent = {"sex": "male", "race": "white"}
            assert visit(person).post(f"/voluntary/{wrong}", data=sent).status_code == 404
    assert office.instance.voluntary.answers() == {}


@pytest.mark.parametrize("sent", [{}, {"sex": "male"}, {"sex": "<script>", "race": "white"}, {"sex": "x" * 9999}])
def test_what_is_missing_or_odd_is_told_beside_its_question(
    office: Office, candidate: Candidate, sent: dict[str, str]
) -> None:
    visitor, address = Browser(office), address_of(office, candidate)
    visitor.post(address, sex="female", race="white")
    answer = visitor.post(address, **sent)
    page_of(answer)
    assert "Choose one. “I do not wish to say” is an answer too." in words(answer)
    assert "<script>" not in answer.text.replace("<script src", "")
    assert kept(office, candidate)["sex"] == "Female"


def test_after_the_end_it_only_says_so(office: Office, candidate: Candidate, opening: Opening) -> None:
    visitor, address = Browser(office), address_of(office, candidate)
    token = visitor.token()
    close_opening(office.instance, office.helen, opening.id)
    page = visitor.get(address)
    assert "The post has been filled" in words(page)
    assert forms_of(page) == {}
    late = visitor.client.post(address, data={"csrf_token": token, "sex": "male", "race": "white"})
    assert "can no longer be given or changed" in words(late)
    assert kept(office, candidate) == {}


def test_a_page_that_was_open_too_long_asks_again(office: Office, candidate: Candidate) -> None:
    address = address_of(office, candidate)
    stranger = Browser(office)
    answer = stranger.client.post(address, data={"csrf_token": "old", "sex": "male", "race": "white"})
    assert (answer.status_code, answer.location) == (303, address)
    assert "Please choose once more" in words(stranger.get(address))
    assert kept(office, candidate) == {}


def test_titles_of_any_script_are_shown_as_they_are(office: Office) -> None:
    for writing in WRITINGS:
        candidate = office.candidate(office.opening(title=writing))
        page = Browser(office).get(address_of(office, candidate))
        assert writing in page_of(page).text
        assert "<script>alert" not in page.text


# HR's list


def test_hr_gets_every_candidates_address_and_a_count(office: Office, candidate: Candidate, opening: Opening) -> None:
    other = office.candidate(opening, "Rolf Kessinger")
    Browser(office).post(address_of(office, candidate), sex="female", race="asian")
    for person in (office.helen, office.sam):
        page = Browser(office, person).get(f"/openings/{opening.id}/voluntary")
        text = page_of(page).text
        assert "Fewer than ten have answered." in text
        for own in (candidate, other):
            assert f"http://localhost{address_of(office, own)}" in text
        assert "Asian" not in page.text
        assert "Female" not in page.text


def test_hrs_pages_are_the_same_whoever_answered(office: Office, candidate: Candidate, opening: Opening) -> None:
    other, helen = office.candidate(opening, "Rolf Kessinger"), Browser(office, office.helen)
    addresses = [
        f"/openings/{opening.id}/voluntary", f"/openings/{opening.id}/voluntary.csv", f"/openings/{opening.id}",
        f"/candidates/{candidate.id}", f"/candidates/{other.id}",
    ]  # fmt: skip

    def pages() -> list[list[str]]:
        return [[line for line in helen.get(own).text.splitlines() if "csrf" not in line] for own in addresses]

    visitor = Browser(office)
    visitor.post(address_of(office, candidate), sex="female", race="asian")
    before = pages()
    visitor.post(address_of(office, candidate), sex=NOT_SAID, race=NOT_SAID)
    visitor.post(address_of(office, other), sex="male", race="white")
    assert pages() == before


def test_the_file_has_names_and_addresses_and_no_formulas(office: Office, opening: Opening) -> None:
    names = ["=HYPERLINK(1)", "+49 Zoë", "@SUM", "-1", "محمد", 'A "b", c']
    made = {name: office.candidate(opening, name) for name in names}
    answer = Browser(office, office.helen).get(f"/openings/{opening.id}/voluntary.csv")
    assert answer.mimetype == "text/csv"
    assert "voluntary-questions.csv" in answer.headers["Content-Disposition"]
    header, *rows = csv.reader(StringIO(answer.text.removeprefix("\ufeff")))
    assert header == ["Name", "Address"]
    expected = {
        (f"'{name}" if name[0] in "=+-@" else name, f"http://localhost{address_of(office, own)}")
        for name, own in made.items()
    }
    assert {(name, address) for name, address in rows} == expected


def test_nobody_else_gets_addresses(office: Office, visit: Visit, candidate: Candidate, opening: Opening) -> None:
    office.interview(candidate, office.marcus)
    theirs = office.opening(panel=(office.marcus,))
    for page in ("voluntary", "voluntary.csv"):
        assert visit(office.ingrid).get(f"/openings/{opening.id}/{page}").status_code == 403
        assert visit(office.ingrid).get(f"/openings/{theirs.id}/{page}").status_code == 404
        assert visit(office.marcus).get(f"/openings/{opening.id}/{page}").status_code == 404
        assert visit(office.yuki).get(f"/openings/{opening.id}/{page}").status_code == 404
        assert "/sign-in" in visit().get(f"/openings/{opening.id}/{page}").location


def test_a_closed_opening_and_an_empty_one_say_so(office: Office, opening: Opening) -> None:
    helen, address = Browser(office, office.helen), f"/openings/{opening.id}/voluntary"
    assert "no candidates who take part" in page_of(helen.get(address)).text
    candidate = office.candidate(opening)
    close_opening(office.instance, office.helen, opening.id)
    page = page_of(helen.get(address)).text
    assert "can no longer be given or changed" in page
    assert address_of(office, candidate) not in page


def test_of_many_candidates_the_first_are_shown(office: Office, opening: Opening, statements: list[str]) -> None:
    with office.instance.store.transaction():
        for number in range(205):
            office.candidate(opening, f"Candidate {number:03}")
    helen = Browser(office, office.helen)
    del statements[:]
    page = page_of(helen.get(f"/openings/{opening.id}/voluntary")).text
    assert len(statements) <= 8
    assert "Candidate 199" in page
    assert "Candidate 200" not in page
    assert "first 200 of 205" in page
    file = helen.get(f"/openings/{opening.id}/voluntary.csv").text
    assert "Candidate 204" in file
