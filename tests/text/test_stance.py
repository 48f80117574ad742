"""The stance reader with the shipped cues, around one and the same match."""

import pytest

from screener.bank.load import load_library
from screener.paths import shipped
from screener.scoring.phrasebook import stance_reader
from screener.text.passage import Passage
from screener.text.spans import Span
from screener.text.stance import Reading

READER = stance_reader(load_library(shipped("questions")).bank)
BELIEF = "marketing is there to serve sales"


def read(text: str, register: str = "spoken") -> Reading:
    passage = Passage(text)
    start = text.lower().index(BELIEF)
    number = next(n for n, s in enumerate(passage.sentences) if s.start <= start < s.end)
    return READER.read(passage, number, Span(start, start + len(BELIEF)), register)


CASES = [
    ("Look, marketing is there to serve sales.", "asserted"),
    ("I always tell them that marketing is there to serve sales.", "asserted"),
    ("I don't think that marketing is there to serve sales.", "rejected"),
    ("I never said marketing is there to serve sales.", "rejected"),
    ("Marketing is there to serve sales? Nonsense.", "rejected"),
    ("Marketing is there to serve sales? No.", "rejected"),
    ("Marketing is there to serve sales. I'm joking.", "rejected"),
    ("People say marketing is there to serve sales, and I disagree.", "rejected"),
    ("I don't hold with people who say marketing is there to serve sales.", "rejected"),
    ("My old boss always said marketing is there to serve sales.", "reported"),
    ("According to the board, marketing is there to serve sales.", "reported"),
    ("My old boss said marketing is there to serve sales, and he was right.", "asserted"),
    ("My old boss said marketing is there to serve sales. Well, he had a point.", "asserted"),
    ("I used to think marketing is there to serve sales.", "past"),
    ("For years I told people marketing is there to serve sales.", "past"),
    ("Marketing is there to serve sales. I've changed my mind on that.", "past"),
    ("We have no budget for it, and marketing is there to serve sales.", "asserted"),
]


@pytest.mark.parametrize(("text", "stance"), CASES, ids=[c[0][:60] for c in CASES])
def test_it_reads_the_stance_from_the_cues_around_a_match(text: str, stance: str) -> None:
    assert read(text).stance == stance


RULES = [
    ("Look, marketing is there to serve sales.", "plain"),
    ("I don't think that marketing is there to serve sales.", "negation"),
    ("Marketing is there to serve sales? Nonsense.", "disapproval"),
    ("Marketing is there to serve sales? No.", "answer"),
    ("Marketing is there to serve sales. I'm joking.", "joke"),
    ("My old boss always said marketing is there to serve sales.", "report"),
    ("My old boss said marketing is there to serve sales. Well, he had a point.", "approval"),
    ("I used to think marketing is there to serve sales.", "past"),
    ("Marketing is there to serve sales. I've changed my mind on that.", "turn"),
]


@pytest.mark.parametrize(("text", "rule"), RULES, ids=[rule for _, rule in RULES])
def test_it_names_the_rule_that_decided(text: str, rule: str) -> None:
    assert read(text).rule == rule


def test_it_names_what_there_is_to_doubt() -> None:
    assert read(f"Well, {BELIEF}.").doubts == ()
    assert read(f"Suppose I say I guess {BELIEF}?").doubts == ("hedge", "hypothetical", "question")
    assert read(f"I never said {BELIEF}, I suppose.").doubts == ("inferred", "hedge")


def test_a_denial_that_fell_into_a_gap_of_the_phrase_counts() -> None:
    passage = Passage("We never agreed on it.")
    match = Span(0, 15)
    assert READER.read(passage, 0, match, written="we(?: +[a-z]+){0,3}? +agreed").stance == "rejected"
    assert READER.read(passage, 0, match, written="we +never +agreed").stance == "asserted"


def test_a_hedge_lowers_confidence_and_leaves_the_stance() -> None:
    plain, hedged = read(f"Well, {BELIEF}."), read(f"I guess {BELIEF}.")
    assert hedged.stance == plain.stance == "asserted"
    assert hedged.factor < plain.factor


def test_a_question_is_hardly_an_assertion() -> None:
    assert read(f"So {BELIEF}?").factor <= 0.5


def test_he_means_the_candidate_in_an_interviewers_notes() -> None:
    assert read(f"he always says {BELIEF}", "notes").stance == "asserted"
    assert read(f"he always says {BELIEF}", "spoken").stance == "reported"


def test_it_names_the_cue_that_decided() -> None:
    reading = read(f"I never said {BELIEF}.")
    assert ("negation", Span(2, 7)) in reading.cues
