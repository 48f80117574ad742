"""Where an answer places a candidate in the schemes of the bank. A placement never counts in a total."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from screener.bank.load import Bank
from screener.scoring.phrasebook import Signal
from screener.text.passage import Passage
from screener.text.spans import Span

_NUMBER = re.compile(r"\b\d+\b|\b[a-z]+\b")
_WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_AMOUNTS = {word: number for number, word in enumerate(_WORDS, 1)} | {
    "twenty": 20,
    "a couple of": 2,
    "a dozen": 12,
}
_COUNTED_STANCES = {"asserted", "past"}  # who sold once has sold


@dataclass(frozen=True)
class Placed:
    """A place suggested: the scheme, the value, how surely (0–1), what to quote, and the amount if it has one."""

    placement: str
    value: str
    label: str
    confidence: float
    quote: Span
    amount: int | None = None


def placements_of(signals: Iterable[Signal], passage: Passage, bank: Bank) -> tuple[Placed, ...]:
    """Return the place that speaks most clearly in each scheme."""
    heard: dict[str, list[Signal]] = defaultdict(list)
    for signal in signals:
        if signal.stance in _COUNTED_STANCES:
            heard[signal.key[0]].append(signal)
    return tuple(_placed(name, signals, passage, bank) for name, signals in sorted(heard.items()))


def _placed(name: str, signals: list[Signal], passage: Passage, bank: Bank) -> Placed:
    best = min(signals, key=lambda s: (-s.confidence, s.matched))
    value = next(v for v in bank.placements[name].values if v.id == best.key[1])
    amount = _amount(best.matched.of(passage.plain)) if value.counts else None
    return Placed(name, value.id, value.label, best.confidence, best.quote, amount)


def _amount(words: str) -> int | None:
    for found in _NUMBER.finditer(words):
        word = found.group()
        if word.isdigit():
            return int(word)
        if word in _AMOUNTS:
            return _AMOUNTS[word]
    return next((amount for phrase, amount in _AMOUNTS.items() if phrase in words), None)
