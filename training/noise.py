"""Answers with sentences put in that say nothing: praise of oneself, jargon, the question said back, other subjects.

A level must not move with them, so the network meets every answer with other ones in each round.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from screener.text.segment import sentences
from training.corpus import Answer, Label, Mark, Statement

Part = TypeVar("Part", Label, Mark)
_MOST = 3
_ECHOES = ("{q}", "You ask: {q}", "{q} Good question.", "So, {q} Well.", "{q} Let me think.")


def idle_sentences(answers: Sequence[Answer], statements: Sequence[Statement]) -> list[str]:
    """Return sentences that hold no belief and nothing to judge by, out of texts that hold none."""
    empty: list[Statement] = [a for a in answers if not a.ratings and not a.labels]
    empty += [s for s in statements if not s.labels and s.register == "spoken"]
    found = [span.of(item.text) for item in empty for span in sentences(item.text)]
    return [sentence for sentence in found if 5 <= len(sentence.split()) <= 40]


def disturbed(answer: Answer, idle: Sequence[str], order: random.Random) -> Answer:
    """Return the answer with up to three idle sentences put in between its own; labels and marks move along."""
    for _ in range(order.randint(0, _MOST)):
        spans = sentences(answer.text)
        places = [0, *(span.end for span in spans)]
        echo = order.random() < 0.2 and answer.question
        said = order.choice(_ECHOES).format(q=answer.question) if echo else order.choice(idle)
        answer = with_inserted(answer, order.choice(places), said)
    return answer


def with_inserted(answer: Answer, place: int, said: str) -> Answer:
    """Return the answer with a sentence put in at a place where no mark is cut."""
    if any(mark.start < place < mark.end for mark in answer.marks):
        return answer
    put = f"{said} " if place == 0 else f" {said}"

    def moved(item: Part) -> Part:
        by = len(put) if item.start >= place else 0
        return replace(item, start=item.start + by, end=item.end + by)

    text = answer.text[:place] + put + answer.text[place:]
    return replace(answer, text=text, labels=tuple(map(moved, answer.labels)), marks=tuple(map(moved, answer.marks)))
