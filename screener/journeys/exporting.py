"""Getting a comparison out: its figures, and every rating, note and belief that they come from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Literal, NamedTuple

from screener.bank.suggest import did_you_mean
from screener.errors import NotFound
from screener.journeys.access import opening_for
from screener.journeys.blinding import Names, Plain, Veil, texts_of
from screener.journeys.comparison import Comparison, View, compared
from screener.journeys.hearing import OnScorecard, flags_heard, terms_of
from screener.journeys.instance import Instance
from screener.journeys.scorecards import Answer, Card, cards_of, in_parts
from screener.journeys.standings import ALL_ROUNDS, Standings, standings_of
from screener.storage.records import Candidate, FlagAnswer, Opening, Person, Seat
from screener.storage.summaries import HeardFlag

CLOSING_NOTE = "Closing note"
Heard = Mapping[str, Sequence[HeardFlag]]
State = Literal["rated", "no evidence", "not rated", "skipped", ""]  # "" for a note that belongs to no question


class GivenRating(NamedTuple):
    """A rating with the notes that it was given on; without a competency where an answer was not rated."""

    candidate: str
    rater: str
    round: int
    question: str
    competency: str
    level: int | None
    state: State
    notes: str
    skipped_because: str
    after_suggestion: bool
    submitted_at: str


class GivenBelief(NamedTuple):
    """A belief that was heard, and what the rater made of it.

    `kind` is risky or healthy; `severity` is "" for one that the policy does not regard as risky. Both and `stance` are
    "", and `confidence` None, for one that the rater answered while writing and that is not heard in the final notes.
    """

    candidate: str
    rater: str
    round: int
    question: str
    belief: str
    kind: str
    stance: str
    severity: str
    confidence: float | None
    quote: str
    source: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class GivenScorecard:
    """What one rater gave a candidate."""

    ratings: tuple[GivenRating, ...]
    beliefs: tuple[GivenBelief, ...]


@dataclass(frozen=True)
class Export:
    """A comparison that is taken out. `made_by` is "" for who holds the instance's folder."""

    comparison: Comparison
    guides: tuple[str, ...]
    banks: tuple[str, ...]
    made_at: str
    made_by: str
    count: int
    _read: Callable[[OnScorecard | None], Iterator[GivenScorecard]]

    def scorecards(self, on_scorecard: OnScorecard | None = None) -> Iterator[GivenScorecard]:
        """Read the scorecards behind it, a few hundred at a time, in the order of the comparison's rows."""
        return self._read(on_scorecard)


def export_of(instance: Instance, actor: Person, opening_id: str, view: View | None = None) -> Export:
    """Return an opening's comparison with what it comes from, for HR and the hiring managers on its panel.

    It holds what the person may read. Raises NotFound for those who may not see the opening and for rounds that there
    are not, Refused for a search that is too long.
    """
    opening, panel = opening_for(instance.store, actor, opening_id)
    return exported(instance, standings_of(instance, opening, panel, actor), view or View(), made_by=actor.name)


def exported(instance: Instance, standings: Standings, view: View, *, made_by: str = "") -> Export:
    """Take out the comparison of candidates whose standings are known, all rows of it.

    Raises NotFound for rounds that there are not, Refused for a search that is too long.
    """
    comparison = compared(instance, standings, replace(view, page=0))
    seats = tuple(
        (row.candidate.name, seat)
        for row in comparison.rows
        for seat in standings.visible.get(row.candidate.id, ())
        if comparison.round in (ALL_ROUNDS, seat.interview.round)
    )
    guides = instance.shelf.current().bank.guides
    used = sorted({seat.interview.guide for _, seat in seats} or {comparison.opening.guide})
    return Export(
        comparison,
        tuple(guides[own].name if own in guides else own for own in used),
        tuple(sorted({seat.interview.bank for _, seat in seats})),
        instance.now(),
        made_by,
        len(seats),
        partial(_given, instance, comparison, standings.candidates, seats),
    )


def openings_with(instance: Instance, *, guide: str = "", opening_id: str = "") -> tuple[Opening, ...]:
    """Return the openings that use a guide, one opening, or all of them; the open ones and the newest first.

    Raises NotFound if there is none.
    """
    every = [count.opening for count in instance.store.opening_counts(None)]
    if not every:
        raise NotFound("there is no opening in this instance yet")
    found = tuple(own for own in every if guide in ("", own.guide) and opening_id in ("", own.id))
    if found:
        return found
    if opening_id:
        raise NotFound(f"there is no opening `{opening_id}`{' with this guide' if guide else ''}")
    raise NotFound(f"no opening uses a guide `{guide}` ({did_you_mean(guide, {own.guide for own in every})})")


def comparisons_of(
    instance: Instance, openings: Sequence[Opening], round_: int | None = None
) -> tuple[Comparison, ...]:
    """Compare the candidates of openings, for who holds the instance's folder; those that have had the round, if any.

    Raises NotFound if none of them has had it.
    """
    return tuple(compared(instance, own, View(round=round_, page=0)) for own in _held(instance, openings, round_))


def exports_of(instance: Instance, openings: Sequence[Opening], round_: int | None = None) -> tuple[Export, ...]:
    """Take out the comparisons of openings, for who holds the instance's folder; those that have had the round, if any.

    Raises NotFound if none of them has had it.
    """
    return tuple(exported(instance, own, View(round=round_)) for own in _held(instance, openings, round_))


def _held(instance: Instance, openings: Sequence[Opening], round_: int | None) -> Sequence[Standings]:
    every = [standings_of(instance, opening, ()) for opening in openings]
    found = [own for own in every if round_ in (None, ALL_ROUNDS, *own.rounds)]
    if not found:
        rounds = sorted({number for own in every for number in own.rounds})
        raise NotFound(f"there is no round {round_} (known: {', '.join(map(str, rounds)) or 'none yet'})")
    return found


def plain_of(
    comparison: Comparison, known: Names, cards: Sequence[Card], heard: Heard, others: Iterable[str] = ()
) -> Plain:
    """Return what makes the texts of a candidate's scorecards, and others about them, fit to be shown.

    That is without names, while these are hidden.
    """
    if not (comparison.blind.is_on and cards):
        return str
    own = cards[0].seat.candidate.id
    return partial(Veil(known, {own}, [*texts_of(cards, heard), *others]).over, candidate_id=own)


def _given(
    instance: Instance,
    comparison: Comparison,
    candidates: Sequence[Candidate],
    seats: Sequence[tuple[str, Seat]],
    on_scorecard: OnScorecard | None,
) -> Iterator[GivenScorecard]:
    known = Names(candidates, instance.secret)
    names = {own.id: own.name for own in instance.shelf.current().bank.philosophies.values()}
    done = 0
    for some in in_parts(seats):
        read = cards_of(instance, [seat for _, seat in some])
        heard = heard_by(instance, comparison, read)
        labelled = zip((label for label, _ in some), read, strict=True)
        for label, group in groupby(labelled, key=lambda pair: pair[0]):
            cards = [card for _, card in group]
            plain = plain_of(comparison, known, cards, heard)
            for card in cards:
                yield GivenScorecard(
                    tuple(_ratings(label, card, plain)),
                    tuple(beliefs_of(label, card, heard.get(card.seat.scorecard.id, ()), names, plain)),
                )
                done += 1
                if on_scorecard:
                    on_scorecard(done, len(seats))


def heard_by(instance: Instance, comparison: Comparison, cards: Iterable[Card]) -> Heard:
    """Return what was heard in scorecards by the terms of a comparison, by scorecard."""
    terms = terms_of(instance, comparison.opening, is_reread=comparison.view.is_reread)
    return flags_heard(instance, [card.seat.scorecard.id for card in cards], terms)


def _ratings(label: str, card: Card, plain: Plain) -> Iterator[GivenRating]:
    rater, round_, at = card.seat.rater.name, card.seat.interview.round, card.seat.scorecard.submitted_at or ""
    rubrics = card.bank.rubrics

    def row(answer: Answer, competency: str, level: int | None, state: State, is_after: bool) -> GivenRating:
        reason = plain(answer.asking.reason) if answer.asking and state == "skipped" else ""
        return GivenRating(
            label, rater, round_, answer.wording, rubrics[competency].name, level, state, plain(answer.text), reason,
            is_after, at,
        )  # fmt: skip

    for answer in card.answers:
        if answer.is_skipped or not answer.ratings:
            yield row(answer, answer.question.competency, None, "skipped" if answer.is_skipped else "not rated", False)
            continue
        for competency, rating in answer.ratings.items():
            state: State = "no evidence" if rating.level is None else "rated"
            yield row(answer, competency, rating.level, state, rating.after_suggestion)
    if card.closing_text:
        yield GivenRating(label, rater, round_, CLOSING_NOTE, "", None, "", plain(card.closing_text), "", False, at)


def beliefs_of(
    label: str, card: Card, flags: Sequence[HeardFlag], names: Mapping[str, str], plain: Plain
) -> Iterator[GivenBelief]:
    """Return what was heard in a scorecard, and after it the flags that its rater answered while writing and that are
    not heard in the final notes."""
    rater, round_ = card.seat.rater.name, card.seat.interview.round
    wordings = {answer.question.id: answer.wording for answer in card.answers}
    answered: dict[tuple[str, str, str], FlagAnswer] = {
        (answer.question.id, flag.source, flag.philosophy): flag
        for answer in card.answers
        for flag in answer.flag_answers
    }
    heard = {(flag.question, flag.source, flag.philosophy) for flag in flags}

    def belief(philosophy: str) -> str:
        return names.get(philosophy, philosophy)

    for flag in flags:
        own = answered.get((flag.question, flag.source, flag.philosophy))
        yield GivenBelief(
            label, rater, round_, wordings.get(flag.question, flag.question), belief(flag.philosophy),
            flag.kind, flag.stance,
            flag.severity, flag.confidence, plain(flag.quote), flag.source, own.verdict if own else "",
            plain(own.reason) if own else "",
        )  # fmt: skip
    for key, own in answered.items():
        if key not in heard:
            yield GivenBelief(
                label, rater, round_, wordings[own.question], belief(own.philosophy), "", "", "", None,
                plain(own.quote), own.source, own.verdict, plain(own.reason),
            )  # fmt: skip
