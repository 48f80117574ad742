"""Who may see what: tables of everybody against everything."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import NotAllowed, NotFound
from screener.journeys.access import looks_early, manages, must_manage, opening_for, own_seat, visible_seats
from screener.storage.records import Candidate, Interview, Opening, Panelist, Person, Scorecard, Seat, Sight
from tests.office import Office

AT = "2026-03-02T09:00:00.000Z"
VIEWERS = {
    "administrator": ("administrator", False),
    "HR": ("hr", False),
    "HR on the panel": ("hr", True),
    "the panel's hiring manager": ("hiring-manager", True),
    "another hiring manager": ("hiring-manager", False),
    "interviewer on the panel": ("interviewer", True),
    "interviewer": ("interviewer", False),
}
OVERSEERS = {"administrator", "HR", "HR on the panel", "the panel's hiring manager"}

CANDIDATE = Candidate("c", "o", "Cara", "", AT)
OPENING = Opening("o", "Post", "sales", "g", "p", (), "hr", AT, {})


def person(name: str, role: str = "interviewer") -> Person:
    return Person(name, name, role)  # type: ignore[arg-type]


def seat(rater: Person, round_: int = 1, *, submitted: bool, carried: str = "nothing") -> Seat:
    name = f"{rater.id}-{round_}-{carried}"
    interview = Interview(f"i-{name}", "c", round_, False, "g", "p", carried, "", AT)  # type: ignore[arg-type]
    card = Scorecard(name, interview.id, rater.id, AT, AT, None, AT if submitted else None)
    return Seat(card, interview, CANDIDATE, OPENING, rater)


def seen(viewer: str, own: list[Seat], other: Seat) -> bool:
    """Whether a viewer with these scorecards of their own may read another's; their own they always may."""
    role, on_panel = VIEWERS[viewer]
    me = person("me", role)
    panel = [Panelist("o", person("somebody"), True), *([Panelist("o", me, False)] if on_panel else [])]
    visible = visible_seats(me, [other, *own], panel)
    assert visible[-len(own) :] == tuple(own) or not own
    return other in visible


ME, OTHER = person("me"), person("other")


@pytest.mark.parametrize(
    ("viewer", "own", "other"), [*product(VIEWERS, ["none", "open", "submitted"], ["open", "submitted"])]
)
def test_within_a_round_others_show_after_both_have_submitted(viewer: str, own: str, other: str) -> None:
    """HR and the panel's hiring manager need none of their own, but wait for one that they have."""
    cards = [] if own == "none" else [seat(ME, submitted=own == "submitted")]
    may = other == "submitted" and (own == "submitted" or (own == "none" and viewer in OVERSEERS))
    assert seen(viewer, cards, seat(OTHER, submitted=other == "submitted")) is may


ROUNDS = [
    # own scorecards as (round, submitted, what carries over); the other's round; who sees it: overseers, others
    ([(2, False, "nothing")], 1, False, False),
    ([(2, False, "probes")], 1, False, False),
    ([(2, False, "scorecards")], 1, True, True),
    ([(2, True, "nothing")], 1, True, False),
    ([(2, True, "probes")], 1, True, False),
    ([(2, True, "scorecards")], 1, True, True),
    ([(1, True, "nothing")], 2, True, False),
    ([(1, False, "nothing")], 2, False, False),
    ([(3, False, "scorecards")], 1, True, True),
    ([(3, False, "scorecards")], 2, True, True),
    ([(1, False, "nothing"), (2, False, "scorecards")], 1, False, False),  # the own one of that round comes first
    ([(1, True, "nothing"), (2, False, "nothing")], 1, False, False),  # judged afresh, though seen before
    ([(1, True, "nothing"), (2, False, "nothing")], 2, False, False),
    ([(1, True, "nothing"), (2, True, "nothing")], 2, True, True),
    ([(1, True, "nothing"), (1, False, "scorecards")], 1, False, False),  # all of one's own in that round
    ([(1, True, "nothing"), (3, False, "nothing")], 2, False, False),
    ([], 3, True, False),
]


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(("own", "round_", "overseers", "others"), ROUNDS)
def test_between_rounds_it_depends_on_what_carries_over(
    viewer: str, own: list[tuple[int, bool, str]], round_: int, overseers: bool, others: bool
) -> None:
    cards = [seat(ME, number, submitted=submitted, carried=carried) for number, submitted, carried in own]
    assert seen(viewer, cards, seat(OTHER, round_, submitted=True)) is (overseers if viewer in OVERSEERS else others)
    assert not seen(viewer, cards, seat(OTHER, round_, submitted=False))


SEATS = st.lists(
    st.builds(
        seat,
        st.sampled_from([ME, OTHER, person("third")]),
        st.integers(1, 3),
        submitted=st.booleans(),
        carried=st.sampled_from(["nothing", "probes", "scorecards"]),
    ),
    max_size=6,
)


@given(seats=SEATS, viewer=st.sampled_from(sorted(VIEWERS)))
def test_never_shows_no_more_than_after_ones_own_and_that_no_more_than_at_once(seats: list[Seat], viewer: str) -> None:
    role, on_panel = VIEWERS[viewer]
    me, panel = person("me", role), [Panelist("o", person("me", role), False)] if on_panel else []
    sights: tuple[Sight, ...] = ("never", "after-own", "always")
    never, usual, always = (visible_seats(me, seats, panel, sight) for sight in sights)
    own = [one for one in seats if one.rater.id == "me"]
    assert all(one in usual for one in never)
    assert all(one in always for one in usual)
    assert all(one in never for one in own)
    assert all(one.scorecard.submitted_at or one in own for one in always)
    assert viewer in OVERSEERS or list(never) == own
    may_wait = any(not one.scorecard.submitted_at for one in own)
    assert may_wait or usual == always  # who has nothing left to give looks at nothing early
    assert bool(looks_early(me, seats, panel, always)) == (usual != always)


def test_seats_stay_in_their_order() -> None:
    seats = [seat(OTHER, submitted=True), seat(ME, submitted=True), seat(person("third"), submitted=False)]
    assert visible_seats(person("me"), seats, []) == tuple(seats[:2])
    assert visible_seats(person("me"), [], []) == ()


# Openings


@pytest.mark.parametrize(
    ("actor", "may"), [("sam", True), ("helen", True), ("ingrid", True), ("marcus", False), ("yuki", False)]
)
def test_an_opening_exists_for_hr_and_its_panels_hiring_managers(office: Office, actor: str, may: bool) -> None:
    opening, by = office.opening(), getattr(office, actor)
    if may:
        found, panel = opening_for(office.instance.store, by, opening.id)
        assert (found, len(panel)) == (opening, 3)
    else:
        with pytest.raises(NotFound):
            opening_for(office.instance.store, by, opening.id)


def test_another_panels_opening_does_not_exist_for_a_hiring_manager(office: Office) -> None:
    opening = office.opening(panel=(office.marcus,))
    with pytest.raises(NotFound):
        opening_for(office.instance.store, office.ingrid, opening.id)


@pytest.mark.parametrize("actor", ["sam", "helen", "ingrid", "marcus", "yuki"])
def test_only_hr_and_administrators_manage(office: Office, actor: str) -> None:
    by = getattr(office, actor)
    assert manages(by) is (actor in ("sam", "helen"))
    if not manages(by):
        with pytest.raises(NotAllowed, match="Only HR"):
            must_manage(by)


# One's own


@pytest.mark.parametrize("actor", ["sam", "helen", "ingrid", "yuki"])
def test_nobody_rates_in_anothers_name(office: Office, actor: str) -> None:
    interview = office.interview(office.candidate(office.opening()), office.marcus)
    assert own_seat(office.instance.store, office.marcus, interview.id).rater == office.marcus
    with pytest.raises(NotFound):
        own_seat(office.instance.store, getattr(office, actor), interview.id)


@pytest.mark.parametrize("unknown", ["", "nothing", "%", "\x00", "' OR 1=1 --"])
def test_an_interview_of_another_id_does_not_exist(office: Office, unknown: str) -> None:
    office.interview(office.candidate(office.opening()), office.marcus)
    with pytest.raises(NotFound):
        own_seat(office.instance.store, office.marcus, unknown)
