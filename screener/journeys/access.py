"""Who may see and do what. Every journey asks here; what somebody may not see does not exist for them."""

from collections.abc import Iterable

from screener.errors import NotAllowed, NotFound
from screener.storage.records import Opening, Panelist, Person, Seat
from screener.storage.store import Store


def manages(person: Person) -> bool:
    """Whether a person sets up openings and sees all of them: HR and administrators."""
    return person.role in ("administrator", "hr")


def must_manage(person: Person) -> None:
    """Raise NotAllowed but for HR and administrators."""
    if not manages(person):
        raise NotAllowed("Only HR can do this.")


def opening_for(store: Store, person: Person, opening_id: str) -> tuple[Opening, tuple[Panelist, ...]]:
    """Return an opening and its panel for HR, and for hiring managers on its panel.

    Raises NotFound for everybody else: to them there is no such opening.
    """
    opening, panel = store.opening_of(opening_id), store.panel_of(opening_id)
    is_its_manager = person.role == "hiring-manager" and any(p.person.id == person.id for p in panel)
    if not (manages(person) or is_its_manager):
        raise NotFound("there is no such opening")
    return opening, panel


def own_seat(store: Store, person: Person, interview_id: str) -> Seat:
    """Return a rater's own scorecard of an interview.

    Raises NotFound for everybody else, HR too: nobody rates in another's name.
    """
    for seat in store.seats(person_id=person.id, interview_id=interview_id):
        return seat
    raise NotFound("there is no such interview among yours")


def visible_seats(person: Person, seats: Iterable[Seat], panel: Iterable[Panelist]) -> tuple[Seat, ...]:
    """Return those scorecards of one candidate that a person may read.

    One's own always. Others' only once they are submitted, and only after one has submitted all of one's own in that
    round. HR and the hiring managers on the panel may read every round; raters the rounds in which they take part,
    and earlier ones where the round's interviews carry the scorecards over.
    """
    seats = tuple(seats)
    own = [seat for seat in seats if seat.rater.id == person.id]
    waiting = {seat.interview.round for seat in own if not seat.scorecard.submitted_at}
    taking_part = {seat.interview.round for seat in own}
    oversees = manages(person) or (
        person.role == "hiring-manager" and any(member.person.id == person.id for member in panel)
    )
    carried = {
        earlier for seat in own if seat.interview.carried == "scorecards" for earlier in range(1, seat.interview.round)
    }

    def is_visible(seat: Seat) -> bool:
        if seat.rater.id == person.id:
            return True
        if not seat.scorecard.submitted_at or seat.interview.round in waiting:
            return False
        if seat.interview.round in carried or seat.interview.round in taking_part:
            return True
        # A later round of one's own is judged afresh: what came before shows after one's own submission.
        return oversees and not any(round_ > seat.interview.round for round_ in waiting)

    return tuple(seat for seat in seats if is_visible(seat))
