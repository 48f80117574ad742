"""Who speaks, and about whom, is not seen; what is said is, and keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.text.blind import NAME, blinded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("She told him that her reps win the deals.", "He told her that his reps win the deals."),
        ("Priya said the leads were bad.", "James said the leads were bad."),
        ("Then Kofi Mensah rang the plant.", "Then Anna Maria Olsen rang the plant."),
        ("I hire salesmen who close.", "I hire saleswomen who close."),
        ("The chairman cut the budget.", "The chairwoman cut the budget."),
        ("At 58 years old I know the trade.", "At 31 years old I know the trade."),
        ("In my forties I was in Lagos.", "In my sixties I was in Leeds."),
        ("In the Dutch office we share.", "In the Nigerian office we share."),
        ("In May, um, we share er the bonus.", "In May, we share the bonus."),
        ("Mrs Havel decides.", "Mr Havel decides."),
        ("My wife sold, the girls in marketing drew.", "My husband sold, the lads in marketing drew."),
        ("It was my wife's idea, said 'ask her'.", "It was my husband's idea, said 'ask him'."),
        ("An ex-wife, women-led, and my mother's nieces.", "An ex-husband, men-led, and my father's nephews."),
        ("He's in his mid-fifties, a 60-year-old firm.", "She's in her mid-thirties, a 25-year-old firm."),
    ],
)
def test_it_reads_two_people_alike(one: str, other: str) -> None:
    assert blinded(one).text == blinded(other).text


@pytest.mark.parametrize(
    "text",
    [
        "Marketing waits for Sales on Monday.",
        "The CMO's MQLs and the VP of Sales",
        "Nobody asked us. Leads were thin in March.",
        "I will mark the deals that rose.",
    ],
)
def test_it_takes_no_common_word_for_a_name(text: str) -> None:
    assert NAME not in blinded(text).text


def test_a_name_that_is_a_word_is_one_where_it_has_a_capital_inside_a_sentence() -> None:
    assert blinded("I told Mark to mark it.").text == f"i told {NAME} to mark it."


def test_two_people_in_two_paragraphs_stay_two() -> None:
    assert blinded("I told Kofi\n\nPriya came").text == f"i told {NAME} {NAME} came"


def test_numbers_that_are_no_ages_stay() -> None:
    assert blinded("We turned 50 leads into 12 deals.").text == "we turned 50 leads into 12 deals."


def test_a_denial_is_never_dropped_as_a_filler() -> None:
    assert blinded("Nah, um, not us.").text == "no, not us."


def test_every_character_knows_where_it_stood() -> None:
    text = "Um, Priya's reps, she said, win."
    blind = blinded(text)
    start = blind.text.index("reps")
    assert text[blind.starts[start] : blind.ends[start + 3]] == "reps"
    name = blind.text.index(NAME)
    assert text[blind.starts[name] : blind.ends[name]] == "Priya's"


@given(st.text(max_size=200))
def test_places_stay_in_order_and_in_the_text_whatever_it_holds(text: str) -> None:
    blind = blinded(text)
    assert len(blind.text) == len(blind.starts) == len(blind.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(blind.starts, blind.ends, strict=True))
    assert list(blind.starts) == sorted(blind.starts)
