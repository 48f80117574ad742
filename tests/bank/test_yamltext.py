"""Values are written as authors write by hand, and read back as they were."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from screener.bank.load import load_library
from screener.bank.yamlfile import read_document
from screener.bank.yamltext import WIDTH, file_text, yaml_text
from screener.paths import shipped

PATH = "philosophies/sole-credit.yaml"
ODD = [
    "", " ", "no", "yes", "null", "~", "1.5", "0x1f", "2026-03-02", "a: b", "a #b", "#a", "- a", "? a", "{a}", "[a]", "&a", "*a",
    "!a", "| a", "> a", "% a", "@a", "`a`", "'a'", '"a"', "a\\b", "<<a>> b", ">> a <<", "🎯👩‍🔬 Zoë", "محمد", "  leading", "trailing  ",
    "two\nlines", "ends\n", "\n\nbegins", "a\tb", "\ttab", "a\u00a0b", "a\u2028b", "a\u0085b", "\ufeffmark", "a\x07b", "---", "...",
    "word " * 60, "w" * 300, ("word " * 60).strip(), "# " + ("word " * 60).strip(), "- " + ("word " * 60).strip(),
]  # fmt: skip
words = st.text(max_size=12)
texts = st.sampled_from(ODD) | st.text(max_size=300) | st.lists(words, max_size=40).map(" ".join)
keys = st.sampled_from(["belief", "text", "name", "patterns", "competencies", "ask", "why", "probes"])
values = st.recursive(texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4))


def read(text: str) -> Any:
    document = read_document(text.encode(), PATH)
    assert not document.problems, (text, document.problems)
    return document.data


@given(st.dictionaries(keys, values, min_size=1, max_size=4))
def test_whatever_is_written_is_read_back_as_it_was(data: dict[str, Any]) -> None:
    assert read(file_text(PATH, data)) == data


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("place", ["belief", "name", "patterns", "probes"])
def test_odd_texts_are_read_back_as_they_were_wherever_they_stand(text: str, place: str) -> None:
    data = {"id": "x", place: [text, {"text": text}] if place in ("patterns", "probes") else text}
    assert read(file_text(PATH, data)) == data
    assert yaml.safe_load(yaml_text(data)) == data  # for other programs it is a text, too


@given(st.lists(st.from_regex("[a-z<>,.']{1,15}", fullmatch=True), min_size=1, max_size=80))
def test_no_line_of_a_folded_text_passes_the_width(given_words: list[str]) -> None:
    text = yaml_text({"examples": [{"text": " ".join(given_words)}]})
    assert all(len(line) <= WIDTH for line in text.splitlines())


def test_a_file_looks_as_authors_write_it() -> None:
    data = {
        "id": "sole-credit", "kind": "risky", "belief": "The results are ours.", "not_this": ["Pride in a team: fine", "Facts"],
        "counterparts": ["shared-credit", "common-purpose"], "probes": {"asserted": "Who else?", "past": "no"},
        "patterns": ["the credit is ours", {"words": "ours", "strength": "weak"}],
        "examples": [{"stance": "asserted", "indirect": True, "text": "Honestly, <<the credit belongs to us>> in May."}],
        "minutes": 5,
    }  # fmt: skip
    assert file_text(PATH, data) == (
        "# yaml-language-server: $schema=../.schemas/philosophy.schema.json\n"
        "id: sole-credit\n"
        "kind: risky\n"
        "belief: >-\n"
        "  The results are ours.\n"
        "not_this:\n"
        '  - "Pride in a team: fine"\n'
        "  - Facts\n"
        "counterparts: [shared-credit, common-purpose]\n"
        "probes:\n"
        "  asserted: Who else?\n"
        '  past: "no"\n'
        "patterns:\n"
        '  - "the credit is ours"\n'
        "  - words: ours\n"
        "    strength: weak\n"
        "examples:\n"
        "  - stance: asserted\n"
        "    indirect: true\n"
        "    text: >-\n"
        "      Honestly, <<the credit belongs to us>> in May.\n"
        "minutes: 5\n"
    )


def test_a_shipped_question_is_written_word_by_word_as_it_stands() -> None:
    path = "items/standing/standing-settled-difference.yaml"
    content = (shipped("questions") / path).read_text(encoding="utf-8")
    data = read(content)
    assert file_text(path, {**data, "minutes": int(data["minutes"])}).split() == content.split()


def test_every_shipped_file_is_read_back_as_it_was() -> None:
    library = load_library(shipped("questions"))
    for path, file in library.files.items():
        assert read(file_text(path, file.document.data)) == file.document.data
