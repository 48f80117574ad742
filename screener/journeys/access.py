"""Who may see and do what. Every journey asks here; what somebody may not see does not exist for them."""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from screener.errors import Erased, NotAllowed, NotFound
from screener.storage.records import Candidate, Interview, Opening, Panelist, Person, Seat, Sight
from screener.storage.store import Store

# Why a scorecard is not shown: not begun or not submitted by its rater; one's own of that round, or of a later one,
# comes first; it belongs to a round that is not one's own; raters of the opening do not see each other's.
Hidden = Literal["", "not-submitted", "own-first", "later-first", "not-theirs", "never"]


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


def visible_seats(
    person: Person, seats: Iterable[Seat], panel: Iterable[Panelist], sight: Sight | None = None
) -> tuple[Seat, ...]:
    """Return those scorecards of one candidate that a person may read, as the opening lets raters see ratings.

    One's own always, others' only once they are submitted. Then it depends on the opening, or on `sight` if given:
    "after-own": while one has a scorecard of one's own to submit, only those of earlier rounds that it was planned to
    carry over. HR and the hiring managers on the panel may read every round; raters the rounds in which they take part,
    and those that are carried over to them. "always": the same, without waiting for one's own. "never": raters read
    nobody else's; HR and hiring managers on the panel as with "after-own".
    """
    seats = tuple(seats)
    sight = sight or sight_in(seats)
    own = [seat for seat in seats if seat.rater.id == person.id]
    waiting = [] if sight == "always" else [seat.interview for seat in own if not seat.scorecard.submitted_at]
    oversees_all = oversees(person, panel)

    def is_visible(seat: Seat) -> bool:
        if seat.rater.id == person.id:
            return True
        if not seat.scorecard.submitted_at or not all(_carries(interview, seat) for interview in waiting):
            return False
        if sight == "never":
            return oversees_all
        takes_part = any(mine.interview.round == seat.interview.round for mine in own)
        return oversees_all or takes_part or any(_carries(mine.interview, seat) for mine in own)

    return tuple(seat for seat in seats if is_visible(seat))


def sight_in(seats: Sequence[Seat]) -> Sight:
    """Return when raters of one candidate see each other's ratings."""
    return seats[0].opening.ratings_seen if seats else "after-own"


def rounds_to_submit_first(person: Person, seats: Sequence[Seat]) -> set[int]:
    """Return the rounds in which a person has to submit before seeing what others gave the candidate."""
    if sight_in(seats) == "always":
        return set()
    return {s.interview.round for s in seats if s.rater.id == person.id and not s.scorecard.submitted_at}


def why_hidden(person: Person, seat: Seat, seats: Sequence[Seat], panel: Collection[Panelist]) -> Hidden:
    """Return why a person may not read one of a candidate's scorecards."""
    waiting, oversees_all = rounds_to_submit_first(person, seats), oversees(person, panel)
    if not seat.scorecard.submitted_at:
        return "not-submitted"
    if sight_in(seats) == "never" and not oversees_all:
        return "never"
    if seat.interview.round in waiting:
        return "own-first"
    own = {mine.interview.round for mine in seats if mine.rater.id == person.id}
    return "later-first" if waiting and (seat.interview.round in own or oversees_all) else "not-theirs"


def looks_early(
    person: Person, seats: Sequence[Seat], panel: Collection[Panelist], visible: Collection[Seat]
) -> tuple[Seat, ...]:
    """Return a person's own open scorecards of a candidate if they see others' that would usually wait for them."""
    usual = visible_seats(person, seats, panel, "after-own")
    if len(visible) <= len(usual):
        return ()
    return tuple(seat for seat in seats if seat.rater.id == person.id and not seat.scorecard.submitted_at)


def is_heard(opening: Opening) -> bool:
    """Whether the machine's suggestions show anywhere in an opening."""
    return opening.suggestions_seen != "never"


def must_see_suggestions(opening: Opening, *, is_rated: bool) -> None:
    """Raise NotAllowed where a rater may not see suggestions for an answer, which they have rated or not."""
    if not is_heard(opening):
        raise NotAllowed("In this opening Screener shows no suggestions.")
    if opening.suggestions_seen == "after-own" and not is_rated:
        raise NotAllowed("Suggestions appear once you have rated this answer yourself.")


def oversees(person: Person, panel: Iterable[Panelist]) -> bool:
    """Whether a person sees the whole of an opening: HR, and hiring managers on its panel."""
    is_its_manager = person.role == "hiring-manager" and any(member.person.id == person.id for member in panel)
    return manages(person) or is_its_manager


def _carries(interview: Interview, seat: Seat) -> bool:
    """Whether an interview was planned to let its raters read this scorecard of an earlier round."""
    return interview.carried == "scorecards" and seat.interview.round < interview.round
