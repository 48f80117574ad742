"""A belief that nobody trained the network on is told from everything else by a dozen examples."""

import numpy as np

from screener.reading.added import AddedBeliefs
from screener.reading.chances import Floats

RANDOM = np.random.default_rng(3)
BACKGROUND = RANDOM.normal(size=(400, 24)).astype(np.float32)
DIRECTION = np.zeros(24, np.float32)
DIRECTION[5] = 3.0


def examples(count: int, towards: Floats = DIRECTION) -> Floats:
    points: Floats = (RANDOM.normal(size=(count, 24)) + towards).astype(np.float32)
    return points


def test_texts_like_the_examples_are_likelier_than_others() -> None:
    added = AddedBeliefs(BACKGROUND, {"new-belief": examples(12)}, 1.0, -3.0)
    like = [added.chances(point)[0] for point in examples(50)]
    unlike = [added.chances(point)[0] for point in BACKGROUND[:50]]
    better = np.mean([[one > other for other in unlike] for one in like])
    assert better > 0.9
    assert np.median(unlike) < 0.05


def test_each_belief_has_its_own_chance() -> None:
    added = AddedBeliefs(BACKGROUND, {"one": examples(12), "other": examples(12, -DIRECTION)}, 1.0, -3.0)
    chances = added.chances(DIRECTION)
    assert added.names == ("one", "other")
    assert chances[0] > chances[1]


def test_chances_are_shares_however_far_a_text_is_away() -> None:
    added = AddedBeliefs(BACKGROUND, {"new-belief": examples(3)}, 1.0, -3.0)
    assert 0 <= added.chances(DIRECTION * 1e6)[0] <= 1
