"""Guides are composed and thresholds set on pages that work without script; what was typed survives every mistake."""

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.factories import (
    COMPETENCIES,
    SLOTS,
    make_guide,
    make_philosophy,
    make_policy,
    make_question,
    write_file,
)
from tests.journeys.rated import a_flag, heard, rated
from tests.journeys.test_guide_composer import COMMENTED
from tests.office import Office
from tests.web.browser import Browser, words

COMPOSE, NEW, THRESHOLDS = "/bank/guides/sales-leader/compose", "/bank/new/guide", "/bank/policies/default/thresholds"


@pytest.fixture
def helen(bank: Path, office: Office) -> Browser:
    """HR's browser, in an organisation with a small bank of its own."""
    write_file(bank / SLOTS["healthy"], make_philosophy("shared-credit", "we share the credit", kind="healthy", counterparts=["sole-credit"]))  # fmt: skip
    return Browser(office, office.helen)


def sent(**changes: object) -> dict[str, object]:
    """Return what the form of a guide sends."""
    entered: dict[str, object] = {
        "name": "Short talk", "role": "sales", "minutes": "40", "opening": "Welcome.", "opening_minutes": "4",
        "closing": "Thank you.", "closing_minutes": "5", "competency": [*COMPETENCIES],
        "questions": [f"{name}-case" for name in COMPETENCIES], "single_question_reason": "It is short.",
    }  # fmt: skip
    weights = {f"weight-{name}": "1" for name in COMPETENCIES} | {f"reason-{name}": "" for name in COMPETENCIES}
    return {**entered, **weights, **changes}


def base_of(answer: TestResponse) -> str:
    (base,) = re.findall(r'name="base"[^>]*value="([0-9a-f]*)"', answer.text)
    return str(base)


def order(answer: TestResponse) -> list[str]:
    return re.findall(r'name="questions" value="([^"]+)"', answer.text)


def test_questions_are_added_moved_and_taken_out_by_buttons(helen: Browser) -> None:
    assert order(helen.get(COMPOSE))[:2] == ["standing-case", "credit-case"]
    moved = helen.post(COMPOSE, **sent(do="down:standing-case"))
    assert order(moved)[:2] == ["credit-case", "standing-case"]
    less = helen.post(COMPOSE, **sent(do="remove:standing-case"))
    assert "standing-case" not in order(less)
    assert 'value="add:standing-case"' in less.text
    more = helen.post(COMPOSE, **sent(questions=["credit-case"], do="add:standing-case"))
    assert order(more) == ["credit-case", "standing-case"]
    assert order(helen.post(NEW, **sent(questions=[], do="propose"))) == [f"{name}-case" for name in COMPETENCIES]


def test_minutes_coverage_and_what_the_check_says_are_in_sight(helen: Browser) -> None:
    page = words(helen.post(COMPOSE, **sent(minutes="30", questions=["standing-case", "credit-case"], do="look")))
    assert "19 of 30 minutes" in page
    assert "11 minutes left" in page
    assert "No question of this guide asks about “Customer” (add one, or drop the competency)." in page
    assert "4 minutes too many" in words(helen.post(COMPOSE, **sent(minutes="30", do="look")))


def test_everything_typed_survives_a_mistake(helen: Browser, office: Office) -> None:
    typed = {
        "name": "", "opening": "A <b>first</b> word,\r\nand a second.", "minutes": "an hour", "weight-credit": "lots",
        "reason-credit": "Because.", "competency": ["standing", "credit"], "weight-repair": "3", "reason-repair": "Not now.",
    }  # fmt: skip
    for do, status in (("keep", 422), ("look", 200), ("up:credit-case", 200), ("propose", 200)):
        answer = helen.post(COMPOSE, **sent(**typed, do=do))
        assert answer.status_code == status
        for text in ("A &lt;b&gt;first&lt;/b&gt; word,", "an hour", "lots", "Because.", "Not now."):
            assert text in answer.text, (do, text)
        assert len(order(answer)) == 5
    page = words(helen.post(COMPOSE, **sent(**typed, do="keep")))
    assert "3 entries need another look" in page
    assert "Weight of “Credit”" in page
    assert not office.instance.store.bank_drafts()


def test_a_guide_that_was_composed_is_a_draft_to_look_at(helen: Browser, office: Office, bank: Path) -> None:
    answer = helen.post(NEW, **sent(do="keep"))
    (draft,) = office.instance.store.bank_drafts()
    assert (answer.status_code, answer.location) == (303, f"/bank/drafts/{draft.id}")
    assert "guides/short-talk.yaml" in helen.get(answer.location).text
    assert not (bank / "guides/short-talk.yaml").exists()


def test_who_has_been_told_of_another_change_may_keep_theirs(helen: Browser, office: Office, bank: Path) -> None:
    for address, path, data, form in (
        (COMPOSE, SLOTS["guide"], make_guide(closing="Goodbye."), sent(do="keep")),
        (THRESHOLDS, SLOTS["policy"], make_policy(name="Twins"), stand(show_from="0.7", do="keep")),
    ):
        base = base_of(helen.get(address))
        write_file(bank / path, data)
        told = helen.post(address, **form, base=base)
        assert told.status_code == 422
        assert "has been changed since you opened it" in words(told)
        assert helen.post(address, **form, base=base_of(told)).status_code == 303
    assert len(office.instance.store.bank_drafts()) == 2


def test_a_file_that_gets_a_mistake_meanwhile_costs_nothing_that_was_typed(
    helen: Browser, office: Office, bank: Path
) -> None:
    for address, path, data, form in (
        (COMPOSE, SLOTS["guide"], make_guide(role="nobody"), sent(name="Typed just now")),
        (THRESHOLDS, SLOTS["policy"], make_policy(name=""), stand(show_from="0.77")),
    ):
        base = base_of(helen.get(address))
        write_file(bank / path, data)
        for do, status in (("look", 200), ("keep", 422)):
            answer = helen.post(address, **form, base=base, do=do)
            assert answer.status_code == status
            assert answer.text.count("has a mistake now, or is gone") == 1
            assert f'action="{address}"' in answer.text
            assert "Typed just now" in answer.text or 'value="0.77"' in answer.text
    assert helen.post(NEW, **sent(name="Typed just now"), base=base, do="keep").status_code == 303
    (draft,) = office.instance.store.bank_drafts()
    assert "Typed just now" in draft.title


def test_a_file_that_cannot_be_changed_from_here_is_no_dead_end(helen: Browser, bank: Path) -> None:
    write_file(bank / SLOTS["guide"], COMMENTED.replace("repair-case]", "# last\n  repair-case]"))
    base, less = base_of(helen.get(COMPOSE)), [f"{name}-case" for name in COMPETENCIES if name != "repair"]
    for form, status in (({"do": "remove:repair-case"}, 200), ({"questions": less, "do": "keep"}, 422)):
        answer = helen.post(COMPOSE, **sent(name="Typed just now", **form), base=base)
        assert answer.status_code == status
        assert (order(answer), "Typed just now" in answer.text) == (less, True)
        assert "This file cannot be changed from here" in words(answer)


def test_what_is_rated_or_believed_since_the_page_was_opened_is_no_hindrance(helen: Browser, bank: Path) -> None:
    form = {name: value for name, value in sent().items() if not name.endswith("-repair")}
    assert helen.post(COMPOSE, **form, do="look").status_code == 200
    write_file(bank / "philosophies/all-mine.yaml", make_philosophy("all-mine", "all of it is mine"))
    assert helen.post(THRESHOLDS, **stand(do="look")).status_code == 200


def test_what_stands_in_the_way_of_a_short_guide_is_said(helen: Browser, bank: Path) -> None:
    for name in COMPETENCIES:
        write_file(bank / f"items/{name}/{name}-b.yaml", make_question(name, id=f"{name}-b"))
    page = words(helen.post(COMPOSE, **sent(opening="We have an hour.", single_question_reason="", do="look")))
    assert "Two questions on each of 5 competencies need about 59 minutes, with opening and closing." in page
    assert "The opening speaks of 60 minutes (“an hour”), and the guide has 40." in page


def test_figures_say_whose_interviews_they_come_from(helen: Browser, office: Office) -> None:
    opening = office.opening()
    for number in range(5):
        seat = rated(office, office.candidate(opening, f"Tessa {number}"), office.marcus, {"standing": [3]})
        if number == 0:
            assert "Not all finished interviews have been read yet." in words(helen.get(THRESHOLDS))
        heard(office, seat, a_flag(confidence=0.6))
    page = words(helen.post(THRESHOLDS, **stand(show_from="0.4", do="look")))
    assert (
        "In 5 finished scorecards on 5 candidates under this policy: at least 5 flags would show as risks, 5 now"
        in page
    )
    assert "0 suggestions would show as a risk, as now" in page


def stand(**changes: object) -> dict[str, object]:
    """Return what the form of a policy's thresholds sends."""
    return {
        "show_from": "0.5", "suggest_from": "0.25", "levels_from": "0.5", "severity-sole-credit": "high",
        "own-sole-credit": "", "reason-sole-credit": "", **changes,
    }  # fmt: skip


def test_thresholds_become_a_draft(helen: Browser, office: Office) -> None:
    page = helen.get(THRESHOLDS)
    answer = helen.post(THRESHOLDS, **stand(show_from="0.61", base=base_of(page), do="keep"))
    (draft,) = office.instance.store.bank_drafts()
    assert answer.location == f"/bank/drafts/{draft.id}"
    assert "show_from: 0.61" in helen.get(answer.location).text


def test_thresholds_that_cannot_be_are_shown_as_they_were_typed(helen: Browser) -> None:
    form = stand(show_from="two", **{"own-sole-credit": "0.8", "severity-sole-credit": "medium"}, do="keep")
    answer = helen.post(THRESHOLDS, **form)
    assert answer.status_code == 422
    assert 'value="two"' in answer.text
    assert 'value="0.8"' in answer.text
    assert '<option value="medium" selected>' in answer.text
    assert "Say in a few words why this has a threshold of its own." in words(answer)
    assert helen.post(THRESHOLDS, **stand(show_from="two", do="look")).status_code == 200


@pytest.mark.parametrize("address", [COMPOSE, NEW, THRESHOLDS])
def test_others_are_kept_out(bank: Path, office: Office, address: str) -> None:
    for person in (office.ingrid, office.marcus, office.yuki):
        browser = Browser(office, person)
        assert browser.get(address).status_code == 403
        assert browser.post(address, **sent(), **stand(do="keep")).status_code == 403
    assert Browser(office, office.sam).get(address).status_code == 200
    assert not office.instance.store.bank_drafts()
    assert Browser(office).get(address).status_code in (302, 303, 401)


@pytest.mark.parametrize("address", ["/bank/guides/no-such/compose", "/bank/policies/no-such/thresholds"])
def test_what_is_not_there_is_not_found(helen: Browser, address: str) -> None:
    assert helen.get(address).status_code == 404
