"""What the second reader says about one answer, after every quotation was checked. Only shapes."""

from dataclasses import dataclass

from screener.text.spans import Span
from screener.text.stance import Stance


@dataclass(frozen=True)
class SecondFinding:
    """A philosophy that the second reader found: its stance, how surely (0–1, None if not said), what to quote."""

    philosophy: str
    stance: Stance
    confidence: float | None
    quote: Span


@dataclass(frozen=True)
class SecondLevel:
    """A level (1–5) that the second reader suggests on a competency, with at least one quotation."""

    competency: str
    level: int
    evidence: tuple[Span, ...]


@dataclass(frozen=True)
class Dropped:
    """Something that the second reader said and that does not count: what it was about, and why it was dropped."""

    what: str
    why: str


@dataclass(frozen=True)
class Opinion:
    """All that the second reader says: at most one finding for each philosophy and one level for each competency.

    `trouble` says in plain English why there is no opinion; everything else is then empty.
    """

    findings: tuple[SecondFinding, ...] = ()
    levels: tuple[SecondLevel, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    trouble: str = ""
