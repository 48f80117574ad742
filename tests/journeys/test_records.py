"""A record holds everything that is kept of an interview, and not what HR may not read yet."""

from dataclasses import replace

import pytest

from screener.errors import BankInvalid, NotAllowed, NotFound
from screener.journeys import imports
from screener.journeys.instance import new_id
from screener.journeys.records import InterviewRecord, KeptScorecard, interviews_of, record_of
from screener.storage.bank import BankVersion
from screener.storage.records import Asking, Draft, Interview, Person, PlacementChoice, Rating, Reading
from tests.journeys.compared import Compared, card_id, compared_opening, questions, settle_tessa
from tests.journeys.test_candidates import hold
from tests.office import Office

TALK = b"Marcus: Where does your yearly plan begin?\n\nTessa: With the market.\n\nMarcus: And then?\n\nTessa: Then we sell.\n"


@pytest.fixture
def found(office: Office) -> Compared:
    return compared_opening(office)


def record(office: Office, interview: Interview, person: Person | None = None) -> InterviewRecord:
    return record_of(office.instance, person or office.helen, interview.id)


def card(office: Office, interview: Interview) -> KeptScorecard:
    (own,) = record(office, interview).scorecards
    return own


# Whose


def test_it_is_for_hr_and_administrators(office: Office, found: Compared) -> None:
    for person in (office.helen, office.sam):
        assert record(office, found.marcuses, person).made_by == person.name
        assert len(interviews_of(office.instance, person, found.tessa.id)) == 2
    for person in (office.ingrid, office.marcus):  # the panel's manager, and the rater
        with pytest.raises(NotAllowed):
            record(office, found.marcuses, person)
        with pytest.raises(NotAllowed):
            interviews_of(office.instance, person, found.tessa.id)
    with pytest.raises(NotFound):
        record(office, found.marcuses, office.yuki)
    with pytest.raises(NotFound):
        interviews_of(office.instance, office.yuki, found.tessa.id)


def test_there_is_none_of_what_there_is_not(office: Office, found: Compared) -> None:
    with pytest.raises(NotFound):
        record_of(office.instance, office.helen, "nowhere")
    with pytest.raises(NotFound):
        interviews_of(office.instance, office.helen, found.zoe.id)


def test_hr_with_a_scorecard_of_their_own_to_submit_does_not_get_round_it(office: Office, found: Compared) -> None:
    settle_tessa(office, found)
    own = hold(office, found.tessa, office.helen, submits=False)
    kept = record(office, found.marcuses)
    assert [(scorecard.is_readable, scorecard.questions) for scorecard in kept.scorecards] == [(False, ())]
    assert (kept.hides_discussion, kept.levels) == (True, ())
    assert card(office, own).is_readable  # one's own
    assert record(office, found.marcuses, office.sam).scorecards[0].is_readable


def test_what_is_not_submitted_is_left_out_and_named(office: Office, found: Compared) -> None:
    kept = card(office, hold(office, found.zoe, office.yuki, submits=False))
    assert not kept.is_readable
    assert kept.seat.rater.name == "Yuki Tanabe"


# What


def test_every_state_of_a_note_and_every_rating_is_there(office: Office, found: Compared) -> None:
    store, at = office.instance.store, office.instance.now()
    own, question = card_id(office, found.marcuses, office.marcus), questions(office)[3]
    competency = office.instance.shelf.current().bank.questions[question].competency
    for revision, text in ((1, "second"), (2, "third")):
        store.append_draft(Draft(own, question, 0, revision, None, "w2", new_id(), text, at, at))
    store.append(Rating(own, question, competency, None, True, new_id(), at, at))
    kept = next(q for q in card(office, found.marcuses).questions if q.number == 4)
    assert [note.text for note in kept.notes] == [f"Marcus Adeyemi on {question}", "second", "third"]
    assert [note.window for note in kept.notes] == ["w", "w2", "w2"]
    assert [rating.level for rating in kept.ratings] == [3, None]
    assert kept.ratings[-1].after_suggestion


def test_what_was_taken_back_is_there_too(office: Office, found: Compared) -> None:
    store, at = office.instance.store, office.instance.now()
    own, (first, _, third, *_) = card_id(office, found.marcuses, office.marcus), questions(office)
    store.append(Asking(own, third, "open", "", new_id(), at, at))
    store.append(PlacementChoice(own, first, "bent", "", None, new_id(), at, at))
    store.add_reading(Reading(own, first, "notes", "an earlier text", "bank", "{}", at))
    store.add_reading(Reading(own, first, "notes", "a later text", "bank", "{}", at))
    kept = card(office, found.marcuses).questions
    assert [asking.state for asking in kept[2].askings] == ["skipped", "open"]
    assert [choice.value for choice in kept[0].placements] == ["capital-s", ""]
    assert [shown.reading.text for shown in kept[0].readings] == ["an earlier text", "a later text"]
    assert [answer.verdict for question in kept for answer in question.flag_answers] == ["adopted", "dismissed"]


def test_the_note_at_the_end_and_late_notes_are_there(office: Office, found: Compared) -> None:
    office.clock.forward(hours=1)
    store, at = office.instance.store, office.instance.now()
    own = card_id(office, found.marcuses, office.marcus)
    store.append_draft(Draft(own, "closing", 0, 0, None, "w", new_id(), "And a late thought.", at, at))
    kept = card(office, found.marcuses)
    closing = kept.questions[-1]
    assert (closing.number, closing.wording) == (None, "Closing note")
    assert [kept.is_late(note) for note in closing.notes] == [False, True]


def test_every_question_of_the_guide_is_there_with_its_wording(office: Office, found: Compared) -> None:
    kept = record(office, found.ingrids)
    (own,) = kept.scorecards
    assert [question.number for question in own.questions] == list(range(1, 13))
    assert all(question.wording.endswith(("?", ".")) and question.competency for question in own.questions)
    assert kept.interview.bank == office.instance.shelf.current().bank.fingerprint
    assert kept.guide == "Sales leader"


def test_transcripts_are_there_with_those_that_were_set_aside(office: Office, found: Compared) -> None:
    interview = hold(office, found.zoe, office.marcus, submits=False)
    imports.attach(office.instance, office.marcus, interview.id, "first.txt", TALK, "by email")
    office.clock.forward(minutes=1)
    imports.attach(office.instance, office.marcus, interview.id, "second.txt", TALK, "by email")
    imports.assign(office.instance, office.marcus, interview.id, {"Tessa": "candidate", "Marcus": "interviewer"})
    first, second = record(office, interview).transcripts
    assert first.file.removed_at
    assert not second.file.removed_at
    assert second.turns[1] == ("Tessa", "With the market.")
    assert second.file.speakers == {"Marcus": "interviewer", "Tessa": "candidate"}


def test_a_transcript_that_cannot_be_read_any_more_says_why(office: Office, found: Compared) -> None:
    interview = hold(office, found.zoe, office.marcus, submits=False)
    file = imports.attach(office.instance, office.marcus, interview.id, "first.txt", TALK, "by email")
    office.instance.store.add_transcript(replace(file, id="other", content=b"\x7fELF"))
    *_, broken = record(office, interview).transcripts
    assert broken.trouble
    assert broken.turns == ()


def test_every_level_of_the_rounds_discussion_is_there(office: Office, found: Compared) -> None:
    settle_tessa(office, found, finishes=False)
    settle_tessa(office, found)
    kept = record(office, found.ingrids)
    assert kept.consensus is not None
    assert kept.consensus.final_at
    assert {level.reason for level in kept.levels} >= {"Tessa’s standing, talked over."}
    assert record(office, interview_of_bram(office, found)).consensus is None


def test_an_interview_of_which_the_bank_is_gone_still_gives_its_record(office: Office, found: Compared) -> None:
    interview = office.interview(found.zoe, office.marcus)
    office.instance.store.pin(interview.id, "0123456789abcdef", office.instance.now())
    own = card_id(office, interview, office.marcus)
    at = office.instance.now()
    office.instance.store.append_draft(Draft(own, "gone", 0, 0, None, "w", new_id(), "Said so.", at, at))
    office.instance.store.submit(own, at)
    kept = record(office, interview)
    assert (kept.guide, [q.wording for q in kept.scorecards[0].questions]) == ("sales-leader", ["gone"])


def test_an_interview_of_which_the_bank_has_mistakes_still_gives_its_record(office: Office, found: Compared) -> None:
    interview, at = office.interview(found.zoe, office.marcus), office.instance.now()
    office.instance.store.keep_bank(BankVersion("0123456789abcdef", {"guides/odd.yaml": b"id: [unclosed"}, at))
    office.instance.store.pin(interview.id, "0123456789abcdef", at)
    with pytest.raises(BankInvalid):
        office.instance.shelf.pinned("0123456789abcdef")
    assert record(office, interview).guide == "sales-leader"


def interview_of_bram(office: Office, found: Compared) -> Interview:
    return office.instance.store.seats(candidate_ids=[found.bram.id])[0].interview
