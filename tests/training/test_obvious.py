"""Beliefs are seldom put into their obvious words, in life and in the corpus."""

from training.corpus import Label, Statement, statements
from training.obvious import obvious


def test_at_least_two_thirds_of_the_assertions_of_every_belief_do_without_its_obvious_words() -> None:
    shares = {name: found.share for name, found in obvious(list(statements()))}
    assert {name for name, share in shares.items() if share > 1 / 3} == set()


def test_it_sees_a_belief_in_its_own_words_and_in_a_phrase() -> None:
    texts = (
        "Goods that are good enough draw their own customers; whoever draws must talk them into buying.",
        "Marketing exists to support sales.",
        "I bring in the money.",
    )
    label = Label("marketing-serves-sales", "asserted", 0, 5)
    items = [Statement(str(n), "x", text, "spoken", "sales", (label,)) for n, text in enumerate(texts)]
    found = dict(obvious([*items, *statements(["s01"])]))["marketing-serves-sales"]
    assert found.phrased >= 1
    assert found.either < found.asserted
