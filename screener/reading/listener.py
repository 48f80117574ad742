"""A passage → the beliefs heard in it, and what it gives to judge competencies by, each with the sentences to quote."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from screener.reading.network import KINDS, SIGNS, STANCES, Floats, Look, Network
from screener.reading.windows import windows
from screener.text.passage import Passage
from screener.text.spans import Span
from screener.text.stance import Stance

HEARD_FROM = 0.05  # what is less sure than this is not worth weighing against anything else
_ALSO_QUOTED = 0.6  # a neighbouring sentence is quoted too if it speaks for the belief nearly as much as the first
_MOST_QUOTES = 3
_QUOTED_FROM = 0.15  # share of a level's evidence from which a sentence is quoted for it
_MARKED_FROM = 0.5  # from which a sentence counts as a case, an action and so on


@dataclass(frozen=True)
class Heard:
    """A belief heard in a passage. `confidence` (0–1) is how often such a finding, in this stance, was right."""

    philosophy: str
    stance: Stance
    confidence: float
    quote: Span


@dataclass(frozen=True)
class Shown:
    """A sentence that a level rests on: what it is (view, case, action, result), and whether for or against."""

    quote: Span
    kinds: tuple[str, ...]
    sign: str


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


class Listener:
    """Listens with a trained network."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def listen(self, passage: Passage, register: str, speaker: str, question: str = "") -> Hearing:
        """Return what is heard. `question` is what was asked, if known; it is never quoted."""
        beliefs: dict[str, list[Heard]] = defaultdict(list)
        judged: dict[str, list[Judged]] = defaultdict(list)
        for first, last in windows(passage.plain, passage.sentences):
            stretch = _Stretch(passage, first, last, self.network, (register, speaker, question))
            for belief in stretch.beliefs():
                beliefs[belief.philosophy].append(belief)
            for level in stretch.judged():
                judged[level.competency].append(level)
        return Hearing(
            tuple(sorted((max(b, key=_sure) for b in beliefs.values()), key=_sure, reverse=True)),
            tuple(sorted((max(j, key=_sure) for j in judged.values()), key=_sure, reverse=True)),
        )


def _sure(item: Heard | Judged) -> float:
    return item.confidence


class _Stretch:
    """As much of a passage as the network takes in at once."""

    def __init__(self, passage: Passage, first: int, last: int, network: Network, told: tuple[str, str, str]) -> None:
        self.network = network
        self.sentences = passage.sentences[first:last]
        start = self.sentences[0].start
        self.look: Look = network.look(passage.text[start : self.sentences[-1].end], *told)
        starts, ends = self.look.given.starts + start, self.look.given.ends + start
        own = self.look.given.own > 0
        self._words = [own & (starts < s.end) & (ends > s.start) for s in self.sentences]
        self.is_heard = bool(own.any())

    def beliefs(self) -> Iterator[Heard]:
        chances = self.look.topic[:, None] * self.look.stance
        for number in np.flatnonzero(chances.max(1) >= HEARD_FROM) if self.is_heard else ():
            stance = int(chances[number].argmax())
            quote = self._quoted(self._by_sentence(self.look.weight[number]))
            confidence = round(float(chances[number, stance]), 3)
            yield Heard(self.network.philosophies[number], STANCES[stance], confidence, quote)

    def judged(self) -> Iterator[Judged]:
        for number in np.flatnonzero(self.look.rated >= HEARD_FROM) if self.is_heard else ():
            confidence, level = float(self.look.rated[number]), float(self.look.level[number])
            shown = tuple(self._shown(self._by_sentence(self.look.level_weight[number])))
            yield Judged(self.network.competencies[number], round(level, 2), round(confidence, 3), shown)

    def _by_sentence(self, weight: Floats) -> list[float]:
        return [float(weight[words].sum()) for words in self._words]

    def _quoted(self, weights: Sequence[float]) -> Span:
        best = int(np.argmax(weights))
        quote = self.sentences[best]
        for beside in (best - 1, best + 1):
            if 0 <= beside < len(weights) and weights[beside] >= _ALSO_QUOTED * weights[best]:
                quote = quote.joined(self.sentences[beside])
        return quote

    def _shown(self, weights: Sequence[float]) -> Iterator[Shown]:
        heaviest = sorted(range(len(weights)), key=lambda n: -weights[n])[:_MOST_QUOTES]
        chosen = [n for place, n in enumerate(heaviest) if place == 0 or weights[n] >= _QUOTED_FROM]
        for number in sorted(chosen):
            words = self._words[number]
            if not words.any():  # nothing of the sentence was read: it holds no word, or stands behind a very long one
                continue
            kind, sign = self.look.kind[words].mean(0), self.look.sign[words].mean(0)
            kinds = tuple(name for name, chance in zip(KINDS, kind, strict=True) if chance >= _MARKED_FROM)
            yield Shown(self.sentences[number], kinds, SIGNS[int(sign.argmax())] if sign.max() >= _MARKED_FROM else "")
