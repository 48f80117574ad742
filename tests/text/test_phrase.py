import time

import pytest

from screener.text.match import Matcher
from screener.text.normal import plain_words
from screener.text.phrase import PhraseError, WordLists, compile_phrase
from screener.text.spans import Span

LISTS = WordLists({"sales": ["sales", "reps", "the field"], "number": ["two", "a dozen"], "loop": ["{loop}"]})


def found(phrase: str, text: str) -> list[str]:
    matcher = Matcher([("key", compile_phrase(phrase, LISTS))])
    plain = plain_words(text)
    return [hit.span.of(text) for hit in matcher.hits(plain, Span(0, len(text)))]


MATCHES = [
    ("exists to support", "It EXISTS, to “support” them", "EXISTS, to “support"),
    ("(support|serve|help out)", "there to help out", "help out"),
    ("there [only|just] to serve", "there to serve", "there to serve"),
    ("there [only|just] to serve", "there just to serve", "there just to serve"),
    ("[only] to serve", "to serve", "to serve"),
    ("support*", "Supporting them", "Supporting"),
    ("we ~ ask", "we would never ever ask", "we would never ever ask"),
    ("{sales} said", "the field said so", "the field said"),
    ("{sales} wish", "the reps' wish", "reps' wish"),
    ("{sales} job", "the field's job", "the field's job"),
    ("don't ask", "we dont ask", "dont ask"),
    ("don’t ask", "we don't ask", "don't ask"),
    ("{number} reps", "with 12 reps", "12 reps"),
    ("{number} reps", "a dozen reps", "a dozen reps"),
    ("sign-ups", "more sign-ups please", "sign-ups"),
    ("she asked her salesman", "he asked his saleswoman", "he asked his saleswoman"),
    ("the wife's team", "my husband, the husband's team", "the husband's team"),
    ("isn't ours", "it ain't ours", "ain't ours"),
    ("cafe visits", "our Café visits", "Café visits"),
]


@pytest.mark.parametrize(("phrase", "text", "expected"), MATCHES)
def test_it_matches_whole_words_whatever_stands_between_them(phrase: str, text: str, expected: str) -> None:
    assert found(phrase, text) == [expected]


MISSES = [
    ("can help", "you can't help it"),
    ("serve", "servers"),
    ("we ~2 ask", "we would never ever ask"),
    ("there to serve", "there and to serve"),
    ("support*", "unsupported"),
    ("ask reps", "ask the reps"),
]


@pytest.mark.parametrize(("phrase", "text"), MISSES)
def test_it_does_not_match_parts_of_words_or_past_its_gap(phrase: str, text: str) -> None:
    assert found(phrase, text) == []


INVALID = [
    ("", "no word"),
    ("a | b", "outside of brackets"),
    ("(a|b", "not closed"),
    ("a)", "closes nothing"),
    ("(a||b)", "a choice is empty"),
    ("[only|just]", "left out"),
    ("~ a", "at the edge"),
    ("a ~", "at the edge"),
    ("a ~12 b", "1 to 9 words"),
    ("{nobody} asks", "no word list `nobody`"),
    ("{loop} asks", "refers to itself"),
    ("{Sales} asks", "a word list is written"),
    ("((((( a )))))", "nested more than"),
    ("word " * 80, "at most 300"),
    ("?!", "no word"),
]


@pytest.mark.parametrize(("phrase", "reason"), INVALID)
def test_it_says_what_is_wrong_with_a_phrase(phrase: str, reason: str) -> None:
    with pytest.raises(PhraseError, match=reason):
        compile_phrase(phrase, LISTS)


def test_its_anchors_are_words_that_every_match_holds() -> None:
    phrase = compile_phrase("(they|those people) exist* [just] for {sales}", LISTS)
    assert {anchor.word for anchor in phrase.anchors} == {"exist"}


def test_it_stays_linear_on_text_made_to_be_slow() -> None:
    matcher = Matcher([("key", compile_phrase("a* ~9 a* ~9 a* ~9 a* ~9 never", LISTS))])
    text = "a " * 50_000 + "never"
    begin = time.perf_counter()
    matcher.hits(plain_words(text), Span(0, len(text)))
    assert time.perf_counter() - begin < 5


def test_a_phrase_that_stands_for_too_much_is_refused() -> None:
    lists = WordLists({"big": [f"word{n} other{n} third{n}" for n in range(1000)]})
    with pytest.raises(PhraseError, match="too many wordings"):
        compile_phrase("zebra {big}", lists)


def test_a_very_long_word_takes_no_longer() -> None:
    matcher = Matcher([("key", compile_phrase("support*", LISTS))])
    text = "a" * 500_000
    begin = time.perf_counter()
    matcher.hits(text, Span(0, len(text)))
    assert time.perf_counter() - begin < 2
