"""Which questions a guide could ask: a proposal that fills the time of an interview.

The proposal is made question by question, the same for the same bank. It keeps what was chosen already and adds

1. a question for each competency that has none, the heaviest first, and never one that is so long that another
   competency would get none at all;
2. then a second question for competencies that have one, first for those that `also` of other questions touches least.

A question is considered if it can be put to the role in words of its own and fits into the minutes that are left. Of
those, the first by this order is taken: for a first question past behaviour before situations, views and background,
for a second one a kind that the competency has not had yet; a perspective that the guide has had least; the most
competencies touched by `also` that still lack questions; the shortest; the first by id.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from screener.bank.model import Question

WANTED = 2  # questions a competency, so that no level rests on one answer
KINDS = ("past-behaviour", "situation", "view", "background")  # by how much they say of what somebody will do
ROLES = ("sales", "marketing", "both")
_ANY_TIME = 1_000_000


@dataclass(frozen=True)
class Shortfall:
    """A competency that would have got one more question. `minutes` is what the shortest one takes, `left` what is."""

    competency: str
    has: int
    reason: Literal["no-question", "no-time"]
    minutes: int = 0
    left: int = 0


@dataclass(frozen=True)
class Proposal:
    """Questions in the order in which they would be asked, and what could not be had."""

    questions: tuple[str, ...]
    shortfalls: tuple[Shortfall, ...]


@dataclass(frozen=True)
class Covered:
    """How a guide asks about a competency: by questions of its own, and by `also` of others."""

    competency: str
    own: int
    also: int
    minutes: int


def can_be_put_to(question: Question, role: str) -> bool:
    """Tell whether a question has a wording for the leaders of a guide; `any` needs all of them."""
    return all(question.ask.spoken_to(one) for one in (ROLES if role == "any" else (role,)))


def planned_minutes(questions: Mapping[str, Question], asked: Iterable[str], opening: int, closing: int) -> int:
    """Return how many minutes the parts of a guide take; questions that the bank does not have take none."""
    return opening + sum(questions[name].minutes for name in asked if name in questions) + closing


def rearranged(asked: tuple[str, ...], wish: str, name: str) -> tuple[str, ...]:
    """Return questions after a wish about one of them: `add`, `remove`, `up` or `down`; others change nothing."""
    if wish == "add":
        return asked if name in asked else (*asked, name)
    if name not in asked or wish not in ("remove", "up", "down"):
        return asked
    place, rest = asked.index(name), tuple(one for one in asked if one != name)
    if wish == "remove":
        return rest
    to = max(place + (1 if wish == "down" else -1), 0)
    return (*rest[:to], name, *rest[to:])


def coverage_of(questions: Iterable[Question], competencies: Iterable[str]) -> tuple[Covered, ...]:
    """Count the questions that bear on each competency."""
    asked = tuple(questions)
    return tuple(
        Covered(
            name,
            sum(q.competency == name for q in asked),
            sum(name in q.also for q in asked),
            sum(q.minutes for q in asked if q.competency == name),
        )
        for name in competencies
    )


def proposal(
    questions: Mapping[str, Question],
    role: str,
    budget: int,
    weights: Mapping[str, float],
    kept: Sequence[str] = (),
) -> Proposal:
    """Propose the questions of a guide. `budget` is in minutes, `weights` are by competency in the guide's order.

    `kept` are questions that are asked in any case, in their order; those that the bank does not have take no time.
    """
    chosen = [questions[name] for name in kept if name in questions]
    offered = [q for q in questions.values() if q.id not in set(kept) and can_be_put_to(q, role)]
    draft = _Draft(weights, budget - sum(q.minutes for q in chosen), offered, chosen)
    short = draft.fill(0)
    short |= draft.fill(1, but_for=short)
    return Proposal(_in_order(kept, draft.added, draft.chosen, weights), tuple(short.values()))


def minutes_for_two(questions: Mapping[str, Question], role: str, weights: Mapping[str, float]) -> int:
    """Return how long the questions take that are proposed where time does not matter: two on each competency."""
    return planned_minutes(questions, proposal(questions, role, _ANY_TIME, weights).questions, 0, 0)


@dataclass
class _Draft:
    """A guide while it is being filled."""

    weights: Mapping[str, float]
    left: int
    offered: list[Question]
    chosen: list[Question]
    added: list[Question] = field(default_factory=list)

    def fill(self, has: int, but_for: Collection[str] = ()) -> dict[str, Shortfall]:
        """Give each competency that has so many questions one more. Return why those got none that did not."""
        short: dict[str, Shortfall] = {}
        while waiting := [c for c in self.weights if self._own(c) == has and c not in short and c not in but_for]:
            competency = min(waiting, key=lambda c: (self._touched(c) if has else 0, -self.weights[c]))
            offered = [q for q in self.offered if q.competency == competency]
            room = self.left - (self._reserve(waiting, competency) if has == 0 else 0)
            fitting = [q for q in offered if q.minutes <= room] or [
                q for q in offered if q.minutes == min(o.minutes for o in offered) and q.minutes <= self.left
            ]
            if fitting:
                self._take(min(fitting, key=lambda q: self._rank(q, has)))
            elif offered:
                short[competency] = Shortfall(
                    competency, has, "no-time", min(q.minutes for q in offered), max(self.left, 0)
                )
            else:
                short[competency] = Shortfall(competency, has, "no-question")
        return short

    def _take(self, question: Question) -> None:
        self.offered.remove(question)
        self.chosen.append(question)
        self.added.append(question)
        self.left -= question.minutes

    def _own(self, competency: str) -> int:
        return sum(q.competency == competency for q in self.chosen)

    def _touched(self, competency: str) -> int:
        return sum(competency in q.also for q in self.chosen)

    def _reserve(self, waiting: Iterable[str], but: str) -> int:
        """Return the minutes that the other competencies need for one question each, the shortest that there is."""
        shortest = (
            min((q.minutes for q in self.offered if q.competency == other), default=0)
            for other in waiting
            if other != but
        )
        return sum(shortest)

    def _rank(self, question: Question, has: int) -> tuple[int, int, int, int, int, str]:
        kinds = Counter(q.kind for q in self.chosen if q.competency == question.competency)
        perspectives = Counter(q.perspective for q in self.chosen)
        lacking = sum(self._own(c) < WANTED for c in self.weights if c in question.also)
        return (
            kinds[question.kind] if has else 0,
            KINDS.index(question.kind),
            perspectives[question.perspective],
            -lacking,
            question.minutes,
            question.id,
        )


def _in_order(
    kept: Sequence[str], added: Iterable[Question], chosen: Iterable[Question], weights: Mapping[str, float]
) -> tuple[str, ...]:
    """Return kept questions in their order, with each new one behind the last of its competency."""
    about = {q.id: q.competency for q in chosen}
    places = {name: place for place, name in enumerate(weights)}
    order = list(kept)
    for question in sorted(added, key=lambda q: (places[q.competency], KINDS.index(q.kind))):
        same = [place for place, name in enumerate(order) if about.get(name) == question.competency]
        order.insert(same[-1] + 1 if same else len(order), question.id)
    return tuple(order)
