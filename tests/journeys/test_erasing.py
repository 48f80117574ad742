"""Erasing reaches every word, keeps the figures and the trail, and outlives a restored backup."""

import json
import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from screener.errors import Erased, NotAllowed, NotFound, Unreadable
from screener.journeys import candidates, consensus, imports, live, planning, selection, voluntary
from screener.journeys.audit import ERASED, verify_audit
from screener.journeys.erasing import LIST, erase_again, erase_candidate, erased_in, keep_list
from screener.journeys.hearing import hear_opening
from screener.journeys.instance import new_id
from screener.journeys.journal import record
from screener.storage.records import Candidate, Draft, Opening
from screener.storage.voluntary import VoluntaryAnswer
from tests.journeys.entries import draft
from tests.journeys.planted import NO_WORDS, columns, found_in, furnish, plant
from tests.journeys.rated import heard, rated
from tests.office import Office


def close(office: Office, opening: Opening) -> None:
    from screener.journeys.openings import close_opening

    close_opening(office.instance, office.helen, opening.id)


# What goes


def test_no_word_about_an_erased_candidate_is_left_in_any_file(office: Office, candidate: Candidate) -> None:
    furnish(office, candidate)
    words = plant(office.instance)
    # there is a row for each of these columns, so that a word stands in it
    assert {found.split(" in ")[0] for found in found_in(office.instance.folder, words)} == {w.decode() for w in words}
    erasure = erase_candidate(office.instance, office.helen, candidate.id)
    assert erasure.is_overwritten
    assert found_in(office.instance.folder, [*words, b"Brandvold", b"Tessa"]) == []


def test_every_column_is_known_to_hold_words_or_none(office: Office) -> None:
    every = set(columns(office.instance.folder / "screener.db"))
    known = {(table, column) for table, columns in NO_WORDS.items() for column in columns}
    assert known <= every, "columns that there are not"
    assert {table for table, _ in every} == set(NO_WORDS), "say of each new table which of its columns hold no words"


def test_what_was_overwritten_page_by_page_is_gone_too(office: Office, candidate: Candidate) -> None:
    """Long and short notes, written in turn and replaced: pages are split, joined and put on the free list."""
    store, at, chance = office.instance.store, office.instance.now(), random.Random(7)
    other = office.candidate(office.instance.store.opening_of(candidate.opening_id), "Ovid Lindqvist")
    seats = [rated(office, own, rater, {}) for own in (candidate, other) for rater in (office.marcus, office.yuki)]
    for number in range(400):
        seat = chance.choice(seats)
        word = "Zqgone" if seat.candidate.id == candidate.id else "Zqstays"
        text = f"{word} " * chance.choice((3, 40, 900))
        store.append_draft(Draft(seat.scorecard.id, f"q{number % 9}", 0, 0, None, "w", new_id(), text, at, at))
    erase_candidate(office.instance, office.helen, candidate.id)
    assert found_in(office.instance.folder, [b"Zqgone"]) == []
    assert found_in(office.instance.folder, [b"Zqstays"]) == ["Zqstays in screener.db"]


def test_who_reads_just_then_delays_the_overwriting_and_not_the_erasing(
    office: Office, candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    from screener.storage.sqlite import connection

    furnish(office, candidate)
    monkeypatch.setattr(connection, "_WAIT_SECONDS", 0.05)
    office.instance.store.release()
    with closing(sqlite3.connect(office.instance.folder / "screener.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM draft").fetchone()
        assert not erase_candidate(office.instance, office.helen, candidate.id).is_overwritten
        assert office.instance.store.candidate_of(candidate.id).erased_at
    assert office.instance.store.overwrite_removed()
    assert found_in(office.instance.folder, [b"Brandvold"]) == []


def test_other_candidates_keep_everything(office: Office, opening: Opening, candidate: Candidate) -> None:
    other = office.candidate(opening, "Ovid Lindqvist")
    furnish(office, candidate)
    seat = rated(office, other, office.marcus, {"standing": [3]})
    at = office.instance.now()
    office.instance.store.append_draft(Draft(seat.scorecard.id, "q", 0, 0, None, "w", new_id(), "His words", at, at))
    erase_candidate(office.instance, office.helen, candidate.id)
    assert office.instance.store.candidate_of(other.id) == other
    assert [own.text for own in office.instance.store.drafts_of(seat.scorecard.id, "q")] == ["His words"]


# What stays


def test_levels_and_what_counts_stay_without_a_name(office: Office, opening: Opening, candidate: Candidate) -> None:
    furnish(office, candidate)
    close(office, opening)
    store = office.instance.store

    def figures() -> object:
        heard = store.heard_in(opening.id)
        return (
            store.summaries_of(opening.id), store.settled_in(opening.id), heard, store.ratings_in(opening.id),
            store.chosen_in(opening.id), len(store.seats(opening_id=opening.id)),
        )  # fmt: skip

    before = figures()
    erased = erase_candidate(office.instance, office.helen, candidate.id).candidate
    assert figures() == before
    assert store.candidate_of(candidate.id) == erased
    assert (erased.name, erased.note) == (f"Erased candidate {candidate.id[:4]}", "")
    assert erased.withdrawn_at is None  # who was considered is settled


def test_beliefs_that_were_heard_stay_without_quotations(office: Office, candidate: Candidate) -> None:
    furnish(office, candidate)
    (seat,) = (own for own in office.instance.store.seats(candidate_ids=[candidate.id]) if own.scorecard.submitted_at)
    erase_candidate(office.instance, office.helen, candidate.id)
    (own,) = office.instance.store.hearings_of([seat.scorecard.id])
    (flag,) = own.flags
    assert (flag.philosophy, flag.confidence, flag.quote, flag.start, flag.end) == ("sole-credit", 0.9, "", 0, 0)


def test_what_nobody_submitted_goes_with_its_levels(office: Office, candidate: Candidate) -> None:
    seat = rated(office, candidate, office.marcus, {"standing": [3]}, submits=False)
    erase_candidate(office.instance, office.helen, candidate.id)
    assert office.instance.store.ratings_of([seat.scorecard.id]) == ()


def test_an_erased_scorecard_is_not_read_anew(office: Office, opening: Opening, candidate: Candidate) -> None:
    seat = rated(office, candidate, office.marcus, {"standing": [3]})
    erase_candidate(office.instance, office.helen, candidate.id)
    hear_opening(office.instance, opening.id)
    hear_opening(office.instance, opening.id, is_reread=True)
    bank = office.instance.shelf.current().bank.fingerprint
    assert office.instance.store.hearings_of([seat.scorecard.id], bank=bank) == ()


def test_a_voluntary_answer_stays_in_counts_and_goes_before_it_came_into_any(office: Office, opening: Opening) -> None:
    early, late = office.candidate(opening), office.candidate(opening, "Ovid Lindqvist")
    for own in (early, late):
        token = voluntary.token_of(office.instance, own.id)
        voluntary.answer(office.instance, token, {"sex": "female", "race": "not-said"})
    erase_candidate(office.instance, office.helen, early.id)
    with pytest.raises(Erased):
        voluntary.answer(office.instance, voluntary.token_of(office.instance, early.id), {"sex": "male"})
    close(office, opening)
    erase_candidate(office.instance, office.helen, late.id)
    kept = office.instance.voluntary.answers()
    assert [(own.sex, own.race) for own in kept.values()] == [("female", "")]
    assert isinstance(next(iter(kept.values())), VoluntaryAnswer)


# The trail


def test_the_trail_notes_the_erasure_and_proves_itself(office: Office, candidate: Candidate) -> None:
    furnish(office, candidate)
    erase_candidate(office.instance, office.helen, candidate.id)
    entry, words = office.instance.store.audit_entries(candidate_id=candidate.id)[0]
    assert (entry.action, entry.person_id, words) == (ERASED, office.helen.id, None)
    assert entry.facts["because"] == "asked"
    assert entry.facts["removed"]["draft"] == 2
    assert verify_audit(office.instance).problems == ()


def test_it_says_from_when_on_no_backup_holds_the_person(office: Office, candidate: Candidate) -> None:
    erasure = erase_candidate(office.instance, office.helen, candidate.id)
    assert (erasure.at[:10], erasure.backups_free_from[:10]) == (
        "2026-03-02",
        "2026-04-07",
    )  # 35 days, and the last one's


def test_it_is_all_or_nothing(office: Office, candidate: Candidate, monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(office, candidate)

    def fails(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("screener.journeys.erasing.note", fails)
    with pytest.raises(OSError, match="full"):
        erase_candidate(office.instance, office.helen, candidate.id)
    assert office.instance.store.candidate_of(candidate.id) == candidate
    assert erased_in(office.instance.folder) == {}
    seats = office.instance.store.seats(candidate_ids=[candidate.id])
    assert all(office.instance.store.heads_of([seat.scorecard.id]) for seat in seats)


# Who, and afterwards


def test_it_is_for_hr(office: Office, candidate: Candidate) -> None:
    with pytest.raises(NotAllowed):
        erase_candidate(office.instance, office.ingrid, candidate.id)
    with pytest.raises(NotFound):
        erase_candidate(office.instance, office.marcus, candidate.id)
    erase_candidate(office.instance, office.sam, candidate.id)
    with pytest.raises(Erased):
        erase_candidate(office.instance, office.sam, candidate.id)


def test_nothing_more_is_written_about_an_erased_candidate(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    instance, helen, marcus = office.instance, office.helen, office.marcus
    seat = rated(office, candidate, marcus, {"standing": [3]}, submits=False)
    interview, question = seat.interview.id, instance.shelf.current().bank.guides[seat.interview.guide].questions[0]
    erase_candidate(instance, helen, candidate.id)
    for write in (
        lambda: record(instance, marcus, interview, [draft(question, "More words")]),
        lambda: live.begin(instance, marcus, interview),
        lambda: live.submit(instance, marcus, interview),
        lambda: live.open_live(instance, marcus, interview),
        lambda: imports.attach(instance, marcus, interview, "a.txt", b"A: b", "yes"),
        lambda: imports.attach(instance, helen, interview, "a.txt", b"A: b", "yes"),
        lambda: candidates.change_candidate(instance, helen, candidate.id, "Tessa Brandvold", ""),
        lambda: candidates.take_back_withdrawal(instance, helen, candidate.id),
        lambda: selection.note_chosen(instance, helen, candidate.id, is_chosen=True),
        lambda: consensus.open_discussion(instance, helen, candidate.id, 1),
        lambda: planning.reschedule(instance, helen, interview, "2026-05-01T10:00"),
    ):
        with pytest.raises(Erased):
            write()
    assert instance.store.drafts_of(seat.scorecard.id, question) == ()
    assert instance.store.candidate_of(candidate.id).withdrawn_at  # of whom nothing is known, nobody goes on


def test_what_was_heard_while_somebody_was_erased_is_not_kept(
    office: Office, opening: Opening, candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = rated(office, candidate, office.marcus, {"standing": [3]})

    def erased_meanwhile(*_: object) -> object:
        erase_candidate(office.instance, office.helen, candidate.id)
        return heard(office, rated(office, office.candidate(opening, "Somebody Else"), office.marcus, {}))

    monkeypatch.setattr("screener.journeys.hearing._hearing", erased_meanwhile)
    hear_opening(office.instance, opening.id)
    assert office.instance.store.hearings_of([seat.scorecard.id]) == ()


# Backups


def test_who_was_erased_is_erased_again_after_an_older_backup_was_restored(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    furnish(office, candidate)
    folder = office.instance.folder
    office.instance.store.overwrite_removed()
    shutil.copy(folder / "screener.db", folder.parent / "older.db")
    first = erase_candidate(office.instance, office.helen, candidate.id).at
    assert erased_in(folder) == {candidate.id: first}
    office.instance.close()
    shutil.copy(folder.parent / "older.db", folder / "screener.db")
    office.clock.forward(days=3)
    assert not office.instance.store.candidate_of(candidate.id).erased_at  # the older state
    assert erase_again(office.instance) == (candidate.id,)
    assert erase_again(office.instance) == ()
    assert found_in(folder, [b"Brandvold"]) == []
    entry, _ = office.instance.store.audit_entries(action=ERASED, candidate_id=candidate.id)[0]
    assert (entry.facts["because"], entry.facts["first_erased_at"]) == ("restored", first)
    assert erased_in(folder) == {candidate.id: first}


def test_a_list_that_was_kept_elsewhere_counts_too(office: Office, candidate: Candidate) -> None:
    assert erase_again(office.instance, {candidate.id: "2026-01-01T00:00:00.000Z", "unknown": "2026-01-01"}) == (
        candidate.id,
    )


def test_the_list_is_mended_from_the_database(office: Office, candidate: Candidate) -> None:
    erase_candidate(office.instance, office.helen, candidate.id)
    (office.instance.folder / LIST).unlink()
    keep_list(office.instance)
    assert list(erased_in(office.instance.folder)) == [candidate.id]
    assert set(json.loads((office.instance.folder / LIST).read_text())) == {"erased"}


@pytest.mark.parametrize("content", ["", "[]", '{"erased": 3}', "\x00"])
def test_a_list_that_is_none_is_not_taken_for_an_empty_one(office: Office, content: str) -> None:
    (office.instance.folder / LIST).write_text(content)
    with pytest.raises(Unreadable, match="list of erased candidates"):
        erase_again(office.instance)
