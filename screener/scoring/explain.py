"""Why a text was read as it was: every step from the words to what is shown, as a value.

Nothing is read here in a way of its own: the text is scored as it always is, and what the steps came to is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from screener.bank.load import Bank, Library
from screener.bank.model import Policy, Question
from screener.bank.phrases import phrases_of
from screener.bank.yamlfile import PathKey
from screener.scoring.answer import Scorer, counts, grounds_of
from screener.scoring.flags import shown_from
from screener.scoring.judging import judgements_of
from screener.scoring.phrase_check import key_of
from screener.scoring.phrasebook import HEARD_FROM, Key, Signal
from screener.scoring.placements import COUNTED_STANCES, Placed
from screener.scoring.ratings import Grounds, Rating, ratings_of
from screener.scoring.reader import Read, Weighing
from screener.text.quality import Quality
from screener.text.spans import Span

Kind = Literal["belief", "sign", "behaviour", "place"]
# What became of a phrase that matched.
Use = Literal[
    "counts",
    "outweighed",  # another stance of the same belief counted, or another place in the same scheme
    "network-counts",  # of a belief: what the network heard counted
    "other-stance",  # said in this stance it shows nothing
    "too-unsure",
    "judged-by-network",  # no rule asks for it: the network judges its competency
    "not-rated",  # its competency is not looked at here
]


@dataclass(frozen=True)
class Trial:
    """A text to be explained, as what it is read, with the ids of the question that it answers (or "") and a policy."""

    text: str
    register: str = "spoken"
    speaker: str = "unknown"
    question: str = ""
    policy: str = "default"


@dataclass(frozen=True)
class Place:
    """Where something stands in the bank: the file by its path within the bank, and the line, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True)
class Sentence:
    """A sentence of the text and its clauses."""

    span: Span
    clauses: tuple[Span, ...]


@dataclass(frozen=True)
class Match:
    """A phrase that matched: what it stands for, where HR wrote it, how it was heard, and what became of it.

    `within` is the competency of a sign or the scheme of a place; empty for others.
    """

    kind: Kind
    id: str
    within: str
    name: str
    place: Place
    signal: Signal
    use: Use


@dataclass(frozen=True)
class Belief:
    """A belief that phrases or network found: how that came about, and what the policy makes of it.

    `shown_from` is the confidence (0–1) from which the policy lets it show; `severity` None if it sees no risk in it.
    """

    name: str
    kind: str
    severity: str | None
    weighing: Weighing
    shown_from: float

    @property
    def is_shown(self) -> bool:
        """Whether it is sure enough to be shown."""
        return self.weighing.finding.confidence >= self.shown_from

    @property
    def is_risk(self) -> bool:
        """Whether the speaker holds it now and the policy regards it as risky."""
        return self.severity is not None and self.weighing.finding.stance == "asserted"


@dataclass(frozen=True)
class Level:
    """A level for one competency, and what gave it: the network's judgement, or a rule of the rubric.

    `rating` is None if nothing was found; it is suggested if its confidence comes to `needed` (0–1). `unheld` is the
    level (1–5) that the network judged before the beliefs named in `held_back_by` held it back.
    """

    competency: str
    name: str
    is_by_network: bool
    needed: float
    rating: Rating | None = None
    rule: Place | None = None
    unheld: int | None = None
    held_back_by: tuple[str, ...] = ()

    @property
    def is_suggested(self) -> bool:
        """Whether it is sure enough to be suggested."""
        return self.rating is not None and self.rating.confidence >= self.needed


@dataclass(frozen=True)
class Explanation:
    """Everything about how one text was read. All but the sentences is empty if it could not be; `quality` says why.

    Beliefs stand with the surest first. Without a question, only competencies with a level are in `levels`.
    """

    trial: Trial
    policy: Policy
    wording: str  # of the question, as it is put to this speaker
    bank: str  # its fingerprint
    reader: str  # the version of what read it
    quality: Quality
    sentences: tuple[Sentence, ...]
    matches: tuple[Match, ...] = ()
    beliefs: tuple[Belief, ...] = ()
    levels: tuple[Level, ...] = ()
    places: tuple[Placed, ...] = ()


def explain(trial: Trial, scorer: Scorer, library: Library) -> Explanation:
    """Read a text and say how; `library` is that of the scorer's bank, and holds the question and the policy."""
    bank, told = scorer.bank, (trial.register, trial.speaker)
    question, policy = bank.questions.get(trial.question), bank.policies[trial.policy]
    rated = (question.competency, *question.also) if question else tuple(bank.rubrics)
    wording = _wording(question, trial.speaker) if question else ""
    score = scorer.score(trial.text, *told, rated, wording, policy.levels_from)
    passage = score.passage
    sentences = tuple(Sentence(span, passage.clauses(number)) for number, span in enumerate(passage.sentences))
    about = (trial, policy, wording, bank.fingerprint, scorer.reader.version, score.quality, sentences)
    if not score.quality.is_readable:
        return Explanation(*about)
    read = scorer.reader.read(passage, *told, wording)
    signs, places = scorer.signs.signals(passage, *told), scorer.places.signals(passage, *told)
    levels = _levels(rated, read, grounds_of(read.findings, signs), library, policy)
    return Explanation(
        *about,
        tuple(_matches([*read.signals, *signs, *places], _Uses(read, rated, score.placements, bank), library)),
        tuple(sorted((_belief(w, bank, policy) for w in read.weighings), key=lambda b: -b.weighing.finding.confidence)),
        tuple(level for level in levels if question or level.rating),
        score.placements,
    )


def _wording(question: Question, speaker: str) -> str:
    """Return how a question is put to this kind of leader, or to another if it is never put to this one."""
    own = question.ask.spoken_to("any" if speaker == "unknown" else speaker)
    return (*own, *question.ask.spoken_to("any"))[0]


def _place(library: Library, kind: str, name: str, path: PathKey) -> Place:
    return Place(library.paths[f"{kind}/{name}"], library.document(kind, name).place(path)[0])


def _matches(signals: Sequence[Signal], uses: "_Uses", library: Library) -> Iterator[Match]:
    """Say of each phrase that matched what it stands for and what became of it, in the order of the text."""
    heard = {(signal.key, signal.phrase) for signal in signals}
    places: dict[tuple[Key, str], Place] = {}
    for kind, name, path, phrase, _ in phrases_of(library):
        written = (key_of(library.bank, kind, name, path), phrase)
        if written in heard:
            places.setdefault(written, _place(library, kind, name, path))
    for signal in sorted(signals, key=lambda s: s.matched):
        kind_, id_, within, name = _meant(signal.key, library.bank)
        yield Match(kind_, id_, within, name, places[signal.key, signal.phrase], signal, uses.of(signal, kind_))


def _meant(key: Key, bank: Bank) -> tuple[Kind, str, str, str]:
    """Return the kind of what a phrase stands for, its id, what it belongs to, and its name."""
    if key[0] == "sign":
        says = next(sign.says for sign in bank.rubrics[key[1]].signs if sign.id == key[2])
        return "sign", key[2], key[1], says
    if key[0] == "behaviour":
        return "behaviour", key[1], "", bank.behaviours[key[1]].says
    if len(key) == 1:
        return "belief", key[0], "", bank.philosophies[key[0]].name
    label = next(value.label for value in bank.placements[key[0]].values if value.id == key[1])
    return "place", key[1], key[0], f"{bank.placements[key[0]].name}: {label}"


@dataclass(frozen=True)
class _Uses:
    """Tells what became of phrases, from what the text came to."""

    read: Read
    rated: Sequence[str]
    placed: Sequence[Placed]
    bank: Bank

    def of(self, signal: Signal, kind: Kind) -> Use:
        if kind == "belief":
            return self._of_belief(signal)
        return self._of_place(signal) if kind == "place" else self._of_evidence(signal)

    def _of_belief(self, signal: Signal) -> Use:
        if any(signal in weighing.finding.signals for weighing in self.read.weighings):
            return "counts"
        is_settled = any(signal in w.matched.signals for w in self.read.weighings if w.matched)
        return "network-counts" if is_settled else "outweighed"

    def _of_place(self, signal: Signal) -> Use:
        if self.bank.placements[signal.key[0]].competency not in self.rated:
            return "not-rated"
        if signal.stance not in COUNTED_STANCES:
            return "other-stance"
        return "counts" if signal.key in {(own.placement, own.value) for own in self.placed} else "outweighed"

    def _of_evidence(self, signal: Signal) -> Use:
        """Rules ask for signs of their own rubric, and for behaviours in any."""
        asking = set(self.rated) & {signal.key[1]} if signal.key[0] == "sign" else set(self.rated)
        if not asking:
            return "not-rated"
        if asking <= set(self.read.judges):
            return "judged-by-network"
        if not counts(signal):
            return "other-stance"
        return "counts" if signal.confidence >= HEARD_FROM else "too-unsure"


def _belief(weighing: Weighing, bank: Bank, policy: Policy) -> Belief:
    philosophy = bank.philosophies[weighing.finding.philosophy]
    severity = next((stand.severity for stand in policy.flags if stand.philosophy == philosophy.id), None)
    return Belief(philosophy.name, philosophy.kind, severity, weighing, shown_from(weighing.finding, policy))


def _levels(rated: Iterable[str], read: Read, grounds: Grounds, library: Library, policy: Policy) -> Iterator[Level]:
    bank, rated = library.bank, [name for name in rated if name in library.bank.rubrics]
    judgements = judgements_of(read.judged, read.findings, bank, rated, policy.levels_from)
    judged = {own.rating.competency: own for own in judgements}
    by_rule = {own.competency: own for own in ratings_of(grounds, bank, rated)}
    for name in rated:
        about = (name, bank.rubrics[name].name, name in read.judges)
        if judgement := judged.get(name):
            names = tuple(bank.philosophies[own.philosophy].name for own in judgement.held_back_by)
            yield Level(*about, judgement.needed, judgement.rating, None, judgement.level, names)
        elif name not in read.judges and (rating := by_rule.get(name)):
            yield Level(*about, policy.levels_from, rating, _rule(rating, library))
        else:
            yield Level(*about, policy.levels_from)


def _rule(rating: Rating, library: Library) -> Place:
    rules = library.bank.rubrics[rating.competency].rules
    number = next(n for n, rule in enumerate(rules) if (rule.level, rule.because) == (rating.level, rating.because))
    return _place(library, "rubrics", rating.competency, ("rules", number))
