"""Summaries, hearings and hidden names: kept as they were given, once, and found by their opening."""

from dataclasses import replace

import pytest

from screener.storage import Store
from screener.storage.records import Consensus, ConsensusLevel
from screener.storage.summaries import Blinding, heard_of
from tests.storage.conftest import NOT_TAKEN, Open
from tests.storage.made import (
    AT,
    LATER,
    a_candidate,
    a_card,
    a_heard_flag,
    a_hearing,
    a_summary,
    an_interview,
    an_opening,
)

ODD = "“<script>” =1+1 سلام 👩🏽‍💼\n\x00'; DROP TABLE hearing; --"


@pytest.fixture
def two(furnished: Store) -> Store:
    """Beside Cara's opening another, with a candidate of its own and a scorecard `elsewhere`."""
    furnished.add_opening(an_opening("other"))
    furnished.add_candidates([a_candidate("Dora", "other")])
    furnished.add_interview(an_interview("their-talk", "dora"), [a_card("elsewhere", "their-talk")])
    return furnished


# Summaries


def test_a_summary_comes_back_after_a_restart(furnished: Store, open_again: Open) -> None:
    full = a_summary(
        levels={"standing": [3, None, 5], "credit": []}, places={"fix-owner": ("boss", 4), "bent": ("s", None)}
    )
    bare = a_summary("bens", levels={}, places={}, verdicts={})
    for summary in (full, bare):
        furnished.add_summary(summary)
    again = open_again()
    assert sorted(again.summaries_of("post"), key=lambda own: own.scorecard_id) == [bare, full]
    again.close()


def test_a_summary_never_changes(furnished: Store) -> None:
    furnished.add_summary(a_summary(levels={"standing": [1]}))
    furnished.add_summary(a_summary(levels={"standing": [5]}))
    (kept,) = furnished.summaries_of("post")
    assert kept.levels == {"standing": [1]}


def test_an_opening_has_the_summaries_of_its_own_scorecards(two: Store) -> None:
    own, other = a_summary(), a_summary("elsewhere")
    two.add_summary(own)
    two.add_summary(other)
    assert two.summaries_of("post") == (own,)
    assert two.summaries_of("other") == (other,)
    assert two.summaries_of("nobody's") == ()


@pytest.mark.parametrize("strange", ["nobody's", "", "' OR 1=1 --", "\x00"])
def test_there_is_no_summary_and_no_hearing_of_a_scorecard_that_is_not_there(furnished: Store, strange: str) -> None:
    with pytest.raises(NOT_TAKEN):
        furnished.add_summary(a_summary(strange))
    with pytest.raises(NOT_TAKEN):
        furnished.add_hearing(a_hearing(strange))


# Hearings


def test_a_hearing_comes_back_after_a_restart_whatever_was_said(furnished: Store, open_again: Open) -> None:
    flags = (
        a_heard_flag(quote=ODD),
        a_heard_flag("shared-credit", kind="healthy", severity="", confidence=0.123, is_tentative=True),
    )
    full, silent = a_hearing(flags=flags), a_hearing("bens", flags=())
    for hearing in (full, silent):
        furnished.add_hearing(hearing)
    again = open_again()
    assert sorted(again.hearings_of(["card", "bens"], bank="b", policy="p"), key=lambda own: own.scorecard_id) == [
        silent,
        full,
    ]
    again.close()


def test_a_hearing_stays_and_one_by_other_terms_stands_beside_it(furnished: Store) -> None:
    first = a_hearing()
    furnished.add_hearing(first)
    furnished.add_hearing(replace(first, flags=(), read_at=LATER))
    by_bank, by_policy = replace(first, bank="new"), replace(first, policy="strict")
    furnished.add_hearing(by_bank)
    furnished.add_hearing(by_policy)
    assert furnished.hearings_of(["card"], bank="b", policy="p") == (first,)
    assert furnished.hearings_of(["card"], bank="new", policy="p") == (by_bank,)
    assert furnished.hearings_of(["card"], bank="b", policy="strict") == (by_policy,)
    assert furnished.hearings_of(["card"], bank="new", policy="strict") == ()


def test_what_was_heard_in_an_interview_can_be_forgotten_and_heard_anew(furnished: Store) -> None:
    furnished.add_interview(an_interview("second-talk"), [a_card("second", "second-talk")])
    others = a_hearing("second")
    for own in (a_hearing(), a_hearing("bens"), a_hearing(bank="new"), others):
        furnished.add_hearing(own)
    furnished.forget_hearings("talk")
    furnished.forget_hearings("nobody's")
    left = [
        own for bank in ("b", "new") for own in furnished.hearings_of(["card", "bens", "second"], bank=bank, policy="p")
    ]
    assert left == [others]
    assert furnished.heard_in("post", bank="b", policy="p") == (heard_of(others),)
    anew = a_hearing(flags=())
    furnished.add_hearing(anew)
    assert furnished.hearings_of(["card"], bank="b", policy="p") == (anew,)


def test_without_terms_the_hearings_are_those_by_which_each_interview_was_held(two: Store) -> None:
    two.pin("talk", "first-bank", AT)
    two.add_interview(an_interview("second-talk", policy="strict"), [a_card("second", "second-talk")])
    two.pin("second-talk", "second-bank", AT)
    own = a_hearing("card", bank="first-bank"), a_hearing("second", bank="second-bank", policy="strict")
    others = (
        a_hearing("card", bank="second-bank"),
        a_hearing("card", bank="first-bank", policy="strict"),
        a_hearing("second", bank="second-bank"),
        a_hearing("elsewhere", bank=""),
    )
    for hearing in (*others, *own):
        two.add_hearing(hearing)
    assert sorted(two.hearings_of(["card", "second"]), key=lambda kept: kept.scorecard_id) == list(own)
    assert two.hearings_of(["elsewhere"]) == (others[-1],)  # an interview that is pinned to no bank
    assert sorted(two.heard_in("post"), key=lambda kept: kept.scorecard_id) == [heard_of(one) for one in own]
    assert two.heard_in("other") == (heard_of(others[-1]),)
    assert two.heard_in("post", bank="second-bank", policy="strict") == (heard_of(own[1]),)


def test_without_its_words_a_belief_is_heard_once_in_a_stance() -> None:
    same = a_heard_flag(quote="We did it alone"), a_heard_flag(quote="All of it was us")
    past = a_heard_flag(stance="past")
    assert [own.stance for own in heard_of(a_hearing(flags=(*same, past))).beliefs] == [same[0].stance, "past"]


# What panels settled


def settled(
    store: Store, competency: str, level: int | None, round_: int = 1, candidate: str = "cara"
) -> ConsensusLevel:
    made = ConsensusLevel(candidate, round_, competency, level, "Because", "ann", AT)
    store.add_consensus_level(made)
    return made


def test_of_a_finished_discussion_the_last_level_counts_by_round_and_competency(two: Store) -> None:
    for candidate, round_ in (("cara", 1), ("cara", 2), ("dora", 1)):
        two.open_consensus(Consensus(candidate, round_, "ann", AT))
    settled(two, "standing", 2)
    last, none = settled(two, "standing", 4), settled(two, "credit", None)
    later, theirs = settled(two, "standing", 5, 2), settled(two, "standing", 1, candidate="dora")
    assert two.settled_in("post") == ()  # nothing is finished
    two.finish_consensus("cara", 1, LATER)
    assert two.settled_in("post") == (last, none)
    two.finish_consensus("cara", 2, LATER)
    two.finish_consensus("dora", 1, LATER)
    assert two.settled_in("post") == (last, none, later)
    assert two.settled_in("other") == (theirs,)
    assert two.settled_in("nobody's") == ()


# Hidden names


def test_every_time_that_names_were_hidden_or_shown_stays(two: Store, open_again: Open) -> None:
    hidden = Blinding("1", "post", True, "ann", AT)
    shown = Blinding("0", "post", False, "ben", AT)  # within the same moment
    elsewhere = Blinding("2", "other", True, "ann", AT)
    before = Blinding("3", "post", False, "ann", "2026-03-01T09:00:00.000Z")
    for blinding in (hidden, elsewhere, shown, before):
        two.add_blinding(blinding)
    again = open_again()
    assert again.blindings_of("post") == (hidden, shown, before)  # in the order in which it was done
    assert again.blindings_of("other") == (elsewhere,)
    assert again.blindings_of("nobody's") == ()
    again.close()


@pytest.mark.parametrize("changes", [{"opening_id": "nobody's"}, {"person_id": "nobody"}])
def test_nobody_hides_what_is_not_there(furnished: Store, changes: dict[str, str]) -> None:
    with pytest.raises(NOT_TAKEN):
        furnished.add_blinding(replace(Blinding("1", "post", True, "ann", AT), **changes))  # type: ignore[arg-type]
    assert furnished.blindings_of("post") == ()
