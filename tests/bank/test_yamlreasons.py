"""What is no YAML is told in plain words, where it is to be mended, with what to do."""

import pytest

from screener.bank.yamlfile import read_document

TOLD = {
    "a colon in a text": ("a: b: c\n", "1:5 a colon and a blank stand inside a text"),
    "a colon in a line that is indented": ("a: x\n  b: 1\n", "2:4 a colon and a blank stand inside a text"),
    "a tab": ("a:\n\tb: c\n", "2:1 a Tab stands at the beginning of the line"),
    "a sign": ("a: @x\n", "1:4 a text cannot begin with `@`"),
    "a per cent sign": ("a: 1\nb: %x\n", "2:4 a text cannot begin with `%`"),
    "a text that is not indented": ("a: >-\n  text\nmore text\nb: 1\n", "3:1 this line is no `key: value`"),
    "an open quotation mark": ('a: "open\nb: 1\nc: 2\n', "1:4 this quotation mark is never closed"),
    "an open bracket": ("a: [x, y\nb: 1\n", "1:4 this `[` is never closed"),
    "a bracket open to the end": ("a: [", "2:1 a bracket was opened before this"),
    "an open brace": ("a: {x: 1\nb: 2\n", "1:4 this `{` is never closed"),
    "a quotation mark within a text": ("a: 'it's'\n", "1:8 a `key: value` is expected here"),
    "an indentation between two": ("a:\n  - x\n b: 1\n", "3:2 a `key: value` is expected here"),
    "a key in a list": ("- a\nb: 1\n", "2:1 this stands in a list"),
    "a list behind a key": ("a: - b\n", "1:4 a list begins behind a key"),
    "a text behind a fold": ("a: >x\n  b\n", "1:5 text stands behind `>` or `|`"),
}


@pytest.mark.parametrize("case", TOLD)
def test_it_is_told_where_and_what_to_do(case: str) -> None:
    text, words = TOLD[case]
    (problem,) = read_document(text.encode(), "a.yaml").problems
    assert f"{problem.line}:{problem.column} {problem.message}".startswith(words)
    assert problem.message.endswith(")")
