"""What reads philosophies out of a passage: the interface, and the first reader, which goes by phrases."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from screener.bank.load import Bank
from screener.reading.heard import Judged
from screener.scoring.phrasebook import HEARD_FROM, PhraseBook, Signal
from screener.text.passage import Passage
from screener.text.spans import Span
from screener.text.stance import PRECEDENCE, Stance, StanceReader

_SUREST = 0.95


@dataclass(frozen=True)
class Finding:
    """A philosophy found in a passage: its stance, how surely (0–1), what to quote, and the signals behind it.

    A tentative one is of a philosophy that the reader knows by its examples only: a suggestion to look at.
    """

    philosophy: str
    stance: Stance
    confidence: float
    quote: Span
    signals: tuple[Signal, ...]
    is_tentative: bool = False


@dataclass(frozen=True)
class Read:
    """What a reader makes of a passage: findings in the order of their quotations, and levels it would suggest.

    On the competencies in `judges` it has looked, even where it judged nothing.
    """

    findings: tuple[Finding, ...]
    judged: tuple[Judged, ...] = ()
    judges: tuple[str, ...] = ()


class Reader(Protocol):
    """Anything that finds philosophies in a passage."""

    @property
    def version(self) -> str:
        """What tells its states apart."""
        ...

    def read(self, passage: Passage, register: str, speaker: str, question: str = "") -> Read:
        """Return at most one finding for each philosophy. `question` is what was asked, if known."""
        ...


class PatternReader:
    """Reads by the phrases of the philosophies and the cues of the lexicon: the bank's fingerprint is its version."""

    version = "phrases"

    def __init__(self, bank: Bank, stances: StanceReader) -> None:
        entries = (
            ((philosophy.id,), pattern, philosophy.words)
            for philosophy in bank.philosophies.values()
            for pattern in philosophy.patterns
        )
        self._book = PhraseBook(bank, entries, stances)

    def read(self, passage: Passage, register: str, speaker: str, question: str = "") -> Read:  # noqa: ARG002
        """Return at most one finding for each philosophy. Phrases need not know what was asked."""
        heard: dict[str, list[Signal]] = defaultdict(list)
        for signal in self._book.signals(passage, register, speaker):
            heard[signal.key[0]].append(signal)
        return Read(tuple(sorted((_settled(name, signals) for name, signals in heard.items()), key=lambda f: f.quote)))


def _settled(philosophy: str, signals: Iterable[Signal]) -> Finding:
    by_stance: dict[Stance, list[Signal]] = defaultdict(list)
    for signal in signals:
        by_stance[signal.stance].append(signal)
    present = [stance for stance in PRECEDENCE if stance in by_stance]
    stance = next((s for s in present if _together(by_stance[s]) >= HEARD_FROM), present[0])
    chosen = sorted(by_stance[stance], key=lambda s: (-s.confidence, s.matched))
    confidence = _together(chosen)
    if stance == "rejected" and (deeds := _apart(by_stance["asserted"], chosen)):
        confidence = round(confidence * (1 - _together(deeds) / 2), 3)  # words against deeds: told neither way
    return Finding(philosophy, stance, confidence, chosen[0].quote, tuple(chosen))


def _apart(signals: list[Signal], others: list[Signal]) -> list[Signal]:
    """Return the signals that are not quoted together with any of the others."""
    quoted = {other.quote for other in others}
    return [s for s in signals if s.quote not in quoted and not any(s.quote.touches(quote) for quote in quoted)]


def _together(signals: Iterable[Signal]) -> float:
    """Combine signals of different sentences as independent ones; several in one sentence count once."""
    strongest: dict[Span, float] = {}
    for signal in signals:
        strongest[signal.quote] = max(signal.confidence, strongest.get(signal.quote, 0.0))
    doubt = 1.0
    for confidence in strongest.values():
        doubt *= 1 - confidence
    return round(min(1 - doubt, max(_SUREST, *strongest.values())), 3)
