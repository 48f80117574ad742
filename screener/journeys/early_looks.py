"""What raters see before they have given their own, where an opening lets them: noted, so that it is known.

Nothing is noted in openings where raters see things as usual, because nothing comes early there.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from screener.journeys.access import looks_early, visible_seats
from screener.journeys.audit import about_seat, note
from screener.journeys.instance import Instance
from screener.storage.records import EarlyLook, Looked, Panelist, Person, Seat


def look_at(instance: Instance, person: Person, seats: Sequence[Seat], panel: Collection[Panelist]) -> tuple[Seat, ...]:
    """Return the scorecards of one candidate that a person may read, to be shown to them; an early look is noted."""
    return look_at_all(instance, person, {"": seats}, panel)[""]


def look_at_all(
    instance: Instance, person: Person, seats: Mapping[str, Sequence[Seat]], panel: Collection[Panelist]
) -> Mapping[str, tuple[Seat, ...]]:
    """Return the same for all candidates of an opening, by candidate."""
    visible = {candidate: visible_seats(person, own, panel) for candidate, own in seats.items()}
    early = (looks_early(person, own, panel, visible[candidate]) for candidate, own in seats.items())
    _note(instance, person, [(seat, "ratings", "") for own in early for seat in own])
    return visible


def note_suggestions_seen(instance: Instance, seat: Seat, question_id: str) -> None:
    """Note that a rater is shown suggestions for an answer that they have not rated."""
    _note(instance, seat.rater, [(seat, "suggestions", question_id)])


def early_looks(instance: Instance, opening_id: str) -> Mapping[str, tuple[EarlyLook, ...]]:
    """Return the early looks of an opening's raters, by scorecard."""
    found: dict[str, tuple[EarlyLook, ...]] = {}
    for look in instance.store.early_looks_in(opening_id):
        found[look.scorecard_id] = (*found.get(look.scorecard_id, ()), look)
    return found


def _note(instance: Instance, person: Person, looks: Iterable[tuple[Seat, Looked, str]]) -> None:
    """Note what was not noted before, each in the trail too."""
    looks = tuple(looks)
    if not looks:
        return
    store = instance.store
    known = {(own.scorecard_id, own.kind, own.question) for own in store.early_looks_in(looks[0][0].opening.id)}
    new = [(seat, kind, question) for seat, kind, question in looks if (seat.scorecard.id, kind, question) not in known]
    if not new:
        return
    with store.transaction():
        for seat, kind, question in new:
            if store.add_early_look(EarlyLook(seat.scorecard.id, kind, question, instance.now())):
                facts = {"at": kind, "question": question} if question else {"at": kind}
                note(instance, person, "early.look", about_seat(seat), facts)
