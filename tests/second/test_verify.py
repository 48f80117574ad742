import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.second.verify import NO_QUOTATION, NOT_SAID, TOO_SHORT, Quotable
from screener.text.spans import Span


def found(text: str, quotation: object) -> str:
    """Return the words of the text that were found, or why none were."""
    place = Quotable(text).find(quotation)
    return place.of(text) if isinstance(place, Span) else place


@pytest.mark.parametrize(
    ("text", "quotation", "words"),
    [
        ("So we won it alone.", "we won it alone", "we won it alone"),
        ("So we don’t need “them”, ever.", "we don't need 'them'", "we don’t need “them"),
        ('So we don\'t need "them".', "We don’t need “them”.", "we don't need \"them"),
        ("So WE won\n   it, alone!", "we won it alone", "WE won\n   it, alone"),
        ("So we won it.", "  we   won\tit ", "we won it"),
        ("A follow-up was made.", "follow up was", "follow-up was"),
        ("The café was naïve.", "the cafe was naive", "The café was naïve"),
        ("At the cafe\u0301 we met.", "at the café", "At the cafe\u0301"),
        ("Then our mar\u00adketing won.", "then our marketing", "Then our mar\u00adketing"),
        ("Diese Größe zählt.", "diese größe zählt", "Diese Größe zählt"),
        ("Мы всё сделали сами.", "мы всё сделали", "Мы всё сделали"),
    ],
)
def test_it_finds_a_quotation_written_otherwise(text: str, quotation: str, words: str) -> None:
    assert found(text, quotation) == words


@pytest.mark.parametrize(
    ("text", "quotation", "why"),
    [
        ("We won it alone.", "we lost it alone", NOT_SAID),
        ("We won it with them, alone.", "we won it alone", NOT_SAID),
        ("We won it alone.", "we won … alone", NOT_SAID),
        ("We wondered at it alone.", "we won dered at", NOT_SAID),
        ("Ourselves won it alone.", "selves won it", NOT_SAID),
        ("Мы всё сделали сами.", "ты все сломали", NOT_SAID),
        ("We won it alone.", "it alone", TOO_SHORT),
        ("We won it alone.", "…", NO_QUOTATION),
        ("We won it alone.", "", NO_QUOTATION),
        ("We won it alone.", None, NO_QUOTATION),
        ("We won it alone.", ["we won it"], NO_QUOTATION),
        ("", "we won it", NOT_SAID),
    ],
)
def test_it_says_why_a_quotation_does_not_count(text: str, quotation: object, why: str) -> None:
    assert found(text, quotation) == why


def test_of_several_places_it_takes_the_first() -> None:
    assert Quotable("We won it. Yes, we won it.").find("we won it") == Span(0, 9)


@given(st.text(), st.text())
def test_what_it_finds_stands_in_the_text(text: str, quotation: str) -> None:
    place = Quotable(text).find(quotation)
    assert isinstance(place, str) or 0 <= place.start < place.end <= len(text)


@given(st.lists(st.text(alphabet="abcÉß’-й\u0301 \n", min_size=1), min_size=3))
def test_a_text_holds_itself(words: list[str]) -> None:
    text = " ".join(words)
    quotable = Quotable(text)
    if quotable.has_enough_words:
        assert isinstance(quotable.find(text), Span)
