"""What is heard in a passage. Only shapes: they can be named without loading the network."""

from dataclasses import dataclass

from screener.text.spans import Span
from screener.text.stance import Stance


@dataclass(frozen=True)
class Heard:
    """A belief heard in a passage. `confidence` (0–1) is how often such a finding, in this stance, was right.

    A tentative one is of a belief that the network was not trained on: a suggestion, its confidence only a ranking.
    """

    philosophy: str
    stance: Stance
    confidence: float
    quote: Span
    is_tentative: bool = False


@dataclass(frozen=True)
class Shown:
    """A sentence that a level rests on, and what it is: view, case, action, result."""

    quote: Span
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """What a passage shows of a competency: a level from 1.0 to 5.0, how surely there is one (0–1), and by what."""

    competency: str
    level: float
    confidence: float
    shown: tuple[Shown, ...]


@dataclass(frozen=True)
class Hearing:
    """Everything heard in a passage: at most one entry for each belief and each competency, the surest first."""

    beliefs: tuple[Heard, ...] = ()
    judged: tuple[Judged, ...] = ()
