"""The server's clock is set back, or was ahead for a while: nothing is lost or out of order, nobody stays in longer."""

from dataclasses import replace

import pytest

from screener.errors import NotAllowed
from screener.journeys import accounts, live
from screener.journeys.audit import verify_audit
from screener.journeys.blinding import blind_of, set_blind
from screener.journeys.throttle import LONGEST_WAIT
from screener.storage.records import Interview, Reading
from tests.journeys.entries import begun, card_of, draft, entry, note_of, questions_of, rating, send, submit
from tests.office import PASSWORD, Office

MARCUS = "marcus@halvorsen.example"
BACK = [30, 3600, 86_400 * 400]  # seconds


@pytest.fixture
def interview(office: Office) -> Interview:
    return begun(office)


@pytest.fixture
def q(office: Office) -> str:
    return questions_of(office)[0]


@pytest.mark.parametrize("seconds", BACK)
def test_notes_keep_their_order(office: Office, interview: Interview, q: str, seconds: int) -> None:
    send(office, interview, draft(q, "first"))
    office.clock.forward(seconds=-seconds)
    receipts = send(office, interview, draft(q, "second", parent=1))
    assert [receipt.revision for receipt in receipts] == [2]
    assert note_of(office, interview, q) == "second"
    assert [own.text for own in card_of(office, interview).answers[0].notes] == ["second"]


@pytest.mark.parametrize("seconds", BACK)
def test_what_is_changed_afterwards_counts(office: Office, interview: Interview, q: str, seconds: int) -> None:
    send(office, interview, rating(office, q, 2), entry("asking", question=q, state="skipped", reason="no time"))
    office.clock.forward(seconds=-seconds)
    now = office.instance.now()
    send(office, interview, rating(office, q, 5, at=now), entry("asking", question=q, state="asked", at=now))
    answer = card_of(office, interview).answers[0]
    assert answer.rating is not None
    assert (answer.rating.level, answer.is_skipped) == (5, False)


def test_a_reading_that_is_shown_afterwards_is_the_latest(office: Office, interview: Interview, q: str) -> None:
    store = office.instance.store
    (card,) = store.seats(person_id=office.marcus.id, interview_id=interview.id)
    for text, back in (("first", 0), ("second", 3600)):
        office.clock.forward(seconds=-back)
        store.add_reading(Reading(card.scorecard.id, q, "notes", text, "bank", "{}", office.instance.now()))
    assert [own.text for own in store.readings_of([card.scorecard.id])] == ["second"]


def test_a_scorecard_is_locked_with_all_that_was_written(office: Office, interview: Interview, q: str) -> None:
    send(office, interview, draft(q, "in time"))
    office.clock.forward(days=-400)
    submit(office, interview)
    assert (note_of(office, interview, q), card_of(office, interview).late) == ("in time", ())


def test_the_trail_goes_by_its_numbers(office: Office, interview: Interview, q: str) -> None:
    send(office, interview, rating(office, q, 2))
    office.clock.forward(days=-400)
    live.leave(office.instance, office.marcus, interview.id)
    assert verify_audit(office.instance).problems == ()
    numbers = [entry.number for entry, _ in office.instance.store.whole_audit()]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("seconds", BACK)
def test_names_stay_hidden(office: Office, seconds: int) -> None:
    opening = office.opening()
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    set_blind(office.instance, office.helen, opening.id, is_blind=False)
    office.clock.forward(seconds=-seconds)
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    assert blind_of(office.instance, opening).is_on


def test_no_sign_in_lives_longer(office: Office) -> None:
    token = accounts.sign_in_by_password(office.instance, MARCUS, PASSWORD, "a test")
    office.clock.forward(minutes=-4)  # another server's clock, or one that is set right by a little
    assert accounts.find_signed_in(office.instance, token) is not None
    office.clock.forward(minutes=-2)
    assert accounts.find_signed_in(office.instance, token) is None
    assert accounts.sessions_of(office.instance, office.marcus) == ()
    assert accounts.find_signed_in(
        office.instance, accounts.sign_in_by_password(office.instance, MARCUS, PASSWORD, "a test")
    )


def test_no_access_code_or_address_lives_longer(office: Office) -> None:
    code = accounts.new_code(office.instance, office.helen, office.yuki.id)
    office.clock.forward(days=-1)
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_code(office.instance, code, "a test")
    office.clock.forward(days=1)
    assert accounts.sign_in_by_code(office.instance, code, "a test")


def test_nobody_waits_until_a_year_in_which_the_clock_once_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "is_right", lambda kept, password: bool(kept) and password == PASSWORD)
    sender = replace(office.instance, origin="203.0.113.5")
    office.clock.forward(days=400)
    for _ in range(12):
        with pytest.raises(NotAllowed):
            accounts.sign_in_by_password(sender, MARCUS, "four wrong words here", "a test")
        office.clock.forward(seconds=LONGEST_WAIT.total_seconds())
    with pytest.raises(NotAllowed):
        accounts.sign_in_by_password(sender, MARCUS, "four wrong words here", "a test")
    office.clock.forward(days=-400)
    assert accounts.sign_in_by_password(sender, MARCUS, PASSWORD, "a test")
