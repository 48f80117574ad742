"""Personal subjects that a question may ask about: found in plain words, and in none of the shipped questions."""

import pytest

from screener.bank.load import load_library
from screener.bank.personal import personal_subjects
from screener.paths import shipped


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("How old are you?", ("age",)),
        ("In which year were you born?", ("age",)),
        ("When do you want to retire?", ("age",)),
        ("What does your family say to the travelling?", ("family",)),
        ("Are you MARRIED?", ("family",)),
        ("Do you have children, or do you want a baby?", ("children",)),
        ("Are you pregnant, or planning maternity\nleave?", ("pregnancy",)),
        ("Do you have any health problems?", ("health",)),
        ("How many sick days did you take?", ("health",)),
        ("Do you have a disability?", ("disability",)),
        ("Which religion do you belong to?", ("religion",)),
        ("Where were you born?", ("origin",)),
        ("Where do you really come from?", ("origin",)),
        ("What is your nationality?", ("origin",)),
        ("Who did you vote for?", ("politics",)),
        ("How old are you, and have you kids?", ("age", "children")),
    ],
)
def test_a_question_about_a_person_is_noticed(text: str, subjects: tuple[str, ...]) -> None:
    assert personal_subjects([text]) == subjects


@pytest.mark.parametrize(
    "text",
    [
        "At what stage did marketing come in?",
        "Where do your leads come from?",
        "How old was the pipeline when you took it over?",
        "Tell me about a launch for a family of products.",
        "How healthy was the account?",
        "Which third party did you bring in, and who voted with you on the board?",
        "What would you do about a partner who leaves you out?",
        "Tell me about the origin of the largest order of last year.",
        "Was it agreed in good faith?",
        "",
    ],
)
def test_what_is_about_the_work_is_left_alone(text: str) -> None:
    assert personal_subjects([text]) == ()


def test_words_of_two_texts_do_not_make_one() -> None:
    assert personal_subjects(["What did they call your", "Age of the pipeline?"]) == ()


def test_none_of_the_shipped_questions_is_noticed() -> None:
    questions = load_library(shipped("questions")).bank.questions
    assert len(questions) > 70
    noticed = {q.id: personal_subjects([*q.ask.spoken_to("any"), *q.probes]) for q in questions.values()}
    assert {name: found for name, found in noticed.items() if found} == {}
