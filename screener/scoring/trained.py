"""The trained reader: what the network hears, weighed together with the phrases that HR wrote.

Phrases stay for what is exact and can be explained. Where both speak of the same belief they support each other; where
they differ about the stance of the same words, the one that accuses gives way.
"""

from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from threading import Thread

import numpy as np

from screener.bank.load import Bank
from screener.bank.model import Philosophy
from screener.errors import Unreadable
from screener.reading.added import AddedBeliefs
from screener.reading.chances import Floats
from screener.reading.heard import Heard
from screener.reading.listener import Listener
from screener.reading.network import Network, network
from screener.scoring.reader import Finding, PatternReader, Read, Weighed, Weighing
from screener.text.passage import Passage
from screener.text.stance import StanceReader

_UNSUPPORTED_PHRASE = 0.8  # how far a phrase is believed that the network hears nothing of
_TAKEN_FROM = 0.3  # the confidence from which the network may support or dispute a phrase


class TrainedReader:
    """Reads with the network and the bank's phrases. Raises PhraseError for a phrase that cannot be used.

    The weights are waited for when something is first to be read, not before: most pages need none.
    """

    def __init__(self, bank: Bank, stances: StanceReader) -> None:
        self._bank = bank
        self._phrases = PatternReader(bank, stances)

    @cached_property
    def _listener(self) -> Listener:
        trained = network()
        new = [philosophy for name, philosophy in self._bank.philosophies.items() if name not in trained.philosophies]
        examples = {philosophy.id: _points(philosophy, trained) for philosophy in new}
        return Listener(trained, AddedBeliefs(trained.background, examples, *trained.worth_of_added) if new else None)

    @property
    def version(self) -> str:
        """Which weights it reads with. Raises Unreadable if they are missing."""
        return self._listener.network.version

    def read(self, passage: Passage, register: str, speaker: str, question: str = "") -> Read:
        """Return at most one finding for each philosophy, and the levels that the passage speaks for.

        Raises Unreadable if the weights are missing.
        """
        hearing = self._listener.listen(passage, register, speaker, question)
        heard = {h.philosophy: h for h in hearing.beliefs}
        by_phrases = self._phrases.read(passage, register, speaker)
        matched = {f.philosophy: f for f in by_phrases.findings}
        names = (heard.keys() | matched.keys()) & self._bank.philosophies.keys()
        found = (weighing(heard.get(name), matched.get(name)) for name in names)
        return Read(
            tuple(sorted(found, key=lambda w: (w.finding.quote, w.finding.philosophy))),
            by_phrases.signals,
            hearing.judged,
            self._listener.network.competencies,
        )


def is_trained_on(philosophy: str) -> bool:
    """Whether the network was trained on a belief; others it knows by their examples alone.

    Raises Unreadable if the weights are missing.
    """
    return philosophy in network().philosophies


def weights_version() -> str:
    """Return which weights readers read with here. Raises Unreadable if they are missing."""
    return network().version


def begin_loading() -> None:
    """Begin to read the weights beside whatever else is to be done first."""

    def load() -> None:
        with suppress(Unreadable):
            network()

    Thread(target=load, name="weights").start()


def _points(philosophy: Philosophy, trained: Network) -> Floats:
    """Return where the network puts a philosophy's own words and the examples that assert it."""
    said = [(e.plain, e.register_, e.speaker) for e in philosophy.examples if e.stance == "asserted"]
    texts = [(philosophy.belief, "spoken", "unknown"), *said]
    return np.stack([trained.look(*text).meaning for text in texts])


def weighed(heard: Heard | None, matched: Finding | None) -> Finding:
    """Settle what one or both readers found about one belief. Raises ValueError if neither found it."""
    return weighing(heard, matched).finding


def weighing(heard: Heard | None, matched: Finding | None) -> Weighing:
    """Settle it as `weighed` does, and say how. Raises ValueError if neither reader found it."""
    if matched is None:
        if heard is None:
            raise ValueError("nothing to settle")
        return Weighing(_of_network(heard, heard.confidence), "heard-alone", None, heard)
    finding, how = _settled(heard, matched)
    return Weighing(finding, how, matched, heard)


def _settled(heard: Heard | None, matched: Finding) -> tuple[Finding, Weighed]:
    if heard is None:
        return _unsupported(matched), "unheard"
    if heard.is_tentative:
        return _unsupported(matched), "heard-tentatively"
    if heard.confidence < _TAKEN_FROM:  # too faint to speak against a phrase
        return _unsupported(matched), "heard-faintly"
    if heard.stance == matched.stance:
        doubt = (1 - heard.confidence) * (1 - matched.confidence)
        return replace(matched, confidence=round(1 - doubt, 3)), "agree"
    if not heard.quote.touches(matched.quote):  # said in one place, done in another: the network has read the whole
        return _of_network(heard, heard.confidence), "apart"
    if heard.stance == "asserted":
        return replace(matched, confidence=_disputed(matched.confidence, heard.confidence)), "network-accuses"
    confidence = _disputed(heard.confidence, matched.confidence)
    return _of_network(heard, confidence), "phrases-accuse" if matched.stance == "asserted" else "neither-accuses"


def _unsupported(matched: Finding) -> Finding:
    return replace(matched, confidence=round(matched.confidence * _UNSUPPORTED_PHRASE, 3))


def _of_network(heard: Heard, confidence: float) -> Finding:
    return Finding(heard.philosophy, heard.stance, confidence, heard.quote, (), heard.is_tentative)


def _disputed(confidence: float, other: float) -> float:
    """Return how sure a stance is that the other reader takes for another one."""
    return round(confidence * (1 - other / 2), 3)
