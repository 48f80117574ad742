"""Adverse impact over pooled openings: the rule's own example, who counts, and what protects people."""

from dataclasses import replace

import pytest

from screener.errors import NotAllowed, NotFound
from screener.journeys import live
from screener.journeys.candidates import withdraw
from screener.journeys.consensus import open_discussion, settle
from screener.journeys.impact import FEWEST_ANSWERS, ImpactReport, Table, impact_report
from screener.journeys.openings import close_opening, reopen_opening
from screener.journeys.voluntary import NOT_SAID, QUESTIONS
from screener.storage.records import Person, Weighting
from tests.journeys.pools import (
    FEMALE,
    MALE,
    SILENT,
    Applicant,
    add,
    choose,
    finished,
    rate_once,
    rules_example_of_scoring,
    rules_example_of_selection,
    times,
)
from tests.journeys.test_candidates import hold
from tests.office import Office

RACES = {category.id: category.name for category in QUESTIONS[1].categories}


def report(office: Office, *groups: str, by: Person | None = None) -> ImpactReport:
    return impact_report(office.instance, by or office.helen, groups or None)


def table(found: ImpactReport, measure: str, kind: str = "Sex") -> Table:
    (own,) = [own for own in found.tables if (own.measure, own.kind) == (measure, kind)]
    return own


def counts(found: ImpactReport, measure: str, kind: str = "Sex") -> dict[str, tuple[int, int]]:
    """Return how many were considered and got through, by category."""
    impact = table(found, measure, kind).impact
    assert impact is not None
    return {own.name: (own.considered, own.selected) for own in impact.categories}


def figures(found: ImpactReport, measure: str, kind: str) -> dict[str, tuple[float, float]]:
    """Return rate in hundredths and ratio, by category."""
    impact = table(found, measure, kind).impact
    assert impact is not None
    return {
        own.name: (round(100 * own.rate, 1), round(own.comparison.ratio, 2) if own.comparison else 1.0)
        for own in impact.categories
    }


# The rule's printed example


def test_the_rules_example_of_scoring_rates_comes_out_of_real_scorecards(office: Office) -> None:
    people = rules_example_of_scoring()
    finished(office, people[::2])
    finished(office, people[1::2])
    found = report(office)
    assert figures(found, "scoring", "Sex") == {"Male": (54.3, 1.0), "Female": (44.7, 0.82)}
    assert figures(found, "scoring", "Race or ethnicity") == {
        RACES["hispanic"]: (64.3, 1.0), RACES["pacific"]: (62.5, 0.97), RACES["black"]: (50.0, 0.78),
        RACES["asian"]: (41.7, 0.65), RACES["white"]: (37.5, 0.58),
    }  # fmt: skip
    assert table(found, "scoring", "Race or ethnicity").unknown == 36


def test_the_rules_example_of_selection_rates(office: Office) -> None:
    people = rules_example_of_selection()
    finished(office, people[::2])
    finished(office, people[1::2])
    shown = figures(report(office), "selection", "Race or ethnicity")
    assert {name: (round(rate), ratio) for name, (rate, ratio) in shown.items()} == {
        RACES["white"]: (52, 1.0), RACES["black"]: (50, 0.97), RACES["asian"]: (44, 0.84)
    }  # fmt: skip


# Who counts


def test_only_finished_openings_count(office: Office) -> None:
    finished(office, times(FEMALE, 6, chosen=2))
    second = finished(office, times(MALE, 6, chosen=1))
    add(office, office.opening(), FEMALE)
    assert counts(report(office), "selection") == {"Female": (6, 2), "Male": (6, 1)}
    reopen_opening(office.instance, office.helen, second.id)
    found = report(office)
    assert (found.groups, found.tables, found.left_out) == ((), (), 2)
    assert found.waiting.openings == ()


def test_a_group_stays_as_it_was_formed_and_ends_when_one_of_it_is_opened_again(office: Office) -> None:
    first, second = finished(office, times(FEMALE, 6)), finished(office, times(MALE, 6))
    formed = report(office).groups
    assert [group.openings for group in formed] == [(first, second)]
    third = finished(office, times(MALE, 7))
    reopen_opening(office.instance, office.helen, first.id)
    office.clock.forward(days=1)
    assert (report(office).groups, report(office).left_out) == ((), 2)
    close_opening(office.instance, office.helen, first.id)
    fourth = finished(office, times(FEMALE, 7))
    found = report(office)
    assert [group.openings for group in found.groups] == [(third, fourth)]  # never again with the first or the second
    assert found.left_out == 2


def test_an_opening_that_was_opened_again_before_it_was_counted_still_counts(office: Office) -> None:
    first = finished(office, times(FEMALE, 6))
    reopen_opening(office.instance, office.helen, first.id)
    close_opening(office.instance, office.helen, first.id)
    finished(office, times(MALE, 6))
    assert len(report(office).groups) == 1


def test_an_opening_in_which_nobody_answered_makes_no_second_one(office: Office) -> None:
    finished(office, times(FEMALE, 12))
    finished(office, times(SILENT, 3))
    finished(office, [])
    assert report(office).groups == ()
    finished(office, times(MALE, 1))
    assert [len(group.openings) for group in report(office).groups] == [4]


def test_both_at_once_counts_only_who_gave_both(office: Office) -> None:
    finished(office, [*times(FEMALE, 8), *times(Applicant("female", "black"), 2, chosen=2)])
    finished(office, [*times(Applicant("male", NOT_SAID), 4), *times(Applicant(NOT_SAID, "asian"), 3), SILENT])
    found = report(office)
    both = "Sex and race or ethnicity"
    assert counts(found, "selection", both) == {
        f"Female, {RACES['white']}": (8, 0), f"Female, {RACES['black']}": (2, 2)
    }  # fmt: skip
    assert [(own.kind, own.known, own.unknown) for own in found.tables[:3]] == [
        ("Sex", 14, 4), ("Race or ethnicity", 13, 5), (both, 10, 8)
    ]  # fmt: skip


def test_what_is_submitted_after_the_end_moves_no_count(office: Office) -> None:
    finished(office, [replace(own, level=3) for own in times(MALE, 6)])
    opening = office.opening()
    for number, own in enumerate(times(FEMALE, 5)):
        add(office, opening, replace(own, level=3), f"Candidate {number}")
    late = hold(office, add(office, opening, FEMALE), office.yuki, {"standing": 5}, submits=False)
    office.clock.forward(days=1)
    close_opening(office.instance, office.helen, opening.id)
    before = report(office)
    assert counts(before, "scoring") == {"Female": (5, 0), "Male": (6, 0)}
    office.clock.forward(days=1)
    live.submit(office.instance, office.yuki, late.id)
    assert report(office).tables == before.tables


def test_who_withdrew_before_the_end_does_not_count(office: Office) -> None:
    opening = office.opening()
    people = [add(office, opening, own, f"Candidate {n}") for n, own in enumerate(times(FEMALE, 6))]
    withdraw(office.instance, office.helen, people[0].id)
    choose(office, people[1])
    withdraw(office.instance, office.helen, people[1].id)  # the offer was declined
    office.clock.forward(days=1)
    close_opening(office.instance, office.helen, opening.id)
    office.clock.forward(days=1)
    withdraw(office.instance, office.helen, people[2].id)
    finished(office, times(MALE, 6))
    found = report(office)
    assert counts(found, "selection") == {"Female": (5, 1), "Male": (6, 0)}
    assert (found.considered, found.chosen, found.withdrawn, found.answered) == (11, 1, 1, 11)


def test_who_has_no_total_is_counted_and_in_no_scoring_rate(office: Office) -> None:
    finished(office, [*times(replace(FEMALE, level=4), 6), *times(FEMALE, 2)])
    finished(office, [*times(replace(MALE, level=2), 5), *times(replace(MALE, level=4), 1)])
    found = report(office)
    assert found.without_total == 2
    assert counts(found, "selection") == {"Female": (8, 0), "Male": (6, 0)}
    assert counts(found, "scoring") == {"Female": (6, 0), "Male": (6, 0)}  # 4 is the median, and nobody is above it


def test_the_total_weighs_the_first_ratings_of_submitted_scorecards(office: Office) -> None:
    weights = (Weighting("standing", 3), Weighting("horizon", 1))
    opening = office.opening(weights=weights)
    high, low = (add(office, opening, FEMALE, name) for name in ("High", "Low"))
    hold(office, high, office.marcus, {"standing": 5, "horizon": 1})  # 4
    hold(office, low, office.marcus, {"standing": 1, "horizon": 5})  # 2
    hold(office, low, office.yuki, {"standing": 5, "horizon": 5}, submits=False)
    for number in range(9):
        hold(office, add(office, opening, MALE, f"Other {number}"), office.marcus)
    close_opening(office.instance, office.helen, opening.id)
    finished(office, [MALE])
    assert counts(report(office), "scoring") == {"Female": (2, 1), "Male": (9, 0)}


def test_what_a_panel_settles_later_changes_nothing(office: Office) -> None:
    opening = office.opening()
    discussed = add(office, opening, FEMALE)
    hold(office, discussed, office.marcus, {"standing": 3})
    open_discussion(office.instance, office.ingrid, discussed.id, 1)
    settle(office.instance, office.ingrid, discussed.id, 1, "standing", 5, "We talked it over.")
    for number in range(9):
        rate_once(office, add(office, opening, MALE, f"Other {number}"), 3)
    close_opening(office.instance, office.helen, opening.id)
    finished(office, [MALE])
    assert counts(report(office), "scoring") == {"Female": (1, 0), "Male": (9, 0)}


def test_nobody_noted_as_chosen_compares_nobody(office: Office) -> None:
    finished(office, times(FEMALE, 6))
    finished(office, times(MALE, 6))
    impact = table(report(office), "selection").impact
    assert impact is not None
    assert impact.highest is None


# What protects people


def test_fewer_than_ten_answers_show_nothing_but_their_number(office: Office) -> None:
    finished(office, [*times(FEMALE, 5, chosen=1), *times(SILENT, 20)])
    finished(office, times(MALE, 4))
    found = report(office)
    assert (found.groups, found.tables) == ((), ())
    assert (len(found.waiting.openings), found.waiting.answered) == (2, FEWEST_ANSWERS - 1)


def test_one_opening_alone_is_never_shown(office: Office) -> None:
    only = finished(office, times(FEMALE, 50, chosen=5))
    assert report(office).tables == ()
    with pytest.raises(NotFound):
        report(office, only.id)


def test_a_kind_that_fewer_than_ten_gave_has_no_table(office: Office) -> None:
    finished(office, times(Applicant("female", NOT_SAID), 6))
    finished(office, [*times(Applicant("male", NOT_SAID), 4), *times(Applicant("male", "white"), 9)])
    found = report(office)
    assert table(found, "selection").impact is not None
    for kind in ("Race or ethnicity", "Sex and race or ethnicity"):
        own = table(found, "selection", kind)
        assert (own.impact, own.known, own.unknown) == (None, 9, 10)


def test_scores_of_fewer_than_ten_have_no_table(office: Office) -> None:
    finished(office, times(replace(FEMALE, level=3), 9))
    finished(office, times(MALE, 6))
    found = report(office)
    assert table(found, "selection").impact is not None
    assert (table(found, "scoring").impact, table(found, "scoring").known) == (None, 9)


def test_openings_are_grouped_as_they_were_closed_and_groups_are_disjoint(office: Office) -> None:
    for count in (4, 5, 2, 12, 1, 8):
        finished(office, [*times(FEMALE, count), SILENT], title=f"Post {count}")
    found = report(office)
    titles = [[opening.title for opening in group.openings] for group in found.groups]
    assert titles == [["Post 4", "Post 5", "Post 2"], ["Post 12", "Post 1"]]
    assert [(group.considered, group.answered) for group in found.groups] == [(14, 11), (15, 13)]
    assert [opening.title for opening in found.waiting.openings] == ["Post 8"]
    assert (found.waiting.considered, found.waiting.answered) == (9, 8)


def test_only_whole_groups_are_pooled(office: Office) -> None:
    first = [finished(office, times(FEMALE, 6)), finished(office, times(MALE, 6))]
    second = [finished(office, times(FEMALE, 5)), finished(office, times(MALE, 8))]
    groups = [group.id for group in report(office).groups]
    assert groups == [first[0].id, second[0].id]
    assert counts(report(office, groups[1]), "selection") == {"Female": (5, 0), "Male": (8, 0)}
    assert counts(report(office, *groups), "selection") == {"Female": (11, 0), "Male": (14, 0)}
    for odd in (first[1].id, "", "nobody", "' OR 1=1 --"):
        with pytest.raises(NotFound):
            report(office, groups[0], odd)


def test_no_group_chosen_pools_nobody(office: Office) -> None:
    finished(office, times(FEMALE, 6))
    finished(office, times(MALE, 6))
    found = impact_report(office.instance, office.helen, [])
    assert (len(found.groups), found.pooled, found.tables, found.considered) == (1, (), (), 0)


def test_the_report_holds_nobodys_name_or_id(office: Office) -> None:
    openings = [finished(office, times(FEMALE, 6)), finished(office, times(MALE, 6))]
    told = repr(report(office))
    for opening in openings:
        for candidate in office.instance.store.candidates_of(opening.id)[0]:
            assert candidate.name not in told
            assert candidate.id not in told


def test_it_is_for_hr_and_administrators(office: Office) -> None:
    assert report(office, by=office.sam).tables == ()
    for person in (office.ingrid, office.marcus, office.yuki):
        with pytest.raises(NotAllowed):
            report(office, by=person)


def test_its_look_ups_do_not_grow_with_the_people(office: Office) -> None:
    def looked_up() -> int:
        report(office)  # the first time, what scorecards come to is reckoned and kept
        seen: list[str] = []
        connection = office.instance.store._db.conn  # type: ignore[attr-defined]
        connection.set_trace_callback(seen.append)
        report(office)
        connection.set_trace_callback(None)
        return len(seen)

    for _ in range(2):
        finished(office, times(replace(FEMALE, level=3), 6))
    few = looked_up()
    for _ in range(2):
        finished(office, times(replace(MALE, level=3), 40))
    assert looked_up() - few == 2 * 2  # two for each opening
    assert few <= 12
