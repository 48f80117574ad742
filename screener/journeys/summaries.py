"""What a submitted scorecard comes to, in few numbers: made when it is locked, read when many are compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from screener.journeys.instance import Instance
from screener.journeys.scorecards import Card, cards_of, in_parts
from screener.storage.records import Seat
from screener.storage.summaries import Summary


def summary_of(card: Card) -> Summary:
    """Return the ratings of a scorecard by competency, its places, and what was made of its flags.

    Skipped questions are left out, as they are from the scorecard's levels.
    """
    rated = {weight.id for weight in card.guide.competencies}
    levels: dict[str, list[int | None]] = defaultdict(list)
    places: dict[str, tuple[str, int | None]] = {}
    verdicts: dict[str, str] = {}
    for answer in card.answers:
        if answer.is_skipped:
            continue
        for competency, rating in answer.ratings.items():
            if competency in rated:
                levels[competency].append(rating.level)
        if answer.placement:
            places[answer.placement.placement] = (answer.placement.value, answer.placement.amount)
        for flag in answer.flag_answers:
            if verdicts.get(flag.philosophy) != "adopted":
                verdicts[flag.philosophy] = flag.verdict
    return Summary(card.seat.scorecard.id, levels, places, verdicts)


def summaries_for(instance: Instance, opening_id: str, seats: Iterable[Seat]) -> Mapping[str, Summary]:
    """Return the summary of each submitted scorecard, by its id.

    One that was locked before summaries were kept gets its own now.
    """
    kept = {summary.scorecard_id: summary for summary in instance.store.summaries_of(opening_id)}
    missing = [seat for seat in seats if seat.scorecard.submitted_at and seat.scorecard.id not in kept]
    for part in in_parts(missing):
        kept |= _made(instance, part)
    return kept


def _made(instance: Instance, seats: Sequence[Seat]) -> Mapping[str, Summary]:
    made = {card.seat.scorecard.id: summary_of(card) for card in cards_of(instance, seats)}
    with instance.store.transaction():
        for summary in made.values():
            instance.store.add_summary(summary)
    return made
