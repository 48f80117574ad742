"""Beliefs are seldom put into their obvious words, in life and in the corpus."""

from training.corpus import Label, Statement, statements
from training.obvious import obvious


def test_at_least_two_thirds_of_the_assertions_of_every_belief_do_without_its_obvious_words() -> None:
    shares = {name: found.share for name, found in obvious(list(statements()))}
    assert {name for name, share in shares.items() if share > 1 / 3} == set()


def test_it_sees_a_belief_in_its_own_words_and_in_a_phrase() -> None:
    texts = (
        "They are a helping hand, and what we decide is followed.",
        "Marketing exists to support sales.",
        "I bring in the money.",
    )
    name = "marketing-serves-sales"
    label = Label(name, "asserted", 0, 5)
    items = [Statement(str(n), "x", text, "spoken", "sales", (label,)) for n, text in enumerate(texts)]
    others = [s for s in statements(["s01"]) if name not in s.philosophies]
    found = dict(obvious([*items, *others]))[name]
    assert (found.asserted, found.phrased, found.worded, found.either) == (3, 1, 1, 2)
