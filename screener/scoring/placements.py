"""Where an answer places a candidate in the schemes of the bank. A placement never counts in a total."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from screener.bank.load import Bank
from screener.scoring.phrasebook import Signal
from screener.text.passage import Passage
from screener.text.spans import Span

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_SMALL = {word: number for number, word in enumerate(f"{_ONES} eighteen nineteen".split())}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SETS = {"couple": 2, "dozen": 12}
COUNTED_STANCES = {"asserted", "past"}  # who sold once has sold


@dataclass(frozen=True)
class Placed:
    """A place suggested: the scheme, the value, how surely (0–1), what to quote, and the amount if it has one."""

    placement: str
    name: str
    value: str
    label: str
    confidence: float
    quote: Span
    amount: int | None = None


def placements_of(signals: Iterable[Signal], passage: Passage, bank: Bank) -> tuple[Placed, ...]:
    """Return the place that speaks most clearly in each scheme."""
    heard: dict[str, list[Signal]] = defaultdict(list)
    for signal in signals:
        if signal.stance in COUNTED_STANCES:
            heard[signal.key[0]].append(signal)
    return tuple(_placed(name, signals, passage, bank) for name, signals in sorted(heard.items()))


def _placed(name: str, signals: list[Signal], passage: Passage, bank: Bank) -> Placed:
    best = min(signals, key=lambda s: (-s.confidence, s.matched))
    value = next(v for v in bank.placements[name].values if v.id == best.key[1])
    amount = _amount(best.matched.of(passage.plain)) if value.counts else None
    return Placed(name, bank.placements[name].name, value.id, value.label, best.confidence, best.quote, amount)


def _amount(words: str) -> int | None:
    """Return the first number in a match, in digits or words; None if there is none that can be read surely."""
    parts = words.split()
    for place, word in enumerate(parts):
        following = parts[place + 1] if place + 1 < len(parts) else ""
        if word.isdecimal():
            return None if following.isdecimal() else int(word)  # "1 200" may be a thousand, or two numbers
        if word in _TENS:
            return _TENS[word] + (_SMALL[following] if 1 <= _SMALL.get(following, 0) <= 9 else 0)
        if word in _SMALL or word in _SETS:
            return None if following in {"hundred", "thousand"} else (_SMALL | _SETS)[word]
    return None
