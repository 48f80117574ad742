"""What people enter is kept as they wrote it, without what steers terminals, or refused with a word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import Refused
from screener.journeys.limits import LONGEST_NAME, LONGEST_REASON, one_line, several_lines

NAMES = ("Zoë Brontë-O’Neill", "محمد بن سلمان", "李小龍", "Ng\u0169g\u0129 wa Thiong'o", "👩🏽‍💼", "<b>Ann</b>", "{{ 7 * 7 }}", "Ann\u200d\u200cB")  # fmt: skip
NOTHING = ("", "   ", "\n\t", "\x00\x07\x1b", "\u200b\u2060\ufeff", "\u200b \u200b", "\u202e", "\u3000")


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_stay_as_they_are(name: str) -> None:
    assert one_line(name, "name") == name
    assert several_lines(name, "reason") == name


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_what_cannot_be_seen_is_nothing(text: str) -> None:
    for take in (one_line, several_lines):
        with pytest.raises(Refused, match="fill this in") as refusal:
            take(text, "name", is_needed=True)
        assert refusal.value.field == "name"
        assert take(text, "name", is_needed=False) == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Ann \n  Bell ", "Ann Bell"),
        ("Ann\r\nBell\tCole", "Ann Bell Cole"),
        ("Ann\u2028Bell\u00a0Cole", "Ann Bell Cole"),
        ("A\x00n\x1b[31mn\x7f", "An[31mn"),
        ("\ud83d Ann", "Ann"),
    ],
)
def test_a_line_is_one_line(text: str, line: str) -> None:
    assert one_line(text, "name") == line


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("  one\n\n\ttwo  ", "one\n\n\ttwo"),
        ("a\x00b\x1b\ud800c", "abc"),
    ],
)
def test_several_lines_keep_their_lines(text: str, kept: str) -> None:
    assert several_lines(text, "reason") == kept


def test_the_longest_fits_and_one_more_is_refused_with_both_figures() -> None:
    assert len(one_line("x" * LONGEST_NAME, "name")) == LONGEST_NAME
    assert len(several_lines("x" * LONGEST_REASON, "reason")) == LONGEST_REASON
    with pytest.raises(Refused, match=r"121 characters; 120 fit"):
        one_line("x" * (LONGEST_NAME + 1), "name")
    with pytest.raises(Refused, match=r"1,001 characters; 1,000 fit"):
        several_lines("x" * (LONGEST_REASON + 1), "reason")
    assert one_line("x" * 300, "consent", longest=300) == "x" * 300


def test_blanks_around_a_text_do_not_count() -> None:
    assert one_line("x" * 120 + " " * 500, "name") == "x" * 120


@given(st.text())
def test_any_text_is_taken_or_refused_and_taking_it_again_changes_nothing(text: str) -> None:
    for take in (one_line, several_lines):
        kept = take(text, "field", longest=10_000, is_needed=False)
        assert take(kept, "field", longest=10_000, is_needed=False) == kept
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in kept if c not in "\n\t")
        assert "\n" not in one_line(text, "field", longest=10_000, is_needed=False)
        kept.encode()
