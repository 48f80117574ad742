"""What is heard over one stretch and over several: stances, levels, quotations."""

from dataclasses import replace

import numpy as np
import pytest

from screener.reading.added import AddedBeliefs
from screener.reading.chances import Floats
from screener.reading.given import Given
from screener.reading.heard import Heard, Judged, Shown
from screener.reading.kept import Kept, Noted
from screener.reading.listener import Listener
from screener.reading.network import Look
from screener.text.passage import LONGEST_QUOTE, Passage
from screener.text.spans import Span

ONE = "We ride along with the reps on Tuesdays."
OTHER = "Nobody in my team has met a customer."


class Scripted:
    """Stands in for the network: what each stretch makes it see is written down. Words are its parts of words."""

    philosophies = ("ivory-tower",)
    competencies = ("customer",)

    def __init__(self, stances: dict[str, tuple[int, float]], levels: dict[str, tuple[float, float]]) -> None:
        self.stances, self.levels = stances, levels
        self.given: list[str] = []
        self.kept: Kept[tuple[Noted, ...]] = Kept()

    def length(self, text: str) -> int:
        return len(text.split())

    def look(self, text: str, *_: str) -> Look:
        self.given.append(text)
        starts, ends, at = [], [], 0
        for word in text.split():
            at = text.index(word, at)
            starts.append(at)
            ends.append(at + len(word))
            at += len(word)
        size = len(starts)
        said = next((s for key, s in self.stances.items() if key in text), (0, 0.0))
        level = next((v for key, v in self.levels.items() if key in text), (3.0, 0.0))
        stance = np.full((1, 4), 0.001, np.float32)
        stance[0, said[0]] = 1
        weight = np.array([[1.0 if any(key.split()[0] == w for key in self.stances) else 0.01 for w in text.split()]])
        return Look(
            Given([0] * size, np.ones(size, np.float32), np.array(starts), np.array(ends)),
            np.array([said[1]], np.float32), stance, weight.astype(np.float32), np.zeros(3, np.float32),
            np.array([level[1]], np.float32), np.array([level[0]], np.float32), weight.astype(np.float32),
            np.zeros((size, 4), np.float32),
        )  # fmt: skip


def hear(text: str, network: Scripted) -> tuple[tuple[Heard, ...], tuple[Judged, ...]]:
    hearing = Listener(network).listen(Passage(text), "spoken", "marketing")  # type: ignore[arg-type]
    return hearing.beliefs, hearing.judged


def far_apart(first: str, second: str) -> str:
    return f"{first} " + "The weather was fine and we had coffee. " * 60 + second


@pytest.mark.parametrize("order", [(ONE, OTHER), (OTHER, ONE)])
def test_a_disavowal_in_one_stretch_outweighs_an_assertion_in_another(order: tuple[str, str]) -> None:
    network = Scripted({"Nobody": (0, 0.9), "We ride": (1, 0.7)}, {})
    (belief,), _ = hear(far_apart(*order), network)
    assert len(network.given) > 1
    assert belief.stance == "rejected"


def test_a_faint_disavowal_does_not() -> None:
    (belief,), _ = hear(far_apart(ONE, OTHER), Scripted({"Nobody": (0, 0.9), "We ride": (1, 0.3)}, {}))
    assert (belief.stance, belief.quote.of(far_apart(ONE, OTHER))) == ("asserted", OTHER)


def test_levels_of_several_stretches_are_weighed_and_all_are_quoted() -> None:
    text = far_apart(ONE, OTHER)
    _, (level,) = hear(text, Scripted({}, {"We ride": (5.0, 0.8), "Nobody": (1.0, 0.8)}))
    assert level.level == pytest.approx(3.0)
    assert level.confidence == pytest.approx(0.8)
    assert len(level.shown) >= 2


def test_every_word_of_a_long_text_is_given_to_the_network() -> None:
    text = " ".join(f"w{n}" for n in range(2000))
    network = Scripted({}, {})
    hear(text, network)
    assert {word for given in network.given for word in given.split()} == set(text.split())


def test_speech_without_marks_is_quoted_by_the_clauses_around_its_weightiest_word() -> None:
    text = "we had coffee and it rained and " * 20 + "Nobody in my team has met a customer and " + "we sat there " * 20
    (belief,), _ = hear(text, Scripted({"Nobody": (0, 0.9)}, {}))
    quoted = belief.quote.of(text)
    assert "Nobody in my team" in quoted
    assert len(quoted.split()) <= LONGEST_QUOTE


def test_nothing_is_heard_in_nothing() -> None:
    assert hear("", Scripted({}, {})) == ((), ())


def test_what_is_shown_names_its_place() -> None:
    assert Shown(Span(0, 3), ("case",)).quote == Span(0, 3)


class Placed(Scripted):
    """Hears nothing, and puts texts about prices elsewhere than others."""

    def look(self, text: str, *told: str) -> Look:
        return replace(super().look(text, *told), meaning=_place(text))


def _place(text: str) -> Floats:
    return np.array([1.0 if "price" in text else -1.0, 0.1 * len(text) % 1], np.float32)


def _prices() -> AddedBeliefs:
    others = np.array([[-1.0, x] for x in np.linspace(0, 1, 20)], np.float32)
    return AddedBeliefs(others, {"price-is-all": np.array([[1.0, 0.4], [1.0, 0.6]], np.float32)}, 1.0, 0.0)


TWO = "The price decides it all. We met on Mondays."


def test_a_text_is_looked_at_once_whichever_bank_asks() -> None:
    network = Placed({}, {})
    passage = Passage(TWO)
    assert Listener(network).listen(passage, "notes", "sales").beliefs == ()  # type: ignore[arg-type]
    (belief,) = Listener(network, _prices()).listen(passage, "notes", "sales").beliefs  # type: ignore[arg-type]
    assert (belief.philosophy, belief.is_tentative) == ("price-is-all", True)
    assert belief.quote.of(TWO) == "The price decides it all."
    looked_at = ["The price decides it all. We met on Mondays.", "The price decides it all.", "We met on Mondays."]
    assert network.given == looked_at
    (again,) = Listener(network, _prices()).listen(Passage(TWO), "notes", "sales").beliefs  # type: ignore[arg-type]
    assert (again, network.given) == (belief, looked_at)


def test_who_speaks_and_what_was_asked_makes_it_another_text() -> None:
    network = Scripted({}, {})
    for told in (("notes", "sales"), ("spoken", "sales"), ("notes", "marketing"), ("notes", "sales", "Why?")):
        Listener(network).listen(Passage(ONE), *told)  # type: ignore[arg-type]
    assert network.given == [ONE] * 4
