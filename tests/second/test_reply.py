from typing import Any

import pytest

from screener.bank.load import Bank
from screener.second.opinion import Dropped, Opinion
from screener.second.reply import MOST_ITEMS, Misfit, opinion_of

TEXT = "We won it alone. Marketing had no part in it. I used to think we share the credit."


def finding(**changes: object) -> dict[str, Any]:
    return {
        "quotation": "We won it alone", "philosophy": "sole-credit", "stance": "asserted", "confidence": 0.9,
    } | changes  # fmt: skip


def level(**changes: object) -> dict[str, Any]:
    return {"quotations": ["Marketing had no part in it"], "competency": "credit", "level": 1} | changes


def read(bank: Bank, *findings: object, levels: object = ()) -> Opinion:
    return opinion_of({"findings": list(findings), "levels": list(levels)}, TEXT, bank)  # type: ignore[call-overload]


def test_it_keeps_a_finding_with_its_quotation(bank: Bank) -> None:
    (kept,) = read(bank, finding()).findings
    assert (kept.philosophy, kept.stance, kept.confidence, kept.quote.of(TEXT)) == (
        "sole-credit", "asserted", 0.9, "We won it alone",
    )  # fmt: skip


def test_it_keeps_a_level_with_its_quotations(bank: Bank) -> None:
    quotations = ["we won it alone", "Marketing had no part", "we won it alone"]
    (kept,) = read(bank, levels=[level(quotations=quotations)]).levels
    assert (kept.competency, kept.level) == ("credit", 1)
    assert [quote.of(TEXT) for quote in kept.evidence] == ["We won it alone", "Marketing had no part"]


def test_findings_stand_in_the_order_of_their_quotations(bank: Bank) -> None:
    late = finding(philosophy="shared-credit", quotation="we share the credit", stance="past")
    assert [f.philosophy for f in read(bank, late, finding()).findings] == ["sole-credit", "shared-credit"]


@pytest.mark.parametrize(
    ("changes", "what", "why"),
    [
        ({"quotation": "we won it together"}, "sole-credit asserted", "the quotation is not in the answer"),
        ({"quotation": "won it"}, "sole-credit asserted", "the quotation has fewer than 3 words"),
        ({"quotation": None}, "sole-credit asserted", "no quotation was given"),
        ({"philosophy": "greed"}, "greed asserted", "the bank knows no such belief"),
        ({"philosophy": ["sole-credit"]}, "(a list) asserted", "the bank knows no such belief"),
        ({"philosophy": "sole-credit\n" + "x" * 5000}, f"sole-credit {'x' * 48}… asserted", "the bank knows no such belief"),
        ({"philosophy": "\ud83d"}, "? asserted", "the bank knows no such belief"),
        ({"stance": "loved"}, "sole-credit loved", "there is no such stance"),
        ({"stance": None}, "sole-credit None", "there is no such stance"),
    ],
)  # fmt: skip
def test_it_drops_a_finding_that_does_not_hold_and_says_why(
    bank: Bank, changes: dict[str, object], what: str, why: str
) -> None:
    assert read(bank, finding(**changes)) == Opinion(dropped=(Dropped(what, why),))


@pytest.mark.parametrize(
    ("changes", "what", "why"),
    [
        ({"level": 9}, "credit level 9", "a level goes from 1 to 5"),
        ({"level": 0}, "credit level 0", "a level goes from 1 to 5"),
        ({"level": 2.5}, "credit level 2.5", "a level goes from 1 to 5"),
        ({"level": True}, "credit level True", "a level goes from 1 to 5"),
        ({"level": None}, "credit level None", "a level goes from 1 to 5"),
        ({"level": [1]}, "credit level (a list)", "a level goes from 1 to 5"),
        ({"competency": "charm"}, "charm level 1", "the bank knows no such competency"),
        ({"quotations": []}, "credit level 1", "no quotation was given"),
        ({"quotations": "we won it alone"}, "credit level 1", "no quotation was given"),
        ({"quotations": ["they won it"]}, "credit level 1", "the quotation is not in the answer"),
    ],
)
def test_it_drops_a_level_that_does_not_hold_and_says_why(
    bank: Bank, changes: dict[str, object], what: str, why: str
) -> None:
    assert read(bank, levels=[level(**changes)]) == Opinion(dropped=(Dropped(what, why),))


def test_a_level_stands_on_the_quotations_that_hold(bank: Bank) -> None:
    opinion = read(bank, levels=[level(quotations=["we won it alone", "they won it all"])])
    assert [quote.of(TEXT) for quote in opinion.levels[0].evidence] == ["We won it alone"]
    assert opinion.dropped == (Dropped("credit level 1", "the quotation is not in the answer"),)


def test_what_cannot_be_told_is_no_mistake(bank: Bank) -> None:
    assert read(bank, finding(stance="cannot tell"), levels=[level(level="cannot tell")]) == Opinion()


@pytest.mark.parametrize("confidence", [None, 1.5, -1, "high", True, float("nan"), float("inf")])
def test_a_confidence_that_is_none_counts_as_not_said(bank: Bank, confidence: object) -> None:
    (kept,) = read(bank, finding(confidence=confidence)).findings
    assert kept.confidence is None


def test_a_disavowal_outweighs_an_assertion_of_the_same_belief(bank: Bank) -> None:
    denial = finding(stance="rejected", quotation="Marketing had no part")
    opinion = read(bank, finding(), denial, finding())
    assert [f.stance for f in opinion.findings] == ["rejected"]
    assert {item.why for item in opinion.dropped} == {"it is already rejected in the same answer"}


def test_of_two_different_levels_neither_counts(bank: Bank) -> None:
    opinion = read(bank, levels=[level(), level(level=4)])
    assert not opinion.levels
    assert [item.what for item in opinion.dropped] == ["credit level 1", "credit level 4"]


def test_a_level_given_twice_counts_once_with_all_its_quotations(bank: Bank) -> None:
    opinion = read(bank, levels=[level(), level(quotations=["We won it alone"]), level()])
    (kept,) = opinion.levels
    assert [quote.of(TEXT) for quote in kept.evidence] == ["We won it alone", "Marketing had no part in it"]
    assert not opinion.dropped


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ([], "no JSON object"),
        ("fine", "no JSON object"),
        ({}, "no list of objects called `findings`"),
        ({"findings": []}, "no list of objects called `levels`"),
        ({"findings": {}, "levels": []}, "no list of objects called `findings`"),
        ({"findings": ["sole-credit"], "levels": []}, "no list of objects called `findings`"),
        ({"findings": [{}] * (MOST_ITEMS + 1), "levels": []}, "more than 100 entries"),
    ],
)
def test_it_refuses_a_reply_of_another_form(bank: Bank, reply: object, words: str) -> None:
    with pytest.raises(Misfit, match=words):
        opinion_of(reply, TEXT, bank)
