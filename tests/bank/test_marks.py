import pytest

from screener.bank.marks import unmark


@pytest.mark.parametrize(
    ("marked", "plain", "quoted"),
    [
        ("no mark at all", "no mark at all", []),
        ("", "", []),
        ("a <<b c>> d", "a b c d", ["b c"]),
        ("<<all of it>>", "all of it", ["all of it"]),
        ("<<one>> and <<two>>", "one and two", ["one", "two"]),
        ("<<one>><<two>>", "onetwo", ["one", "two"]),
        ("é <<ü “x”>> 😀 <<y>>", "é ü “x” 😀 y", ["ü “x”", "y"]),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2", []),
        ("<<a < b>>", "a < b", ["a < b"]),
        ("a <<b\nc>> d", "a b\nc d", ["b\nc"]),
    ],
)
def test_it_returns_the_text_and_the_marked_words(marked: str, plain: str, quoted: list[str]) -> None:
    text, spans = unmark(marked)
    assert text == plain
    assert [text[start:end] for start, end in spans] == quoted


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("a <<b", "`<<` without `>>`"),
        ("<<", "`<<` without `>>`"),
        ("a b>> c", "`>>` without `<<`"),
        ("<<a>> b>>", "`>>` without `<<`"),
        ("<<a <<b>> c>>", "a second `<<`"),
        ("<<a <<b", "a second `<<`"),
        ("a <<>> b", "nothing stands between"),
        ("a << \n>> b", "nothing stands between"),
    ],
)
def test_it_rejects_a_mark_that_is_not_a_pair(marked: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        unmark(marked)
