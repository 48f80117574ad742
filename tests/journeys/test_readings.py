"""The machine speaks after the rater has, only on what was rated, only in the candidate's words."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys import live
from screener.journeys.readings import AnswerReading, answer_flag, read_ahead, read_answer
from screener.storage.records import Interview, Rating, Reading
from tests.journeys.entries import (
    OPINION,
    bank_of,
    begun,
    card_of,
    draft,
    entry,
    questions_of,
    rate_all,
    rating,
    send,
    submit,
)
from tests.office import Office

BELIEF = "marketing-serves-sales"


@pytest.fixture
def interview(office: Office) -> Interview:
    return begun(office)


@pytest.fixture
def question(office: Office) -> str:
    """A question that is rated on `standing`."""
    return next(q for q in questions_of(office) if bank_of(office).questions[q].competency == "standing")


def read(office: Office, interview: Interview, question: str) -> AnswerReading:
    return read_answer(office.instance, office.marcus, interview.id, question)


def weigh(office: Office, interview: Interview, question: str, **given: str) -> AnswerReading:
    wish = {
        "source": "notes",
        "philosophy": BELIEF,
        "verdict": "adopted",
        "reason": "In so many words.",
        "key": "a-key-of-the-page",
        **given,
    }
    return answer_flag(office.instance, office.marcus, interview.id, question, wish)


def shown(office: Office, interview: Interview) -> tuple[Reading, ...]:
    return office.instance.store.readings_of([card_of(office, interview).seat.scorecard.id])


# People first


def test_it_refuses_before_the_rater_has_rated(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION))
    with pytest.raises(NotAllowed, match="once you have rated"):
        read(office, interview, question)
    with pytest.raises(NotAllowed):
        weigh(office, interview, question)
    assert shown(office, interview) == ()


def test_a_rating_on_something_else_is_not_enough(office: Office, interview: Interview) -> None:
    bank = bank_of(office)
    rated = {weight.id for weight in bank.guides["sales-leader"].competencies}
    question, also = next((q, c) for q in questions_of(office) for c in bank.questions[q].also if c in rated)
    send(office, interview, draft(question, OPINION), rating(office, question, 2, also))
    with pytest.raises(NotAllowed):
        read(office, interview, question)


def test_a_skipped_question_is_not_read(office: Office, interview: Interview, question: str) -> None:
    send(
        office, interview, draft(question, OPINION), rating(office, question, 1),
        entry("asking", question=question, state="skipped", reason="no time"),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        read(office, interview, question)


def test_no_evidence_is_a_rating_too(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question, None))
    assert read(office, interview, question).sources[0].levels[0].level <= 2


@pytest.mark.parametrize("actor", ["sam", "helen", "ingrid", "yuki"])
def test_nobody_reads_anothers_answers(office: Office, interview: Interview, question: str, actor: str) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question))
    with pytest.raises(NotFound):
        read_answer(office.instance, getattr(office, actor), interview.id, question)


@pytest.mark.parametrize("unknown", ["", "closing", "no-such-question", "self-knowledge-weaker-side"])
def test_it_knows_no_question_beside_the_guides(office: Office, interview: Interview, unknown: str) -> None:
    with pytest.raises(NotFound):
        read(office, interview, unknown)


def test_a_rating_is_marked_if_suggestions_were_seen_before(
    office: Office, interview: Interview, question: str
) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question, 3))
    read(office, interview, question)
    send(office, interview, rating(office, question, 1), rating(office, questions_of(office)[0], 1))
    ratings = office.instance.store.everything_of(card_of(office, interview).seat.scorecard.id, Rating)
    assert [(r.question == question, r.level, r.after_suggestion) for r in ratings] == [
        (True, 3, False), (True, 1, True), (False, 1, False),
    ]  # fmt: skip


# What is read


def test_it_suggests_a_level_and_a_flag_with_the_words(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question, 3))
    (source,) = read(office, interview, question).sources
    (level,) = source.levels
    assert (source.source, source.unread, level.competency) == ("notes", "", "standing")
    assert level.level <= 2
    flag = next(flag for flag in source.flags if flag.philosophy == BELIEF)
    assert (flag.is_risk, flag.severity, flag.stance) == (True, "high", "asserted")
    assert flag.probe == bank_of(office).philosophies[BELIEF].probes.asserted


ODD = (
    "😀 “Hm.” \t– "
    + OPINION
    + "\n\nمرحبا. We agreed the lead definition with marketing and revised it together. 👩🏽‍💼"
)


@pytest.mark.parametrize("text", [OPINION, ODD, f"  {OPINION}  ", f"{OPINION}\r\n{OPINION}"], ids=ascii)
def test_every_quotation_stands_in_the_text_character_for_character(
    office: Office, interview: Interview, question: str, text: str
) -> None:
    send(office, interview, draft(question, text), rating(office, question))
    (source,) = read(office, interview, question).sources
    assert source.text == text
    quotations = [e for level in source.levels for e in level.evidence] + [flag.quotation for flag in source.flags]
    assert quotations
    assert all(text[q.start : q.end] == q.quote and q.quote.strip() for q in quotations)
    (kept,) = shown(office, interview)
    assert (kept.text, kept.source, kept.bank) == (text, "notes", office.instance.shelf.current().version.fingerprint)
    for quotation in quotations:
        assert quotation.quote in json.dumps(json.loads(kept.data), ensure_ascii=False) or "\r" in quotation.quote


def test_only_what_was_rated_is_suggested(office: Office, interview: Interview) -> None:
    bank = bank_of(office)
    rated = {weight.id for weight in bank.guides["sales-leader"].competencies}
    question, also = next((q, c) for q in questions_of(office) for c in bank.questions[q].also if c in rated)
    own = bank.questions[question].competency
    words = " ".join(
        next(e.text for e in bank.rubrics[name].examples if e.level == 1).replace("<<", "").replace(">>", "")
        for name in (own, also)
    )
    send(office, interview, draft(question, words), rating(office, question, 3))
    assert {level.competency for level in read(office, interview, question).sources[0].levels} <= {own}
    assert read(office, interview, question).names.keys() == {own}
    send(office, interview, rating(office, question, 3, also))
    after = read(office, interview, question)
    assert after.names.keys() == {own, also}
    assert {level.competency for level in after.sources[0].levels} <= {own, also}


def test_without_a_note_there_is_nothing_to_read(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, rating(office, question), draft(question, "  \n "))
    assert read(office, interview, question).sources == ()
    assert shown(office, interview) == ()


def test_what_two_windows_wrote_is_read_together(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, "Hm."), draft(question, OPINION, window="w2"), rating(office, question))
    (source,) = read(office, interview, question).sources
    assert source.text == f"Hm.\n\n{OPINION}"


def test_it_reads_with_the_questions_that_the_interview_began_with(
    office: Office, interview: Interview, question: str
) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question))
    read(office, interview, question)
    (kept,) = shown(office, interview)
    assert office.instance.store.find_bank(kept.bank) is not None


# What is kept of it


def test_what_is_shown_is_kept_once_for_each_text(
    office: Office, interview: Interview, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Reading] = []
    keep = office.instance.store.add_reading

    def told(reading: Reading) -> None:
        kept.append(reading)
        keep(reading)

    monkeypatch.setattr(office.instance.store, "add_reading", told)
    send(office, interview, draft(question, OPINION), rating(office, question))
    for _ in range(3):
        read(office, interview, question)
    assert [reading.text for reading in kept] == [OPINION]
    send(office, interview, draft(question, "Other words.", parent=1))
    for _ in range(2):
        read(office, interview, question)
    assert [reading.text for reading in kept] == [OPINION, "Other words."]
    assert shown(office, interview) == (kept[-1],)


# Flags


def test_a_flag_is_adopted_or_dismissed_with_a_reason(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question))
    verdict = weigh(office, interview, question, reason=" Said twice.\r\n").verdicts["notes", BELIEF]
    assert (verdict.verdict, verdict.reason) == ("adopted", "Said twice.")
    assert verdict.quote in OPINION
    office.clock.forward(minutes=1)
    verdict = weigh(office, interview, question, verdict="dismissed", reason="A joke.", key="another-key").verdicts[
        "notes", BELIEF
    ]
    assert (verdict.verdict, verdict.reason) == ("dismissed", "A joke.")


def test_the_same_answer_sent_twice_is_kept_once(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question))
    weigh(office, interview, question)
    assert (
        weigh(office, interview, question, reason="Other words").verdicts["notes", BELIEF].reason == "In so many words."
    )


def test_answers_without_a_key_are_each_kept(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question))
    weigh(office, interview, question, key="")
    assert (
        weigh(office, interview, question, key="", verdict="dismissed").verdicts["notes", BELIEF].verdict == "dismissed"
    )


@pytest.mark.parametrize(
    "given",
    [
        {"reason": ""}, {"reason": " \u200b\n"}, {"reason": "x" * 1001}, {"verdict": "maybe"}, {"verdict": ""},
        {"philosophy": "sole-credit"}, {"philosophy": ""}, {"philosophy": "<script>"},
    ],
)  # fmt: skip
def test_it_refuses_an_answer_without_reason_or_to_a_flag_that_is_not_shown(
    office: Office, interview: Interview, question: str, given: dict[str, str]
) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question))
    with pytest.raises(Refused):
        weigh(office, interview, question, **given)
    assert read(office, interview, question).verdicts == {}


# After submission


def test_nothing_changes_after_submission(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION))
    rate_all(office, interview)
    weigh(office, interview, question)
    live.submit(office.instance, office.marcus, interview.id)
    before = card_of(office, interview)
    with pytest.raises(Conflict, match="locked"):
        weigh(office, interview, question, verdict="dismissed", key="another-key")
    office.clock.forward(minutes=1)
    send(office, interview, draft(question, "Late words that are read by nobody.", parent=1))
    found = read(office, interview, question)  # it may still be looked at
    assert (found.is_locked, found.sources[0].text) == (True, OPINION)
    after = card_of(office, interview)
    assert (after.answers, after.competencies) == (before.answers, before.competencies)


def test_an_answer_that_comes_in_while_somebody_submits_is_refused(
    office: Office, interview: Interview, question: str
) -> None:
    send(office, interview, draft(question, OPINION))
    rate_all(office, interview)
    store, started = office.instance.store, threading.Event()

    def arrive() -> bool:
        started.set()
        try:
            weigh(office, interview, question)
        except Conflict:
            return False
        return True

    read(office, interview, question)  # so that nothing is to be written but the answer
    with ThreadPoolExecutor(1) as other:
        with store.transaction():
            waiting = other.submit(arrive)
            started.wait()
            threading.Event().wait(0.05)
            store.submit(card_of(office, interview).seat.scorecard.id, office.instance.now())
        assert not waiting.result()
    assert card_of(office, interview).answer_to(question).flag_answers == ()  # type: ignore[union-attr]


def test_others_do_not_see_it_from_ones_submitted_card_by_this_way(
    office: Office, interview: Interview, question: str
) -> None:
    send(office, interview, draft(question, OPINION))
    submit(office, interview)
    with pytest.raises(NotFound):
        read_answer(office.instance, office.ingrid, interview.id, question)


def test_reading_ahead_shows_nothing_and_is_for_ones_own_interview(
    office: Office, interview: Interview, question: str
) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question, 1))
    read_ahead(office.instance, office.marcus, interview.id)
    assert shown(office, interview) == ()
    with pytest.raises(NotFound):
        read_ahead(office.instance, office.ingrid, interview.id)
