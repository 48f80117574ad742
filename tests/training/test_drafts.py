"""What writers of the corpus hand in is kept with every mark in its place, or refused with a reason."""

import pytest

from training.drafts import BadLine, answer_of, statement_of, unmarked


def test_a_mark_becomes_a_place_in_the_text() -> None:
    found = statement_of("sole-credit:a | spoken | sales | They smile. <<We bring it in>>, always.", "s01-0001", "s01")
    (label,) = found.labels
    assert found.text == "They smile. We bring it in, always."
    assert (label.philosophy, label.stance) == ("sole-credit", "asserted")
    assert found.text[label.start : label.end] == "We bring it in"


def test_two_labels_take_two_marks_in_order_or_share_one() -> None:
    two = statement_of(
        "ivory-tower:x field-exposure:a | notes | marketing | <<charts don't cough>>, <<goes out>>", "k", "b"
    )
    assert [two.text[x.start : x.end] for x in two.labels] == ["charts don't cough", "goes out"]
    shared = statement_of("ivory-tower:x field-exposure:a | notes | marketing | <<goes out himself>>", "k", "b")
    assert {(x.start, x.end) for x in shared.labels} == {(0, len("goes out himself"))}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("sole-credit:a | spoken | We bring it in.", "3 parts instead of 4"),
        ("sole-credit:q | spoken | sales | <<We bring it in>>.", "unknown label"),
        ("sole-credit:a | sung | sales | <<We bring it in>>.", "unknown register"),
        ("sole-credit:a | spoken | sales | We bring it in.", "0 marks for 1 labels"),
        ("- | spoken | sales | <<We bring it in>>.", "1 marks for 0 labels"),
        ("sole-credit:a | spoken | sales | <<We bring it in.", "not closed"),
        ("sole-credit:a sole-credit:p | spoken | sales | <<We bring it in>>.", "twice"),
    ],
)
def test_it_refuses_a_line_and_says_why(line: str, reason: str) -> None:
    with pytest.raises(BadLine, match=reason):
        statement_of(line, "k", "b")


ANSWER = [
    "@ horizon | sales | spoken | How do you keep longer-term work alive?",
    "ratings: horizon=1 standing=2",
    "labels: this-quarter-only:a=2",
    "Trees, yes. <<v+: I plant them>>. But <<a-: I took the two people off>>. <<v-/standing: They draw, we sell>>.",
]


def test_an_answer_keeps_its_marks_with_kind_sign_and_competency() -> None:
    found = answer_of(ANSWER, "a01-0001", "a01")
    assert found.ratings == {"horizon": 1, "standing": 2}
    assert [(m.kind, m.sign, m.competency, found.text[m.start : m.end]) for m in found.marks] == [
        ("view", "for", "horizon", "I plant them"),
        ("action", "against", "horizon", "I took the two people off"),
        ("view", "against", "standing", "They draw, we sell"),
    ]
    (label,) = found.labels
    assert found.text[label.start : label.end] == "I took the two people off"


@pytest.mark.parametrize(
    ("number", "line", "reason"),
    [
        (0, "horizon | sales | spoken", "a block begins with"),
        (1, "ratings: horizon=6", "unknown rating"),
        (1, "ratings: none", "marks without a rating"),
        (1, "ratings: credit=3", "no mark is about credit"),
        (2, "labels: this-quarter-only:a=9", "names no mark"),
        (3, "Trees. <<I plant them>>.", "a mark must say what it is"),
    ],
)
def test_it_refuses_an_answer_and_says_why(number: int, line: str, reason: str) -> None:
    block = [*ANSWER[:number], line, *ANSWER[number + 1 :]]
    with pytest.raises(BadLine, match=reason):
        answer_of(block, "k", "b")


def test_a_text_without_marks_stays_as_it_is() -> None:
    assert unmarked("2 < 3 and 4 > 3") == ("2 < 3 and 4 > 3", [])
