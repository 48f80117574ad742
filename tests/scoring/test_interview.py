import pytest

from screener.scoring.answer import Scorer
from screener.scoring.asked import Asked
from screener.scoring.interview import InterviewScore, score_interview
from screener.text.transcript.read import read_transcript
from screener.text.transcript.roles import roles_of

BELIEF = "Look, marketing is there to serve sales."


@pytest.fixture
def interview(scorer: Scorer) -> InterviewScore:
    questions = scorer.bank.questions
    guide = scorer.bank.guides["sales-leader"]
    first, second = (questions[q] for q in guide.questions[:2])
    talk = (
        f"Ines: Hello. Some people think {BELIEF.lower()}\n\nTom: Good morning. {BELIEF}\n\n"
        f"Ines: {first.ask.sales}\n\nTom: We had a tender. {BELIEF}\n\nInes: {first.probes[0]}\n\nTom: I called her.\n\n"
        f"Ines: {second.ask.sales}\n\nTom: Hm.\n"
    )
    transcript = read_transcript(talk.encode(), "talk.txt")
    return score_interview(transcript, roles_of(transcript, "Tom"), guide, scorer.bank.policies["default"], scorer)


def test_answers_run_from_a_question_to_the_next(interview: InterviewScore) -> None:
    first, second = interview.questions[:2]
    assert first.how is Asked.ASKED
    assert first.answer is not None
    assert first.answer.text == f"We had a tender. {BELIEF}\n\nI called her."
    assert second.answer is not None
    assert not second.answer.score.quality.is_readable


def test_it_tells_which_probes_were_put(interview: InterviewScore) -> None:
    first = interview.questions[0]
    assert first.probes_asked == (first.question.probes[0],)
    assert first.question.probes[1] in first.probes_not_asked


def test_questions_never_asked_are_listed_with_all_their_probes(interview: InterviewScore) -> None:
    rest = interview.questions[2:]
    assert all(q.how is Asked.NOT_ASKED and q.answer is None and q.probes_not_asked for q in rest)


def test_the_interviewers_words_are_never_evidence(interview: InterviewScore) -> None:
    answers = [q.answer for q in interview.questions if q.answer] + list(interview.elsewhere)
    places = [interview.place(a, f.finding.quote) for a in answers for f in a.flags]
    assert len(places) == 2
    assert all(interview.transcript.turns[place.turn].speaker == "Tom" for place in places)


def test_every_quotation_leads_to_its_place_in_the_file(interview: InterviewScore) -> None:
    answer = interview.questions[0].answer
    assert answer is not None
    place = interview.place(answer, answer.flags[0].finding.quote)
    assert [s.of(interview.transcript.source) for s in place.source] == [BELIEF]


def test_what_answers_no_question_is_read_for_flags_only(interview: InterviewScore) -> None:
    (elsewhere,) = interview.elsewhere
    assert elsewhere.flags
    assert elsewhere.score.ratings == ()


def test_coverage_counts_questions_asked_by_competency(interview: InterviewScore, scorer: Scorer) -> None:
    asked = {c.competency: c.asked for c in interview.coverage}
    first = interview.questions[0].question.competency
    assert asked[first] >= 1
    assert sum(asked.values()) == 2
    assert {c.competency for c in interview.coverage} == {c.id for c in interview.guide.competencies}


def scored(scorer: Scorer, *turns: str) -> InterviewScore:
    question = scorer.bank.questions[scorer.bank.guides["sales-leader"].questions[0]].ask.sales
    talk = "\n\n".join([f"Ines: {question}", *turns, "Ines: Those were our questions.", "Tom: Thanks for your time."])
    transcript = read_transcript(talk.encode(), "talk.txt")
    guide, policy = scorer.bank.guides["sales-leader"], scorer.bank.policies["default"]
    return score_interview(transcript, roles_of(transcript, "Tom"), guide, policy, scorer)


@pytest.mark.parametrize("murmur", ["Mm-hm.", "Yeah, right.", "Hmmmm" + "m" * 60, "Okay."])
def test_a_murmur_does_not_cut_a_sentence(scorer: Scorer, murmur: str) -> None:
    interview = scored(scorer, "Tom: I think that marketing is there", f"Ines: {murmur}", "Tom: to serve sales.")
    answer = interview.questions[0].answer
    assert answer is not None
    assert answer.text == "I think that marketing is there to serve sales."
    place = interview.place(answer, answer.flags[0].finding.quote)
    assert [s.of(interview.transcript.source) for s in place.source] == [
        "I think that marketing is there",
        "to serve sales.",
    ]


def test_a_question_in_between_cuts_it(scorer: Scorer) -> None:
    interview = scored(
        scorer, "Tom: I think that marketing is there", "Ines: To do what?", "Ines: Mm.", "Tom: to serve sales."
    )
    answer = interview.questions[0].answer
    assert answer is not None
    assert answer.flags == ()


def test_what_follows_the_last_question_answers_none(scorer: Scorer) -> None:
    interview = scored(scorer, "Tom: We had a stand at the fair.")
    answer = interview.questions[0].answer
    assert answer is not None
    assert "Thanks" not in answer.text
    assert [a.text for a in interview.elsewhere] == ["Thanks for your time."]
