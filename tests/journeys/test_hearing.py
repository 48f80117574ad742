"""Scorecards are read once they are locked, each once by the same terms, and anew beside what was heard before."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from screener.errors import NotFound
from screener.journeys import hearing, imports, live
from screener.journeys.hearing import Terms, hear_opening, terms_of
from screener.journeys.instance import Instance
from screener.journeys.readings import read_answer
from screener.journeys.shelf import Shelf
from screener.storage.records import Candidate, Interview, Opening, Seat
from screener.storage.summaries import Hearing
from tests.factories import SLOTS, make_philosophy, make_policy, make_question, write_bank, write_file
from tests.journeys.entries import draft, questions_of, rate_all, rating, send
from tests.journeys.rated import locked, note, rated
from tests.journeys.test_imports import assign, attach
from tests.office import Office

HELD = "Honestly, the credit belongs to us in May."
PAST = "I used to say the credit belongs to us in May."
WORDING = "Whose work brought in the largest customer of last year?"
TALK = f"Ines: {WORDING}\n\nTom: {HELD}\n\nInes: Thank you.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small bank on disk, with one risky philosophy and one that is healthy."""
    return write_bank(tmp_path / "questions")


@pytest.fixture
def office(office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The organisation with that bank, which looks at the disk each time it is asked."""
    monkeypatch.setattr("screener.journeys.shelf._LOOK_AGAIN_SECONDS", 0.0)
    office.instance = replace(office.instance, shelf=Shelf(folder, office.instance.store))
    return office


def said(office: Office, candidate: Candidate, *notes: str, submits: bool = True, **changes: object) -> Seat:
    """Return Marcus's scorecard with these notes, one for each question."""
    seat = rated(office, candidate, office.marcus, {"standing": [3]}, submits=False, **changes)  # type: ignore[arg-type]
    for number, text in enumerate(notes):
        note(office, seat, text, number)
    return locked(office, seat) if submits else seat


def kept(office: Office, opening: Opening, **terms: str) -> tuple[Hearing, ...]:
    store = office.instance.store
    return store.hearings_of([seat.scorecard.id for seat in store.seats(opening_id=opening.id)], **terms)


def told(office: Office, opening: Opening, *, is_reread: bool = False) -> list[tuple[int, int]]:
    """Read an opening and return how it said how far it was."""
    seen: list[tuple[int, int]] = []
    hear_opening(office.instance, opening.id, is_reread=is_reread, on_scorecard=lambda *far: seen.append(far))
    return seen


# What is heard


def test_what_is_heard_is_kept_with_its_words_where_they_stand(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    text = f"Hm.\n{HELD} We share the credit."
    seat = said(office, candidate, text)
    hear_opening(office.instance, opening.id)
    (hearing,) = kept(office, opening)
    assert (hearing.scorecard_id, hearing.bank, hearing.policy) == (seat.scorecard.id, seat.interview.bank, "default")
    assert hearing.read_at == office.instance.now()
    assert hearing.reader == office.instance.shelf.current().scorer.reader.version
    flags = {flag.philosophy: flag for flag in hearing.flags}
    risky, healthy = flags["sole-credit"], flags["shared-credit"]
    assert (risky.question, risky.source, risky.stance, risky.kind, risky.severity) == (
        questions_of(office)[0], "notes", "asserted", "risky", "high",
    )  # fmt: skip
    assert (healthy.kind, healthy.severity) == ("healthy", "")
    assert all(text[flag.start : flag.end] == flag.quote and flag.quote.strip() for flag in hearing.flags)


def test_it_is_what_a_rater_is_shown(office: Office, opening: Opening) -> None:
    interview = office.interview(office.candidate(opening), office.marcus)
    live.begin(office.instance, office.marcus, interview.id)
    question = questions_of(office)[0]
    send(office, interview, draft(question, f"{HELD} {PAST}"))
    rate_all(office, interview)
    live.submit(office.instance, office.marcus, interview.id)
    (source,) = read_answer(office.instance, office.marcus, interview.id, question).sources
    hear_opening(office.instance, opening.id)
    (hearing,) = kept(office, opening)
    assert [(f.philosophy, f.stance, f.severity, f.quote) for f in hearing.flags] == [
        (f.philosophy, f.stance, f.severity or "", f.quotation.quote) for f in source.flags
    ]
    assert hearing.flags


@pytest.fixture
def talked(office: Office, opening: Opening, folder: Path) -> Interview:
    """An interview of Marcus's that has begun, with a question that the transcript TALK answers."""
    ask = dict.fromkeys(("sales", "marketing", "both"), WORDING)
    write_file(folder / SLOTS["question"], make_question(ask=ask))
    interview = office.interview(office.candidate(opening), office.marcus)
    live.begin(office.instance, office.marcus, interview.id)
    return interview


def put_down(office: Office, interview: Interview) -> None:
    """Attach the transcript, and say who is who."""
    attach(office, interview, TALK)
    assign(office, interview, Ines="interviewer", Tom="candidate")


def test_the_transcript_is_read_beside_the_notes(office: Office, opening: Opening, talked: Interview) -> None:
    interview, question = talked, questions_of(office)[0]
    put_down(office, interview)
    send(office, interview, draft(question, PAST), rating(office, question))
    rate_all(office, interview)
    live.submit(office.instance, office.marcus, interview.id)
    hear_opening(office.instance, opening.id)
    (hearing,) = kept(office, opening)
    heard = {(flag.source, flag.philosophy, flag.stance) for flag in hearing.flags}
    assert {("notes", "sole-credit", "past"), ("transcript", "sole-credit", "asserted")} <= heard


def test_who_said_nothing_of_it_is_kept_as_heard(office: Office, opening: Opening, candidate: Candidate) -> None:
    said(office, candidate)
    said(office, candidate, "We meet in May.", "سلام 👩🏽‍💼 <script>alert(1)</script>", "\x00 =1+1")
    hear_opening(office.instance, opening.id)
    assert [hearing.flags for hearing in kept(office, opening)] == [(), ()]


# When


def test_only_what_is_locked_is_read_and_only_once(office: Office, opening: Opening, candidate: Candidate) -> None:
    open_seat = said(office, candidate, HELD, submits=False)
    assert told(office, opening) == []
    for name in ("Ann", "Ben"):
        said(office, office.candidate(opening, name), HELD)
    assert told(office, opening) == [(1, 2), (2, 2)]
    assert told(office, opening) == []
    locked(office, open_seat)
    assert told(office, opening) == [(1, 1)]
    assert len(kept(office, opening)) == 3


def test_an_opening_is_read_without_others_and_an_unknown_one_is_not_there(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    said(office, candidate, HELD)
    other = office.opening()
    said(office, office.candidate(other), HELD)
    assert told(office, opening) == [(1, 1)]
    assert kept(office, other) == ()
    with pytest.raises(NotFound):
        hear_opening(office.instance, "nowhere")


def sources(office: Office, opening: Opening) -> list[str]:
    """Read what has to be read, and return from which sources flags were heard."""
    hear_opening(office.instance, opening.id)
    (hearing,) = kept(office, opening)
    return [flag.source for flag in hearing.flags if flag.philosophy == "sole-credit"]


def test_a_transcript_that_comes_after_submitting_is_read_and_one_set_aside_is_not_quoted(
    office: Office, opening: Opening, talked: Interview
) -> None:
    rate_all(office, talked)
    live.submit(office.instance, office.marcus, talked.id)
    assert sources(office, opening) == []
    office.clock.forward(hours=1)
    put_down(office, talked)
    assert sources(office, opening) == ["transcript"]
    assert told(office, opening) == []
    assign(office, talked, Ines="candidate", Tom="interviewer")
    assert sources(office, opening) == []
    put_down(office, talked)
    assert sources(office, opening) == ["transcript"]
    attach(office, talked, TALK)  # nobody has said who is who in this one
    assert sources(office, opening) == []
    put_down(office, talked)
    assert sources(office, opening) == ["transcript"]
    imports.detach(office.instance, office.marcus, talked.id)
    assert sources(office, opening) == []


def test_a_transcript_that_comes_while_its_scorecard_is_read_is_waited_for(
    office: Office, opening: Opening, talked: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate_all(office, talked)
    live.submit(office.instance, office.marcus, talked.id)
    flags = hearing._flags

    def slowly(*args: Any, **more: Any) -> Any:
        found = tuple(flags(*args, **more))
        put_down(office, talked)
        return found

    monkeypatch.setattr(hearing, "_flags", slowly)
    hear_opening(office.instance, opening.id)
    assert kept(office, opening) == ()
    monkeypatch.undo()
    monkeypatch.setattr("screener.journeys.shelf._LOOK_AGAIN_SECONDS", 0.0)
    assert sources(office, opening) == ["transcript"]


# What is gone


@pytest.mark.parametrize(
    "changes", [{"bank": "a bank that was not kept"}, {"policy": "gone"}, {"guide": "gone"}], ids=["bank", "policy", "guide"]
)  # fmt: skip
def test_what_cannot_be_read_any_more_is_kept_as_silent(
    office: Office, opening: Opening, candidate: Candidate, changes: dict[str, str]
) -> None:
    interview = office.interview(candidate, office.marcus, **{k: v for k, v in changes.items() if k != "bank"})
    store, at = office.instance.store, office.instance.now()
    store.pin(interview.id, changes.get("bank") or office.instance.shelf.keep_current(at), at)
    store.submit(store.seats(interview_id=interview.id)[0].scorecard.id, at)
    said(office, office.candidate(opening, "Other"), HELD)
    hear_opening(office.instance, opening.id)
    silent, full = sorted(kept(office, opening), key=lambda own: len(own.flags))
    assert (silent.flags, silent.reader) == ((), "")
    assert full.flags
    assert told(office, opening) == []


# Read anew


def test_one_that_goes_wrong_does_not_keep_the_others_from_being_read(
    office: Office, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats = [said(office, office.candidate(opening, name), HELD) for name in ("Ann", "Ben", "Cleo")]
    flags = hearing._flags

    def failing(instance: Instance, seat: Seat, *args: Any, **more: Any) -> Any:
        if seat.candidate.name == "Ann":
            raise OSError("the disk is full")
        return flags(instance, seat, *args, **more)

    monkeypatch.setattr(hearing, "_flags", failing)
    with pytest.raises(OSError, match="the disk is full"):
        hear_opening(office.instance, opening.id)
    assert {own.scorecard_id for own in kept(office, opening)} == {seat.scorecard.id for seat in seats[1:]}
    monkeypatch.undo()
    hear_opening(office.instance, opening.id)
    assert len(kept(office, opening)) == 3


def test_a_transcript_is_looked_up_as_often_for_many_answers_as_for_one(office: Office, opening: Opening) -> None:
    def looked_up(*notes: str) -> int:
        other = office.opening()
        said(office, office.candidate(other), *notes)
        seen: list[str] = []
        connection = office.instance.store._db.conn  # type: ignore[attr-defined]
        connection.set_trace_callback(seen.append)
        hear_opening(office.instance, other.id)
        connection.set_trace_callback(None)
        return sum("FROM transcript_file" in sql for sql in seen)

    assert looked_up(HELD) == looked_up(HELD, HELD) > 0


def test_notes_are_read_anew_where_the_policy_of_then_is_gone(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    seat = said(office, candidate, HELD, policy="gone")
    hear_opening(office.instance, opening.id, is_reread=True)
    today = office.instance.shelf.current().bank.fingerprint
    (anew,) = kept(office, opening, bank=today, policy=opening.policy)
    assert (anew.scorecard_id, bool(anew.flags)) == (seat.scorecard.id, True)


def test_its_own_terms_are_each_interviews_and_todays_are_the_same_for_all(office: Office, opening: Opening) -> None:
    assert terms_of(office.instance, opening, is_reread=False) == Terms("", "")
    today = office.instance.shelf.current().bank.fingerprint
    assert terms_of(office.instance, opening, is_reread=True) == Terms(today, "default")


def test_reading_anew_keeps_what_was_heard_before(
    office: Office, opening: Opening, candidate: Candidate, folder: Path
) -> None:
    said(office, candidate, HELD, "Then we meet on Mondays alone.")
    hear_opening(office.instance, opening.id)
    before = kept(office, opening)
    assert [flag.severity for flag in before[0].flags if flag.philosophy == "sole-credit"] == ["high"]
    write_file(folder / SLOTS["policy"], make_policy(flags=[{"philosophy": "sole-credit", "severity": "low"}]))
    patterns = [*make_philosophy()["patterns"], "we meet on mondays alone"]
    write_file(folder / SLOTS["risky"], make_philosophy(patterns=patterns))
    assert told(office, opening, is_reread=True) == [(1, 1)]
    today = office.instance.shelf.current().bank.fingerprint
    (anew,) = kept(office, opening, bank=today, policy="default")
    assert today != before[0].bank
    flags = [(flag.question, flag.severity) for flag in anew.flags if flag.philosophy == "sole-credit"]
    assert flags == [(question, "low") for question in questions_of(office)[:2]]
    assert kept(office, opening) == before
    assert told(office, opening, is_reread=True) == []
    assert office.instance.store.find_bank(today) is not None  # so that it can be said later by what it was read


def test_reading_anew_takes_the_openings_policy(
    office: Office, opening: Opening, candidate: Candidate, folder: Path
) -> None:
    strict = make_policy(id="strict", flags=[{"philosophy": "sole-credit", "severity": "medium"}])
    write_file(folder / "policies/strict.yaml", strict)
    said(office, candidate, HELD, policy="strict")
    hear_opening(office.instance, opening.id)
    hear_opening(office.instance, opening.id, is_reread=True)
    today = office.instance.shelf.current().bank.fingerprint
    severities = [
        [flag.severity for flag in hearing.flags if flag.philosophy == "sole-credit"]
        for hearing in (*kept(office, opening), *kept(office, opening, bank=today, policy="default"))
    ]
    assert severities == [["medium"], ["high"]]


def test_with_the_same_bank_and_policy_there_is_nothing_to_read_anew(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    said(office, candidate, HELD)
    hear_opening(office.instance, opening.id)
    assert told(office, opening, is_reread=True) == []


def test_a_policy_that_todays_bank_does_not_have_reads_nothing(
    office: Office, candidate: Candidate, opening: Opening
) -> None:
    said(office, candidate, HELD)
    office.instance.store.change_opening(replace(opening, policy="gone"))
    hear_opening(office.instance, opening.id, is_reread=True)
    today = office.instance.shelf.current().bank.fingerprint
    (silent,) = kept(office, opening, bank=today, policy="gone")
    assert (silent.flags, silent.reader) == ((), "")
