from screener.scoring.asked import Asked, Similarity, match_questions, was_asked

QUESTIONS = [
    "Tell me about a tender that you lost together with marketing. Who learned what?",
    "Where does your yearly plan begin?",
    "Who has the last word on which customers are visited?",
]
SIMILARITY = Similarity(QUESTIONS)


def hows(*turns: str) -> list[str]:
    found = match_questions([[q] for q in QUESTIONS], dict(enumerate(turns)), SIMILARITY)
    return [match.how.value if match else "-" for match in found]


def test_a_question_asked_in_its_words_is_found_among_others() -> None:
    assert hows(f"Thank you, that helps. So. {QUESTIONS[1]} Take your time.") == ["-", Asked.ASKED, "-"]


def test_a_question_in_other_words_is_found() -> None:
    assert hows("Was there a tender that you and marketing lost together?") == [Asked.OTHER_WORDS, "-", "-"]


def test_talk_that_only_shares_a_word_or_two_is_not_the_question() -> None:
    assert hows("Marketing is nice.", "How was the weather in the north?", "We plan to visit you.") == ["-", "-", "-"]


def test_a_long_speech_is_not_taken_for_a_question() -> None:
    speech = (
        "We had a tender there. " + "Nothing of note happened. " * 10 + "Then marketing came. We lost time. Who knows."
    )
    assert hows(speech) == ["-", "-", "-"]


def test_each_question_is_found_in_its_closest_turn() -> None:
    found = match_questions([[QUESTIONS[0]]], {0: "A tender lost with marketing?", 4: QUESTIONS[0]}, SIMILARITY)
    assert found[0] is not None
    assert found[0].turn == 4


def test_a_probe_counts_when_put_in_about_its_words() -> None:
    assert was_asked(
        "What did you change afterwards?", ["And what did you change afterwards, if I may ask?"], SIMILARITY
    )
    assert not was_asked("What did you change afterwards?", ["Who was there?"], SIMILARITY)
