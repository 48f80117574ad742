"""How the network is tuned. Kept apart from the tuning, so that it can be read without a training library."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """How the network is tuned; the values are in the model card."""

    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6, 7)
    rounds: int = 3
    words: int = 1000  # words and parts of words in a batch
    rate: float = 5e-5  # of the encoder
    head_rate: float = 1e-3
    warm_up: float = 0.08
    proof_weight: float = 0.15  # of looking at the words that prove a belief
    level_weight: float = 0.5
    mark_weight: float = 0.5
    meaning_weight: float = 0.5  # of saying what a text means as the untuned encoder does
    unknown_speaker: float = 0.25  # how often it is withheld who speaks
    no_question: float = 0.3  # how often it is withheld what was asked
    threads: int = 2
    seed: int = 20261129


QUICK = Recipe(layers=(0, 1, 2, 3), rounds=1)
