"""The contract of every store, verb by verb, and what it keeps when many write at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from screener.errors import Conflict, NotFound
from screener.storage import Store
from screener.storage.openings import Progress
from screener.storage.records import (
    Asking,
    Consensus,
    ConsensusLevel,
    Draft,
    EarlyLook,
    Entry,
    FlagAnswer,
    PlacementChoice,
    Rating,
    Reading,
    Session,
    SignInKey,
    TranscriptFile,
    Weighting,
)
from tests.storage.conftest import Open
from tests.storage.made import (
    AT,
    LATER,
    ONE_OF_EACH,
    a_candidate,
    a_card,
    a_draft,
    a_flag_answer,
    a_person,
    a_place,
    a_rating,
    a_reading,
    an_asking,
    an_interview,
    an_opening,
)

HASH = "$argon2id$…"
ODD_TEXTS = (
    "", " spaces stay \n\n", "Zoë “Brontë” – 9 % – ½", "سلام، ملاحظات", "李小龍 👩🏽‍💼", "a\x00b", "'; DROP TABLE draft; --", "x" * 20_000,
)  # fmt: skip


# People


def test_a_person_comes_back_as_they_were(store: Store) -> None:
    person = a_person("Zoë", email="zoë@x.example", password_hash=HASH, role="hiring-manager")
    store.add_person(person)
    assert store.person_of("zoë") == person
    assert store.persons() == (person,)
    with pytest.raises(NotFound):
        store.person_of("ann")


def test_an_email_belongs_to_one_person(store: Store) -> None:
    store.add_person(a_person("Ann", email="ann@x.example"))
    with pytest.raises(Conflict, match=r"ann@x\.example"):
        store.add_person(a_person("Ben", email="ann@x.example"))
    store.add_person(a_person("Ben", email="ben@x.example"))
    with pytest.raises(Conflict):
        store.change_person(a_person("Ben", email="ann@x.example"))
    assert store.person_of("ben").email == "ben@x.example"


def test_many_may_have_no_email_and_none_is_found_by_it(store: Store) -> None:
    store.add_person(a_person("Ann"))
    store.add_person(a_person("Ben"))
    assert store.find_person_by_email("") is None
    assert store.find_person_by_email("  ") is None


@pytest.mark.parametrize("wanted", ["ann@x.example", "ANN@X.Example", " ann@x.example\n"])
def test_a_person_is_found_by_email_however_it_is_typed(store: Store, wanted: str) -> None:
    store.add_person(a_person("Ann", email="ann@x.example"))
    found = store.find_person_by_email(wanted)
    assert found is not None
    assert found.id == "ann"


def test_a_change_keeps_when_a_person_was_added(store: Store) -> None:
    store.add_person(a_person("Ann"))
    changed = a_person("Anna", id="ann", role="hr", email="a@x.example", password_hash=HASH, ended_at=LATER)
    store.change_person(replace(changed, created_at=LATER))
    assert store.person_of("ann") == changed


def test_persons_are_by_name_without_case(store: Store) -> None:
    for name in ("ben", "Ann", "Cleo"):
        store.add_person(a_person(name))
    assert [p.name for p in store.persons()] == ["Ann", "ben", "Cleo"]


# Keys and sign-ins


def a_sign_in_key(name: str, person: str = "ann", kind: str = "address", at: str = AT) -> SignInKey:
    return SignInKey(name, person, kind, "ben", at, LATER)  # type: ignore[arg-type]


def test_a_key_is_used_once(furnished: Store) -> None:
    furnished.add_key(a_sign_in_key("k"))
    assert furnished.find_key("k") == a_sign_in_key("k")
    assert furnished.find_key("other") is None
    assert furnished.use_key("k", AT)
    assert not furnished.use_key("k", LATER)
    assert not furnished.use_key("other", AT)
    assert furnished.find_key("k") == replace(a_sign_in_key("k"), used_at=AT)


def test_withdrawing_ends_the_keys_of_one_person_and_kind(furnished: Store) -> None:
    for key in (a_sign_in_key("a"), a_sign_in_key("code", kind="code"), a_sign_in_key("bens", "ben")):
        furnished.add_key(key)
    furnished.withdraw_keys("ann", "address", LATER)
    assert not furnished.use_key("a", LATER)
    assert furnished.use_key("code", LATER)
    assert furnished.use_key("bens", LATER)


def test_keys_are_the_newest_first(furnished: Store) -> None:
    furnished.add_key(a_sign_in_key("old"))
    furnished.add_key(a_sign_in_key("new", at=LATER))
    assert [key.hash for key in furnished.keys_of("ann")] == ["new", "old"]
    assert furnished.keys_of("ben") == ()


def test_a_sign_in_is_found_with_whose_it_is(furnished: Store) -> None:
    session = Session("s", "ann", "Firefox", AT, AT)
    furnished.start_session(session)
    assert furnished.find_session("s") == (session, a_person("Ann"))
    assert furnished.find_session("other") is None
    furnished.touch_session("s", LATER)
    assert furnished.sessions_of("ann") == (replace(session, seen_at=LATER),)


@pytest.mark.parametrize(
    ("ends", "left"),
    [
        ({}, []),
        ({"only": "s1"}, ["s2"]),
        ({"but": "s1"}, ["s1"]),
        ({"only": "bens"}, ["s2", "s1"]),  # another's
        ({"only": "s1", "but": "s1"}, ["s2", "s1"]),
    ],
)
def test_sign_ins_end_all_or_one_or_all_but_one(furnished: Store, ends: dict[str, str], left: list[str]) -> None:
    for name, person, seen in (("s1", "ann", AT), ("s2", "ann", LATER), ("bens", "ben", AT)):
        furnished.start_session(Session(name, person, "d", AT, seen))
    furnished.end_sessions("ann", LATER, **ends)
    assert [s.hash for s in furnished.sessions_of("ann")] == left  # the latest seen first
    assert [s.hash for s in furnished.sessions_of("ben")] == ["bens"]


def test_a_sign_in_ends_once(furnished: Store) -> None:
    furnished.start_session(Session("s", "ann", "d", AT, AT))
    furnished.end_sessions("ann", AT)
    furnished.end_sessions("ann", LATER)
    found = furnished.find_session("s")
    assert found is not None
    assert found[0].ended_at == AT


# Openings, panels, candidates


def test_an_opening_comes_back_as_it_was(furnished: Store) -> None:
    assert furnished.opening_of("post") == an_opening()
    with pytest.raises(NotFound):
        furnished.opening_of("other")


def test_a_change_keeps_who_made_an_opening_and_when(furnished: Store) -> None:
    changed = an_opening(
        title="Head of Sales", role="both", guide="h", policy="r", weights=(Weighting("credit", 2),), needs={},
        outcome="capital-m", guide_reason="because", closed_at=LATER,
    )  # fmt: skip
    furnished.change_opening(replace(changed, created_by="ben", created_at=LATER))
    assert furnished.opening_of("post") == changed


def test_openings_are_counted_without_those_who_withdrew(furnished: Store) -> None:
    furnished.add_candidates([a_candidate("Dora"), a_candidate("Eve", withdrawn_at=LATER)])
    furnished.add_interview(an_interview("eves", "eve"), [a_card("eves", "eves")])
    furnished.submit("bens", LATER)
    (count,) = furnished.opening_counts(None)
    assert (count.opening, count.candidates, count.scorecards, count.submitted) == (an_opening(), 2, 2, 1)


def test_openings_are_listed_for_a_person_the_open_and_newest_first(furnished: Store) -> None:
    furnished.add_opening(an_opening("newer", created_at=LATER))
    furnished.add_opening(an_opening("closed", created_at=LATER, closed_at=LATER))
    furnished.set_panelist("post", "ben", is_moderator=False)
    furnished.set_panelist("closed", "ben", is_moderator=False)

    def listed(person: str | None, opening: str | None = None) -> list[str]:
        return [count.opening.id for count in furnished.opening_counts(person, opening_id=opening)]

    assert listed(None) == ["newer", "post", "closed"]
    assert listed("ben") == ["post", "closed"]
    assert listed("ann") == []
    assert listed(None, "post") == ["post"]
    assert listed("ben", "newer") == []


def test_it_tells_what_of_an_opening_is_fixed(furnished: Store) -> None:
    assert furnished.progress_of("post") == Progress(False, False, planned_otherwise=0, banks=0)
    furnished.add_interview(an_interview("other", guide="h"), [a_card("other", "other"), a_card("o", "other", "ben")])
    furnished.add_interview(an_interview("third", policy="r"), [a_card("third", "third")])
    assert furnished.progress_of("post").planned_otherwise == 2
    furnished.pin("third", "bank-1", AT)
    furnished.begin("third", AT)
    assert furnished.progress_of("post") == Progress(True, False, planned_otherwise=1, banks=1)
    furnished.submit("third", AT)
    assert furnished.progress_of("post").is_submitted
    furnished.pin("other", "bank-2", AT)
    assert furnished.progress_of("post").banks == 2


def test_a_panel_is_by_name_and_says_who_moderates(furnished: Store) -> None:
    furnished.set_panelist("post", "ben", is_moderator=False)
    furnished.set_panelist("post", "ann", is_moderator=False)
    furnished.set_panelist("post", "ben", is_moderator=True)
    panel = [(member.person.name, member.is_moderator) for member in furnished.panel_of("post")]
    assert panel == [("Ann", False), ("Ben", True)]
    furnished.remove_panelist("post", "ben")
    furnished.remove_panelist("post", "ben")
    assert [member.person.name for member in furnished.panel_of("post")] == ["Ann"]


def test_candidates_are_kept_all_or_none(furnished: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)unique"):
        furnished.add_candidates([a_candidate("Dora"), a_candidate("Cara")])
    assert furnished.candidates_of("post") == ((a_candidate(),), 1)


def test_a_change_keeps_when_a_candidate_was_added(furnished: Store) -> None:
    changed = a_candidate(name="Cara B.", note="by phone", withdrawn_at=LATER, id="cara")
    furnished.change_candidate(replace(changed, added_at=LATER, opening_id="other"))
    assert furnished.candidate_of("cara") == changed
    with pytest.raises(NotFound):
        furnished.candidate_of("dora")


@pytest.mark.parametrize(
    ("wish", "names", "total"),
    [
        ({}, ["Bø %", "Cara", "dora", "Abe"], 4),  # those who withdrew come last
        ({"limit": 2}, ["Bø %", "Cara"], 4),
        ({"limit": 2, "offset": 2}, ["dora", "Abe"], 4),
        ({"limit": 2, "offset": 4}, [], 4),
        ({"search": "RA", "offset": 9}, [], 2),
        ({"search": "rA"}, ["Cara", "dora"], 2),
        ({"search": "%"}, ["Bø %"], 1),
        ({"search": "_"}, [], 0),
        ({"search": "BØ"}, ["Bø %"], 1),
        ({"search": "ángstróm"}, ["Angström, Zoë"], 1),
        ({"search": " zoe  ANG "}, ["Angström, Zoë"], 1),
        ({"search": "zoe dora"}, [], 0),
        ({"search": "_", "offset": 1}, [], 0),
    ],
)
def test_candidates_come_in_stretches(furnished: Store, wish: dict[str, object], names: list[str], total: int) -> None:
    furnished.add_candidates([a_candidate("dora"), a_candidate("Abe", withdrawn_at=LATER), a_candidate("Bø %")])
    furnished.add_opening(an_opening("other"))
    furnished.add_candidates([a_candidate("Barbara", "other")])
    if "search" in wish:
        furnished.add_candidates([a_candidate("Angström, Zoë")])
    found, count = furnished.candidates_of("post", **wish)  # type: ignore[arg-type]
    assert ([candidate.name for candidate in found], count) == (names, total)


def test_a_time_is_changed_until_a_rater_begins(furnished: Store) -> None:
    furnished.add_interview(an_interview("new"), [a_card("new", "new"), a_card("newer", "new", "ben")])
    assert furnished.reschedule("new", "2026-03-12T14:30")
    (one, other) = furnished.seats(interview_id="new")
    assert one.interview == other.interview == replace(an_interview("new"), planned_for="2026-03-12T14:30")
    furnished.begin("newer", AT)
    assert not furnished.reschedule("new", "")
    assert not furnished.reschedule("no such", "")
    assert furnished.seats(interview_id="new")[0].interview.planned_for == "2026-03-12T14:30"


def test_candidates_without_interviews_are_those_still_to_be_planned(furnished: Store) -> None:
    furnished.add_candidates([a_candidate("Zoe"), a_candidate("abe"), a_candidate("Bo", withdrawn_at=LATER)])
    assert [candidate.name for candidate in furnished.candidates_without_interviews("post")] == ["abe", "Zoe"]
    assert furnished.candidates_without_interviews("other") == ()


# Interviews and scorecards


def test_an_interview_is_kept_with_all_its_scorecards_or_not_at_all(furnished: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign|constraint"):
        furnished.add_interview(an_interview("next"), [a_card("next", "next"), a_card("more", "next", "nobody")])
    assert furnished.seats(interview_id="next") == ()
    assert not furnished.remove_interview("next")


def test_one_rater_has_one_scorecard_of_an_interview(furnished: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)unique"):
        furnished.add_interview(an_interview("next"), [a_card("a", "next"), a_card("b", "next")])


def test_an_interview_is_removed_until_somebody_has_begun(furnished: Store) -> None:
    furnished.add_transcript(a_transcript())
    furnished.add_early_look(EarlyLook("card", "ratings", "", AT))
    assert furnished.remove_interview("talk")
    assert furnished.seats() == ()
    assert furnished.find_transcript("talk") is None
    assert not furnished.remove_interview("talk")
    furnished.add_interview(an_interview(), [a_card(), a_card("bens", person="ben")])
    furnished.begin("bens", AT)
    assert not furnished.remove_interview("talk")
    assert len(furnished.seats()) == 2


def test_an_early_look_is_noted_once(furnished: Store) -> None:
    first, second = EarlyLook("card", "ratings", "", AT), EarlyLook("card", "suggestions", "q", LATER)
    assert furnished.add_early_look(second)
    assert furnished.add_early_look(first)
    assert not furnished.add_early_look(replace(first, at=LATER))
    assert furnished.early_looks_in("post") == (first, second)
    assert furnished.early_looks_in("other") == ()


def test_a_seat_holds_all_that_a_scorecard_belongs_to(furnished: Store) -> None:
    seat, _ = furnished.seats()
    assert (seat.scorecard, seat.interview, seat.candidate) == (a_card(), an_interview(), a_candidate())
    assert (seat.opening, seat.rater) == (an_opening(), a_person("Ann"))


@pytest.mark.parametrize(
    ("wish", "cards"),
    [
        ({}, ["card", "bens", "second", "others"]),  # by candidate, round, rater
        ({"person_id": "ann"}, ["card", "second", "others"]),
        ({"person_id": ""}, []),
        ({"opening_id": "other"}, ["others"]),
        ({"candidate_ids": ["cara"]}, ["card", "bens", "second"]),
        ({"candidate_ids": ["dora", "cara", "nobody"]}, ["card", "bens", "second", "others"]),
        ({"candidate_ids": []}, []),
        ({"interview_id": "talk"}, ["card", "bens"]),
        ({"interview_id": "talk", "person_id": "ben"}, ["bens"]),
        ({"is_open": True}, ["card", "second"]),  # Ben has submitted, Dora has withdrawn
        ({"is_open": True, "person_id": "ben"}, []),
    ],
)
def test_seats_meet_all_conditions(furnished: Store, wish: dict[str, object], cards: list[str]) -> None:
    furnished.add_opening(an_opening("other"))
    furnished.add_candidates([a_candidate("Dora", "other", withdrawn_at=LATER)])
    furnished.add_interview(an_interview("later", "cara", round=2), [a_card("second", "later")])
    furnished.add_interview(an_interview("others", "dora"), [a_card("others", "others")])
    furnished.submit("bens", LATER)
    assert [seat.scorecard.id for seat in furnished.seats(**wish)] == cards  # type: ignore[arg-type]


def test_a_rater_sees_all_that_is_open_and_the_newest_submitted(furnished: Store) -> None:
    for number in range(1, 4):
        furnished.add_interview(an_interview(f"talk{number}", round=number), [a_card(f"c{number}", f"talk{number}")])
        furnished.submit(f"c{number}", f"2026-03-0{number}T09:00:00.000Z")
    assert [s.scorecard.id for s in furnished.seats_of_rater("ann", submitted=2)] == ["card", "c2", "c3"]
    assert [s.scorecard.id for s in furnished.seats_of_rater("ann", submitted=0)] == ["card"]
    assert [s.scorecard.id for s in furnished.seats_of_rater("ben", submitted=9)] == ["bens"]


def test_nothing_is_open_in_an_opening_that_is_closed(furnished: Store) -> None:
    furnished.change_opening(an_opening(closed_at=LATER))
    assert furnished.seats(is_open=True) == ()
    assert len(furnished.seats()) == 2


def test_beginning_and_pinning_happen_once(furnished: Store) -> None:
    for bank, at in (("bank-1", AT), ("bank-2", LATER)):
        furnished.pin("talk", bank, at)
        furnished.begin("card", at)
    seat, other = furnished.seats()
    assert (seat.interview.bank, seat.interview.started_at, seat.scorecard.started_at) == ("bank-1", AT, AT)
    assert other.scorecard.started_at is None


def test_leaving_can_be_taken_back_until_the_scorecard_is_locked(furnished: Store) -> None:
    def left_at() -> str | None:
        return furnished.seats()[0].scorecard.left_at

    furnished.leave("card", AT)
    assert left_at() == AT
    furnished.leave("card", None)
    assert left_at() is None
    assert furnished.submit("card", LATER)
    assert not furnished.submit("card", AT)
    furnished.leave("card", AT)
    assert left_at() is None
    assert furnished.seats()[0].scorecard.submitted_at == LATER
    assert not furnished.submit("nobody's", AT)


# Transcripts, consensus, banks


def a_transcript(name: str = "file", at: str = AT) -> TranscriptFile:
    return TranscriptFile(name, "talk", "talk.vtt", bytes(range(256)), "agreed", "ann", at, {})


def test_a_new_transcript_sets_the_one_before_aside(furnished: Store) -> None:
    assert furnished.find_transcript("talk") is None
    furnished.add_transcript(a_transcript())
    assert furnished.find_transcript("talk") == a_transcript()
    furnished.add_transcript(a_transcript("next", LATER))
    assert furnished.find_transcript("talk") == a_transcript("next", LATER)
    furnished.remove_transcript("talk", LATER)
    assert furnished.find_transcript("talk") is None
    aside = (a_transcript(), a_transcript("next", LATER))
    assert furnished.transcripts_of("talk") == tuple(replace(own, removed_at=LATER) for own in aside)
    assert furnished.transcripts_of("another") == ()


def test_speakers_are_assigned_and_nothing_else_of_a_transcript_changes(furnished: Store) -> None:
    furnished.add_transcript(a_transcript())
    speakers = {"Ines: “Chair”": "interviewer", "محمد": "candidate"}
    furnished.assign_speakers(replace(a_transcript(), speakers=speakers, content=b"other", consent="none"))
    assert furnished.find_transcript("talk") == replace(a_transcript(), speakers=speakers)


def test_a_discussion_opens_once_and_is_locked_once(furnished: Store) -> None:
    assert furnished.find_consensus("cara", 1) is None
    furnished.open_consensus(Consensus("cara", 1, "ann", AT))
    furnished.open_consensus(Consensus("cara", 1, "ben", LATER))
    furnished.open_consensus(Consensus("cara", 2, "ben", LATER))
    assert furnished.find_consensus("cara", 1) == Consensus("cara", 1, "ann", AT)
    assert furnished.finish_consensus("cara", 1, AT)
    assert not furnished.finish_consensus("cara", 1, LATER)
    assert not furnished.finish_consensus("cara", 3, LATER)
    assert [(c.round, c.final_at) for c in furnished.consensuses_of("cara")] == [(1, AT), (2, None)]


def test_settled_levels_stay_in_the_order_of_time(furnished: Store) -> None:
    levels = tuple(ConsensusLevel("cara", 1, "standing", level, "r", "ann", AT) for level in (3, None, 5))
    for level in levels:
        furnished.add_consensus_level(level)
    assert furnished.consensus_levels_of("cara") == levels
    assert furnished.consensus_levels_of("dora") == ()


def test_rounds_wait_for_their_discussion_once_all_have_submitted(furnished: Store) -> None:
    furnished.set_panelist("post", "ben", is_moderator=True)
    furnished.submit("card", LATER)
    assert furnished.rounds_to_discuss() == ()
    furnished.submit("bens", AT)
    (found,) = furnished.rounds_to_discuss()
    assert (found.opening, found.candidate, found.moderator) == (an_opening(), a_candidate(), a_person("Ben"))
    assert (found.round, found.scorecards, found.submitted_at) == (1, 2, LATER)
    furnished.open_consensus(Consensus("cara", 1, "ben", AT))
    assert furnished.rounds_to_discuss() == ()


@pytest.mark.parametrize("why", ["one rater", "withdrawn", "closed"])
def test_some_rounds_wait_for_no_discussion(furnished: Store, why: str) -> None:
    furnished.add_candidates([a_candidate("Dora")])
    furnished.add_interview(an_interview("doras", "dora"), [a_card("doras", "doras")])
    furnished.submit("doras", AT)
    if why != "one rater":
        furnished.submit("card", AT)
        furnished.submit("bens", AT)
    if why == "withdrawn":
        furnished.change_candidate(a_candidate(withdrawn_at=LATER))
    if why == "closed":
        furnished.change_opening(an_opening(closed_at=LATER))
    assert furnished.rounds_to_discuss() == ()


def test_a_discussion_needs_no_moderator_to_wait(furnished: Store) -> None:
    furnished.submit("card", AT)
    furnished.submit("bens", AT)
    assert [found.moderator for found in furnished.rounds_to_discuss()] == [None]


# Drafts


def heads(store: Store, *cards: str) -> list[str]:
    return [draft.text for draft in store.heads_of(cards or ("card",))]


def test_revisions_count_from_one_for_each_note(furnished: Store) -> None:
    kept = [furnished.append_draft(a_draft(question=q, card=c)) for q, c in (("q", "card"), ("r", "card"), ("q", "card"), ("q", "bens"))]  # fmt: skip
    assert [draft.revision for draft in kept] == [1, 1, 2, 1]
    assert furnished.drafts_of("card", "q") == (kept[0], kept[2])


@pytest.mark.parametrize("text", ODD_TEXTS, ids=[ascii(text[:12]) for text in ODD_TEXTS])
def test_a_note_is_kept_to_the_letter(furnished: Store, open_again: Open, text: str) -> None:
    furnished.append_draft(a_draft(text))
    reopened = open_again()
    assert heads(reopened) == [text]
    reopened.close()


def test_a_repeated_key_returns_what_was_kept_before(furnished: Store) -> None:
    first = furnished.append_draft(a_draft("first", key="same-key"))
    furnished.append_draft(a_draft("second", parent=1))
    assert furnished.append_draft(a_draft("other words", question="r", key="same-key")) == first
    assert furnished.append_draft(a_draft("Ben's", card="bens", key="same-key")).text == "Ben's"
    assert [draft.text for draft in furnished.drafts_of("card", "q")] == ["first", "second"]
    assert furnished.drafts_of("card", "r") == ()


def test_heads_are_the_drafts_that_no_other_follows(furnished: Store) -> None:
    furnished.append_draft(a_draft("1"))
    furnished.append_draft(a_draft("2", parent=1))
    furnished.append_draft(a_draft("3, of another window", parent=1))
    furnished.append_draft(a_draft("of another note", question="r"))
    assert heads(furnished) == ["2", "3, of another window", "of another note"]
    furnished.append_draft(a_draft("4 = 2 + 3", parent=2, joined=3))
    assert heads(furnished) == ["of another note", "4 = 2 + 3"]
    assert heads(furnished, "bens") == []


@pytest.mark.parametrize("parent", [1, 2, 3, 99])
def test_no_text_goes_out_of_sight_whatever_parent_a_page_names(furnished: Store, parent: int) -> None:
    """As after a restore of an older copy, when pages build on revisions that are no longer there."""
    furnished.append_draft(a_draft("first", parent=parent))
    assert heads(furnished) == ["first"]
    furnished.append_draft(a_draft("second", parent=parent, joined=parent))
    furnished.append_draft(a_draft("third", parent=parent, joined=3))
    assert heads(furnished)[-1] == "third"
    shown = {draft.revision for draft in furnished.heads_of(["card"])}
    drafts = furnished.drafts_of("card", "q")
    followed = {link for d in drafts for link in (d.parent, d.joined) if link is not None and link < d.revision}
    assert shown == {1, 2, 3} - followed


# Entries


@pytest.mark.parametrize("entry", ONE_OF_EACH, ids=lambda entry: type(entry).__name__)
def test_an_entry_is_kept_once(furnished: Store, entry: Entry) -> None:
    assert furnished.append(entry)
    assert not furnished.append(entry)
    assert furnished.has_entry("card", entry.key)
    assert not furnished.has_entry("bens", entry.key)
    assert not furnished.has_entry("card", "another-key")
    assert furnished.append(replace(entry, scorecard_id="bens"))
    kept: list[object] = []
    for read in (furnished.ratings_of, furnished.askings_of, furnished.placements_of, furnished.flag_answers_of):
        kept += read(["card"])
    assert kept == [entry]


def test_the_latest_entry_counts_for_each_thing_it_is_about(furnished: Store) -> None:
    ratings = [a_rating(1), a_rating(2, competency="credit"), a_rating(3, question="r"), a_rating(None)]
    answers = [a_flag_answer("adopted"), a_flag_answer("adopted", "going-rogue"), a_flag_answer("dismissed")]
    others: list[Entry] = [an_asking("skipped"), an_asking("open"), a_place("boss"), a_place("")]
    for entry in (*ratings, *answers, *others):
        furnished.append(entry)
    assert furnished.ratings_of(["card", "bens"]) == tuple(ratings[1:])
    assert furnished.everything_of("card", Rating) == tuple(ratings)
    assert [asking.state for asking in furnished.askings_of(["card"])] == ["open"]
    assert [choice.value for choice in furnished.placements_of(["card"])] == [""]
    assert furnished.flag_answers_of(["card"]) == tuple(answers[1:])


def test_what_was_written_last_counts_whenever_it_arrived(furnished: Store) -> None:
    """A rating that waited for the network does not undo the one that was made after it."""
    for level, written_at in ((1, AT), (2, LATER), (3, AT)):
        furnished.append(replace(a_rating(level), written_at=written_at))
    assert [rating.level for rating in furnished.ratings_of(["card"])] == [2]
    furnished.append(replace(a_rating(4), written_at=LATER))  # of the same moment, the one that came last
    assert [rating.level for rating in furnished.ratings_of(["card"])] == [4]
    assert [rating.level for rating in furnished.everything_of("card", Rating)] == [1, 2, 3, 4]


def test_everything_of_a_scorecard_is_there_whatever_replaced_it(furnished: Store) -> None:
    ratings, askings, places = [a_rating(1), a_rating(2)], [an_asking("skipped"), an_asking("open")], [a_place("boss"), a_place("")]  # fmt: skip
    answers, readings = [a_flag_answer("adopted"), a_flag_answer("dismissed")], [a_reading("a"), a_reading("b")]
    entries: tuple[Entry, ...] = (*ratings, *askings, *places, *answers)
    for entry in entries:
        furnished.append(entry)
    for reading in readings:
        furnished.add_reading(reading)
    drafts = [furnished.append_draft(a_draft(text, parent=parent)) for parent, text in enumerate(("one", "two"))]
    furnished.append(replace(a_rating(5), scorecard_id="bens"))
    kinds: tuple[tuple[type[Any], list[Any]], ...] = (
        (Rating, ratings), (Asking, askings), (PlacementChoice, places), (FlagAnswer, answers), (Reading, readings),
        (Draft, drafts),
    )  # fmt: skip
    for kind, kept in kinds:
        assert furnished.everything_of("card", kind) == tuple(kept)
        assert furnished.everything_of("nothing", kind) == ()


def test_a_flag_read_in_notes_and_transcript_is_answered_for_each(furnished: Store) -> None:
    answers = [replace(a_flag_answer(verdict), source=source) for verdict, source in (("adopted", "notes"), ("dismissed", "transcript"))]  # fmt: skip
    for answer in answers:
        furnished.append(answer)
    assert furnished.flag_answers_of(["card"]) == tuple(answers)


def test_the_latest_reading_counts_for_each_question_and_source(furnished: Store) -> None:
    readings = [a_reading("a"), a_reading("b", "transcript"), a_reading("c"), a_reading("d", question="r")]
    for reading in readings:
        furnished.add_reading(reading)
    assert furnished.readings_of(["card"]) == tuple(readings[1:])


@pytest.mark.parametrize(
    ("entries", "counted"),
    [
        ([], 0),
        ([a_rating(3)], 1),
        ([a_rating(None)], 1),  # "no evidence" is a rating
        ([a_rating(3, competency="credit")], 0),  # not what the question is rated on
        ([a_rating(3), a_rating(4)], 1),
        ([an_asking("skipped")], 1),
        ([an_asking("skipped"), an_asking("open")], 0),
        ([an_asking("asked")], 0),
        ([a_rating(3), an_asking("skipped")], 1),
        ([a_rating(3), an_asking("skipped", "r")], 2),
    ],
)
def test_questions_are_counted_once_rated_or_skipped(furnished: Store, entries: list[Entry], counted: int) -> None:
    for entry in entries:
        furnished.append(entry)
    rated_on = {"q": "standing", "r": "horizon"}
    assert furnished.rated_counts(["card", "bens"], rated_on) == {"card": counted, "bens": 0}
    assert furnished.rated_counts([], rated_on) == {}


def test_nothing_is_found_for_no_scorecards(furnished: Store) -> None:
    for read in (
        furnished.heads_of, furnished.ratings_of, furnished.askings_of, furnished.placements_of,
        furnished.flag_answers_of, furnished.readings_of,
    ):  # fmt: skip
        assert read([]) == ()
        assert read(["nobody's"]) == ()


# Transactions


def test_a_transaction_keeps_all_or_nothing(furnished: Store) -> None:
    def fail() -> None:
        with furnished.transaction():
            furnished.append_draft(a_draft("lost"))
            with furnished.transaction():
                furnished.append(a_rating(3))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (heads(furnished), furnished.ratings_of(["card"])) == ([], ())
    with furnished.transaction():
        furnished.append_draft(a_draft("kept"))
    assert heads(furnished) == ["kept"]


def test_others_see_a_transaction_only_when_it_is_over(furnished: Store) -> None:
    with ThreadPoolExecutor(1) as other:
        with furnished.transaction():
            furnished.append_draft(a_draft("new"))
            assert other.submit(heads, furnished).result() == []
        assert other.submit(heads, furnished).result() == ["new"]


def test_no_other_writer_comes_between(furnished: Store) -> None:
    begun = threading.Event()

    def submit() -> bool:
        begun.set()
        return furnished.submit("card", LATER)

    with ThreadPoolExecutor(1) as other:
        with furnished.transaction():
            furnished.append_draft(a_draft("before"))
            waiting = other.submit(submit)
            begun.wait()
            assert furnished.seats()[0].scorecard.submitted_at is None
            furnished.append(a_rating(3))
        assert waiting.result()


def test_what_was_kept_is_there_after_a_restart(furnished: Store, open_again: Open) -> None:
    furnished.append_draft(a_draft("kept"))
    furnished.close()
    reopened = open_again()
    assert heads(reopened) == ["kept"]
    reopened.close()


# Many writers


def test_threads_that_write_at_once_lose_and_double_nothing(furnished: Store) -> None:
    drafts = [a_draft(f"{writer}-{number}", window=str(writer)) for number in range(20) for writer in range(6)]
    with ThreadPoolExecutor(6) as writers:
        kept = list(writers.map(furnished.append_draft, [*drafts, *drafts]))  # each is sent twice
    assert kept[: len(drafts)] == kept[len(drafts) :]
    found = furnished.drafts_of("card", "q")
    assert [draft.revision for draft in found] == list(range(1, len(drafts) + 1))
    assert sorted(draft.text for draft in found) == sorted(draft.text for draft in drafts)


def test_only_one_of_many_submits_and_uses_a_key(furnished: Store) -> None:
    furnished.add_key(a_sign_in_key("k"))
    with ThreadPoolExecutor(6) as writers:
        submitted = list(writers.map(lambda n: furnished.submit("card", f"{n}"), range(12)))
        used = list(writers.map(lambda n: furnished.use_key("k", f"{n}"), range(12)))
    assert (sum(submitted), sum(used)) == (1, 1)
