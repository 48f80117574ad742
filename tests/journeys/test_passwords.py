"""Passwords that anybody would try first are refused; everything else that is long enough is taken."""

import pytest
from argon2 import PasswordHasher, extract_parameters

from screener.errors import Refused
from screener.journeys import passwords
from screener.journeys.passwords import hash_password, is_leaked, is_right, must_be_strong
from screener.storage.records import Person

HOST = "https://interviews.halvorsen.example"
ANN = Person("a", "Anneliese Brandvold", "hr", "a.brandvold@halvorsen.example")


@pytest.mark.parametrize(
    "password",
    [
        "three plain words",
        "correct horse battery staple",
        "tyggegummi på taket",
        "пять простых слов",
        "四つの簡単な言葉を並べる",
        "wq8#Lm2z!pRv",
        "halvorsen is where the geese went",  # a known word among others
        "x" * 5 + "y" * 5 + "zebra crossing",
        "long " * 38 + "enough",
    ],
)
def test_long_words_of_any_kind_are_taken(password: str) -> None:
    must_be_strong(ANN, password, HOST)


@pytest.mark.parametrize(
    "password",
    ["qwertyqwerty", "QwertyQwerty", "iloveyouforever", "abcdefghijkl", "1qaz2wsx3edc", "motherfucker", "123456789012"],
)
def test_leaked_ones_are_refused_in_any_case(password: str) -> None:
    with pytest.raises(Refused):
        must_be_strong(ANN, password, HOST)


@pytest.mark.parametrize(
    "password", ["Password2026!", "P@ssw0rd2026", "123sunshine123", "monkeymonkey1", "dragon!!!!!!"]
)
def test_words_with_signs_around_or_in_them_are_no_better(password: str) -> None:
    with pytest.raises(Refused):
        must_be_strong(ANN, password, HOST)


@pytest.mark.parametrize(
    "password",
    [
        "Anneliese2026", "brandvold-1987", "a.brandvold@halvorsen.example", "Halvorsen2026!", "screenerscreener",
        "halvorsen screener", "4nneliese.Brandvold", "interviews1234", "Anneliese Brandvold",
    ],
)  # fmt: skip
def test_a_person_and_the_place_are_no_password(password: str) -> None:
    with pytest.raises(Refused):
        must_be_strong(ANN, password, HOST)


@pytest.mark.parametrize("password", ["", "x", "eleven char", "x" * 12, "abab" * 4, "zebra" * 3, "l" * 201])
def test_what_is_short_long_or_repeated_is_refused(password: str) -> None:
    with pytest.raises(Refused) as refused:
        must_be_strong(ANN, password, HOST)
    assert refused.value.field == "password"


def test_the_list_holds_what_people_use_and_nothing_by_chance() -> None:
    assert all(is_leaked(word) for word in ("password", "qwerty", "trustno1", "qwertyqwerty", "123qweasdzxc"))
    assert not any(is_leaked(f"{number} geese on a roof") for number in range(2_000))


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    first, second = hash_password("three plain words"), hash_password("three plain words")
    assert first != second
    assert first.startswith("$argon2id$")
    found = extract_parameters(first)
    assert found.memory_cost >= 19 * 1024
    assert found.time_cost >= 2


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.mark.usefixtures("quick")
def test_keyboards_may_write_letters_in_one_or_two_parts() -> None:
    composed, in_parts = "caf\u00e9 au lait, deux", "cafe\u0301 au lait, deux"
    assert is_right(hash_password(composed), in_parts)
    assert is_right(hash_password(in_parts), composed)
    assert not is_right(hash_password(in_parts), "cafe au lait, deux")


@pytest.mark.parametrize("kept", ["", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$AAAA$BBBB"])
def test_nothing_opens_an_account_without_a_password(kept: str) -> None:
    assert not is_right(kept, kept)
