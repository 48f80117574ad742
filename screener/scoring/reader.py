"""What reads philosophies out of a passage: the interface, and the first reader, which goes by phrases."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from screener.bank.load import Bank
from screener.reading.heard import Heard, Judged
from screener.scoring.phrasebook import HEARD_FROM, PhraseBook, Signal
from screener.text.passage import Passage
from screener.text.spans import Span
from screener.text.stance import PRECEDENCE, Stance, StanceReader

_SUREST = 0.95

# How phrases of one belief that were said in different stances were settled: all alike, the stance that outweighs the
# others, another because that one was too faint, or a denial that deeds elsewhere speak against.
Settled = Literal["alike", "outweighs", "too-faint", "against-deeds"]
# Whose word counted, of phrases and network, and why.
Weighed = Literal[
    "phrases-alone",  # no network listened
    "heard-alone",
    "unheard",  # the network hears nothing of it, or too little, or is only guessing
    "heard-faintly",
    "heard-tentatively",
    "agree",
    "apart",  # in different words: the network counts
    "network-accuses",  # in the same words: the phrases count
    "phrases-accuse",  # in the same words: the network counts
    "neither-accuses",
]


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
    settled: Settled = "alike"


@dataclass(frozen=True)
class Weighing:
    """How a finding came about: what the phrases came to, what the network heard, and whose word counted."""

    finding: Finding
    weighed: Weighed
    matched: Finding | None = None
    heard: Heard | None = None


@dataclass(frozen=True)
class Read:
    """What a reader makes of a passage: beliefs in the order of their quotations, and levels it would suggest.

    `signals` are all phrases of beliefs that matched. On the competencies in `judges` it has looked, even where it
    judged nothing.
    """

    weighings: tuple[Weighing, ...]
    signals: tuple[Signal, ...] = ()
    judged: tuple[Judged, ...] = ()
    judges: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, at most one finding for each philosophy."""
        return tuple(weighing.finding for weighing in self.weighings)


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
        signals = self._book.signals(passage, register, speaker)
        heard: dict[str, list[Signal]] = defaultdict(list)
        for signal in signals:
            heard[signal.key[0]].append(signal)
        found = sorted((_settled(name, own) for name, own in heard.items()), key=lambda f: f.quote)
        return Read(tuple(Weighing(finding, "phrases-alone", finding) for finding in found), tuple(signals))


def _settled(philosophy: str, signals: Iterable[Signal]) -> Finding:
    by_stance: dict[Stance, list[Signal]] = defaultdict(list)
    for signal in signals:
        by_stance[signal.stance].append(signal)
    present = [stance for stance in PRECEDENCE if stance in by_stance]
    stance = next((s for s in present if _together(by_stance[s]) >= HEARD_FROM), present[0])
    chosen = sorted(by_stance[stance], key=lambda s: (-s.confidence, s.matched))
    confidence = _together(chosen)
    settled: Settled = "alike" if len(present) == 1 else "outweighs" if stance == present[0] else "too-faint"
    if stance == "rejected" and (deeds := _apart(by_stance.get("asserted", []), chosen)):
        confidence = round(confidence * (1 - _together(deeds) / 2), 3)  # words against deeds: told neither way
        settled = "against-deeds"
    return Finding(philosophy, stance, confidence, chosen[0].quote, tuple(chosen), settled=settled)


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
