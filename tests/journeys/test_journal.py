"""No word is lost, doubled or put out of sight, whatever a page sends, however often and in which order."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.errors import NotAllowed, NotFound, Refused
from screener.journeys import live
from screener.journeys.journal import MOST_ENTRIES, Receipt, record
from screener.journeys.limits import LONGEST_NOTE
from screener.journeys.scorecards import CLOSING
from screener.storage.records import Interview, Rating
from tests.journeys.entries import (
    Sent,
    bank_of,
    begun,
    card_of,
    draft,
    entry,
    note_of,
    questions_of,
    rate_all,
    rating,
    send,
    submit,
)
from tests.office import Office


@pytest.fixture
def interview(office: Office) -> Interview:
    """An interview that Marcus has begun."""
    return begun(office)


@pytest.fixture
def q(office: Office) -> str:
    """The first question, which has a scheme that counts years."""
    return questions_of(office)[0]


def states(receipts: tuple[Receipt, ...]) -> list[str]:
    return [receipt.state for receipt in receipts]


# In order, once


def test_every_entry_gets_its_receipt_in_order(office: Office, interview: Interview, q: str) -> None:
    sent = [draft(q, "first"), rating(office, q, 4), entry("asking", question=q, state="asked"), draft(CLOSING, "bye")]
    receipts = send(office, interview, *sent)
    assert [receipt.key for receipt in receipts] == [each["key"] for each in sent]
    assert states(receipts) == ["saved"] * 4
    assert [receipt.revision for receipt in receipts] == [1, None, None, 1]
    assert {receipt.saved_at for receipt in receipts} == {office.instance.now()}
    card = card_of(office, interview)
    assert (card.answers[0].text, card.closing_text) == ("first", "bye")
    assert card.answers[0].rating is not None
    assert card.answers[0].rating.level == 4


def test_sending_again_changes_nothing(office: Office, interview: Interview, q: str) -> None:
    sent = [draft(q, "first"), rating(office, q, 4), entry("placement", question=q, value="years", amount=3)]
    first = send(office, interview, *sent)
    office.clock.forward(minutes=1)
    send(office, interview, draft(q, "second", parent=1), rating(office, q, 2))
    again = send(office, interview, *sent)
    assert (again[0].revision, again[0].saved_at, again[0].state) == (1, first[0].saved_at, "saved")
    assert note_of(office, interview, q) == "second"
    kept = card_of(office, interview).answers[0].rating
    assert kept is not None
    assert kept.level == 2  # an old rating that arrives once more does not undo the newer one
    assert len(office.instance.store.drafts_of(card_of(office, interview).seat.scorecard.id, q)) == 2


def test_the_same_key_in_one_batch_is_one_entry(office: Office, interview: Interview, q: str) -> None:
    same = draft(q, "once")
    receipts = send(office, interview, same, same)
    assert [receipt.revision for receipt in receipts] == [1, 1]
    assert note_of(office, interview, q) == "once"


def test_an_empty_batch_is_taken(office: Office, interview: Interview) -> None:
    assert send(office, interview) == ()


def test_two_requests_with_the_same_batch_at_once_keep_it_once(office: Office, interview: Interview, q: str) -> None:
    sent = [draft(q, "once"), rating(office, q)]
    with ThreadPoolExecutor(4) as senders:
        answers = list(senders.map(lambda _: send(office, interview, *sent), range(8)))
    assert len(set(answers)) == 1
    card = card_of(office, interview).seat.scorecard.id
    assert len(office.instance.store.drafts_of(card, q)) == len(office.instance.store.everything_of(card, Rating)) == 1


# The tree of drafts


def test_a_draft_that_follows_replaces_the_one_before(office: Office, interview: Interview, q: str) -> None:
    send(office, interview, draft(q, "a"))
    (receipt,) = send(office, interview, draft(q, "a b", parent=1))
    assert (receipt.revision, receipt.others) == (2, ())
    assert note_of(office, interview, q) == "a b"
    (receipt,) = send(office, interview, draft(q, "", parent=2))  # a note may be emptied
    assert note_of(office, interview, q) == ""
    assert receipt.state == "saved"


def test_two_windows_that_write_apart_are_both_kept_and_told(office: Office, interview: Interview, q: str) -> None:
    send(office, interview, draft(q, "common"))
    (first,) = send(office, interview, draft(q, "common one", parent=1, window="w1"))
    (second,) = send(office, interview, draft(q, "common two", parent=1, window="w2"))
    assert first.others == ()
    assert [(other.text, other.revision, other.window) for other in second.others] == [("common one", 2, "w1")]
    assert note_of(office, interview, q) == "common one\n\ncommon two"
    (third,) = send(office, interview, draft(q, "common one more", parent=2, window="w1"))
    assert [other.text for other in third.others] == ["common two"]


def test_joining_leaves_one_text(office: Office, interview: Interview, q: str) -> None:
    for window in ("w1", "w2"):
        send(office, interview, draft(q, f"of {window}", window=window))
    (receipt,) = send(office, interview, draft(q, "of both", parent=2, joined=1))
    assert receipt.others == ()
    assert note_of(office, interview, q) == "of both"


def test_three_windows_are_joined_one_by_one(office: Office, interview: Interview, q: str) -> None:
    for window in ("w1", "w2", "w3"):
        send(office, interview, draft(q, window, window=window))
    (receipt,) = send(office, interview, draft(q, "w1 w3", parent=3, joined=1))
    assert [other.text for other in receipt.others] == ["w2"]
    (receipt,) = send(office, interview, draft(q, "all", parent=4, joined=2))
    assert (receipt.others, note_of(office, interview, q)) == ((), "all")


def test_other_notes_are_no_others(office: Office, interview: Interview, q: str) -> None:
    send(office, interview, draft(questions_of(office)[1], "elsewhere"), draft(CLOSING, "at the end"))
    (receipt,) = send(office, interview, draft(q, "here"))
    assert receipt.others == ()


@pytest.mark.parametrize("parent", [1, 2, 99, -1, 0, 2**31, 10**30, 1.5, "1", None, True, [1], {"a": 1}])
def test_a_parent_that_is_unknown_puts_nothing_out_of_sight(
    office: Office, interview: Interview, q: str, parent: Any
) -> None:
    receipts = send(office, interview, draft(q, "words", parent=parent, joined=parent))
    assert states(receipts) == ["saved"]
    assert note_of(office, interview, q) == "words"
    send(office, interview, draft(q, "more", parent=parent))
    assert "more" in note_of(office, interview, q)


@given(st.lists(st.tuples(st.integers(0, 6), st.none() | st.integers(1, 6)), min_size=1, max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_is_seen_until_another_was_written_over_it(
    office: Office, links: list[tuple[int, int | None]]
) -> None:
    interview, question = begun(office), questions_of(office)[0]
    for number, (parent, joined) in enumerate(links, 1):
        (receipt,) = send(office, interview, draft(question, f"<{number}>", parent=parent, joined=joined))
        shown = {other.text for other in receipt.others} | {f"<{number}>"}
        written_over = {f"<{n}>" for i, pair in enumerate(links[:number], 1) for n in pair if n is not None and n < i}
        assert shown == {f"<{n}>" for n in range(1, number + 1)} - written_over
        assert set(note_of(office, interview, question).split("\n\n")) == shown


# Refused entries


def refusals(office: Office, q: str) -> dict[str, Sent]:
    other = "listening"  # not in this guide
    return {
        "unknown question": draft("no-such-question", "words"),
        "question of another guide": draft("self-knowledge-weaker-side", "words"),
        "no question": entry("draft", text="words"),
        "no text": entry("draft", question=q),
        "text is no text": entry("draft", question=q, text=["words"]),
        "too long": draft(q, "x" * (LONGEST_NOTE + 1)),
        "level 0": rating(office, q, 0),
        "level 6": rating(office, q, 6),
        "level half": rating(office, q, 2.5),
        "level in words": rating(office, q, "3"),
        "level yes": rating(office, q, True),
        "level not a number": rating(office, q, float("nan")),
        "level list": rating(office, q, [3]),
        "rated on nothing": entry("rating", question=q, competency="", level=3),
        "rated on another competency": rating(office, q, 3, other),
        "rated on closing": entry("rating", question=CLOSING, competency="customer", level=3),
        "place unknown": entry("placement", question=q, value="somewhere"),
        "place without scheme": entry("placement", question=questions_of(office)[1], value="years"),
        "years below 0": entry("placement", question=q, value="years", amount=-1),
        "years above 70": entry("placement", question=q, value="years", amount=71),
        "years in words": entry("placement", question=q, value="years", amount="three"),
        "years without place": entry("placement", question=q, value="", amount=3),
        "years where none count": entry("placement", question=q, value="never", amount=3),
        "skipped without reason": entry("asking", question=q, state="skipped"),
        "skipped with nothing to be seen": entry("asking", question=q, state="skipped", reason=" \u200b\n"),
        "skipped at length": entry("asking", question=q, state="skipped", reason="x" * 1001),
        "reason is no text": entry("asking", question=q, state="skipped", reason=["why"]),
        "unknown state": entry("asking", question=q, state="forgotten", reason="why"),
        "unknown kind": entry("verdict", question=q, level=5),
        "no kind": {"key": "entry-without-kind", "question": q},
    }


def test_what_cannot_be_taken_is_refused_with_a_word_and_nothing_else_is_lost(
    office: Office, interview: Interview, q: str
) -> None:
    last = questions_of(office)[-1]
    wrong = refusals(office, q)
    receipts = send(office, interview, draft(last, "before"), *wrong.values(), draft(last, "after", parent=1))
    told = dict(zip(("before", *wrong, "after"), receipts, strict=True))
    assert {name for name, receipt in told.items() if receipt.state != "refused"} == {"before", "after"}
    assert all(len(told[name].message) > 15 and told[name].message.endswith(".") for name in wrong)
    assert "20,001 characters; 20,000 fit" in told["too long"].message
    assert note_of(office, interview, last) == "after"
    assert not card_of(office, interview).answer_to(q).ratings  # type: ignore[union-attr]


@pytest.mark.parametrize("level", [1, 5, None])
def test_levels_and_no_evidence_are_taken(office: Office, interview: Interview, q: str, level: int | None) -> None:
    send(office, interview, rating(office, q, level))
    kept = card_of(office, interview).answers[0].rating
    assert kept is not None
    assert (kept.level, kept.after_suggestion) == (level, False)


def test_an_answer_is_rated_on_what_it_also_speaks_to_if_the_guide_rates_that(office: Office) -> None:
    bank = bank_of(office)
    found = {
        (question, also, also in {c.id for c in bank.guides["sales-leader"].competencies})
        for question in questions_of(office)
        for also in bank.questions[question].also
    }
    assert {is_rated for *_, is_rated in found} == {True, False}
    interview = begun(office)
    for question, also, is_rated in found:
        (receipt,) = send(office, interview, rating(office, question, 4, also))
        assert (receipt.state == "saved") is is_rated


def test_a_place_is_chosen_changed_and_taken_back(office: Office, interview: Interview, q: str) -> None:
    for value, amount in (("years", 7), ("never", None), ("", None), ("years", 0)):
        (receipt,) = send(office, interview, entry("placement", question=q, value=value, amount=amount))
        assert receipt.state == "saved"
        kept = card_of(office, interview).answers[0].placement
        assert (kept.value, kept.amount) == (value, amount) if kept else value == ""


def test_skipping_needs_a_reason_and_can_be_taken_back(office: Office, interview: Interview, q: str) -> None:
    send(office, interview, entry("asking", question=q, state="skipped", reason=" no time \r\n left "))
    answer = card_of(office, interview).answers[0]
    assert answer.is_skipped
    assert answer.asking is not None
    assert answer.asking.reason == "no time \n left"
    send(office, interview, entry("asking", question=q, state="open"))
    assert not card_of(office, interview).answers[0].is_skipped


# The batch


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with blanks in it", "quote'quote", None, 12345678901, ["a" * 9], "schlüssel-ä", "line\nline\n"])  # fmt: skip
def test_a_batch_with_an_entry_that_cannot_be_told_apart_is_refused_whole(
    office: Office, interview: Interview, q: str, key: Any
) -> None:
    with pytest.raises(Refused, match="out of step"):
        send(office, interview, draft(q, "good"), {**draft(q, "words"), "key": key})
    assert note_of(office, interview, q) == ""


def test_a_batch_has_its_limit(office: Office, interview: Interview, q: str) -> None:
    with pytest.raises(Refused):
        send(office, interview, *(draft(q, "x") for _ in range(MOST_ENTRIES + 1)))
    assert len(send(office, interview, *(draft(q, "x") for _ in range(MOST_ENTRIES)))) == MOST_ENTRIES


def test_a_batch_is_kept_whole_or_not_at_all(
    office: Office, interview: Interview, q: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = office.instance.store

    def fail(*_: object) -> bool:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(store, "append", fail)
        with pytest.raises(OSError, match="disk"):
            send(office, interview, draft(q, "first"), rating(office, q), draft(q, "second"))
    assert note_of(office, interview, q) == ""
    assert states(send(office, interview, draft(q, "first"))) == ["saved"]


# Texts of every kind


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("“Ängste” – 9 ½ %", None),
        ("👩🏽‍💼 said: 👍", None),
        ("قال: التسويق يخدم المبيعات", None),
        ("\u202eright to left\u202c", None),
        ("  leading\n\ttabs and trailing \n\n", None),
        ("<script>alert(1)</script> {{ 7 * 7 }}", None),
        ("a\u0007bell\u001b[31m", None),  # not ours to mend; pages and exports escape
        ("half \ud83d of it", "half \ufffd of it"),
        ("\udc00\ud800", "\ufffd\ufffd"),
        ("whole \ud83d\ude00", "whole 😀"),
        ("nul \x00 nul", "nul \ufffd nul"),
        ("x" * LONGEST_NOTE, None),
        ("😀" * LONGEST_NOTE, None),
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_a_note_is_kept_to_the_letter(
    office: Office, interview: Interview, q: str, text: str, kept: str | None
) -> None:
    (receipt,) = send(office, interview, draft(q, text, window=text))
    assert receipt.state == "saved"
    assert note_of(office, interview, q) == (text if kept is None else kept)


@given(text=st.text(st.characters(codec=None), max_size=60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_kept(office: Office, text: str) -> None:
    interview, question = begun(office), questions_of(office)[0]
    assert states(send(office, interview, draft(question, text, window=text[:9]))) == ["saved"]
    is_plain = not any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in text)
    assert not is_plain or note_of(office, interview, question) == text


@pytest.mark.parametrize(
    ("at", "written"),
    [
        ("2026-03-02T08:59:00.000Z", "2026-03-02T08:59:00.000Z"),
        ("2026-03-02T10:30:00.000+01:30", "2026-03-02T09:00:00.000Z"),
        ("2031-01-01T00:00:00.000Z", "2026-03-02T09:00:00.000Z"),  # a page's clock may be wrong, but not ahead
        ("yesterday", "2026-03-02T09:00:00.000Z"),
        ("9999-12-31T23:59:59-23:59", "2026-03-02T09:00:00.000Z"),
        ("0001-01-01T00:00:00+23:59", "2026-03-02T09:00:00.000Z"),
        (None, "2026-03-02T09:00:00.000Z"),
        (17, "2026-03-02T09:00:00.000Z"),
        ("9" * 5000, "2026-03-02T09:00:00.000Z"),
    ],
)
def test_it_keeps_when_something_was_written(office: Office, interview: Interview, q: str, at: Any, written: str) -> None:  # fmt: skip
    send(office, interview, draft(q, "words", at=at))
    (note,) = card_of(office, interview).answers[0].notes
    assert (note.written_at, note.saved_at) == (written, "2026-03-02T09:00:00.000Z")


@pytest.mark.parametrize("ahead", [0, 60, -45])
def test_an_answer_that_waited_for_the_network_counts_from_when_it_was_given(
    office: Office, interview: Interview, q: str, ahead: int
) -> None:
    """However wrong the page's own clock is: only how long ago it was is taken from it."""

    def on_page(minute: int) -> str:
        return (office.clock.moment + timedelta(minutes=ahead + minute - 10)).isoformat()

    office.clock.forward(minutes=10)
    for level, minute in ((5, 8), (1, 2)):
        sent = rating(office, q, level, at=on_page(minute))
        record(office.instance, office.marcus, interview.id, [sent], on_page(10))
    kept = card_of(office, interview).answers[0].rating
    assert kept is not None
    assert (kept.level, kept.written_at, kept.saved_at) == (5, "2026-03-02T09:08:00.000Z", "2026-03-02T09:10:00.000Z")


@pytest.mark.parametrize("sent_at", [None, "", "yesterday", 17, {}, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_page_that_does_not_know_the_time_does_no_harm(
    office: Office, interview: Interview, q: str, sent_at: Any
) -> None:
    sent = [draft(q, "words"), rating(office, q, 2), draft(CLOSING, "x", at="9999-12-31T23:59:59Z")]
    assert states(record(office.instance, office.marcus, interview.id, sent, sent_at)) == ["saved"] * 3


# Whose, and when


@pytest.mark.parametrize("actor", ["helen", "sam", "ingrid", "yuki"])
def test_nobody_writes_on_anothers_scorecard(office: Office, interview: Interview, q: str, actor: str) -> None:
    with pytest.raises(NotFound):
        record(office.instance, getattr(office, actor), interview.id, [draft(q, "forged")])
    assert note_of(office, interview, q) == ""


def test_each_rater_of_a_conversation_writes_on_their_own(office: Office, q: str) -> None:
    interview = begun(office, office.marcus, office.yuki)
    for person in (office.marcus, office.yuki):
        record(office.instance, person, interview.id, [draft(q, f"by {person.name}")])
    assert note_of(office, interview, q, office.marcus) == "by Marcus Adeyemi"
    assert note_of(office, interview, q, office.yuki) == "by Yuki Tanabe"


def test_nothing_is_taken_before_the_beginning(office: Office, q: str) -> None:
    interview = office.interview(office.candidate(office.opening()), office.marcus)
    with pytest.raises(NotAllowed, match="Begin"):
        send(office, interview, draft(q, "early"))


# After submission


def test_a_note_that_arrives_late_is_kept_apart(office: Office, interview: Interview, q: str) -> None:
    send(office, interview, draft(q, "in time"))
    submit(office, interview)
    receipts = send(office, interview, draft(q, "late", parent=1), draft(CLOSING, "late too"), draft(q, "later", parent=1))  # fmt: skip
    assert states(receipts) == ["late"] * 3
    assert all(receipt.others == () for receipt in receipts)
    card = card_of(office, interview)
    assert (note_of(office, interview, q), card.closing_text) == ("in time", "")
    assert [late.text for late in card.late] == ["late", "late too", "later"]


@pytest.mark.parametrize("back", [0, 3600])
def test_what_is_late_stays_late_whatever_the_servers_clock_says(
    office: Office, interview: Interview, q: str, back: int
) -> None:
    submit(office, interview)
    office.clock.forward(seconds=-back)
    assert states(send(office, interview, draft(q, "late"))) == ["late"]
    assert (note_of(office, interview, q), len(card_of(office, interview).late)) == ("", 1)


def test_a_clock_that_is_set_back_before_submission_makes_nothing_late(
    office: Office, interview: Interview, q: str
) -> None:
    send(office, interview, draft(q, "in time"))
    rate_all(office, interview)
    office.clock.forward(seconds=-30)
    live.submit(office.instance, office.marcus, interview.id)
    assert (note_of(office, interview, q), card_of(office, interview).late) == ("in time", ())


def test_a_note_kept_in_time_is_not_late_because_its_receipt_was_lost(
    office: Office, interview: Interview, q: str
) -> None:
    sent = draft(q, "in time")
    first = send(office, interview, sent)
    submit(office, interview)
    office.clock.forward(minutes=1)
    assert send(office, interview, sent) == first


def test_a_locked_scorecard_takes_nothing_but_late_notes(office: Office, interview: Interview, q: str) -> None:
    submit(office, interview)
    before = card_of(office, interview)
    entries = (rating(office, q, 1), entry("asking", question=q, state="open"), entry("placement", question=q, value="never"))  # fmt: skip
    receipts = send(office, interview, *entries)
    assert states(receipts) == ["refused"] * 3
    assert {receipt.message for receipt in receipts} == {"This scorecard has been submitted and is locked."}
    assert card_of(office, interview) == before


def test_an_answer_kept_in_time_is_not_refused_because_its_receipt_was_lost(
    office: Office, interview: Interview, q: str
) -> None:
    sent = rating(office, q, 2)
    send(office, interview, sent)
    submit(office, interview)
    before = card_of(office, interview)
    assert states(send(office, interview, sent)) == ["saved"]
    assert card_of(office, interview) == before


def test_the_key_of_an_answer_kept_in_time_lets_nothing_else_in(office: Office, interview: Interview, q: str) -> None:
    sent = rating(office, q, 2)
    send(office, interview, sent)
    submit(office, interview)
    before = card_of(office, interview)
    for other in (
        entry("asking", question=q, state="skipped", reason="later"), entry("placement", question=q, value="never"),
    ):  # fmt: skip
        send(office, interview, {**other, "key": sent["key"]})
    assert card_of(office, interview) == before


def test_what_comes_in_while_somebody_submits_is_late(office: Office, interview: Interview, q: str) -> None:
    """The look whether it is locked and the writing are one: nothing slips onto a locked scorecard."""
    rate_all(office, interview)
    store, begun_to_send = office.instance.store, threading.Event()

    def arrive() -> tuple[Receipt, ...]:
        begun_to_send.set()
        return send(office, interview, draft(q, "slipped"), rating(office, q, 1))

    with ThreadPoolExecutor(1) as other:
        with store.transaction():
            waiting = other.submit(arrive)
            begun_to_send.wait()
            threading.Event().wait(0.05)  # time to look at the scorecard, if it does so too early
            store.submit(card_of(office, interview).seat.scorecard.id, office.instance.now())
        assert states(waiting.result()) == ["late", "refused"]
    assert card_of(office, interview).answers[0].text == ""
