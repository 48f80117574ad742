"""An opening's candidates side by side: levels with their spread and coverage, beliefs, places, and totals with what is
uncertain about them.

Everything comes from the summaries of submitted scorecards, in a fixed number of look-ups however many there are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from screener.aggregate.totals import Spreads, Total, places_of
from screener.bank.load import Bank
from screener.errors import NotFound
from screener.journeys.access import opening_for
from screener.journeys.blinding import Blind, blind_of
from screener.journeys.differences import Kind, differences_of
from screener.journeys.flag_counts import Beliefs
from screener.journeys.grid import outcome_name
from screener.journeys.hearing import terms_of
from screener.journeys.instance import Instance
from screener.journeys.limits import one_line
from screener.journeys.standings import ALL_ROUNDS, InRound, Standing, Standings, standings_of
from screener.storage.records import Candidate, Opening, Person

ROWS_ON_A_PAGE = 50
BENT = "bent"  # the placement that is compared with what the post needs
_DIGITS = 6  # a difference of means such as 4.33 − 3.33 must not miss 1 by a rounding of the computer's


@dataclass(frozen=True)
class View:
    """How a comparison is looked at.

    `round` is None for the one that most candidates have come to, ALL_ROUNDS for all together. `sort` is total, name,
    covered, apart (raters), flags or a competency (what is none of these counts as total): the highest first unless
    `is_reversed`, names from A. `show` is all, complete, incomplete, flagged or not-flagged. A `page` of 0 has every
    row.
    """

    round: int | None = None
    sort: str = "total"
    is_reversed: bool = False
    show: str = "all"
    search: str = ""
    page: int = 1
    only: frozenset[str] = frozenset()  # ids of the candidates to show; all if empty
    is_reread: bool = False  # flags as read with today's bank, not with what each interview was held with


@dataclass(frozen=True, slots=True)
class Column:
    """A competency and how much it counts; None where it is in no total."""

    competency: str
    name: str
    weight: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A candidate on a competency: the mean over raters, and from what it comes.

    `lowest` and `highest` are raters' own means, `raters` how many have evidence, `answers` and `no_evidence` how many
    answers were rated with and without.
    """

    level: float | None
    lowest: float | None
    highest: float | None
    raters: int
    answers: int
    no_evidence: int

    @property
    def apart(self) -> float:
        """How far raters are apart, in levels."""
        return 0.0 if self.lowest is None or self.highest is None else round(self.highest - self.lowest, _DIGITS)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where raters placed a candidate in a scheme: each place with how many said so, the most frequent first.

    `fits` says whether the bent is what the post needs; None where that does not arise.
    """

    scheme: str
    name: str
    places: tuple[tuple[str, int], ...]
    fits: bool | None


@dataclass(frozen=True)
class Row:
    """A candidate. `candidate.name` is a letter while names are hidden.

    `place` is the best and the worst place that the totals leave open; None without a total or for one who withdrew.
    `hidden` counts submitted scorecards that the person may not read yet, `unheard` those that are still to be read by
    the machine, `unread` those that it could not read, `early` those whose raters looked before giving their own.
    """

    candidate: Candidate
    cells: tuple[Cell, ...]
    total: Total
    place: tuple[int, int] | None
    settled: float | None
    raters: tuple[str, ...]
    submitted: int
    expected: int
    hidden: int
    beliefs: Beliefs
    unheard: int
    unread: int
    early: int
    places: tuple[Placed, ...]
    differs: tuple[Kind, ...]


@dataclass(frozen=True)
class Comparison:
    """A page of an opening's candidates.

    `differences` counts the candidates for whom something was otherwise than for most; `unheard` the scorecards that
    the machine has still to read. `people` names those who hid or showed the names.
    """

    opening: Opening
    outcome: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    found: int
    ranked: int
    round: int
    rounds: Mapping[int, int]
    spreads: Spreads
    differences: Mapping[Kind, int]
    unheard: int
    blind: Blind
    people: Mapping[str, str]
    view: View

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found // ROWS_ON_A_PAGE))


def comparison_of(instance: Instance, actor: Person, opening_id: str, view: View | None = None) -> Comparison:
    """Return an opening's candidates side by side for HR and the hiring managers on its panel.

    Of scorecards that the person may not read yet it only says that they are there.

    Raises NotFound for those who may not see the opening and for rounds and pages that there are not, Refused for a
    search that is too long.
    """
    opening, panel = opening_for(instance.store, actor, opening_id)
    return compared(instance, standings_of(instance, opening, panel, actor), view or View())


def compared(instance: Instance, standings: Standings, view: View) -> Comparison:
    """Compare candidates whose standings are known.

    Raises NotFound for rounds and pages that there are not, Refused for a search that is too long.
    """
    opening, bank = standings.opening, instance.shelf.current().bank
    blind, round_ = blind_of(instance, opening), chosen_round(view, standings.rounds)
    found = standings.in_round(round_, terms_of(instance, opening, is_reread=view.is_reread), blind)
    columns = _columns(opening, bank, found)
    if view.sort not in (*_KEYS, "name", *(column.competency for column in columns)):
        view = replace(view, sort="total")
    named = _named(instance, opening, view, blind)
    shown = _sorted([one for one in found if _is_shown(one, view) and named(one)], view, blind)
    places = places_of({one.candidate.id: one.total for one in found if not one.candidate.withdrawn_at}, found.spreads)
    differing = differences_of(found)
    return Comparison(
        opening,
        outcome_name(bank, opening),
        columns,
        tuple(
            _row(one, columns, places.get(one.candidate.id), differing[one.candidate.id], opening, bank)
            for one in _page(shown, view.page)
        ),
        len(shown),
        len(places),
        round_,
        standings.rounds,
        found.spreads,
        Counter(kind for kinds in differing.values() for kind in kinds),
        sum(one.unheard for one in found),
        blind,
        {person.id: person.name for person in instance.store.persons()} if blind.history else {},
        view,
    )


def of_these(view: View | None, candidate_ids: Iterable[str]) -> View:
    """Return the same look, in its round and as it was read, at these candidates alone; at all if there are none."""
    view = view or View()
    return View(round=view.round, is_reread=view.is_reread, page=0, only=frozenset(candidate_ids))


def chosen_round(view: View, rounds: Mapping[int, int]) -> int:
    """Return the round that is looked at, of those that there are (with how many candidates have come to each).

    Raises NotFound for one that there is not.
    """
    if view.round is None:  # the one that most have come to; of two alike, the later
        return max(rounds, key=lambda number: (rounds[number], number), default=ALL_ROUNDS)
    if view.round not in (ALL_ROUNDS, *rounds):
        raise NotFound("there is no such round")
    return view.round


def _named(instance: Instance, opening: Opening, view: View, blind: Blind) -> Callable[[Standing], bool]:
    """Return what finds candidates by name. While names are hidden nobody is found by theirs."""
    search = one_line(view.search, "search", is_needed=False)
    if not search:
        return lambda _: True
    if blind.is_on:
        return lambda one: search.casefold() in one.candidate.name.casefold()
    matching = {candidate.id for candidate in instance.store.candidates_of(opening.id, search=search)[0]}
    return lambda one: one.candidate.id in matching


def _is_shown(one: Standing, view: View) -> bool:
    if view.only and one.candidate.id not in view.only:
        return False
    is_flagged = any(one.beliefs.weights)
    is_complete = bool(one.seats or one.hidden) and not one.waiting
    answers = {
        "all": True,
        "complete": is_complete,
        "incomplete": not is_complete,
        "flagged": is_flagged,
        "not-flagged": bool(one.cards) and not is_flagged and not one.unheard and not one.unread,
    }
    if view.show not in answers:
        raise NotFound("there is no such selection")
    return answers[view.show]


def _sorted(found: Sequence[Standing], view: View, blind: Blind) -> Sequence[Standing]:
    """Sort as asked, best first; who has nothing to sort by stands behind, who withdrew at the end."""
    ordered = sorted(found, key=lambda one: (*_in_order(one.candidate.name, blind), one.candidate.id))
    if view.sort == "name":
        ordered = ordered[::-1] if view.is_reversed else ordered
    else:
        of = _KEYS.get(view.sort) or _on(view.sort)
        keys = {one.candidate.id: of(one) for one in ordered}
        ordered.sort(key=lambda one: keys[one.candidate.id] or _NOTHING, reverse=not view.is_reversed)
        ordered.sort(key=lambda one: keys[one.candidate.id] is None)
    return sorted(ordered, key=lambda one: one.candidate.withdrawn_at is not None)


def _in_order(name: str, blind: Blind) -> tuple[int, str]:
    """Return what names are sorted by; of letters, AA comes after Z."""
    return (len(name), name) if blind.is_on else (0, name.casefold())


def _on(competency: str) -> Callable[[Standing], tuple[float, ...] | None]:
    return lambda one: _key(one.evidence.levels.get(competency))


def _key(value: float | None) -> tuple[float, ...] | None:
    return None if value is None else (value,)


def _page(shown: Sequence[Standing], page: int) -> Sequence[Standing]:
    if not page:
        return shown
    rows = shown[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE] if page > 0 else ()
    if page != 1 and not rows:
        raise NotFound("there is no such page")
    return rows


def _columns(opening: Opening, bank: Bank, found: InRound) -> tuple[Column, ...]:
    """Return the opening's competencies, and after them what was rated without a weight."""
    weights = {own.competency: own for own in opening.weights}
    rated = (competency for one in found for competency in _heard(one))
    return tuple(
        Column(
            competency,
            bank.rubrics[competency].name if competency in bank.rubrics else competency,
            weights[competency].weight if competency in weights else None,
            weights[competency].reason if competency in weights else "",
        )
        for competency in dict.fromkeys([*weights, *rated])
    )


def _heard(one: Standing) -> frozenset[str]:
    return frozenset(one.evidence.levels)


def _apart(one: Standing, competency: str) -> float:
    means = [sum(levels) / len(levels) for card in one.cards if (levels := card.get(competency))]
    return max(means) - min(means) if means else 0.0


_NOTHING = (0.0,)
_KEYS: Mapping[str, Callable[[Standing], tuple[float, ...] | None]] = {
    "total": lambda one: _key(one.total.level),
    "covered": lambda one: (one.total.covered,) if one.seats else None,
    "apart": lambda one: _key(max((_apart(one, competency) for competency in _heard(one)), default=None)),
    "flags": lambda one: one.beliefs.weights if one.seats else None,
}


def _row(
    one: Standing,
    columns: Sequence[Column],
    place: tuple[int, int] | None,
    differs: tuple[Kind, ...],
    opening: Opening,
    bank: Bank,
) -> Row:
    return Row(
        one.candidate,
        tuple(_cell(one, column.competency) for column in columns),
        one.total,
        place,
        one.settled,
        tuple(dict.fromkeys(seat.rater.name for seat in one.seats)),
        len(one.seats) + one.hidden,
        len(one.seats) + one.hidden + one.waiting,
        one.hidden,
        _named_beliefs(one.beliefs, bank),
        one.unheard,
        one.unread,
        one.early,
        _places(one, opening, bank),
        differs,
    )


def _cell(one: Standing, competency: str) -> Cell:
    given = [summary.levels[competency] for summary in one.summaries if competency in summary.levels]
    heard = [[level for level in levels if level is not None] for levels in given]
    means = [sum(levels) / len(levels) for levels in heard if levels]
    return Cell(
        sum(means) / len(means) if means else None,
        min(means, default=None),
        max(means, default=None),
        len(means),
        sum(map(len, heard)),
        sum(level is None for levels in given for level in levels),
    )


def _named_beliefs(beliefs: Beliefs, bank: Bank) -> Beliefs:
    """Put names in the place of ids; a belief that is not in the bank any more goes by its id."""

    def names(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(bank.philosophies[own].name if own in bank.philosophies else own for own in ids)

    flags = tuple(replace(flag, philosophies=names(flag.philosophies)) for flag in beliefs.flags)
    return Beliefs(flags, names(beliefs.healthy))


def _places(one: Standing, opening: Opening, bank: Bank) -> tuple[Placed, ...]:
    chosen: dict[str, Counter[tuple[str, int | None]]] = {}
    for summary in one.summaries:
        for scheme, place in summary.places.items():
            chosen.setdefault(scheme, Counter())[place] += 1
    return tuple(_placed(scheme, counts, opening, bank) for scheme, counts in sorted(chosen.items()))


def _placed(scheme: str, counts: Counter[tuple[str, int | None]], opening: Opening, bank: Bank) -> Placed:
    placement = bank.placements.get(scheme)
    labels = {value.id: value.label for value in placement.values} if placement else {}
    needs = {outcome.id for need in bank.needs.values() for outcome in need.outcomes}
    (leading, most), *others = [(value, count) for (value, _), count in counts.most_common(2)]
    is_tied = any(count == most for _, count in others)
    says = scheme == BENT and opening.outcome in labels and leading in needs and not is_tied
    return Placed(
        scheme,
        placement.name if placement else scheme,
        tuple(
            (labels.get(value, value) + (f": {amount}" if amount is not None else ""), count)
            for (value, amount), count in counts.most_common()
        ),
        leading == opening.outcome if says else None,
    )
