"""Who may see and do what. Every journey asks here; what somebody may not see does not exist for them."""

from collections.abc import Iterable

from screener.errors import Erased, NotAllowed, NotFound
from screener.storage.records import Candidate, Interview, Opening, Panelist, Person, Seat
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
    if not oversees(person, panel):
        raise NotFound("there is no such opening")
    return opening, panel


def own_seat(store: Store, person: Person, interview_id: str) -> Seat:
    """Return a rater's own scorecard of an interview.

    Raises NotFound for everybody else, HR too: nobody rates in another's name. Raises Erased once the candidate is.
    """
    for seat in store.seats(person_id=person.id, interview_id=interview_id):
        must_be_kept(seat.candidate)
        return seat
    raise NotFound("there is no such interview among yours")


def must_be_kept(candidate: Candidate) -> None:
    """Raise Erased for a candidate who was erased: nothing more is written, and there are no words to be read."""
    if candidate.erased_at:
        raise Erased("The data on this candidate have been erased.")


def visible_seats(person: Person, seats: Iterable[Seat], panel: Iterable[Panelist]) -> tuple[Seat, ...]:
    """Return those scorecards of one candidate that a person may read.

    One's own always. Others' only once they are submitted, and while one has a scorecard of one's own to submit, only
    those of earlier rounds that it was planned to carry over. HR and the hiring managers on the panel may read every
    round; raters the rounds in which they take part, and those that are carried over to them.
    """
    seats = tuple(seats)
    own = [seat for seat in seats if seat.rater.id == person.id]
    waiting = [seat.interview for seat in own if not seat.scorecard.submitted_at]
    oversees_all = oversees(person, panel)

    def is_visible(seat: Seat) -> bool:
        if seat.rater.id == person.id:
            return True
        if not seat.scorecard.submitted_at or not all(_carries(interview, seat) for interview in waiting):
            return False
        takes_part = any(mine.interview.round == seat.interview.round for mine in own)
        return oversees_all or takes_part or any(_carries(mine.interview, seat) for mine in own)

    return tuple(seat for seat in seats if is_visible(seat))


def oversees(person: Person, panel: Iterable[Panelist]) -> bool:
    """Whether a person sees the whole of an opening: HR, and hiring managers on its panel."""
    is_its_manager = person.role == "hiring-manager" and any(member.person.id == person.id for member in panel)
    return manages(person) or is_its_manager


def _carries(interview: Interview, seat: Seat) -> bool:
    """Whether an interview was planned to let its raters read this scorecard of an earlier round."""
    return interview.carried == "scorecards" and seat.interview.round < interview.round
