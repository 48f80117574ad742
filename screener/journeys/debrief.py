"""What a panel needs on paper when it talks about candidates: where raters differ first, with the notes behind it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from screener.errors import NotFound, Refused
from screener.journeys.access import opening_for
from screener.journeys.blinding import Names, Plain
from screener.journeys.comparison import Cell, Column, Comparison, Row, View, compared, of_these
from screener.journeys.exporting import GivenBelief, Heard, beliefs_of, heard_by, plain_of
from screener.journeys.instance import Instance
from screener.journeys.scorecards import Card, cards_of
from screener.journeys.standings import ALL_ROUNDS, Standings, standings_of
from screener.storage.records import ConsensusLevel, Person

MOST_CANDIDATES = 50


@dataclass(frozen=True)
class RatedAnswer:
    """An answer as one rater noted and rated it; None is "no evidence"."""

    question: str
    level: int | None
    notes: str


@dataclass(frozen=True)
class RatersSide:
    """What one rater made of a competency: the mean, and the answers that it comes from."""

    rater: str
    level: float | None
    answers: tuple[RatedAnswer, ...]


@dataclass(frozen=True)
class Difference:
    """A competency on which raters differ."""

    column: Column
    cell: Cell
    sides: tuple[RatersSide, ...]


@dataclass(frozen=True)
class SettledLevel:
    """What the panel settled on in a finished discussion; None is "no evidence"."""

    round: int
    level: int | None
    reason: str


@dataclass(frozen=True)
class LevelRow:
    """A competency: together, by rater in the order of the raters, and as settled in each round."""

    column: Column
    cell: Cell
    by_rater: tuple[float | None, ...]
    settled: tuple[SettledLevel, ...]


@dataclass(frozen=True)
class Dossier:
    """A candidate: the row of the comparison, and what stands behind it. `raters` head the columns of the levels."""

    row: Row
    raters: tuple[str, ...]
    levels: tuple[LevelRow, ...]
    differences: tuple[Difference, ...]
    beliefs: tuple[GivenBelief, ...]


@dataclass(frozen=True)
class Debrief:
    """The pack: an opening's comparison, and the chosen candidates in its order."""

    comparison: Comparison
    dossiers: tuple[Dossier, ...]


def debrief_of(
    instance: Instance, actor: Person, opening_id: str, candidate_ids: Sequence[str] = (), view: View | None = None
) -> Debrief:
    """Return the pack of these candidates, or of all with a submitted scorecard who have not withdrawn.

    It holds what HR and the hiring managers on the panel may read. Raises NotFound for those who may not see the
    opening, for rounds that there are not and others' candidates, Refused for more than fifty candidates.
    """
    opening, panel = opening_for(instance.store, actor, opening_id)
    standings = standings_of(instance, opening, panel, actor)
    comparison = compared(instance, standings, of_these(view, candidate_ids))
    rows = _chosen(comparison, candidate_ids)
    if len(rows) > MOST_CANDIDATES:
        raise Refused(
            f"A debrief pack holds at most {MOST_CANDIDATES} candidates ({len(rows)} chosen). Choose some of them."
        )
    return Debrief(comparison, tuple(_Binder(instance, standings, comparison).dossiers(rows)))


def _chosen(comparison: Comparison, candidate_ids: Sequence[str]) -> Sequence[Row]:
    if not candidate_ids:
        return [row for row in comparison.rows if row.submitted and not row.candidate.withdrawn_at]
    if not set(candidate_ids) <= {row.candidate.id for row in comparison.rows}:
        raise NotFound("there is no such candidate in this opening")
    return comparison.rows


class _Binder:
    """Puts candidates' dossiers together."""

    def __init__(self, instance: Instance, standings: Standings, comparison: Comparison) -> None:
        self._instance, self._standings, self._comparison = instance, standings, comparison
        self._known = Names(standings.candidates, instance.secret)
        self._heard: Heard = {}
        self._names = {own.id: own.name for own in instance.shelf.current().bank.philosophies.values()}
        self._settled: dict[str, list[ConsensusLevel]] = defaultdict(list)
        for level in instance.store.settled_in(comparison.opening.id):
            if comparison.round in (ALL_ROUNDS, level.round):
                self._settled[level.candidate_id].append(level)

    def dossiers(self, rows: Sequence[Row]) -> Iterator[Dossier]:
        """Return the candidates' dossiers, in the order of the rows."""
        cards = self._cards(rows)
        self._heard = heard_by(self._instance, self._comparison, (card for own in cards.values() for card in own))
        for row in rows:
            own = cards.get(row.candidate.id, ())
            reasons = (level.reason for level in self._settled[row.candidate.id])
            plain = plain_of(self._comparison, self._known, own, self._heard, reasons)
            yield Dossier(
                row,
                tuple(map(self._rater, own)),
                tuple(self._levels(row, own, plain)),
                tuple(sorted(self._differences(row, own, plain), key=lambda found: -found.cell.apart)),
                tuple(self._beliefs(row, own, plain)),
            )

    def _cards(self, rows: Sequence[Row]) -> Mapping[str, Sequence[Card]]:
        seats = [
            seat
            for row in rows
            for seat in self._standings.visible.get(row.candidate.id, ())
            if self._comparison.round in (ALL_ROUNDS, seat.interview.round)
        ]
        found: dict[str, list[Card]] = defaultdict(list)
        for card in cards_of(self._instance, seats) if seats else ():
            found[card.seat.candidate.id].append(card)
        return found

    def _rater(self, card: Card) -> str:
        name, round_ = card.seat.rater.name, card.seat.interview.round
        is_told = self._comparison.round == ALL_ROUNDS and len(self._comparison.rounds) > 1
        return f"{name} (round {round_})" if is_told else name

    def _levels(self, row: Row, cards: Sequence[Card], plain: Plain) -> Iterator[LevelRow]:
        settled = () if row.hidden else self._settled[row.candidate.id]  # what is settled tells of what is hidden
        for column, cell in zip(self._comparison.columns, row.cells, strict=True):
            yield LevelRow(
                column,
                cell,
                tuple(_level(card, column) for card in cards),
                tuple(
                    SettledLevel(own.round, own.level, plain(own.reason))
                    for own in settled
                    if own.competency == column.competency
                ),
            )

    def _differences(self, row: Row, cards: Sequence[Card], plain: Plain) -> Iterator[Difference]:
        for column, cell in zip(self._comparison.columns, row.cells, strict=True):
            if cell.apart:
                sides = (self._side(card, column, plain) for card in cards)
                yield Difference(column, cell, tuple(side for side in sides if side.answers))

    def _side(self, card: Card, column: Column, plain: Plain) -> RatersSide:
        answers = (
            RatedAnswer(answer.wording, answer.ratings[column.competency].level, plain(answer.text))
            for answer in card.answers
            if column.competency in answer.ratings and not answer.is_skipped
        )
        return RatersSide(self._rater(card), _level(card, column), tuple(answers))

    def _beliefs(self, row: Row, cards: Sequence[Card], plain: Plain) -> Iterator[GivenBelief]:
        for card in cards:
            flags = self._heard.get(card.seat.scorecard.id, ())
            yield from beliefs_of(row.candidate.name, card, flags, self._names, plain)


def _level(card: Card, column: Column) -> float | None:
    return next((own.level for own in card.competencies if own.competency == column.competency), None)
