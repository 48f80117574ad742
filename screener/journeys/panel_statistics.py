"""How a panel rates: how far its raters agree, who rates lower or higher, and on what they are furthest apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from screener.aggregate.agreement import Agreement, NoAgreement, agreement_of
from screener.aggregate.severity import Disagreement, RatedAnswer, Severity, disagreements_of, severities_of
from screener.aggregate.totals import evidence_of
from screener.bank.load import Bank
from screener.journeys.access import opening_for
from screener.journeys.comparison import View, chosen_round
from screener.journeys.instance import Instance
from screener.journeys.standings import ALL_ROUNDS, Standings, card_of, standings_of
from screener.storage.records import Opening, Person, Seat

_SHOWN = 10  # questions on which raters are furthest apart


@dataclass(frozen=True)
class CompetencyAgreement:
    """How far raters agree on a competency."""

    name: str
    agreement: Agreement | NoAgreement


@dataclass(frozen=True)
class RaterSeverity:
    """How severely somebody rates, compared with colleagues about the same candidates."""

    name: str
    severity: Severity


@dataclass(frozen=True)
class Apart:
    """Two levels that raters of the same candidate gave the same answer, how often, and the anchors of both."""

    lower: int
    higher: int
    times: int
    anchors: tuple[str, str]


@dataclass(frozen=True)
class QuestionDisagreement:
    """A question on which raters of the same candidate differ, with the anchors that they chose most often."""

    wording: str
    competency: str
    disagreement: Disagreement
    apart: tuple[Apart, ...]


@dataclass(frozen=True)
class PanelStatistics:
    """How the panel of an opening rates, from the submitted scorecards that a person may read.

    `shared` counts the candidates with two raters or more; `is_joint` says whether some sat in one conversation.
    """

    opening: Opening
    round: int
    rounds: Mapping[int, int]
    shared: int
    is_joint: bool
    totals: Agreement | NoAgreement
    competencies: tuple[CompetencyAgreement, ...]
    severities: tuple[RaterSeverity, ...]
    disagreements: tuple[QuestionDisagreement, ...]


def panel_statistics(instance: Instance, actor: Person, opening_id: str, round_: int | None = None) -> PanelStatistics:
    """Return how an opening's panel rates, for HR and the hiring managers on it.

    Raises NotFound for those who may not see the opening, and for rounds that there are not.
    """
    opening, panel = opening_for(instance.store, actor, opening_id)
    standings = standings_of(instance, opening, panel, actor)
    number = chosen_round(View(round=round_), standings.rounds)
    seats = tuple(
        seat
        for own in standings.visible.values()
        for seat in own
        if number in (ALL_ROUNDS, seat.interview.round)
    )  # fmt: skip
    names = {seat.rater.id: seat.rater.name for seat in seats}
    totals, competencies = _levels(standings, seats)
    bank = instance.shelf.current().bank
    return PanelStatistics(
        opening,
        number,
        standings.rounds,
        sum(len(given) > 1 for given in totals.values()),
        any(seat.interview.is_joint for seat in seats),
        agreement_of(totals),
        tuple(
            CompetencyAgreement(_name(bank, competency), agreement_of(levels))
            for competency, levels in competencies.items()
        ),
        tuple(RaterSeverity(names[own.rater], own) for own in severities_of(totals)),
        _disagreements(instance, seats, bank),
    )


_ByCandidate = dict[str, dict[str, float]]


def _levels(standings: Standings, seats: Iterable[Seat]) -> tuple[_ByCandidate, Mapping[str, _ByCandidate]]:
    """Return what each rater gave each candidate: as a total, and on each competency. Several rounds are averaged."""
    weights = standings.weights
    totals: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    by_competency: dict[str, dict[str, dict[str, list[float]]]] = {
        competency: defaultdict(lambda: defaultdict(list)) for competency in weights
    }
    for seat in seats:
        card = card_of(standings.summaries[seat.scorecard.id])
        evidence = evidence_of([card], weights)
        for total in evidence.totals:  # one, or none without evidence
            totals[seat.candidate.id][seat.rater.id].append(total)
        for competency in evidence.levels.keys() & by_competency.keys():
            by_competency[competency][seat.candidate.id][seat.rater.id].append(evidence.levels[competency])
    return _averaged(totals), {competency: _averaged(levels) for competency, levels in by_competency.items()}


def _averaged(levels: Mapping[str, Mapping[str, Sequence[float]]]) -> _ByCandidate:
    return {who: {rater: fmean(given) for rater, given in own.items()} for who, own in levels.items()}


def _disagreements(instance: Instance, seats: Sequence[Seat], bank: Bank) -> tuple[QuestionDisagreement, ...]:
    by_card = {seat.scorecard.id: seat for seat in seats}
    rated = (
        RatedAnswer(by_card[own.scorecard_id].candidate.id, by_card[own.scorecard_id].rater.id, own.question,
                    own.competency, own.level)
        for own in (instance.store.ratings_in(seats[0].opening.id) if seats else ())
        if own.level is not None and own.scorecard_id in by_card
    )  # fmt: skip
    found = [own for own in disagreements_of(rated) if own.apart]
    role = seats[0].opening.role if seats else ""
    return tuple(_named(own, bank, role) for own in found[:_SHOWN])


def _named(own: Disagreement, bank: Bank, role: str) -> QuestionDisagreement:
    question = bank.questions.get(own.question)
    wordings = question.ask.spoken_to(role) or question.ask.spoken_to("any") if question else (own.question,)
    anchors = (
        {lv.level: lv.short for lv in bank.rubrics[own.competency].levels} if own.competency in bank.rubrics else {}
    )
    return QuestionDisagreement(
        wordings[0],
        _name(bank, own.competency),
        own,
        tuple(
            Apart(lower, higher, times, (anchors.get(lower, ""), anchors.get(higher, "")))
            for (lower, higher), times in own.levels
        ),
    )


def _name(bank: Bank, competency: str) -> str:
    return bank.rubrics[competency].name if competency in bank.rubrics else competency
