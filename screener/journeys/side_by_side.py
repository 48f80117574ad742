"""Two to five candidates side by side: the same question's answers, ratings and quotations next to each other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from screener.errors import NotFound, Refused
from screener.journeys.access import opening_for
from screener.journeys.blinding import Blind, Names, Plain, Veil, texts_of
from screener.journeys.comparison import Column, Comparison, Row, View, compared, of_these
from screener.journeys.hearing import flags_heard, terms_of
from screener.journeys.instance import Instance
from screener.journeys.scorecards import Answer, Card, cards_of
from screener.journeys.standings import ALL_ROUNDS, Standings, standings_of
from screener.storage.records import Opening, Person
from screener.storage.summaries import HeardFlag

FEWEST, MOST = 2, 5


@dataclass(frozen=True)
class Belief:
    """A belief that was heard in an answer, with the candidate's own words.

    `severity` is "" for a healthy one, and for one (of the kind "risky") that the organisation accepts. `verdict` and
    `reason` are what the rater made of it, empty where nothing.
    """

    name: str
    kind: str
    stance: str
    severity: str
    source: str
    quote: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class GivenAnswer:
    """What one rater has of a candidate's answer: ratings by the competency's name, notes, and what was heard."""

    rater: str
    round: int
    ratings: tuple[tuple[str, int | None], ...]
    notes: str
    skipped_because: str
    is_asked: bool
    beliefs: tuple[Belief, ...]


@dataclass(frozen=True)
class QuestionRow:
    """A question with the answers of each candidate, in the order of the candidates."""

    question: str
    competency: str
    wordings: tuple[str, ...]
    answers: tuple[tuple[GivenAnswer, ...], ...]


@dataclass(frozen=True)
class SideBySide:
    """Chosen candidates with their rows of the comparison, and the questions that any of them was asked."""

    opening: Opening
    outcome: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    questions: tuple[QuestionRow, ...]
    round: int
    blind: Blind
    view: View


def side_by_side(
    instance: Instance, actor: Person, opening_id: str, candidate_ids: Sequence[str], view: View | None = None
) -> SideBySide:
    """Return the chosen candidates side by side, as far as this person may read their scorecards.

    Raises NotFound for those who may not see the opening and for others' candidates, Refused unless two to five are
    chosen.
    """
    opening, panel = opening_for(instance.store, actor, opening_id)
    chosen = tuple(dict.fromkeys(candidate_ids))
    if not FEWEST <= len(chosen) <= MOST:
        raise Refused(f"Choose {FEWEST} to {MOST} candidates to put side by side ({len(chosen)} chosen).")
    standings = standings_of(instance, opening, panel, actor)
    found = compared(instance, standings, of_these(view, chosen))
    by_id = {row.candidate.id: row for row in found.rows}
    if not set(chosen) <= by_id.keys():
        raise NotFound("there is no such candidate in this opening")
    rows = tuple(by_id[own] for own in chosen)
    return SideBySide(
        found.opening,
        found.outcome,
        found.columns,
        rows,
        _Sheet(instance, standings, found).questions(rows),
        found.round,
        found.blind,
        found.view,
    )


class _Sheet:
    """Lays out the answers of chosen candidates by question."""

    def __init__(self, instance: Instance, standings: Standings, found: Comparison) -> None:
        self._instance, self._standings, self._found = instance, standings, found
        self._terms = terms_of(instance, found.opening, is_reread=found.view.is_reread)
        self._heard: Mapping[str, Sequence[HeardFlag]] = {}
        self._names = {p.id: p.name for p in instance.shelf.current().bank.philosophies.values()}

    def questions(self, rows: Sequence[Row]) -> tuple[QuestionRow, ...]:
        """Return the questions in the order in which they were asked."""
        cards = self._cards([row.candidate.id for row in rows])
        ids = [card.seat.scorecard.id for own in cards.values() for card in own]
        self._heard = flags_heard(self._instance, ids, self._terms)
        plain = self._plain(cards)
        asked: dict[str, dict[str, list[tuple[Card, Answer]]]] = defaultdict(lambda: defaultdict(list))
        for candidate, own in cards.items():
            for card in own:
                for answer in card.answers:
                    asked[answer.question.id][candidate].append((card, answer))
        return tuple(
            QuestionRow(
                question,
                next(_competency(*pair) for pairs in by_candidate.values() for pair in pairs),
                tuple(dict.fromkeys(answer.wording for pairs in by_candidate.values() for _, answer in pairs)),
                tuple(
                    tuple(self._given(card, answer, plain[row.candidate.id])
                          for card, answer in by_candidate.get(row.candidate.id, ()))
                    for row in rows
                ),
            )
            for question, by_candidate in asked.items()
        )  # fmt: skip

    def _cards(self, candidates: Sequence[str]) -> Mapping[str, Sequence[Card]]:
        visible = (seat for own in candidates for seat in self._standings.visible.get(own, ()))
        seats = [seat for seat in visible if self._found.round in (ALL_ROUNDS, seat.interview.round)]
        cards: dict[str, list[Card]] = {own: [] for own in candidates}
        for card in cards_of(self._instance, seats) if seats else ():
            cards[card.seat.candidate.id].append(card)
        return cards

    def _plain(self, cards: Mapping[str, Sequence[Card]]) -> Mapping[str, Plain]:
        if not self._found.blind.is_on:
            return dict.fromkeys(cards, str)
        texts = texts_of((card for own in cards.values() for card in own), self._heard)
        veil = Veil(Names(self._standings.candidates, self._instance.secret), cards.keys(), texts)
        return {candidate: partial(veil.over, candidate_id=candidate) for candidate in cards}

    def _given(self, card: Card, answer: Answer, plain: Plain) -> GivenAnswer:
        heard = self._heard.get(card.seat.scorecard.id, ())
        return GivenAnswer(
            card.seat.rater.name,
            card.seat.interview.round,
            tuple((card.bank.rubrics[name].name, rating.level) for name, rating in answer.ratings.items()),
            plain(answer.text),
            plain(answer.asking.reason) if answer.asking and answer.is_skipped else "",
            answer.is_asked,
            tuple(self._belief(flag, answer, plain) for flag in heard if flag.question == answer.question.id),
        )

    def _belief(self, flag: HeardFlag, answer: Answer, plain: Plain) -> Belief:
        name, key = self._names.get(flag.philosophy, flag.philosophy), (flag.source, flag.philosophy)
        made = next((own for own in answer.flag_answers if (own.source, own.philosophy) == key), None)
        verdict, reason = (made.verdict, plain(made.reason)) if made else ("", "")
        return Belief(name, flag.kind, flag.stance, flag.severity, flag.source, plain(flag.quote), verdict, reason)


def _competency(card: Card, answer: Answer) -> str:
    return card.bank.rubrics[answer.question.competency].name
