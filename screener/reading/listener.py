"""A passage → the beliefs heard in it, and what it gives to judge competencies by, each with the sentences to quote."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from screener.reading.added import AddedBeliefs
from screener.reading.chances import Floats
from screener.reading.heard import Heard, Hearing, Judged, Shown
from screener.reading.kept import Noted
from screener.reading.network import KINDS, STANCES, Look, Network
from screener.reading.windows import pieces, windows
from screener.text.passage import LONGEST_QUOTE, Passage
from screener.text.spans import Span
from screener.text.stance import PRECEDENCE

WEIGHED_FROM = 0.05  # what is less sure than this is not worth weighing against anything else
_SETTLED_FROM = 0.5  # from which a disavowal in one stretch outweighs an assertion in another
_ADDED_FROM = 0.2  # a dozen examples tell no finer
_ALSO_QUOTED = 0.6  # a neighbouring sentence is quoted too if it speaks for the belief nearly as much as the first
_MOST_QUOTES = 3
_QUOTED_FROM = 0.15  # share of a level's evidence from which a sentence is quoted for it
_MARKED_FROM = 0.4  # from which a sentence counts as a case, an action and so on


class Listener:
    """Listens with a trained network, and for beliefs that were added to it by their examples."""

    def __init__(self, network: Network, added: AddedBeliefs | None = None) -> None:
        self.network, self.added = network, added

    def listen(self, passage: Passage, register: str, speaker: str, question: str = "") -> Hearing:
        """Return what is heard. `question` is what was asked, if known; it is never quoted."""
        told = (register, speaker, question)
        noted = self.network.kept.hearing((passage.text, *told), lambda: tuple(self._noted(passage, told)))
        beliefs: dict[str, list[Heard]] = defaultdict(list)
        judged: dict[str, list[Judged]] = defaultdict(list)
        for stretch in noted:
            for belief in (*stretch.beliefs, *self._added_beliefs(stretch, passage, told)):
                beliefs[belief.philosophy].append(belief)
            for level in stretch.judged:
                judged[level.competency].append(level)
        return Hearing(
            tuple(sorted(map(_settled, beliefs.values()), key=_sure, reverse=True)),
            tuple(sorted(map(_together, judged.values()), key=_sure, reverse=True)),
        )

    def _noted(self, passage: Passage, told: tuple[str, str, str]) -> Iterator[Noted]:
        parts = pieces(passage.text, passage.sentences, self.network.length)
        for first, last in windows([size for _, size in parts]):
            yield _Stretch(passage, tuple(span for span, _ in parts[first:last]), self.network, told).noted()

    def _added_beliefs(self, stretch: Noted, passage: Passage, told: tuple[str, str, str]) -> Iterator[Heard]:
        """Find beliefs known by examples; the stance is that in which the text speaks of everything else."""
        if self.added is None or not stretch.is_heard:
            return
        added, chances = self.added, self.added.chances(stretch.meaning)
        for number in np.flatnonzero(chances >= _ADDED_FROM):
            confidence = round(float(chances[number] * stretch.stance.max()), 3)
            alone = self._alone(stretch, passage, told)
            nearest = max(range(len(alone)), key=lambda n: added.chances(alone[n])[number])
            quote = passage.quote_around(stretch.sentences[nearest])
            stance = STANCES[int(stretch.stance.argmax())]
            yield Heard(added.names[int(number)], stance, confidence, quote, is_tentative=True)

    def _alone(self, stretch: Noted, passage: Passage, told: tuple[str, str, str]) -> tuple[Floats, ...]:
        """Return where the network puts each sentence when it stands alone."""
        if len(stretch.sentences) == 1:
            return (stretch.meaning,)
        if stretch.alone is None:
            texts = (sentence.of(passage.text) for sentence in stretch.sentences)
            stretch.alone = tuple(self.network.look(text, *told[:2]).meaning for text in texts)
        return stretch.alone


def _sure(item: Heard | Judged) -> float:
    return item.confidence


def _settled(heard: Sequence[Heard]) -> Heard:
    """Return the stance that counts over all stretches: the surest, but that a disavowal outweighs an assertion."""
    firm = [h for h in heard if h.confidence >= _SETTLED_FROM] or [max(heard, key=_sure)]
    return min(firm, key=lambda h: (PRECEDENCE.index(h.stance), -h.confidence))


def _together(judged: Sequence[Judged]) -> Judged:
    """Return one level for all stretches: their mean, weighted by how sure each is, with the evidence of all."""
    if len(judged) == 1:
        return judged[0]
    sure = max(map(_sure, judged))
    firm = [j for j in judged if j.confidence >= sure / 2]
    level = sum(j.level * j.confidence for j in firm) / sum(map(_sure, firm))
    shown = {one.quote: one for j in firm for one in j.shown}
    return Judged(judged[0].competency, round(level, 2), sure, tuple(shown[quote] for quote in sorted(shown)))


class _Stretch:
    """As much of a passage as the network takes in at once."""

    def __init__(
        self, passage: Passage, sentences: tuple[Span, ...], network: Network, told: tuple[str, str, str]
    ) -> None:
        self.network, self.passage, self.sentences = network, passage, sentences
        start = sentences[0].start
        self.look: Look = network.look(passage.text[start : sentences[-1].end], *told)
        self._starts, self._ends = self.look.given.starts + start, self.look.given.ends + start
        own = self.look.given.own > 0
        self._words = [own & (self._starts < s.end) & (self._ends > s.start) for s in sentences]
        self.is_heard = bool(own.any())

    def noted(self) -> Noted:
        """Return what the network makes of it."""
        return Noted(
            self.sentences,
            tuple(self.beliefs()),
            tuple(self.judged()),
            self.look.stance.mean(0),
            self.look.meaning,
            self.is_heard,
        )

    def beliefs(self) -> Iterator[Heard]:
        """Find the beliefs that the network was trained on."""
        chances = self.look.topic[:, None] * self.look.stance
        for number in np.flatnonzero(chances.max(1) >= WEIGHED_FROM) if self.is_heard else ():
            stance = int(chances[number].argmax())
            quote = self._quoted(self.look.weight[number])
            confidence = round(float(chances[number, stance]), 3)
            yield Heard(self.network.philosophies[number], STANCES[stance], confidence, quote)

    def judged(self) -> Iterator[Judged]:
        """Find what there is to judge competencies by."""
        for number in np.flatnonzero(self.look.rated >= WEIGHED_FROM) if self.is_heard else ():
            confidence, level = float(self.look.rated[number]), float(self.look.level[number])
            shown = tuple(self._shown(self.look.level_weight[number]))
            yield Judged(self.network.competencies[number], round(level, 2), round(confidence, 3), shown)

    def _by_sentence(self, weight: Floats) -> list[float]:
        return [float(weight[words].sum()) for words in self._words]

    def _quoted(self, weight: Floats) -> Span:
        """Return the sentence that speaks most for something, and a neighbour that speaks as much if both are short."""
        weights = self._by_sentence(weight)
        best = int(np.argmax(weights))
        quote = self._around(best, weight)
        for beside in (best - 1, best + 1):
            if 0 <= beside < len(weights) and weights[beside] >= _ALSO_QUOTED * weights[best]:
                joined = quote.joined(self._around(beside, weight))
                quote = joined if len(joined.of(self.passage.text).split()) <= LONGEST_QUOTE else quote
        return quote

    def _around(self, number: int, weight: Floats) -> Span:
        """Return a sentence, or of a long one the clauses around its weightiest word."""
        words = self._words[number]
        if not words.any():
            return self.sentences[number]
        heaviest = int(np.flatnonzero(words)[weight[words].argmax()])
        return self.passage.quote_around(Span(int(self._starts[heaviest]), int(self._ends[heaviest])))

    def _shown(self, weight: Floats) -> Iterator[Shown]:
        weights = self._by_sentence(weight)
        heaviest = sorted(range(len(weights)), key=lambda n: -weights[n])[:_MOST_QUOTES]
        chosen = [n for place, n in enumerate(heaviest) if place == 0 or weights[n] >= _QUOTED_FROM]
        for number in sorted(chosen):
            words = self._words[number]
            if words.any():
                kind = self.look.kind[words].mean(0)
                kinds = tuple(name for name, chance in zip(KINDS, kind, strict=True) if chance >= _MARKED_FROM)
                yield Shown(self._around(number, weight), kinds)
