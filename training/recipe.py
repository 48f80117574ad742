"""How the network is tuned. Kept apart from the tuning, so that it can be read without a training library."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """A part of the tuning: what it goes through in a round, drawn anew each time, and how fast it learns from it."""

    rounds: int
    listed: int  # statements that were written for the list of beliefs
    opinions: int
    answers: int
    looked_at: int  # of its statements by the untuned encoder: so the network learns what a text says in general
    rate: float  # of the encoder
    head_rate: float


@dataclass(frozen=True)
class Recipe:
    """How the network is tuned; the values are in docs/reader-recipe.md.

    First on the batches that were written for the list of beliefs: they say what each belief is. Then on opinions, as
    people have them without a list, beside some of the former and some answers, so that nothing is forgotten.
    """

    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6, 7)
    settled: int = 2  # of the lowest layers stay as they are
    first: Stage = Stage(3, listed=16_000, opinions=0, answers=1_000, looked_at=6_000, rate=5e-5, head_rate=1e-3)
    then: Stage = Stage(1, listed=3_000, opinions=16_000, answers=350, looked_at=4_000, rate=3e-5, head_rate=3e-4)
    words: int = 1000  # words and parts of words in a batch
    warm_up: float = 0.08
    proof_weight: float = 0.15  # of looking at the words that prove a belief
    level_weight: float = 0.5
    mark_weight: float = 0.5
    meaning_weight: float = 0.5  # of saying what a text means as the untuned encoder does, where that was looked up
    unknown_speaker: float = 0.25  # how often it is withheld who speaks
    no_question: float = 0.3  # how often it is withheld what was asked
    threads: int = 2
    seed: int = 20261129


QUICK = Recipe(
    layers=(0, 1, 2, 3),
    first=Stage(1, listed=4_000, opinions=0, answers=300, looked_at=1_000, rate=5e-5, head_rate=1e-3),
    then=Stage(1, listed=500, opinions=3_000, answers=100, looked_at=1_000, rate=3e-5, head_rate=3e-4),
)
