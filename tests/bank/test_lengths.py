"""Lengths of time are found in a text as people name them; those of a part of the whole are not meant."""

import pytest

from screener.bank.lengths import Length, lengths_named


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("and have planned one hour. All", 60),
        ("and we have an hour.", 60),
        ("a first conversation of half an hour with", 30),
        ("a half-hour talk", 30),
        ("a half hour", 30),
        ("is planned for an hour\n  and a quarter.", 75),
        ("an hour and a half", 90),
        ("one and a half hours", 90),
        ("three quarters of an hour", 45),
        ("three-quarters of an hour", 45),
        ("a quarter of an hour", 15),
        ("forty-five minutes", 45),
        ("Forty Five Minutes", 45),
        ("ninety minutes", 90),
        ("45 minutes", 45),
        ("a 45-minute talk", 45),
        ("45min", 45),
        ("1.5 hours", 90),
        ("1,5 hours", 90),
        ("two hours", 120),
        ("1 hour 15 minutes", 75),
        ("an hour and twenty minutes", 80),
        ("1 h", 60),
    ],
)
def test_a_length_is_read_in_figures_and_in_words(text: str, minutes: int) -> None:
    assert [found.minutes for found in lengths_named(text)] == [minutes]


@pytest.mark.parametrize(
    "text",
    [
        "The last minutes are for your questions.",
        "The last ten minutes are kept for you.",
        "for the final five minutes",
        "Every two hours we rest.",
        "We rush hourly; man hours",
        "one question, an honour, a minuet, thousand hoursmen",
        "",
    ],
)
def test_what_names_no_length_of_the_whole_is_left_alone(text: str) -> None:
    assert lengths_named(text) == ()


def test_each_length_comes_with_its_words() -> None:
    found = lengths_named("We have an hour\nand a quarter, of which 20 minutes are yours.")
    assert found == (Length("an hour and a quarter", 75), Length("20 minutes", 20))
