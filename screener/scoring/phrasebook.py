"""The phrases of a bank, looked for in a passage, with the stance in which each was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from screener.bank.load import Bank
from screener.bank.parts import PatternMapping, Strength
from screener.text.match import Hit, Matcher
from screener.text.passage import Passage
from screener.text.phrase import WordLists, compile_phrase
from screener.text.spans import Span
from screener.text.stance import Doubt, Reading, Stance, StanceReader, StanceRule

Key = tuple[str, ...]
Entry = tuple[Key, PatternMapping, Mapping[str, Sequence[str]]]  # the last: word lists of the file's own

STRENGTHS = {"strong": 0.9, "medium": 0.75, "weak": 0.55}
HEARD_FROM = 0.5  # the confidence from which something counts as heard
SPEAKER_UNKNOWN = 0.8  # factor for a phrase that only one function would say, when it is not known who speaks


@dataclass(frozen=True)
class Signal:
    """A phrase that was heard: under which key, in which stance, how surely (0–1), and where.

    `rule` and `cues` decided about the stance; `doubts` say why it is less sure than the phrase's strength.
    """

    key: Key
    stance: Stance
    confidence: float
    matched: Span
    quote: Span
    phrase: str
    strength: Strength
    rule: StanceRule
    cues: tuple[tuple[str, Span], ...]
    doubts: tuple[Doubt, ...]


class BankWords:
    """The word lists of a bank, together with those of the file that a phrase stands in."""

    def __init__(self, bank: Bank) -> None:
        self._shared = bank.words
        self._by_file: list[tuple[Mapping[str, Sequence[str]], WordLists]] = []

    def with_own(self, words: Mapping[str, Sequence[str]]) -> WordLists:
        """Return the lists for a file with these lists of its own. Phrases of one file come one after another."""
        if not self._by_file or self._by_file[-1][0] is not words:
            self._by_file.append((words, WordLists({**self._shared, **words})))
        return self._by_file[-1][1]


class PhraseBook:
    """Finds the phrases of many entries at once."""

    def __init__(self, bank: Bank, entries: Iterable[Entry], stances: StanceReader) -> None:
        self._stances = stances
        lists = BankWords(bank)
        self._matcher: Matcher[tuple[Key, PatternMapping]] = Matcher(
            ((key, pattern), compile_phrase(pattern.words, lists.with_own(words))) for key, pattern, words in entries
        )

    def signals(self, passage: Passage, register: str, speaker: str) -> list[Signal]:
        """Return what is heard, sentence by sentence. `speaker` is sales, marketing, both or unknown."""
        return [
            self._signal(passage, number, hit, register, factor)
            for number in range(len(passage.sentences))
            for hit in _longest(passage.hits(self._matcher, number))
            if (factor := _said_by(hit.key[1], speaker))
        ]

    def _signal(
        self,
        passage: Passage,
        number: int,
        hit: Hit[tuple[Key, PatternMapping]],
        register: str,
        factor: float,
    ) -> Signal:
        key, pattern = hit.key
        quote = passage.quote_around(hit.span)
        confidence = STRENGTHS[pattern.strength] * factor
        unknown: tuple[Doubt, ...] = ("speaker",) if factor < 1 else ()
        reading = Reading(pattern.stance, "written")
        if pattern.stance == "asserted":  # otherwise the words themselves say how they are meant
            reading = self._stances.read(passage, number, hit.span, register, hit.phrase.expression)
            confidence = round(confidence * reading.factor, 3)
        for _, cue in reading.cues:  # the sentence that decides belongs to the quotation
            quote = quote if cue.within(quote) else quote.joined(passage.quote_around(cue))
        doubts = (*reading.doubts, *unknown)
        return Signal(
            key,
            reading.stance,
            confidence,
            hit.span,
            quote,
            pattern.words,
            pattern.strength,
            reading.rule,
            reading.cues,
            doubts,
        )


def _longest(hits: list[Hit[tuple[Key, PatternMapping]]]) -> list[Hit[tuple[Key, PatternMapping]]]:
    """Drop hits that lie inside a longer one of the same kind: "nobody … without me" says it, not "… without me"."""
    return [
        hit
        for hit in hits
        if not any(
            other.key[0] == hit.key[0] and other.span != hit.span and hit.span.within(other.span) for other in hits
        )
    ]


def _said_by(pattern: PatternMapping, speaker: str) -> float:
    if pattern.speaker is None or pattern.speaker == speaker:
        return 1.0
    return SPEAKER_UNKNOWN if speaker in {"unknown", "both"} else 0.0


def stance_reader(bank: Bank) -> StanceReader:
    """Return a reader of stances that goes by the cues of the bank."""
    lists = BankWords(bank)
    return StanceReader(
        {
            kind: [compile_phrase(phrase, lists.with_own(cue.words)) for phrase in cue.phrases]
            for kind, cue in bank.cues.items()
        }
    )
