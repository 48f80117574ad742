from hypothesis import given
from hypothesis import strategies as st

from screener.text.normal import plain_words


@given(st.text())
def test_every_character_stands_where_it_stood(text: str) -> None:
    assert len(plain_words(text)) == len(text)


@given(st.text())
def test_only_plain_characters_are_left(text: str) -> None:
    assert set(plain_words(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789_' ")


def test_apostrophes_stay_only_inside_words() -> None:
    assert plain_words("'We don’t', they said") == " we don't   they said"


def test_accents_are_dropped_and_other_scripts_stay_words() -> None:
    assert plain_words("Café Ω") == "cafe _"


def test_a_lone_surrogate_is_no_letter() -> None:
    assert plain_words("a\ud800b") == "a b"


def test_accents_soft_hyphens_and_joiners_inside_a_word_do_not_hide_it() -> None:
    assert plain_words("nai\u0308ve mar\u00adketing fi\u200beld") == "naive  marketing  field "
