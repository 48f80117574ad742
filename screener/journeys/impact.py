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
from screener.storage.selection import Outcome, Pooled

FEWEST_ANSWERS = 10
FEWEST_OPENINGS = 2
FEWEST_CHOSEN = 10  # below, whoever knows who was chosen can tell much from the counts: the page warns

Measure = Literal["selection", "scoring"]


@dataclass(frozen=True)
class Group:
    """Finished openings that are only counted together: how many candidates count, and how many of these answered.

    `answering` is in how many of the openings somebody did.
    """

    openings: tuple[Opening, ...]
    considered: int
    answered: int
    answering: int

    @property
    def id(self) -> str:
        """What it is chosen by."""
        return self.openings[0].id

    @property
    def is_large_enough(self) -> bool:
        """Whether its counts may be shown."""
        return self.answering >= FEWEST_OPENINGS and self.answered >= FEWEST_ANSWERS


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

    `waiting` are finished openings that make no group yet, `left_out` counts those of groups of which one was opened
    again. Of the pool: `considered` candidates, of whom `chosen` were
    chosen and `answered` gave at least one category; `withdrawn` withdrew before and do not count, `without_total` have
    no rating that was submitted before the end, and are in no scoring rate.
    """

    counted_at: str
    groups: tuple[Group, ...]
    pooled: tuple[Group, ...]
    waiting: Group
    left_out: int
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
    every = {count.opening.id: count.opening for count in instance.store.opening_counts(None)}
    kept, left_out = _kept_groups(instance, every)
    closed = {own.id: own for own in every.values() if own.closed_at and own.id not in left_out}
    outcomes = instance.store.outcomes_of(list(closed)) if closed else ()
    considered = [outcome for outcome in outcomes if _is_considered(outcome, closed)]
    given = dict(zip(
        (own.candidate.id for own in considered),
        categories_of(instance, (own.candidate.id for own in considered)),
        strict=True,
    ))  # fmt: skip
    counts = _counts(closed, considered, given)
    formed = tuple(_group(own, counts) for own in kept)
    new, waiting = _grouped([own for own in _in_order(closed) if not any(own in group for group in kept)], counts)
    _keep(instance, new)
    groups = (*formed, *new)
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
        len(left_out),
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


def _kept_groups(
    instance: Instance, every: Mapping[str, Opening]
) -> tuple[Sequence[Sequence[Opening]], frozenset[str]]:
    """Return the groups as they were formed, and the openings of those that are left out for good.

    A group stays what it was: put together anew, two pools could be compared. One of whose openings was opened again
    is not shown any more, nor are its openings put into others.
    """
    reopened, members = instance.store.reopened(), defaultdict[str, list[Pooled]](list)
    for own in instance.store.pooled():
        members[own.group_id].append(own)
    broken = {
        name
        for name, group in members.items()
        if any(reopened.get(own.opening_id, "") >= own.at or not every[own.opening_id].closed_at for own in group)
    }
    whole = (members[name] for name in members.keys() - broken)
    kept = [_in_order({own.opening_id: every[own.opening_id] for own in group}) for group in whole]
    left_out = frozenset(own.opening_id for name in broken for own in members[name])
    return sorted(kept, key=lambda group: (group[0].closed_at or "", group[0].id)), left_out


def _keep(instance: Instance, groups: Iterable[Group]) -> None:
    with instance.store.transaction():
        for group in groups:
            for opening in group.openings:
                instance.store.add_pooled(Pooled(opening.id, group.id, instance.now()))


def _in_order(openings: Mapping[str, Opening]) -> Sequence[Opening]:
    return sorted(openings.values(), key=lambda own: (own.closed_at or "", own.id))


def _counts(
    openings: Iterable[str], considered: Sequence[Outcome], given: Mapping[str, Mapping[str, str]]
) -> Mapping[str, tuple[int, int]]:
    """Return for each opening how many candidates count, and how many of these answered."""
    counts = dict.fromkeys(openings, (0, 0))
    for outcome in considered:
        people, answers = counts[outcome.candidate.opening_id]
        counts[outcome.candidate.opening_id] = (people + 1, answers + bool(given[outcome.candidate.id]))
    return counts


def _group(openings: Sequence[Opening], counts: Mapping[str, tuple[int, int]]) -> Group:
    own = [counts[opening.id] for opening in openings]
    answers = [answered for _, answered in own]
    return Group(tuple(openings), sum(people for people, _ in own), sum(answers), sum(map(bool, answers)))


def _grouped(openings: Sequence[Opening], counts: Mapping[str, tuple[int, int]]) -> tuple[tuple[Group, ...], Group]:
    """Bundle openings in their order, each group as small as it may be, and return what is left as a last one."""
    groups: list[Group] = []
    waiting = _group((), counts)
    for opening in openings:
        waiting = _group((*waiting.openings, opening), counts)
        if waiting.is_large_enough:
            groups.append(waiting)
            waiting = _group((), counts)
    return tuple(groups), waiting


def _totals(instance: Instance, openings: Iterable[Opening]) -> Mapping[str, float]:
    """Return the weighted total of the first ratings on each candidate's scorecards, all rounds together.

    What was submitted after the end does not count: by the count that moves, it would tell a person's category.
    """
    totals: dict[str, float] = {}
    for opening in openings:
        weights = {own.competency: own.weight for own in opening.weights}
        end = opening.closed_at or ""
        every = instance.store.seats(opening_id=opening.id)
        seats = [seat for seat in every if seat.scorecard.submitted_at and seat.scorecard.submitted_at <= end]
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
