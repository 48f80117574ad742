from screener.text.passage import Passage
from screener.text.spans import Span


def test_it_quotes_the_sentence_around_a_match() -> None:
    text = "We met. They print what I ask for. Fine."
    assert Passage(text).quote_around(Span(15, 20)).of(text) == "They print what I ask for."


def test_it_quotes_only_the_clauses_around_a_match_of_a_long_sentence() -> None:
    text = "We did " + "this and that, " * 20 + "they print what I ask for, " + "and so on, " * 20 + "and that was it."
    start = text.index("print")
    quote = Passage(text).quote_around(Span(start, start + 5)).of(text)
    assert quote == "they print what I ask for,"


def test_sounds_between_the_words_are_not_compared_and_nothing_moves() -> None:
    text = "They print, um, what I uh ask for."
    passage = Passage(text)
    assert passage.plain.split() == "they print what i ask for".split()
    assert passage.plain.index("ask") == text.index("ask")
