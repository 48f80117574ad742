"""One answer → everything that is suggested about it. The one way in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screener.bank.load import Bank
from screener.scoring.judging import judged_ratings
from screener.scoring.phrasebook import Entry, PhraseBook, Signal, stance_reader
from screener.scoring.placements import Placed, placements_of
from screener.scoring.ratings import Grounds, Rating, ratings_of
from screener.scoring.reader import Finding, PatternReader, Read, Reader
from screener.text.passage import Passage
from screener.text.quality import Quality, quality_of
from screener.text.stance import StanceReader

LEVELS_FROM = 0.5  # unless the organisation's policy says otherwise


@dataclass(frozen=True)
class AnswerScore:
    """What was found in one answer. Everything is empty when the text could not be read; `quality` says why."""

    passage: Passage
    quality: Quality
    findings: tuple[Finding, ...] = ()
    ratings: tuple[Rating, ...] = ()
    placements: tuple[Placed, ...] = ()


class Scorer:
    """Scores answers with one bank. The reader of philosophies can be exchanged."""

    def __init__(self, bank: Bank, reader: Reader | None = None, stances: StanceReader | None = None) -> None:
        self.bank = bank
        stances = stances or stance_reader(bank)  # shared with the reader, so that cues are looked for once
        self.reader = reader or PatternReader(bank, stances)
        self.signs = PhraseBook(bank, _signs_and_behaviours(bank), stances)
        self.places = PhraseBook(bank, _places(bank), stances)

    def findings(self, text: str, register: str = "spoken", speaker: str = "unknown") -> tuple[Finding, ...]:
        """Return the philosophies found in a text; none if it cannot be read."""
        if not quality_of(text).is_readable:
            return ()
        return self.reader.read(Passage(text), register, speaker).findings

    def score(
        self,
        text: str,
        register: str = "spoken",
        speaker: str = "unknown",
        competencies: Iterable[str] | None = None,
        question: str = "",
        levels_from: float = LEVELS_FROM,
    ) -> AnswerScore:
        """Score an answer on the given competencies and the placements asked under them, or on all.

        `question` is what was asked, if known. `levels_from` is how sure (0–1) the reader must be of a level.
        """
        passage, quality = Passage(text), quality_of(text)
        if not quality.is_readable:
            return AnswerScore(passage, quality)
        read = self.reader.read(passage, register, speaker, question)
        grounds = grounds_of(read.findings, self.signs.signals(passage, register, speaker))
        rated = tuple(self.bank.rubrics if competencies is None else competencies)
        schemes = {p.id for p in self.bank.placements.values() if p.competency in rated}
        heard_places = self.places.signals(passage, register, speaker)
        places = [signal for signal in heard_places if signal.key[0] in schemes]
        return AnswerScore(
            passage,
            quality,
            read.findings,
            tuple(self._ratings(read, grounds, rated, levels_from)),
            placements_of(places, passage, self.bank),
        )

    def _ratings(self, read: Read, grounds: Grounds, rated: tuple[str, ...], levels_from: float) -> Iterator[Rating]:
        """Return what the reader judged; on competencies that it knows nothing of, what the rubric's rules say."""
        judged = {r.competency: r for r in judged_ratings(read.judged, read.findings, self.bank, rated, levels_from)}
        others = [name for name in rated if name not in read.judges]
        by_rule = {r.competency: r for r in ratings_of(grounds, self.bank, others) if r.confidence >= levels_from}
        yield from ((by_rule | judged)[name] for name in rated if name in by_rule or name in judged)


def counts(signal: Signal) -> bool:
    """Tell whether a sign or behaviour counts as shown in the stance in which it was said.

    What was denied, given up or told of others is no sign, but "I was wrong" takes back no deed; a case is a
    case in whatever stance it is told.
    """
    if signal.key[0] == "behaviour":
        return signal.stance != "rejected"
    has_turned = signal.stance == "past" and all(kind == "turn" for kind, _ in signal.cues)
    return signal.stance == "asserted" or has_turned


def grounds_of(findings: tuple[Finding, ...], signals: list[Signal]) -> Grounds:
    """Sort what rules may ask for by what it shows: beliefs, and of signs and behaviours those that count."""
    signs: dict[tuple[str, str], list[Signal]] = defaultdict(list)
    behaviours: dict[str, list[Signal]] = defaultdict(list)
    for signal in filter(counts, signals):
        if signal.key[0] == "behaviour":
            behaviours[signal.key[1]].append(signal)
        else:
            signs[signal.key[1], signal.key[2]].append(signal)
    return Grounds(findings, signs, behaviours)


def _signs_and_behaviours(bank: Bank) -> Iterator[Entry]:
    for rubric in bank.rubrics.values():
        for sign in rubric.signs:
            for pattern in sign.patterns:
                yield ("sign", rubric.id, sign.id), pattern, rubric.words
    for behaviour in bank.behaviours.values():
        for pattern in behaviour.patterns:
            yield ("behaviour", behaviour.id), pattern, bank.behaviour_words


def _places(bank: Bank) -> Iterator[Entry]:
    for placement in bank.placements.values():
        for value in placement.values:
            for pattern in value.patterns:
                yield (placement.id, value.id), pattern, placement.words
