"""Who speaks, and about whom, changes no flag and no level: 500 statements and 60 answers, each said by others.

The network is given the very same text, and phrases find a word whichever of its like was said. What remains is a name that
is taken for a word, or a word for a name: in fewer than one of a hundred statements.
"""

import random
from itertools import islice

import pytest

from screener.journeys.banks import open_scorer
from screener.paths import shipped
from screener.scoring.answer import Scorer
from screener.text.blind import blinded
from screener.text.words import heard_words
from tests.reading.swaps import genders_swapped, introduced, names_swapped, with_accent
from training.corpus import HELD_OUT, Statement, answers, statements

SHOWN_FROM = 0.6
FEW = 5  # of 500


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    """The whole reader, network and phrases."""
    return open_scorer(shipped("questions"))


def flags(scorer: Scorer, text: str, item: Statement) -> dict[str, str]:
    found = scorer.findings(text, item.register, item.speaker)
    return {f.philosophy: f.stance for f in found if f.confidence >= SHOWN_FROM}


def levels(scorer: Scorer, text: str, item: Statement) -> dict[str, int]:
    return {r.competency: r.level for r in scorer.score(text, item.register, item.speaker).ratings}


@pytest.fixture(scope="module")
def sample() -> list[Statement]:
    return random.Random(5).sample(list(statements(HELD_OUT)), 500)


def test_it_sees_five_hundred_statements_with_something_to_swap(sample: list[Statement]) -> None:
    changed = sum(genders_swapped(s.text) != s.text for s in sample)
    assert len(sample) == 500
    assert changed > 150


def test_no_flag_changes_with_gender(scorer: Scorer, sample: list[Statement]) -> None:
    told = [(s, genders_swapped(s.text)) for s in sample]
    assert [s.id for s, other in told if blinded(s.text).text != blinded(other).text] == []
    assert [s.id for s, other in told if flags(scorer, s.text, s) != flags(scorer, other, s)] == []


def test_no_flag_changes_with_names(scorer: Scorer, sample: list[Statement]) -> None:
    common, order = heard_words().common, random.Random(7)
    told = [(s, names_swapped(s.text, common, order)) for s in sample]
    changed = [(s, other) for s, other in told if other != s.text]
    assert len(changed) > 100
    assert len([s.id for s, other in changed if blinded(s.text).text != blinded(other).text]) <= FEW
    assert len([s.id for s, other in changed if flags(scorer, s.text, s) != flags(scorer, other, s)]) <= FEW


def test_no_flag_changes_with_an_accent(scorer: Scorer, sample: list[Statement]) -> None:
    order = random.Random(11)
    told = [(s, with_accent(s.text, order)) for s in sample]
    assert [s.id for s, other in told if blinded(s.text).text != blinded(other).text] == []
    assert [s.id for s, other in told if flags(scorer, s.text, s) != flags(scorer, other, s)] == []


def test_no_flag_changes_with_age_and_origin(scorer: Scorer, sample: list[Statement]) -> None:
    one, another = random.Random(13), random.Random(17)
    told = [(s, introduced(s.text, one), introduced(s.text, another)) for s in sample]
    assert [s.id for s, a, b in told if flags(scorer, a, s) != flags(scorer, b, s)] == []


def test_no_level_changes_with_who_speaks(scorer: Scorer) -> None:
    order = random.Random(19)
    for answer in islice((a for a in answers(HELD_OUT) if a.ratings), 60):
        asked = levels(scorer, answer.text, answer)
        swapped = genders_swapped(names_swapped(answer.text, heard_words().common, order))
        assert levels(scorer, swapped, answer) == asked, answer.id
