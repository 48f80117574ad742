"""What holds of every score, whatever the bank says: quotations stand in the text, and without evidence nothing is said."""

import pytest

from screener.scoring.answer import AnswerScore, Scorer

ANSWER = (
    "Look, marketing is there to serve sales, I have always said so. Last spring we lost the Halden tender. "
    "I called her that evening and asked what we had missed. Since then we meet every Monday, and returns fell from 30 to 12."
)


def quotes(score: AnswerScore) -> list[str]:
    spans = [f.quote for f in score.findings] + [e.quote for r in score.ratings for e in r.evidence]
    return [span.of(score.passage.text) for span in spans + [p.quote for p in score.placements]]


def test_every_quotation_stands_in_the_answer(scorer: Scorer) -> None:
    found = quotes(scorer.score(ANSWER))
    assert found
    assert all(quote and quote in ANSWER for quote in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes.",
        "asdf qwer zxcv",
        "Wir haben das alles mit dem Vertrieb zusammen gemacht und das ist auch gut so, denke ich mir immer.",
        "I am passionate, results-driven and a true team player, and people say that I light up every room I walk into.",
        "The office moved from Leeds to York in March, and the lease runs for ten years.",
    ],
)
def test_without_evidence_there_is_no_level_and_no_flag(scorer: Scorer, text: str) -> None:
    score = scorer.score(text)
    assert score.findings == ()
    assert score.ratings == ()


def test_a_text_that_cannot_be_read_says_why(scorer: Scorer) -> None:
    quality = scorer.score("Hm.").quality
    assert not quality.is_readable
    assert "too short" in quality.reason


def test_the_same_text_gives_the_same_score(scorer: Scorer) -> None:
    first, second = scorer.score(ANSWER), scorer.score(ANSWER)
    assert (first.findings, first.ratings, first.placements) == (second.findings, second.ratings, second.placements)


PRAISE = (
    " I am known as a very strong leader, honestly one of the best, and everybody tells me how excellent my teams are."
)
JARGON = " It is all about synergy, revenue architecture, operating rhythm and a world-class go-to-market motion."
FILLER = " Well, you know, it is a big topic, and one could talk about it for a long time, as you will know yourself."


@pytest.mark.parametrize("padding", [PRAISE, JARGON, FILLER, FILLER * 20], ids=["praise", "jargon", "filler", "length"])
@pytest.mark.parametrize("in_front", [True, False], ids=["before", "after"])
def test_praise_jargon_and_length_move_no_level(scorer: Scorer, padding: str, in_front: bool) -> None:
    padded = f"{padding.strip()} {ANSWER}" if in_front else ANSWER + padding
    plain = {r.competency: r.level for r in scorer.score(ANSWER).ratings}
    assert {r.competency: r.level for r in scorer.score(padded).ratings} == plain


def test_only_the_competencies_asked_for_are_rated(scorer: Scorer) -> None:
    assert {r.competency for r in scorer.score(ANSWER, competencies=["standing"]).ratings} <= {"standing"}
    assert scorer.score(ANSWER, competencies=[]).ratings == ()


def test_a_disavowal_outweighs_an_assertion_in_the_same_answer(scorer: Scorer) -> None:
    text = "Marketing is there to serve sales. At least I used to think that marketing is there to serve sales."
    (finding,) = [f for f in scorer.findings(text) if f.philosophy == "marketing-serves-sales"]
    assert finding.stance == "past"
