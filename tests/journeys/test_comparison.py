"""Candidates side by side: levels with spread and coverage, places with ties, order, differences, and who sees it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from screener.aggregate.totals import evidence_of, total_of
from screener.errors import NotFound, Refused
from screener.journeys.blinding import set_blind
from screener.journeys.candidates import change_candidate, withdraw
from screener.journeys.comparison import ROWS_ON_A_PAGE, Comparison, Row, View, comparison_of
from screener.journeys.instance import new_id
from screener.journeys.standings import ALL_ROUNDS
from screener.journeys.summaries import summaries_for
from screener.storage.records import Candidate, Opening, Person, Weighting
from screener.storage.summaries import Summary
from tests.journeys.rated import (
    WEIGHTS,
    Levels,
    a_flag,
    heard,
    judge,
    locked,
    put,
    rated,
    skip,
    weighted_opening,
)
from tests.office import Office

MANY = {"standing": [5] * 5, "credit": [5] * 5}
FEW = {"standing": [1] * 5, "credit": [1] * 5}


@pytest.fixture
def opening(office: Office) -> Opening:
    return weighted_opening(office)


def compared(office: Office, opening: Opening, actor: Person | None = None, **view: Any) -> Comparison:
    return comparison_of(office.instance, actor or office.helen, opening.id, View(**view))


def row(found: Comparison, candidate: Candidate) -> Row:
    return next(own for own in found.rows if own.candidate.id == candidate.id)


def names(found: Comparison) -> list[str]:
    return [own.candidate.name for own in found.rows]


def known(office: Office, opening: Opening, name: str, levels: Levels | None = None, *raters: Person) -> Candidate:
    """Add a candidate with these levels by each rater (Marcus)."""
    candidate = office.candidate(opening, name)
    if levels is not None:
        for rater in raters or (office.marcus,):
            rated(office, candidate, rater, levels)
    return candidate


# Who sees it


def test_hr_administrators_and_the_panels_hiring_managers_see_it(office: Office, opening: Opening) -> None:
    candidate = known(office, opening, "Tessa", {"standing": [4]})
    for person in (office.helen, office.sam, office.ingrid):
        assert row(compared(office, opening, person), candidate).total.level == 4.0


def test_to_everybody_else_there_is_no_such_opening(office: Office, opening: Opening) -> None:
    known(office, opening, "Tessa", {"standing": [4]})
    for person in (office.marcus, office.yuki):  # both are on the panel
        with pytest.raises(NotFound):
            compared(office, opening, person)
    others = weighted_opening(office, panel=(office.marcus,))
    with pytest.raises(NotFound):
        compared(office, others, office.ingrid)


@pytest.mark.parametrize("unknown", ["", "nowhere", "' OR 1=1 --", "x" * 5000, "\x00"])
def test_it_knows_no_opening_of_another_id(office: Office, unknown: str) -> None:
    with pytest.raises(NotFound):
        comparison_of(office.instance, office.helen, unknown)


def test_a_hiring_manager_with_an_own_open_scorecard_learns_only_that_others_are_there(
    office: Office, opening: Opening
) -> None:
    candidate = office.candidate(opening)
    seat = rated(office, candidate, office.marcus, {"standing": [1], "credit": [1]}, submits=False)
    put(office, seat, "bent", "capital-s")
    heard(office, locked(office, seat), a_flag())
    own = rated(office, candidate, office.ingrid, {"standing": [5]}, submits=False)
    seen = row(compared(office, opening, office.ingrid), candidate)
    assert (seen.submitted, seen.expected, seen.hidden, seen.unheard) == (1, 2, 1, 0)
    assert (seen.raters, seen.places, seen.place, seen.total.level, seen.beliefs.flags) == ((), (), None, None, ())
    assert {cell.level for cell in seen.cells} == {None}
    locked(office, own)
    seen = row(compared(office, opening, office.ingrid), candidate)
    assert (seen.hidden, seen.cells[0].level, set(seen.raters)) == (0, 3.0, {"Marcus Adeyemi", "Ingrid Halvorsen"})


# Levels


def test_a_level_shows_its_spread_and_what_it_rests_upon(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    rated(office, candidate, office.marcus, {"standing": [4, 2, None], "credit": [None]})
    rated(office, candidate, office.yuki, {"standing": [5]})
    own = row(compared(office, opening), candidate)
    standing, credit = own.cells
    assert (standing.level, standing.lowest, standing.highest, standing.apart) == (4.0, 3.0, 5.0, 2.0)
    assert (standing.raters, standing.answers, standing.no_evidence) == (2, 3, 1)
    assert (credit.level, credit.lowest, credit.highest, credit.apart) == (None, None, None, 0.0)
    assert (credit.raters, credit.answers, credit.no_evidence) == (0, 0, 1)
    assert (own.submitted, own.expected, own.raters) == (2, 2, ("Marcus Adeyemi", "Yuki Tanabe"))
    assert own.total.covered == pytest.approx(2 / 3)


def test_raters_who_are_a_level_apart_are_so_whatever_a_computer_makes_of_thirds(
    office: Office, opening: Opening
) -> None:
    candidate = office.candidate(opening)
    rated(office, candidate, office.marcus, {"standing": [5, 4, 4]})
    rated(office, candidate, office.yuki, {"standing": [4, 3, 3]})
    assert row(compared(office, opening), candidate).cells[0].apart == 1.0


def test_skipped_questions_are_in_no_level(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    seat = rated(office, candidate, office.marcus, {"standing": [1, 4]}, submits=False)
    skip(office, seat)
    locked(office, seat)
    cell = row(compared(office, opening), candidate).cells[0]
    assert (cell.level, cell.answers) == (4.0, 1)


def test_columns_are_the_openings_and_after_them_what_was_rated_beside(office: Office, opening: Opening) -> None:
    known(office, opening, "Tessa", {"horizon": [3], "standing": [4], "repair": [None]})
    columns = compared(office, opening).columns
    assert [(column.competency, column.weight, column.reason) for column in columns] == [
        ("standing", 2.0, "They lead both"), ("credit", 1.0, ""), ("horizon", None, ""),
    ]  # fmt: skip
    assert columns[0].name == office.instance.shelf.current().bank.rubrics["standing"].name


def test_a_competency_that_is_gone_from_the_bank_goes_by_its_id(office: Office) -> None:
    opening = weighted_opening(office, weights=(Weighting("juggling", 1.0), *WEIGHTS))
    candidate = known(office, opening, "Tessa", {"standing": [4]})
    office.instance.store.change_opening(replace(opening, guide="gone", policy="gone", outcome="gone"))
    for anew in (False, True):
        found = compared(office, opening, is_reread=anew)
        assert found.columns[0].name == "juggling"
        assert row(found, candidate).total.covered == 0.5


def test_a_bank_that_is_gone_leaves_what_was_kept(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    first = office.instance.shelf.current().bank.fingerprint
    seat = rated(office, candidate, office.marcus, {"standing": [4]})
    heard(office, seat, a_flag("a-belief-that-is-gone"))
    summaries_for(office.instance, opening.id, [seat])
    connection = office.instance.store._db.conn  # type: ignore[attr-defined]
    connection.execute("UPDATE interview SET bank = 'gone'")
    connection.execute("UPDATE heard SET bank = 'gone' WHERE bank = ?", (first,))
    own = row(compared(office, opening), candidate)
    assert own.total.level == 4.0
    assert own.beliefs.flags[0].philosophies == ("a-belief-that-is-gone",)


# Totals and places


def test_places_show_ties_and_who_withdrew_has_none(office: Office, opening: Opening) -> None:
    raters = (office.ingrid, office.marcus, office.yuki)
    for name in ("Best", "Also Best"):
        known(office, opening, name, MANY, *raters)
    known(office, opening, "Last", FEW, *raters)
    gone = known(office, opening, "Gone", MANY, *raters)
    known(office, opening, "No Evidence", {"standing": [None]})
    known(office, opening, "Nobody Yet")
    withdraw(office.instance, office.helen, gone.id)
    found = compared(office, opening)
    assert [(own.candidate.name, own.place) for own in found.rows] == [
        ("Also Best", (1, 2)), ("Best", (1, 2)), ("Last", (3, 3)), ("No Evidence", None), ("Nobody Yet", None),
        ("Gone", None),
    ]  # fmt: skip
    assert (found.ranked, found.found) == (3, 6)
    assert row(found, gone).total.level == 5.0


def test_the_interval_is_that_of_the_arithmetic(office: Office, opening: Opening) -> None:
    candidate = known(office, opening, "Tessa", {"standing": [4, 3], "credit": [2]})
    found = compared(office, opening)
    weights = {own.competency: own.weight for own in WEIGHTS}
    expected = total_of(evidence_of([{"standing": (4, 3), "credit": (2,)}], weights), found.spreads)
    assert row(found, candidate).total == expected
    assert expected.level == pytest.approx(3.0)


def test_one_candidate_alone_has_the_first_place(office: Office, opening: Opening) -> None:
    candidate = known(office, opening, "Tessa", {"standing": [1]})
    found = compared(office, opening)
    assert (found.ranked, row(found, candidate).place, found.differences) == (1, (1, 1), {})


def test_all_who_are_alike_share_every_place(office: Office, opening: Opening) -> None:
    for number in range(5):
        known(office, opening, f"Candidate {number}", {"standing": [3], "credit": [3]}, office.marcus, office.yuki)
    found = compared(office, opening)
    assert {own.place for own in found.rows} == {(1, 5)}
    assert {cell.apart for own in found.rows for cell in own.cells} == {0.0}
    assert names(found) == [f"Candidate {number}" for number in range(5)]


def test_without_anything_submitted_there_is_nothing_to_compare(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    rated(office, candidate, office.marcus, {"standing": [5]}, submits=False)
    found = compared(office, opening)
    assert (dict(found.rounds), found.round, found.ranked, found.unheard) == ({}, ALL_ROUNDS, 0, 0)
    assert (row(found, candidate).total.level, row(found, candidate).expected) == (None, 1)


def test_an_empty_opening_is_an_empty_page(office: Office, opening: Opening) -> None:
    found = compared(office, opening)
    assert (found.rows, found.found, found.pages, found.differences) == ((), 0, 1, {})


@pytest.mark.parametrize("weights", [(), (Weighting("standing", 0.0),)], ids=["none", "zero"])
def test_without_weights_levels_are_shown_and_no_totals(office: Office, weights: tuple[Weighting, ...]) -> None:
    opening = weighted_opening(office, weights=weights)
    candidate = known(office, opening, "Tessa", {"standing": [4]})
    found = compared(office, opening)
    assert [column.competency for column in found.columns] == ["standing"]
    own = row(found, candidate)
    assert (own.cells[0].level, own.total.level, own.place) == (4.0, None, None)


# Rounds and pages


def test_the_round_that_most_have_come_to_is_shown_first_and_of_two_alike_the_later(
    office: Office, opening: Opening
) -> None:
    first, second = (known(office, opening, name, {"standing": [2]}) for name in ("First", "Second"))
    rated(office, first, office.yuki, {"standing": [5]}, round=2)
    assert compared(office, opening).round == 1
    rated(office, second, office.yuki, {"standing": [5]}, round=2)
    found = compared(office, opening)
    assert (found.round, found.rounds) == (2, {1: 2, 2: 2})
    assert row(found, first).cells[0].level == 5.0
    assert row(compared(office, opening, round=1), first).cells[0].level == 2.0
    assert row(compared(office, opening, round=ALL_ROUNDS), first).cells[0].level == 3.5


@pytest.mark.parametrize(
    "view", [{"round": 99}, {"round": -1}, {"page": 2}, {"page": -1}, {"page": 999}, {"show": "x"}]
)
def test_there_are_no_other_rounds_pages_and_selections(office: Office, opening: Opening, view: dict[str, Any]) -> None:
    known(office, opening, "Tessa", {"standing": [3]})
    with pytest.raises(NotFound):
        compared(office, opening, **view)


def test_it_comes_a_page_at_a_time_or_whole(office: Office, opening: Opening) -> None:
    at = office.instance.now()
    made = [Candidate(new_id(), opening.id, f"Candidate {number:03}", "", at) for number in range(ROWS_ON_A_PAGE + 3)]
    office.instance.store.add_candidates(made)
    rated(office, made[-1], office.marcus, {"standing": [3]})
    first, second = compared(office, opening), compared(office, opening, page=2)
    assert (len(first.rows), first.pages, first.found) == (ROWS_ON_A_PAGE, 2, ROWS_ON_A_PAGE + 3)
    assert first.rows[0].candidate == made[-1]  # the only one with a total
    assert names(second) == [f"Candidate {number:03}" for number in (49, 50, 51)]
    assert len(compared(office, opening, page=0).rows) == ROWS_ON_A_PAGE + 3
    assert row(first, made[-1]).place == (1, 1)


# Order


@pytest.fixture
def four(office: Office, opening: Opening) -> Opening:
    """Cleo, Ann and Ben with levels, who differ in everything, Dora without, and Ada who withdrew."""
    cleo = known(office, opening, "Cleo", {"standing": [4], "credit": [2]})
    ann = known(office, opening, "ann", {"standing": [2]})
    ben = office.candidate(opening, "Ben")
    held = rated(office, ben, office.marcus, {"standing": [5], "credit": [1]})
    rated(office, ben, office.yuki, {"standing": [1], "credit": [5]})
    heard(office, held, a_flag())
    known(office, opening, "Dora")
    withdraw(office.instance, office.helen, known(office, opening, "Ada", MANY).id)
    assert cleo.added_at == ann.added_at
    return opening


@pytest.mark.parametrize(
    ("sort", "best_first", "reversed_"),
    [
        ("total", ["Cleo", "Ben", "ann"], ["ann", "Ben", "Cleo"]),  # 10/3, 3, 2
        ("standing", ["Cleo", "Ben", "ann"], ["ann", "Ben", "Cleo"]),
        ("credit", ["Ben", "Cleo", "ann"], ["Cleo", "Ben", "ann"]),  # Ann has none
        ("apart", ["Ben", "ann", "Cleo"], ["ann", "Cleo", "Ben"]),
        ("flags", ["Ben", "ann", "Cleo"], ["ann", "Cleo", "Ben"]),
    ],
)
def test_rows_are_sorted_best_first_and_those_without_stand_behind(
    office: Office, four: Opening, sort: str, best_first: list[str], reversed_: list[str]
) -> None:
    assert names(compared(office, four, sort=sort)) == [*best_first, "Dora", "Ada"]
    assert names(compared(office, four, sort=sort, is_reversed=True)) == [*reversed_, "Dora", "Ada"]


def test_names_are_sorted_from_a_without_regard_to_capitals(office: Office, four: Opening) -> None:
    assert names(compared(office, four, sort="name")) == ["ann", "Ben", "Cleo", "Dora", "Ada"]
    assert names(compared(office, four, sort="name", is_reversed=True)) == ["Dora", "Cleo", "Ben", "ann", "Ada"]


def test_by_coverage_who_was_not_interviewed_stands_behind(office: Office, four: Opening) -> None:
    assert names(compared(office, four, sort="covered")) == ["Ben", "Cleo", "ann", "Dora", "Ada"]
    assert names(compared(office, four, sort="covered", is_reversed=True)) == ["ann", "Ben", "Cleo", "Dora", "Ada"]


@pytest.mark.parametrize("sort", ["<script>", "", "nonsense", "\x00"])
def test_what_cannot_be_sorted_by_counts_as_the_total(office: Office, four: Opening, sort: str) -> None:
    found = compared(office, four, sort=sort)
    assert names(found) == names(compared(office, four, sort="total"))
    assert found.view.sort == "total"


# Which


def test_it_shows_those_with_and_without_every_scorecard(office: Office, opening: Opening) -> None:
    known(office, opening, "Complete", {"standing": [3]})
    known(office, opening, "Nobody Yet")
    waiting = known(office, opening, "Waiting", {"standing": [3]})
    rated(office, waiting, office.yuki, {}, submits=False)
    assert names(compared(office, opening, show="complete")) == ["Complete"]
    assert names(compared(office, opening, show="incomplete")) == ["Waiting", "Nobody Yet"]


def test_scorecards_that_are_hidden_are_not_missing(office: Office, opening: Opening) -> None:
    candidate = known(office, opening, "Tessa", {"standing": [3]})
    rated(office, candidate, office.ingrid, {}, submits=False, round=2)
    assert names(compared(office, opening, office.ingrid, round=1, show="complete")) == ["Tessa"]
    assert names(compared(office, opening, office.ingrid, round=1, show="incomplete")) == []


def test_it_shows_those_with_and_without_a_risky_belief(office: Office, opening: Opening) -> None:
    for name, flags in (("Holds", [a_flag()]), ("Held Once", [a_flag(stance="past")]), ("Nothing", [])):
        heard(office, rated(office, office.candidate(opening, name), office.marcus, {"standing": [3]}), *flags)
    known(office, opening, "Unread", {"standing": [3]})
    known(office, opening, "Nobody Yet")
    found = compared(office, opening, show="flagged")
    assert names(found) == ["Holds"]
    assert found.unheard == 1
    assert names(compared(office, opening, show="not-flagged")) == ["Held Once", "Nothing"]


@pytest.mark.parametrize(("verdict", "shown"), [("dismissed", []), ("adopted", ["Tessa Brandvold"])])
def test_a_dismissed_flag_is_set_aside_and_an_adopted_one_stays(
    office: Office, opening: Opening, verdict: str, shown: list[str]
) -> None:
    candidate = office.candidate(opening)
    seat = rated(office, candidate, office.marcus, {"standing": [3]}, submits=False)
    judge(office, seat, "sole-credit", verdict)
    heard(office, locked(office, seat), a_flag())
    assert names(compared(office, opening, show="flagged")) == shown
    (flag,) = row(compared(office, opening), candidate).beliefs.flags
    assert flag.stance == ("asserted" if shown else "set aside")
    assert flag.philosophies == (office.instance.shelf.current().bank.philosophies["sole-credit"].name,)


def test_it_finds_by_name_whatever_the_accents(office: Office, opening: Opening) -> None:
    for name in ("Zoë Brontë", "محمد بن سلمان", "<script>alert(1)</script>", "Zed"):
        office.candidate(opening, name)
    assert names(compared(office, opening, search=" zoe  bronte ")) == ["Zoë Brontë"]
    assert names(compared(office, opening, search="سلمان")) == ["محمد بن سلمان"]
    assert names(compared(office, opening, search="<script>")) == ["<script>alert(1)</script>"]
    assert compared(office, opening, search="%").found == 0
    assert compared(office, opening, search=" \n\x00 ").found == 4
    with pytest.raises(Refused):
        compared(office, opening, search="x" * 121)


# Places that raters chose


def test_places_are_counted_the_most_frequent_first(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    for rater, place, years in ((office.marcus, "one-vp", 6), (office.yuki, "sales", 6), (office.ingrid, "sales", 2)):
        seat = rated(office, candidate, rater, {}, submits=False)
        put(office, seat, "fix-owner", place)
        put(office, seat, "has-marketed", "years", years, question=1)
        put(office, seat, "a-scheme-that-is-gone", "a-place", question=2)
        locked(office, seat)
    bank = office.instance.shelf.current().bank
    gone, fix, marketed = row(compared(office, opening), candidate).places
    assert (gone.name, gone.places, gone.fits) == ("a-scheme-that-is-gone", (("a-place", 3),), None)
    assert (fix.name, fix.places) == (bank.placements["fix-owner"].name, (("Sales", 2), ("One VP over both", 1)))
    assert marketed.places == (("Years of marketing: 6", 2), ("Years of marketing: 2", 1))


@pytest.mark.parametrize(
    ("outcome", "bent", "fits"),
    [("capital-s", "capital-s", True), ("capital-s", "capital-m", False), ("capital-s", "not-known", None),
     ("", "capital-s", None), ("even", "capital-m", None)],
)  # fmt: skip
def test_the_bent_is_compared_with_what_the_post_needs(
    office: Office, outcome: str, bent: str, fits: bool | None
) -> None:
    opening = weighted_opening(office, outcome=outcome)
    candidate = office.candidate(opening)
    seat = rated(office, candidate, office.marcus, {}, submits=False)
    put(office, seat, "bent", bent)
    locked(office, seat)
    (placed,) = row(compared(office, opening), candidate).places
    assert placed.fits is fits


def test_raters_who_place_a_candidate_otherwise_say_nothing_about_the_need(office: Office) -> None:
    opening = weighted_opening(office, outcome="capital-s")
    candidate = office.candidate(opening)
    for rater, bent in ((office.marcus, "capital-s"), (office.yuki, "capital-m")):
        seat = rated(office, candidate, rater, {}, submits=False)
        put(office, seat, "bent", bent)
        locked(office, seat)
    (placed,) = row(compared(office, opening), candidate).places
    assert (placed.fits, dict(placed.places)) == (None, {"Capital S": 1, "Capital M": 1})


# Differences

Change = Callable[[Office, Candidate], object]
OTHERWISE: dict[str, Change] = {
    "guide": lambda office, who: rated(office, who, office.marcus, {"standing": [3]}, guide="first-screen"),
    "panel": lambda office, who: rated(office, who, office.yuki, {"standing": [3]}),
    "round": lambda office, who: rated(office, who, office.marcus, {"standing": [3]}, round=2),
}


@pytest.mark.parametrize("kind", OTHERWISE)
def test_who_was_interviewed_otherwise_than_most_is_counted(office: Office, opening: Opening, kind: str) -> None:
    for name in ("Usual", "Usual Too"):
        known(office, opening, name, {"standing": [3]})
    known(office, opening, "Nobody Yet")  # of whom nothing differs
    other = office.candidate(opening, "Other")
    OTHERWISE[kind](office, other)
    found = compared(office, opening, round=ALL_ROUNDS)
    assert found.differences == {kind: 1}
    assert {own.candidate.name: own.differs for own in found.rows if own.differs} == {"Other": (kind,)}
    assert compared(office, opening, round=1).differences == ({} if kind == "round" else {kind: 1})


def test_a_rater_who_has_still_to_submit_belongs_to_the_panel(office: Office, opening: Opening) -> None:
    for name in ("Usual", "Usual Too"):
        known(office, opening, name, {"standing": [3]}, office.marcus, office.yuki)
    waiting = known(office, opening, "Waiting", {"standing": [3]})
    rated(office, waiting, office.yuki, {"standing": [3]}, submits=False)
    assert not compared(office, opening).differences


def test_what_the_machine_could_not_read_is_counted_by_itself(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    heard(office, rated(office, candidate, office.marcus, {"standing": [3]}), reader="")
    rated(office, candidate, office.yuki, {"standing": [3]})
    own = row(compared(office, opening), candidate)
    assert (own.unread, own.unheard) == (1, 1)


def test_another_state_of_the_bank_is_a_difference_and_what_was_heard_by_it_stays(
    office: Office, opening: Opening
) -> None:
    for name in ("Usual", "Usual Too"):
        heard(office, rated(office, office.candidate(opening, name), office.marcus, {"standing": [3]}))
    other, today = office.candidate(opening, "Other"), office.instance.shelf.current().bank.fingerprint
    seat = rated(office, other, office.marcus, {"standing": [3]})
    office.instance.store._db.conn.execute(  # type: ignore[attr-defined]
        "UPDATE interview SET bank = 'of-old' WHERE id = ?", (seat.interview.id,)
    )
    heard(office, seat, a_flag(), bank="of-old")
    office.instance.store.add_summary(Summary(seat.scorecard.id, {"standing": [3]}, {}, {}))
    found = compared(office, opening)
    assert found.differences == {"bank": 1}
    assert row(found, other).differs == ("bank",)
    assert compared(office, opening, is_reread=True).unheard == 1
    heard(office, seat, a_flag("ivory-tower", severity="low"), bank=today)
    severities = [row(compared(office, opening, is_reread=anew), other).beliefs.flags[0].severity for anew in (0, 1, 0)]
    assert severities == ["high", "low", "high"]


# Hidden names


def test_while_names_are_hidden_nobody_is_found_by_name_and_letters_sort(office: Office, opening: Opening) -> None:
    for name in ("Tessa Brandvold", "Tariq Solheim", "Candice Reyes"):
        change_candidate(
            office.instance, office.helen, known(office, opening, name, {"standing": [3]}).id, name, "A note"
        )
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    found = compared(office, opening, sort="name")
    assert names(found) == ["Candidate A", "Candidate B", "Candidate C"]
    assert {own.candidate.note for own in found.rows} == {""}
    for search in ("Tessa", "solheim", "candice", "Reyes"):
        assert compared(office, opening, search=search).found == 0
    assert names(compared(office, opening, search="candidate b")) == ["Candidate B"]
    assert found.people[office.helen.id] == "Helen Osei"
    assert {own.candidate.id for own in compared(office, opening, page=0).rows} == {
        own.id for own in office.instance.store.candidates_of(opening.id)[0]
    }
    set_blind(office.instance, office.sam, opening.id, is_blind=False)
    after = compared(office, opening, search="tessa")
    assert names(after) == ["Tessa Brandvold"]
    assert [(after.people[own.person_id], own.is_blind) for own in after.blind.history] == [
        ("Helen Osei", True), ("Sam Whitlock", False),
    ]  # fmt: skip
