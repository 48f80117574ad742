"""Guessing becomes slow; nobody is kept out of their own browser by it, and nothing tells who has an account."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from screener.errors import NotAllowed, TryLater
from screener.journeys import accounts
from screener.journeys.instance import Instance
from screener.journeys.throttle import FORGOTTEN_AFTER, new_proof
from screener.storage import open_store
from tests.office import PASSWORD, Office

WRONG = "four wrong words here"
MARCUS, NOBODY = "marcus@halvorsen.example", "nobody@halvorsen.example"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong password is as quick as a right one in tests: time is not what they are about."""
    monkeypatch.setattr(accounts, "is_right", lambda kept, password: bool(kept) and password == PASSWORD)


pytestmark = pytest.mark.usefixtures("quick")


def at(office: Office, sender: str) -> Instance:
    return replace(office.instance, origin=sender)


def guess(
    office: Office, email: str = MARCUS, sender: str = "203.0.113.5", password: str = WRONG, proof: str = ""
) -> str:
    """Try, and return what came of it."""
    try:
        accounts.sign_in_by_password(at(office, sender), email, password, "a test", proof)
    except TryLater as refusal:
        return f"wait {refusal.seconds}"
    except NotAllowed:
        return "wrong"
    return "in"


def waits(office: Office, tries: int, **wish: str) -> list[int]:
    """Guess as quickly as is let, and return how long each wait was."""
    found = []
    for _ in range(tries):
        told = guess(office, **wish)
        while told.startswith("wait"):
            found.append(int(told.split()[1]))
            office.clock.forward(seconds=found[-1])
            told = guess(office, **wish)
    return found


def test_ten_failures_cost_nothing_and_each_one_more_doubles_the_wait(office: Office) -> None:
    assert [guess(office) for _ in range(10)] == ["wrong"] * 10
    assert waits(office, 6) == [1, 2, 4, 8, 16, 32]


def test_no_wait_is_longer_than_a_quarter_of_an_hour(office: Office) -> None:
    assert max(waits(office, 25)) == 15 * 60


def test_who_guesses_without_pause_gets_a_hundred_tries_a_day(office: Office) -> None:
    start, tries = office.clock.moment, 0
    while (office.clock.moment - start).total_seconds() < 24 * 60 * 60:
        told = guess(office)
        tries += told == "wrong"
        office.clock.forward(seconds=int(told.split()[1]) if told.startswith("wait") else 0.001)
    assert tries <= 120


def test_waiting_is_not_prolonged_by_trying(office: Office) -> None:
    waits(office, 14)
    told = guess(office)
    assert told.startswith("wait")
    for _ in range(50):
        assert guess(office) == told
    office.clock.forward(seconds=int(told.split()[1]))
    assert guess(office, password=PASSWORD) == "in"


def test_an_account_is_counted_whoever_asks_from_wherever(office: Office) -> None:
    for number in range(10):
        assert guess(office, sender=f"203.0.113.{number}") == "wrong"
    assert guess(office, sender="198.51.100.77").startswith("wait")


def test_an_address_is_counted_whomever_it_asks_for(office: Office) -> None:
    found = [guess(office, email=f"person{number}@halvorsen.example") for number in range(52)]
    assert found[:50] == ["wrong"] * 50
    assert found[50].startswith("wait")
    assert guess(office, email="another@halvorsen.example", sender="198.51.100.77") == "wrong"


def test_a_network_of_version_six_is_one_sender(office: Office) -> None:
    for number in range(50):
        guess(office, email=f"person{number}@halvorsen.example", sender=f"2001:db8:1:2::{number:x}")
    assert guess(office, sender="2001:db8:1:2:ffff::1").startswith("wait")
    assert guess(office, sender="2001:db8:1:3::1") == "wrong"


def test_nothing_tells_whether_somebody_has_an_account(office: Office) -> None:
    known = [guess(office) for _ in range(14)]
    unknown = [guess(office, email=NOBODY, sender="198.51.100.77") for _ in range(14)]
    assert known == unknown


def test_the_account_of_somebody_who_guesses_is_no_help_to_them(office: Office) -> None:
    """Signing in rightly in between must not wipe out what was guessed from the same address."""
    for number in range(50):
        guess(office, email=f"person{number}@halvorsen.example")
    found = []
    for _ in range(5):
        for email, password in ((MARCUS, PASSWORD), (NOBODY, "wrong")):
            told = guess(office, email=email, password=password)
            found.append(told)
            office.clock.forward(seconds=1)
    assert found.count("wrong") <= 3


def test_an_office_behind_one_address_is_not_counted_for_what_goes_well(office: Office) -> None:
    assert [guess(office, password=PASSWORD) for _ in range(60)] == ["in"] * 60


def test_a_browser_that_was_here_before_is_not_kept_out_by_others(office: Office) -> None:
    proof = new_proof(office.instance, office.marcus)
    for number in range(70):
        guess(office, sender=f"203.0.113.{number % 3}")
    assert guess(office).startswith("wait")
    assert guess(office, password=PASSWORD).startswith("wait")  # another browser of Marcus's has to wait
    assert guess(office, password=PASSWORD, proof=proof) == "in"
    assert guess(office).startswith("wait")  # and it has freed nobody else


def test_a_browser_that_was_here_before_is_counted_by_itself(office: Office) -> None:
    proof = new_proof(office.instance, office.marcus)
    assert [guess(office, proof=proof) for _ in range(10)] == ["wrong"] * 10
    assert guess(office, proof=proof).startswith("wait")
    assert guess(office, password=PASSWORD) == "in"


@pytest.mark.parametrize(
    "change",
    [lambda p: p[:0], lambda p: p[:-1], lambda p: f"x{p}", lambda p: p.replace(".", "!"), lambda p: f"{p[:9]}\udcff"],
)
def test_a_proof_that_was_made_up_counts_for_nothing(office: Office, change: Callable[[str], str]) -> None:
    waits(office, 14)
    assert guess(office, proof=change(new_proof(office.instance, office.marcus)), password=PASSWORD).startswith("wait")


def test_a_proof_is_one_persons_and_ends(office: Office) -> None:
    marcus, helens = new_proof(office.instance, office.marcus), new_proof(office.instance, office.helen)
    waits(office, 14)
    assert guess(office, proof=helens, password=PASSWORD).startswith("wait")
    office.clock.forward(days=90)
    waits(office, 14)
    assert guess(office, proof=marcus, password=PASSWORD).startswith("wait")


def test_another_process_counts_along(office: Office) -> None:
    waits(office, 12)
    other = open_store(office.instance.folder / "screener.db")
    there = replace(office.instance, store=other, origin="203.0.113.5")
    with pytest.raises(TryLater):
        accounts.sign_in_by_password(there, MARCUS, PASSWORD, "a test")
    other.close()


def test_many_at_once_are_no_way_around(office: Office) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(guess(office))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count("wrong") == 10


def test_codes_are_guessed_as_slowly(office: Office) -> None:
    instance = at(office, "203.0.113.5")
    code = accounts.new_code(office.instance, office.helen, office.yuki.id)
    for number in range(50):
        with pytest.raises(NotAllowed, match="not known"):
            accounts.sign_in_by_code(instance, f"AAAA-AAAA-{number:04}", "a test")
    with pytest.raises(TryLater):
        accounts.sign_in_by_code(instance, code, "a test")
    accounts.sign_in_by_code(at(office, "198.51.100.77"), code, "a test")


def test_an_address_that_works_once_lets_in_whoever_is_kept_waiting(office: Office) -> None:
    waits(office, 14)
    secret = accounts.new_address(office.instance, office.helen, office.marcus.id)
    assert accounts.sign_in_by_address(at(office, "203.0.113.5"), secret, "a test")


def test_success_and_half_a_day_wipe_the_slate(office: Office) -> None:
    for _ in range(9):
        guess(office)
    assert guess(office, password=PASSWORD) == "in"
    assert [guess(office) for _ in range(10)] == ["wrong"] * 10
    office.clock.forward(seconds=FORGOTTEN_AFTER.total_seconds() + 1)
    assert [guess(office) for _ in range(10)] == ["wrong"] * 10


def kept(office: Office) -> list[tuple[object, ...]]:
    return office.instance.store._rows("SELECT * FROM tries")  # type: ignore[attr-defined, no-any-return]


def test_counts_are_kept_under_keys_that_name_nobody_and_old_ones_go(office: Office) -> None:
    waits(office, 3, email=NOBODY)
    assert len(kept(office)) == 2
    assert not any(word in str(kept(office)) for word in ("203.0.113", "nobody", "halvorsen"))
    office.clock.forward(hours=13)
    assert guess(office, email="helen@halvorsen.example", password=PASSWORD) == "in"
    assert [row[1] for row in kept(office)] == [0]  # of this sign-in's own address


def test_the_audit_trail_tells_once_that_somebody_is_held_back(office: Office) -> None:
    waits(office, 14)
    noted = [entry for entry, _ in office.instance.store.whole_audit() if entry.action == "sign-in.held-back"]
    assert [(entry.subject, entry.facts) for entry in noted] == [(office.marcus.id, {"counted by": "account"})]
