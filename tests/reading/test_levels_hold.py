"""A level hardly moves with length, praise of oneself, jargon, or the question said back, and never by more than one.

It should not move at all. How often it does is measured here and told in docs/model-card.md.
"""

from collections.abc import Callable
from itertools import islice

import pytest

from screener.reading.listener import Listener
from screener.reading.network import network
from screener.text.passage import Passage
from screener.text.segment import sentences
from training.corpus import HELD_OUT, Answer, answers

SHOWN_FROM = 0.5
MOST_MOVED = 6  # of 50
IDLE = {
    "praise of oneself": (
        "People tell me I'm one of the strongest leaders they have worked for.",
        "I have always had a nose for this, I must say.",
        "My results speak for themselves, as my references will confirm.",
    ),
    "jargon": (
        "It's about leveraging synergies across the go-to-market motion.",
        "We were laser-focused on a holistic, value-led operating cadence.",
        "You have to double-click on the north star and right-size the flywheel.",
    ),
    "length": (
        "The building stood by the canal then, with the old canteen on the ground floor.",
        "It was raining that week, and half of the town was on holiday.",
        "The firm makes valves, mostly for dairies, and some for breweries.",
    ),
}


def levels(text: str, answer: Answer) -> dict[str, int]:
    heard = Listener(network()).listen(Passage(text), answer.register, answer.speaker, answer.question)
    return {
        j.competency: round(j.level)
        for j in heard.judged
        if j.confidence >= SHOWN_FROM and j.competency == answer.competency
    }


@pytest.fixture(scope="module")
def sample() -> list[Answer]:
    return list(islice((a for a in answers(HELD_OUT) if a.register == "spoken"), 50))


def moved(sample: list[Answer], told: Callable[[int, Answer], str]) -> list[int]:
    """Return by how much levels differ where the same answer is told otherwise; 9 where one came or went."""
    by = []
    for number, answer in enumerate(sample):
        before, after = levels(answer.text, answer), levels(told(number, answer), answer)
        if before != after:
            same = before.keys() == after.keys()
            by.append(max(abs(before[name] - after[name]) for name in before) if same else 9)
    return by


def with_idle(kind: str, number: int, answer: Answer) -> str:
    spans = sentences(answer.text)
    place = spans[number % len(spans)].end
    return f"{answer.text[:place]} {IDLE[kind][number % 3]}{answer.text[place:]}"


@pytest.mark.parametrize("kind", IDLE)
def test_levels_hardly_move_with(kind: str, sample: list[Answer]) -> None:
    by = moved(sample, lambda number, answer: with_idle(kind, number, answer))
    assert len(by) <= MOST_MOVED
    assert all(step == 1 for step in by if step != 9)
    assert by.count(9) <= 2


def test_levels_hardly_move_with_the_question_said_back(sample: list[Answer]) -> None:
    by = moved(sample, lambda _, answer: f"{answer.question} {answer.text}")
    assert len(by) <= MOST_MOVED
    assert all(step == 1 for step in by if step != 9)
    assert by.count(9) <= 2
