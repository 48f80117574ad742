import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.text.segment import clauses, sentences
from screener.text.spans import Span


def texts(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


SENTENCES = [
    ("One. Two! Three?", ["One.", "Two!", "Three?"]),
    ("Dr. Hale rang. We met.", ["Dr. Hale rang.", "We met."]),
    ("We used a form, e.g. the old one.", ["We used a form, e.g. the old one."]),
    ("It was, er... well, late... So we left.", ["It was, er... well, late...", "So we left."]),
    ("blames mktg; wants the leads", ["blames mktg;", "wants the leads"]),
    ("asked twice -> no answer", ["asked twice ->", "no answer"]),
    ("- first\n- second", ["- first", "- second"]),
    ("He said “no.” She left.", ["He said “no.”", "She left."]),
    ("A line that a program has wrapped because it had grown so long\nthat it did not fit.", 1),
    ("", []),
    (" \n ", []),
    ("I said no. I told her.", ["I said no.", "I told her."]),
    ("It was no. 5 of the list. Fine.", ["It was no. 5 of the list.", "Fine."]),
    ("3.5 percent. Fine.", ["3.5 percent.", "Fine."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_it_cuts_speech_and_notes_into_sentences(text: str, expected: list[str] | int) -> None:
    assert (len(texts(text)) if isinstance(expected, int) else texts(text)) == expected


@given(st.text(alphabet="ab .!?\n;,-", max_size=200))
def test_sentences_are_in_order_and_leave_out_only_white_space(text: str) -> None:
    spans = sentences(text)
    assert list(spans) == sorted(spans)
    kept = "".join(span.of(text) for span in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_it_cuts_a_sentence_at_commas_dashes_and_conjunctions() -> None:
    text = "I like them, but they never ask – which is odd because we would."
    assert [c.of(text) for c in clauses(text, Span(0, len(text)))] == [
        "I like them,",
        "but they never ask –",
        "which is odd",
        "because we would.",
    ]


def test_speech_without_marks_is_cut_into_breaths() -> None:
    text = "and then we asked them what they needed because nobody had " * 500
    spans = sentences(text)
    assert max(span.end - span.start for span in spans) <= 1_200
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")
