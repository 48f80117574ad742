"""The pages of the bank: for whom they are, and what they say."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screener.journeys.bank_search import things_of
from screener.journeys.instance import new_id
from screener.journeys.shelf import Shelf
from screener.storage.records import Opening, Rating
from tests.factories import write_bank
from tests.journeys.rated import rated
from tests.office import Office
from tests.web.browser import Browser, app_of, words

PAGES = (
    "/bank",
    "/bank?kind=items",
    "/bank?search=credit",
    "/bank/items/credit-largest-order",
    "/bank/guides/sales-leader",
    "/bank/rubrics/credit",
    "/bank/philosophies/sole-credit",
    "/bank/policies/marketing-led",
    "/bank/placements/fix-owner",
    "/bank/surveys/fix-owner",
    "/bank/needs/capital-s-or-m",
    "/bank/lexicon/words",
    "/bank/lexicon/behaviours",
    "/bank/lexicon/past",
    "/bank/sources",
)


@pytest.fixture
def helen(office: Office) -> Browser:
    return Browser(office, office.helen)


def rate_all(office: Office, opening: Opening, question: str, levels: Iterator[int | None]) -> None:
    """Give each level to a candidate of their own, on one question."""
    on = office.instance.shelf.current().bank.questions[question].competency
    for number, level in enumerate(levels):
        candidate = office.candidate(opening, f"Candidate {number}")
        seat = rated(office, candidate, office.marcus, {}, submits=False)
        at, card = office.instance.now(), seat.scorecard.id
        office.instance.store.append(Rating(card, question, on, level, False, new_id(), at, at))
        other = "credit-number-missed"
        office.instance.store.append(Rating(card, other, "credit", level or 3, False, new_id(), at, at))
        office.instance.store.submit(card, at)


def folded(page: str) -> str:
    """What one sees only after opening it."""
    return " ".join(re.findall(r"<details.*?</details>", page, re.DOTALL))


# For whom


@pytest.mark.parametrize("address", [*PAGES, "/bank/items/nowhere", "/bank/elephants/x"])
@pytest.mark.parametrize("role", ["ingrid", "marcus", "yuki"])
def test_interviewers_and_hiring_managers_may_not_see_the_bank(office: Office, role: str, address: str) -> None:
    assert Browser(office, getattr(office, role)).get(address).status_code in (403, 404)


@pytest.mark.parametrize("address", PAGES)
def test_nobody_sees_it_without_signing_in(office: Office, address: str) -> None:
    assert "/sign-in" in Browser(office).get(address).headers["Location"]


@pytest.mark.parametrize("role", ["sam", "helen"])
@pytest.mark.parametrize("address", PAGES)
def test_hr_and_administrators_see_it(office: Office, role: str, address: str) -> None:
    assert Browser(office, getattr(office, role)).get(address).status_code == 200


def test_every_address_of_the_bank_is_closed_to_those_who_do_not_manage(office: Office) -> None:
    rules = [rule for rule in app_of(office).url_map.iter_rules() if rule.endpoint.startswith("bank.")]
    addresses = {re.sub(r"<[^>]+>", "x", rule.rule) for rule in rules if "GET" in (rule.methods or ())}
    assert {"/bank", "/bank/sources", "/bank/x/x"} <= addresses
    for person in (office.ingrid, office.marcus):
        browser = Browser(office, person)
        assert {address for address in addresses if browser.get(address).status_code not in (403, 404)} == set()


def test_only_who_manages_finds_it_in_the_navigation(office: Office) -> None:
    assert 'href="/bank"' in Browser(office, office.helen).get("/").text
    for person in (office.ingrid, office.marcus):
        assert 'href="/bank"' not in Browser(office, person).get("/").text


# What they say


def test_every_thing_of_the_shipped_bank_has_a_page(office: Office, helen: Browser) -> None:
    addresses = {
        f"/bank/{thing.folder}/{thing.name}".rstrip("/") for thing in things_of(office.instance.shelf.library())
    }
    assert len(addresses) > 120
    for address in addresses:
        assert helen.get(address).status_code == 200, address


@pytest.mark.parametrize("address", ["/bank/items/nowhere", "/bank/elephants/x", "/bank?kind=elephants"])
def test_what_there_is_not_is_not_found(helen: Browser, address: str) -> None:
    assert helen.get(address).status_code == 404


def test_every_link_within_the_bank_leads_somewhere(helen: Browser) -> None:
    waiting, seen = ["/bank"], {"/bank"}
    while waiting:
        answer = helen.get(waiting.pop())
        assert answer.status_code == 200
        for link in re.findall(r'href="(/bank[^"#]*)', answer.text):
            if link not in seen and re.match(r"/bank(\?|$|/sources|/(items|guides|rubrics|policies|needs)/)", link):
                seen.add(link)
                waiting.append(link.replace("&amp;", "&"))
    assert len(seen) > 100


def test_a_link_to_one_of_several_things_finds_its_place(helen: Browser) -> None:
    for kind in ("lexicon", "sources"):
        links = re.findall(r'href="(/bank/[^"#]+)#([^"]+)"', helen.get(f"/bank?kind={kind}").text)
        assert links
        for address, place in links:
            assert f'id="{place}"' in helen.get(address).text


def test_a_search_shows_the_words_around_with_the_hit_marked(helen: Browser) -> None:
    answer = helen.get("/bank?search=SIGNATURE+largest")
    assert "<mark>signature</mark>" in answer.text
    assert "items/credit/credit-largest-order.yaml" in answer.text
    assert "1 thing found" in words(answer)


def test_what_is_searched_for_stays_text(helen: Browser) -> None:
    answer = helen.get("/bank?search=<script>alert(1)</script>")
    assert "<script>alert" not in answer.text
    assert "0 things found" in words(answer)


def test_a_question_says_how_often_it_was_asked_and_how_well_it_tells_apart(
    office: Office, opening: Opening, helen: Browser
) -> None:
    question = "standing-settled-difference"
    address = f"/bank/items/{question}"
    assert "No submitted scorecard has this question yet" in words(helen.get(address))
    rate_all(office, opening, question, iter([1, 2, 3, 4]))
    few = words(helen.get(address))
    assert "in 4 of 4 interviews that had it" in few
    assert "4 candidates have a level on it. From 5 on" in few
    assert "No evidence" not in few
    rate_all(office, opening, question, iter([5, None]))
    some = words(helen.get(address))
    assert "1 of 6 ratings (17 %)" in some
    assert "can be said from 10 candidates on" in some
    rate_all(office, opening, question, iter([1, 2, 3, 4, 5] * 6))
    many = words(helen.get(address))
    assert "Tells candidates apart well: whoever did well elsewhere did well here too." in many
    assert many.index("did well here too") < many.index("ratings with a level") < many.index("1.00 (1.00 to 1.00)")
    assert "1.00 (1.00 to 1.00)" in folded(helen.get(address).text)


def test_nearly_the_same_for_everybody_is_said(office: Office, opening: Opening, helen: Browser) -> None:
    rate_all(office, opening, "standing-settled-difference", iter([3, 4] * 6))
    assert "Nearly everybody got 3 or 4." in words(helen.get("/bank/items/standing-settled-difference"))


def test_the_list_of_questions_shows_levels_from_five_candidates_on(
    office: Office, opening: Opening, helen: Browser
) -> None:
    rate_all(office, opening, "standing-settled-difference", iter([1, 2, 3, 4]))
    assert 'class="bars"' not in helen.get("/bank?kind=items").text
    rate_all(office, opening, "standing-settled-difference", iter([5]))
    page = helen.get("/bank?kind=items").text
    assert "Levels 1 to 5 were given 1, 1, 1, 1, 1 times" in page


def test_questions_are_listed_by_how_often_they_were_asked_and_by_what_was_never_asked(
    office: Office, opening: Opening, helen: Browser
) -> None:
    rate_all(office, opening, "standing-settled-difference", iter([1, 2]))
    by_scale = helen.get("/bank?kind=items").text
    assert all(f"order={order}" in by_scale for order in ("asked", "apart", "never"))
    asked = re.findall(r'href="/bank/items/([^"]+)"', helen.get("/bank?kind=items&order=asked").text)
    assert set(asked[:2]) == {"standing-settled-difference", "credit-number-missed"}
    never = re.findall(r'href="/bank/items/([^"]+)"', helen.get("/bank?kind=items&order=never").text)
    assert set(asked) - set(never) == set(asked[:2])
    assert helen.get("/bank?kind=items&order=alphabet").status_code == 404


def test_a_belief_that_the_reader_was_not_trained_on_shows_from_two_figures(
    office: Office, bank: Path, helen: Browser
) -> None:
    trained = words(helen.get("/bank/philosophies/sole-credit"))
    assert "by likeness" not in trained
    text = (bank / "philosophies" / "sole-credit.yaml").read_text(encoding="utf-8")
    (bank / "philosophies" / "price-decides.yaml").write_text(
        text.replace("id: sole-credit", "id: price-decides"), encoding="utf-8"
    )
    path = bank / "policies" / "default.yaml"
    policy = path.read_text(encoding="utf-8")
    path.write_text(
        policy.replace("flags:\n", "flags:\n- {philosophy: price-decides, severity: low}\n", 1), encoding="utf-8"
    )
    added = words(helen.get("/bank/philosophies/price-decides"))
    assert "by phrases from 0.50, by likeness to its examples from 0.25" in added


def test_a_question_about_a_person_comes_with_a_notice(office: Office, bank: Path, helen: Browser) -> None:
    path = next((bank / "items").rglob("standing-case.yaml"))
    address, notice = "/bank/items/standing-case", "are unlawful in many places"
    assert notice not in words(helen.get(address))
    text = path.read_text(encoding="utf-8")
    asked = re.sub(r"(sales: ).*", r"\1How old are you, and have you children?", text, count=1)
    path.write_text(asked, encoding="utf-8")
    assert f"Questions about age and children {notice}." in words(helen.get(address))
    preview = helen.client.post(
        f"/bank/preview/{path.relative_to(bank)}", json={"text": asked}, headers={"X-CSRFToken": helen.token()}
    )
    assert f"Questions about age and children {notice}." in words(preview)


def test_examples_show_their_evidence_marked(helen: Browser) -> None:
    text = helen.get("/bank/philosophies/sole-credit").text
    assert "<mark>We bring in all the business ourselves</mark>" in text
    assert "&lt;&lt;" not in text


def test_what_is_wrong_on_disk_is_shown_with_the_place_and_in_plain_words(office: Office, tmp_path: Path) -> None:
    folder = write_bank(tmp_path / "questions", survey="id: fix-owner\n")
    whole = write_bank(tmp_path / "whole")
    shelf = Shelf(whole, office.instance.store)
    shelf.folder, shelf._looked_at = folder, 0.0
    office.instance = replace(office.instance, shelf=shelf)
    helen = Browser(office, office.helen)
    everything, one = words(helen.get("/bank")), words(helen.get("/bank/surveys/fix-owner"))
    assert "4 problems in the files of the bank." in everything
    assert "surveys/fix-owner.yaml:1 “name” is missing (add it)" in everything
    assert "4 problems in this file." in one
    assert "cannot be shown before its mistakes are mended" in one
