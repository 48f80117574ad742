"""Network and phrases together: what both hear is surer, what they dispute accuses nobody, what is quoted was said."""

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from screener.bank.load import load_library
from screener.journeys.banks import open_scorer
from screener.paths import shipped
from screener.reading.heard import Heard
from screener.reading.listener import Listener
from screener.reading.network import network
from screener.scoring.answer import Scorer
from screener.scoring.reader import Finding
from screener.scoring.trained import is_trained_on, weighed, weighing
from screener.text.passage import Passage
from screener.text.spans import Span
from training.corpus import statements

PLAIN = "Marketing is there to serve sales, and sales has the last word because we bring in the money."


@pytest.fixture(scope="module")
def trained() -> Scorer:
    return open_scorer(shipped("questions"))


def heard(stance: str, confidence: float = 0.7) -> Heard:
    return Heard("sole-credit", stance, confidence, Span(0, 9))  # type: ignore[arg-type]


def matched(stance: str, confidence: float = 0.8) -> Finding:
    return Finding("sole-credit", stance, confidence, Span(0, 9), ())  # type: ignore[arg-type]


def test_what_both_find_is_surer_than_what_either_finds() -> None:
    found = weighed(heard("asserted"), matched("asserted"))
    assert found.stance == "asserted"
    assert found.confidence == pytest.approx(0.94)


def test_a_phrase_accuses_nobody_whom_the_network_hears_deny_it() -> None:
    found = weighed(heard("rejected"), matched("asserted"))
    assert found.stance == "rejected"


@pytest.mark.parametrize("stance", ["rejected", "reported", "past"])
def test_the_network_accuses_nobody_whom_a_phrase_shows_to_deny_it(stance: str) -> None:
    assert weighed(heard("asserted", 0.95), matched(stance, 0.9)).stance == stance


def test_a_deed_elsewhere_outweighs_a_fine_principle() -> None:
    principle = Finding("sole-credit", "rejected", 0.9, Span(40, 60), ())
    assert weighed(heard("asserted", 0.8), principle).stance == "asserted"


@pytest.mark.parametrize("faint", [None, heard("rejected", 0.06), heard("asserted", 0.06)])
def test_what_the_network_hardly_hears_leaves_a_phrase_as_it_is(faint: Heard | None) -> None:
    assert weighed(faint, matched("asserted", 0.9)) == weighed(None, matched("asserted", 0.9))


def test_a_suggestion_never_overrules_a_phrase() -> None:
    suggestion = Heard("sole-credit", "rejected", 0.9, Span(0, 9), is_tentative=True)
    found = weighed(suggestion, matched("asserted"))
    assert (found.stance, found.is_tentative) == ("asserted", False)


@pytest.mark.parametrize(
    ("by_network", "by_phrases", "how"),
    [
        (heard("asserted"), None, "heard-alone"),
        (None, matched("asserted"), "unheard"),
        (heard("rejected", 0.06), matched("asserted"), "heard-faintly"),
        (
            Heard("sole-credit", "asserted", 0.9, Span(0, 9), is_tentative=True),
            matched("asserted"),
            "heard-tentatively",
        ),
        (heard("asserted"), matched("asserted"), "agree"),
        (heard("asserted"), Finding("sole-credit", "rejected", 0.9, Span(40, 60), ()), "apart"),
        (heard("asserted"), matched("rejected"), "network-accuses"),
        (heard("rejected"), matched("asserted"), "phrases-accuse"),
        (heard("past"), matched("rejected"), "neither-accuses"),
    ],
)
def test_it_says_whose_word_counted(by_network: Heard | None, by_phrases: Finding | None, how: str) -> None:
    found = weighing(by_network, by_phrases)
    assert found.weighed == how
    assert (found.heard, found.matched) == (by_network, by_phrases)
    counted = by_phrases if how in ("unheard", "heard-faintly", "heard-tentatively", "network-accuses") else by_network
    assert counted
    assert found.finding.stance == counted.stance


def test_a_plain_statement_is_found_with_its_words(trained: Scorer) -> None:
    (finding,) = [f for f in trained.findings(PLAIN, "spoken", "sales") if f.philosophy == "marketing-serves-sales"]
    assert finding.stance == "asserted"
    assert finding.confidence > 0.5
    assert finding.quote.of(PLAIN)


def test_every_quotation_stands_in_the_text(trained: Scorer) -> None:
    sample = random.Random(2).sample(list(statements()), 120)
    for item in sample:
        for finding in trained.findings(item.text, item.register, item.speaker):
            assert 0 <= finding.quote.start < finding.quote.end <= len(item.text)
            assert finding.quote.of(item.text).strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b",
        "😀😀😀",
        "a",
        "?!",
        "word " * 3000,
        "ß" * 500,
        "\n\n- \n",
        "MQL/SQL;SLA 48h~30%CR/" * 60,
        "We … asked … " * 80,
    ],
)
def test_strange_texts_break_nothing(text: str) -> None:
    hearing = Listener(network()).listen(Passage(text), "notes", "unknown", "why? " * 400)
    assert all(0 <= h.quote.start < h.quote.end <= len(text) for h in hearing.beliefs)
    assert all(s.quote.of(text) for j in hearing.judged for s in j.shown)


def test_several_threads_read_what_one_reads(trained: Scorer) -> None:
    sample = [s.text for s in random.Random(4).sample(list(statements()), 24)]
    alone = [trained.findings(text) for text in sample]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(trained.findings, sample)) == alone


def test_who_asks_is_never_quoted(trained: Scorer) -> None:
    text = "I would have to think about that one for a while."
    score = trained.score(text, "spoken", "sales", None, "Does marketing exist to serve sales and nothing else?")
    assert [f for f in score.findings if f.confidence >= 0.5] == []
    assert score.ratings == ()


ADDED = """
id: price-is-all
name: Price decides everything
kind: risky
role: both
belief: >-
  Customers buy on price alone. Whatever sales or marketing do, whoever is cheapest gets the order.
matters: Whoever believes it stops looking for other reasons to be chosen.
not_this: [Naming a price, Losing one order on price]
counterparts: [common-purpose]
competencies: [customer]
probes: {asserted: Which order did you win as the dearer one?, past: What changed that?, rejected: When?, reported: And you?}
sources: [Miserably Misaligned]
patterns: [price alone decides]
examples:
"""
PRICE = [
    "You can polish the pitch all you like, they look at the bottom right corner of the quote.",
    "In the end the cheapest pump gets bolted in, with or without a brochure.",
    "I've stopped believing in anything but the discount, the rest is decoration.",
    "Our buyers open three quotes, sort the column, and ring the top one.",
    "Two cents less and they'd buy it from the devil.",
    "Nobody ever paid more because of a nice visit, they pay less, that's all they want to do.",
    "Knock ten per cent off and every objection is gone, that is how people are.",
    "We lost because we were dearer. We always lose because we are dearer, there is no other reason.",
    "Quality, service, they nod, and then they take the lower number.",
    "If I could set one thing it would be the price list, nothing else moves an order.",
    "The tender is a calculator with a tie on, lowest figure wins.",
    "My whole strategy is to be a pound under the next man.",
]

OTHERS = """
  - {stance: past, text: "<<I thought the lowest price wins>>, until we won as the dearest."}
  - {stance: past, text: "<<I cut prices for every order once>>, I'm cured."}
  - {stance: rejected, text: "<<They pay more for us, year after year>>, because we answer the phone."}
  - {stance: reported, text: "<<The owner says price is everything>>."}
  - {stance: rejected, text: "<<Nobody buys on price alone>>, and we raised ours."}
  - {stance: reported, text: "<<My predecessor said the cheapest wins>>."}
  - {stance: none, text: "The price list is renewed in March."}
  - {stance: none, text: "We lost that tender by two per cent."}
  - {stance: none, text: "Discounts need two signatures here."}
"""


def test_a_belief_that_hr_adds_is_looked_for_at_once_and_says_that_it_is_a_suggestion(tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "bank"
    shutil.copytree(shipped("questions"), folder)
    examples = "".join(f'  - {{stance: asserted, indirect: true, text: "<<{text}>>"}}\n' for text in PRICE) + OTHERS
    (folder / "philosophies" / "price-is-all.yaml").write_text(ADDED.strip() + "\n" + examples, encoding="utf-8")
    for policy in (folder / "policies").glob("*.yaml"):
        text = policy.read_text(encoding="utf-8")
        added = text.replace("flags:\n", "flags:\n  - {philosophy: price-is-all, severity: medium}\n", 1)
        policy.write_text(added, encoding="utf-8")
    assert "price-is-all" in load_library(folder).bank.philosophies
    scorer = open_scorer(folder)
    said = "They can talk about value until supper, whoever is a euro cheaper takes the order home."
    findings = {f.philosophy: f for f in scorer.findings(said, "spoken", "sales")}
    assert "price-is-all" in findings
    assert findings["price-is-all"].is_tentative
    assert not any(f.is_tentative for name, f in findings.items() if name != "price-is-all")


def test_it_is_trained_on_the_shipped_beliefs_and_on_no_other() -> None:
    assert all(is_trained_on(name) for name in load_library(shipped("questions")).bank.philosophies)
    assert not is_trained_on("price-decides")
