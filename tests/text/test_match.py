from hypothesis import given
from hypothesis import strategies as st

from screener.text.match import Matcher
from screener.text.normal import plain_words
from screener.text.passage import Passage
from screener.text.phrase import WordLists, compile_phrase

WORDS = ["ask", "asked", "reps", "the", "field's", "don't", "café", "12"]
PHRASES = ["ask ~2 reps", "(asked|don't) [the] reps", "field", "cafe*", "re*"]
LISTS = WordLists({"field": ["the field", "reps"]})


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_looking_only_where_an_anchor_occurs_misses_nothing(text: str) -> None:
    import re2

    plain, passage = plain_words(text), Passage(text)
    phrases = [compile_phrase(phrase, LISTS) for phrase in PHRASES]
    matcher = Matcher([(p.words, p) for p in phrases])
    slow = [p.words for p in phrases for s in passage.sentences for _ in re2.finditer(p.expression, s.of(plain))]
    assert [hit.key for s in passage.sentences for hit in matcher.hits(plain, s)] == slow
