"""The shape of every file of a bank, stated once: types and limits. Words as in the documents for HR."""

from typing import Annotated, Literal

from pydantic import Field

from screener.bank.parts import (
    Entry,
    Id,
    LevelNumber,
    LevelOrNone,
    Line,
    MarkedLine,
    MarkedText,
    Minutes,
    Part,
    Pattern,
    Phrase,
    Register,
    Role,
    Severity,
    Share,
    Speaker,
    Stance,
    Words,
)


class PhilosophyExample(MarkedText):
    """A statement with the stance that it takes to the philosophy; `none` is a near miss."""

    stance: Literal["asserted", "past", "rejected", "reported", "none"]
    indirect: bool = False
    speaker: Speaker = "unknown"
    register_: Register = Field("spoken", alias="register")


class StanceProbes(Part):
    """What to ask next, by the stance that was heard."""

    asserted: Line
    past: Line
    rejected: Line
    reported: Line


class Philosophy(Entry):
    """A belief about the other function."""

    name: Line
    kind: Literal["risky", "healthy"]
    role: Role
    belief: Line
    matters: Line
    not_this: Annotated[list[Line], Field(min_length=1)]
    counterparts: Annotated[list[Id], Field(min_length=1)]
    competencies: Annotated[list[Id], Field(min_length=1)]
    probes: StanceProbes
    sources: Annotated[list[Line], Field(min_length=1)]
    words: Words = {}
    patterns: list[Pattern] = []
    examples: list[PhilosophyExample]


class Level(Part):
    """One level of a rating scale: short for the live screen, long for training raters."""

    level: LevelNumber
    short: Line
    long: Line


class Sign(Part):
    """Something in an answer that speaks for a high level, or against it."""

    id: Id
    for_: bool = Field(alias="for")
    says: Line
    patterns: Annotated[list[Pattern], Field(min_length=1)]
    fires: list[MarkedLine] = []
    silent: list[MarkedLine] = []


class Condition(Part):
    """What a rule asks for: exactly one of a philosophy (with its stance), a sign, a behaviour."""

    philosophy: Id | None = None
    stance: Stance = "asserted"
    sign: Id | None = None
    behaviour: Id | None = None

    @property
    def named(self) -> tuple[str, str]:
        """The kind of thing asked for and its id; ("", "") if not exactly one is named."""
        named = [(k, v) for k in ("philosophy", "sign", "behaviour") if (v := getattr(self, k))]
        return named[0] if len(named) == 1 else ("", "")


class Rule(Part):
    """When it holds, an answer shows `level`."""

    level: LevelNumber
    because: Line
    all: list[Condition] = []
    any: list[Condition] = []
    unless: list[Condition] = []


class RatedExample(MarkedText):
    """An answer and the level that it shows; `none` gives nothing to judge by."""

    level: LevelOrNone
    question: Line
    register_: Register = Field("spoken", alias="register")
    speaker: Speaker = "unknown"
    why: Line | None = None


class Rubric(Entry):
    """A competency with its behaviourally anchored rating scale."""

    name: Line
    rates: Line
    sources: Annotated[list[Line], Field(min_length=1)]
    levels: Annotated[list[Level], Field(min_length=5, max_length=5)]
    signs: list[Sign]
    rules: Annotated[list[Rule], Field(min_length=1)]
    words: Words = {}
    examples: list[RatedExample]


class Wordings(Part):
    """How a question is spoken to each kind of leader."""

    sales: Line | None = None
    marketing: Line | None = None
    both: Line | None = None

    def spoken_to(self, role: str) -> tuple[str, ...]:
        """Return the wordings for a guide's role; all of them for `any`."""
        wordings = (self.sales, self.marketing, self.both) if role == "any" else (getattr(self, role),)
        return tuple(dict.fromkeys(w for w in wordings if w))


class Question(Entry):
    """A question with its stored probes."""

    competency: Id
    also: list[Id] = []
    kind: Literal["past-behaviour", "situation", "view", "background"]
    perspective: Literal["importance", "time", "intimacy", "contribution", "together"]
    minutes: Minutes
    ask: Wordings
    why: Line
    listen_for: Annotated[list[Line], Field(min_length=1)]
    probes: Annotated[list[Line], Field(min_length=2, max_length=4)]
    placement: Id | None = None
    source: Line


class Weight(Part):
    """How much a competency counts in a guide's total; unequal weights need a reason."""

    id: Id
    weight: Annotated[float, Field(gt=0, le=10)]
    reason: Line | None = None


class Guide(Entry):
    """The questions of an interview in their order."""

    name: Line
    role: Literal[Role, "any"]
    minutes: Minutes
    opening: Line
    opening_minutes: Minutes
    closing: Line
    closing_minutes: Minutes
    competencies: Annotated[list[Weight], Field(min_length=1)]
    questions: Annotated[list[Id], Field(min_length=1)]
    single_question_reason: Line | None = None


class FlagPolicy(Part):
    """How an organisation sees one philosophy."""

    philosophy: Id
    severity: Severity
    show_from: Share | None = None
    reason: Line | None = None


class Accepted(Part):
    """A philosophy that an organisation does not regard as risky."""

    philosophy: Id
    reason: Line


class Policy(Entry):
    """What an organisation regards as risky, how severe, and how sure the reader must be for it to be shown."""

    name: Line
    summary: Line
    position: Line
    sources: Annotated[list[Line], Field(min_length=1)]
    show_from: Share
    suggest_from: Share = 0.25
    levels_from: Share = 0.5
    flags: Annotated[list[FlagPolicy], Field(min_length=1)]
    accepted: list[Accepted] = []


class PlacementValue(Part):
    """One place in a scheme."""

    id: Id
    label: Line
    means: Line
    counts: Literal["years"] | None = None
    patterns: list[Pattern] = []


class PlacementExample(MarkedText):
    """A statement and the place it takes; `none` takes none."""

    value: Id
    register_: Register = Field("spoken", alias="register")
    speaker: Speaker = "unknown"


class Placement(Entry):
    """A scheme in which an answer places a candidate without being better or worse."""

    name: Line
    competency: Id
    explains: Line
    survey: Id | None = None
    beside: Line | None = None
    sources: Annotated[list[Line], Field(min_length=1)]
    words: Words = {}
    values: Annotated[list[PlacementValue], Field(min_length=2)]
    examples: list[PlacementExample]


class NeedAnswer(Part):
    """An answer of the organisation, and the need that it points to."""

    id: Id
    text: Line
    need: Literal["sales", "marketing", "even"]
    points: Annotated[int, Field(ge=0, le=10)]


class NeedQuestion(Part):
    """A question that the organisation answers about itself."""

    id: Id
    text: Line
    answers: Annotated[list[NeedAnswer], Field(min_length=2)]


class ProposedWeight(Part):
    """A weight proposed by an outcome, with the reason written beside it."""

    competency: Id
    weight: Annotated[float, Field(gt=0, le=10)]
    reason: Line


class Outcome(Part):
    """What follows when `lead` is ahead by at least `margin` points."""

    id: Id
    name: Line
    lead: Literal["sales", "marketing", "even"]
    margin: Annotated[int, Field(ge=0, le=100)]
    guide: Id
    reason: Line
    weights: list[ProposedWeight] = []


class Needs(Entry):
    """The needs assessment: which need is greater, and which guide and weights follow."""

    name: Line
    explains: Line
    sources: Annotated[list[Line], Field(min_length=1)]
    questions: Annotated[list[NeedQuestion], Field(min_length=1)]
    outcomes: Annotated[list[Outcome], Field(min_length=1)]


class SurveyGroup(Part):
    """A part of a survey's respondents."""

    id: Id
    label: Line
    share: Share


class SurveyShare(Part):
    """The share of a group that gave one answer."""

    value: Id
    label: Line
    share: Share
    of: Id | None = None


class Survey(Entry):
    """A published distribution, shown beside a placement."""

    name: Line
    source: Line
    note: Line
    groups: list[SurveyGroup] = []
    shares: Annotated[list[SurveyShare], Field(min_length=1)]


class WordLists(Entry):
    """The word lists that phrases refer to as `{name}`."""

    id: Literal["words"]
    lists: Words


class Behaviour(Part):
    """Something that makes an answer evidence and not mere opinion."""

    id: Id
    says: Line
    patterns: Annotated[list[Pattern], Field(min_length=1)]
    fires: Annotated[list[MarkedLine], Field(min_length=2)]
    silent: Annotated[list[MarkedLine], Field(min_length=2)]


class Behaviours(Entry):
    """The behaviours that rules of rubrics refer to."""

    id: Literal["behaviours"]
    words: Words = {}
    behaviours: Annotated[list[Behaviour], Field(min_length=1)]


class Cue(Entry):
    """Words by which the reader of stances goes."""

    id: Literal["negation", "reporting", "past", "approval", "disapproval", "hedge", "irony", "hypothetical", "turn"]
    says: Line
    words: Words = {}
    phrases: Annotated[list[Phrase], Field(min_length=1)]
    fires: Annotated[list[MarkedLine], Field(min_length=2)]
    silent: Annotated[list[MarkedLine], Field(min_length=2)]


class Source(Part):
    """A publication that the bank draws on."""

    title: Line
    author: Line | None = None
    published: Line | None = None
    about: Line


class Sources(Entry):
    """All publications; files cite them by title."""

    id: Literal["sources"]
    sources: Annotated[list[Source], Field(min_length=1)]
