"""What the page of one thing in the bank shows beyond its file: what follows from it together with others."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from screener.bank.composing import planned_minutes
from screener.bank.load import Bank
from screener.bank.model import (
    Condition,
    Guide,
    Needs,
    Philosophy,
    PhilosophyExample,
    Placement,
    Policy,
    Question,
    Rubric,
    Rule,
    Survey,
)
from screener.bank.personal import personal_subjects
from screener.errors import Unreadable
from screener.scoring.trained import is_trained_on

STANCES = ("asserted", "past", "rejected", "reported", "none")
_HEARD = {
    "asserted": "Holds the belief", "past": "Has moved on from the belief", "rejected": "Rejects the belief",
    "reported": "Reports of others the belief",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question in a guide: its number from 1, and the minute at which its turn comes if all goes to plan."""

    guide: Guide
    number: int
    starts: int
    question: Question | None
    name: str


@dataclass(frozen=True)
class QuestionDetails:
    """A question's rating scale and placement, the scales that it may also bring evidence on, and who asks it.

    `personal` names the personal subjects that it seems to ask about.
    """

    rubric: Rubric | None
    also: tuple[Rubric, ...]
    placement: Placement | None
    guides: tuple[Asked, ...]
    personal: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """How much of a guide is about a competency."""

    name: str
    rubric: Rubric | None
    weight: float
    reason: str
    questions: int
    minutes: int


@dataclass(frozen=True)
class GuideDetails:
    """A guide's questions in order, the minutes that are planned in all, and what they are about."""

    questions: tuple[Asked, ...]
    closing_starts: int
    planned: int
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True)
class Clause:
    """What a rule asks for, in words; `kind` and `name` say where more about it stands."""

    says: str
    kind: str
    name: str


@dataclass(frozen=True)
class RuleInWords:
    """A rule: when all of `all`, one of `any` and none of `unless` are heard, the level is suggested."""

    level: int
    because: str
    all: tuple[Clause, ...]
    any: tuple[Clause, ...]
    unless: tuple[Clause, ...]


@dataclass(frozen=True)
class RubricDetails:
    """A rating scale's rules in words, and how many examples each level has, `none` too."""

    rules: tuple[RuleInWords, ...]
    examples: Mapping[int | str, int]
    known_misses: int


@dataclass(frozen=True)
class Stand:
    """How a policy sees a philosophy: with a severity, accepted, or neither. `show_from` is what holds for it."""

    policy: Policy
    philosophy: Philosophy
    severity: str
    is_accepted: bool
    show_from: float
    is_own_threshold: bool
    reason: str


@dataclass(frozen=True)
class PhilosophyDetails:
    """A belief's counterparts and competencies, its examples by stance, and how each policy sees it.

    Unless the reader was trained on it (`is_trained_on`), likeness to its examples may suggest it, too.
    """

    counterparts: tuple[Philosophy, ...]
    competencies: tuple[Rubric, ...]
    examples: tuple[tuple[str, tuple[PhilosophyExample, ...]], ...]
    known_misses: int
    stands: tuple[Stand, ...]
    is_trained_on: bool


@dataclass(frozen=True)
class PolicyDetails:
    """How a policy sees every philosophy, the severest first."""

    stands: tuple[Stand, ...]


@dataclass(frozen=True)
class PlacementDetails:
    """A placement's competency and survey, and how many examples each value has."""

    rubric: Rubric | None
    survey: Survey | None
    examples: Mapping[str, int]


@dataclass(frozen=True)
class NeedsDetails:
    """What the guides and competencies that a needs assessment proposes are called, by id."""

    guides: Mapping[str, str]
    competencies: Mapping[str, str]


Details = (
    QuestionDetails | GuideDetails | RubricDetails | PhilosophyDetails | PolicyDetails | PlacementDetails | NeedsDetails
)


def details_of(bank: Bank, thing: object) -> Details | None:
    """Return what there is to tell of a thing beyond what stands in its file; None where that is all."""
    match thing:
        case Question():
            return _of_question(bank, thing)
        case Guide():
            return _of_guide(bank, thing)
        case Rubric():
            return _of_rubric(bank, thing)
        case Philosophy():
            return _of_philosophy(bank, thing)
        case Policy():
            stands = [_stand(thing, philosophy) for philosophy in bank.philosophies.values()]
            return PolicyDetails(tuple(sorted(stands, key=_severest_first)))
        case Placement():
            return _of_placement(bank, thing)
        case Needs():
            guides = {guide.id: guide.name for guide in bank.guides.values()}
            return NeedsDetails(guides, {rubric.id: rubric.name for rubric in bank.rubrics.values()})
        case _:
            return None


def _of_question(bank: Bank, question: Question) -> QuestionDetails:
    asked = [own for guide in bank.guides.values() for own in _order(bank, guide)[0] if own.name == question.id]
    also = tuple(bank.rubrics[name] for name in question.also if name in bank.rubrics)
    placement = bank.placements.get(question.placement or "")
    personal = personal_subjects([*question.ask.spoken_to("any"), *question.probes])
    return QuestionDetails(bank.rubrics.get(question.competency), also, placement, tuple(asked), personal)


def _order(bank: Bank, guide: Guide) -> tuple[tuple[Asked, ...], int]:
    """Return a guide's questions, and the minute at which they are over."""
    minute, found = guide.opening_minutes, []
    for number, name in enumerate(guide.questions, 1):
        question = bank.questions.get(name)
        found.append(Asked(guide, number, minute, question, name))
        minute += question.minutes if question else 0
    return tuple(found), minute


def _of_guide(bank: Bank, guide: Guide) -> GuideDetails:
    asked, over = _order(bank, guide)
    coverage = tuple(
        Coverage(
            weight.id,
            bank.rubrics.get(weight.id),
            weight.weight,
            weight.reason or "",
            sum(question.competency == weight.id for question in questions),
            sum(question.minutes for question in questions if question.competency == weight.id),
        )
        for questions in [[own.question for own in asked if own.question]]
        for weight in guide.competencies
    )
    planned = planned_minutes(bank.questions, guide.questions, guide.opening_minutes, guide.closing_minutes)
    return GuideDetails(asked, over, planned, coverage)


def _of_rubric(bank: Bank, rubric: Rubric) -> RubricDetails:
    return RubricDetails(
        tuple(_rule(bank, rubric, rule) for rule in rubric.rules),
        Counter(example.level for example in rubric.examples),
        sum(example.known_miss for example in rubric.examples),
    )


def _rule(bank: Bank, rubric: Rubric, rule: Rule) -> RuleInWords:
    return RuleInWords(
        rule.level,
        rule.because,
        *(
            tuple(_clause(bank, rubric, condition) for condition in part)
            for part in (rule.all, rule.any, rule.unless)
        ),
    )  # fmt: skip


def _clause(bank: Bank, rubric: Rubric, condition: Condition) -> Clause:
    kind, name = condition.named
    if kind == "philosophy":
        named = bank.philosophies.get(name)
        return Clause(f"{_HEARD[condition.stance]} “{named.name if named else name}”", kind, name)
    if kind == "sign":
        return Clause(next((sign.says for sign in rubric.signs if sign.id == name), name), kind, name)
    return Clause(bank.behaviours[name].says if name in bank.behaviours else name, kind, name)


def _of_philosophy(bank: Bank, philosophy: Philosophy) -> PhilosophyDetails:
    by_stance = [(stance, tuple(e for e in philosophy.examples if e.stance == stance)) for stance in STANCES]
    return PhilosophyDetails(
        tuple(bank.philosophies[name] for name in philosophy.counterparts if name in bank.philosophies),
        tuple(bank.rubrics[name] for name in philosophy.competencies if name in bank.rubrics),
        tuple((stance, examples) for stance, examples in by_stance if examples),
        sum(example.known_miss for example in philosophy.examples),
        tuple(_stand(policy, philosophy) for policy in bank.policies.values()),
        _is_trained_on(philosophy),
    )


def _is_trained_on(philosophy: Philosophy) -> bool:
    try:
        return is_trained_on(philosophy.id)
    except Unreadable:  # without weights nothing is suggested
        return True


def _stand(policy: Policy, philosophy: Philosophy) -> Stand:
    flag = next((own for own in policy.flags if own.philosophy == philosophy.id), None)
    accepted = next((own for own in policy.accepted if own.philosophy == philosophy.id), None)
    own = flag.show_from if flag else None
    return Stand(
        policy,
        philosophy,
        flag.severity if flag else "",
        accepted is not None,
        policy.show_from if own is None else own,
        own is not None,
        (flag.reason if flag else accepted.reason if accepted else "") or "",
    )


def _severest_first(stand: Stand) -> tuple[int, bool, str]:
    order = ("high", "medium", "low", "")
    return order.index(stand.severity), not stand.is_accepted, stand.philosophy.name


def _of_placement(bank: Bank, placement: Placement) -> PlacementDetails:
    return PlacementDetails(
        bank.rubrics.get(placement.competency),
        bank.surveys.get(placement.survey or ""),
        Counter(example.value for example in placement.examples),
    )
