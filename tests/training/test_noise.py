"""What is put between an answer's sentences leaves its marks where they were."""

import random

from training.corpus import Answer, Label, Mark
from training.noise import disturbed, idle_sentences, with_inserted

TEXT = "We argue a lot. I rang her that night. It held."
START = TEXT.index("I rang")
ANSWER = Answer(
    "a-1", "a", TEXT, "spoken", "sales", (Label("own-the-fix", "asserted", START, START + 22),), "What did you do?",
    "repair", {"repair": 4}, (), (Mark("action", "for", "repair", START, START + 22),),
)  # fmt: skip


def test_marks_and_labels_move_along() -> None:
    moved = with_inserted(ANSWER, 0, "I am rather good at this.")
    (mark,), (label,) = moved.marks, moved.labels
    assert moved.text.startswith("I am rather good at this. We argue")
    assert moved.text[mark.start : mark.end] == moved.text[label.start : label.end] == "I rang her that night."


def test_nothing_is_put_into_the_middle_of_a_mark() -> None:
    assert with_inserted(ANSWER, START + 3, "Anyway.") == ANSWER


def test_a_disturbed_answer_keeps_its_levels_and_its_marked_words() -> None:
    order = random.Random(3)
    for _ in range(50):
        changed = disturbed(ANSWER, ["The synergies were great.", "Our values hang on the wall there."], order)
        (mark,) = changed.marks
        assert changed.text[mark.start : mark.end] == "I rang her that night."
        assert changed.ratings == ANSWER.ratings


def test_idle_sentences_come_from_texts_with_nothing_to_judge_by() -> None:
    empty = Answer("a-2", "a", "Values matter to us in every way. Yes.", "spoken", "sales", (), "Q?", "repair")
    assert idle_sentences([ANSWER, empty], []) == ["Values matter to us in every way."]
