"""Adverse impact over finished openings that are pooled: who was chosen, and who scored above the median.

Categories come from the voluntary answers and leave this module only as counts. Finished openings are bundled into
groups, in the order in which they were closed, and only whole groups are pooled: so two pools never differ by a few
people whose answers could be worked out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from screener.aggregate.impact import FEWEST_EXPECTED as FEWEST_EXPECTED  # these are shown on the page too
from screener.aggregate.impact import FEWEST_PEOPLE as FEWEST_PEOPLE
from screener.aggregate.impact import UNKNOWN, Impact, impact_of, intersections, scored_above
from screener.aggregate.impact import Category as Category
from screener.aggregate.totals import Card, evidence_of, weighted_mean
from screener.errors import NotFound
from screener.journeys.access import must_manage
from screener.journeys.instance import Instance
from screener.journeys.standings import card_of
from screener.journeys.summaries import summaries_for
from screener.journeys.voluntary import QUESTIONS, categories_of
from screener.storage.records import Opening, Person
from screener.storage.selection import Outcome

FEWEST_ANSWERS = 10
FEWEST_OPENINGS = 2

Measure = Literal["selection", "scoring"]


@dataclass(frozen=True)
class Group:
    """Finished openings that are only counted together: how many candidates count, and how many of these answered."""

    openings: tuple[Opening, ...]
    considered: int
    answered: int

    @property
    def id(self) -> str:
        """What it is chosen by."""
        return self.openings[0].id

    @property
    def is_large_enough(self) -> bool:
        """Whether its counts may be shown."""
        return len(self.openings) >= FEWEST_OPENINGS and self.answered >= FEWEST_ANSWERS


@dataclass(frozen=True)
class Table:
    """The categories of one kind by one measure. `impact` is None where fewer than ten people gave theirs."""

    kind: str
    measure: Measure
    known: int
    unknown: int
    impact: Impact | None


@dataclass(frozen=True)
class ImpactReport:
    """What the pooled groups come to at a moment.

    `waiting` are finished openings that make no group yet. Of the pool: `considered` candidates, of whom `chosen` were
    chosen and `answered` gave at least one category; `withdrawn` withdrew before and do not count, `without_total` have
    no submitted rating and are in no scoring rate.
    """

    counted_at: str
    groups: tuple[Group, ...]
    pooled: tuple[Group, ...]
    waiting: Group
    considered: int
    chosen: int
    answered: int
    withdrawn: int
    without_total: int
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class _Counted:
    """Somebody who was considered, without anything that says who. `total` is None without a submitted rating."""

    categories: Mapping[str, str]
    is_chosen: bool
    total: float | None


def impact_report(instance: Instance, actor: Person, group_ids: Collection[str] | None = None) -> ImpactReport:
    """Return the comparison over these groups of finished openings; over all groups if none are named.

    Raises NotAllowed but for HR, NotFound for a group that there is not.
    """
    must_manage(actor)
    closed = {c.opening.id: c.opening for c in instance.store.opening_counts(None) if c.opening.closed_at}
    outcomes = instance.store.outcomes_of(list(closed)) if closed else ()
    considered = [outcome for outcome in outcomes if _is_considered(outcome, closed)]
    given = dict(zip(
        (own.candidate.id for own in considered),
        categories_of(instance, (own.candidate.id for own in considered)),
        strict=True,
    ))  # fmt: skip
    groups, waiting = _grouped(sorted(closed.values(), key=lambda o: (o.closed_at or "", o.id)), considered, given)
    pooled = groups if group_ids is None else tuple(group for group in groups if group.id in group_ids)
    if group_ids is not None and len(pooled) < len(set(group_ids)):
        raise NotFound("there is no such group of openings")
    within = {opening.id for group in pooled for opening in group.openings}
    pool = [outcome for outcome in considered if outcome.candidate.opening_id in within]
    totals = _totals(instance, (opening for group in pooled for opening in group.openings))
    people = [_Counted(given[o.candidate.id], o.is_chosen, totals.get(o.candidate.id)) for o in pool]
    return ImpactReport(
        instance.now(),
        groups,
        pooled,
        waiting,
        len(people),
        sum(person.is_chosen for person in people),
        sum(bool(person.categories) for person in people),
        sum(o.candidate.opening_id in within for o in outcomes) - len(people),
        sum(person.total is None for person in people),
        _tables(people) if people else (),
    )


def _is_considered(outcome: Outcome, closed: Mapping[str, Opening]) -> bool:
    """Whether a candidate counts. A withdrawal after the end changes nothing, nor one after having been chosen."""
    withdrawn_at = outcome.candidate.withdrawn_at
    return (
        outcome.is_chosen or not withdrawn_at or withdrawn_at > (closed[outcome.candidate.opening_id].closed_at or "")
    )


def _grouped(
    openings: Sequence[Opening], considered: Sequence[Outcome], given: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[Group, ...], Group]:
    """Bundle openings in their order, each group as small as it may be, and return what is left as a last one."""
    counts = {opening.id: [0, 0] for opening in openings}
    for outcome in considered:
        own = counts[outcome.candidate.opening_id]
        own[0] += 1
        own[1] += bool(given[outcome.candidate.id])
    groups: list[Group] = []
    waiting = Group((), 0, 0)
    for opening in openings:
        people, answers = counts[opening.id]
        waiting = Group((*waiting.openings, opening), waiting.considered + people, waiting.answered + answers)
        if waiting.is_large_enough:
            groups.append(waiting)
            waiting = Group((), 0, 0)
    return tuple(groups), waiting


def _totals(instance: Instance, openings: Iterable[Opening]) -> Mapping[str, float]:
    """Return the weighted total of the first ratings on each candidate's submitted scorecards, all rounds together."""
    totals: dict[str, float] = {}
    for opening in openings:
        weights = {own.competency: own.weight for own in opening.weights}
        seats = [seat for seat in instance.store.seats(opening_id=opening.id) if seat.scorecard.submitted_at]
        summaries = summaries_for(instance, opening.id, seats)
        cards: dict[str, list[Card]] = defaultdict(list)
        for seat in seats:
            cards[seat.candidate.id].append(card_of(summaries[seat.scorecard.id]))
        for candidate, own in cards.items():
            levels = evidence_of(own, weights).levels
            total = weighted_mean((weights.get(competency, 0.0), level) for competency, level in levels.items())
            if total is not None:
                totals[candidate] = total
    return totals


def _tables(people: Sequence[_Counted]) -> tuple[Table, ...]:
    """Compare by each question and by all of them at once: first who was chosen, then who scored above the median."""
    scored = [person for person in people if person.total is not None]
    above = scored_above([person.total for person in scored if person.total is not None])
    return (
        *_by_kind(people, [person.is_chosen for person in people], "selection"),
        *_by_kind(scored, above, "scoring"),
    )


def _by_kind(people: Sequence[_Counted], got_through: Sequence[bool], measure: Measure) -> tuple[Table, ...]:
    own = [person.categories for person in people]
    kinds = {question.name: [each.get(question.id, UNKNOWN) for each in own] for question in QUESTIONS}
    at_once = " and ".join([QUESTIONS[0].name, *(question.name.lower() for question in QUESTIONS[1:])])
    kinds[at_once] = list(intersections(own, [question.id for question in QUESTIONS]))

    def table(kind: str, categories: Sequence[str]) -> Table:
        known = sum(category != UNKNOWN for category in categories)
        impact = impact_of(zip(categories, got_through, strict=True)) if known >= FEWEST_ANSWERS else None
        return Table(kind, measure, known, len(categories) - known, impact)

    return tuple(table(kind, categories) for kind, categories in kinds.items())
