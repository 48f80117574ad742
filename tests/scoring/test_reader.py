from screener.scoring.answer import Scorer

BELIEF = "Marketing is there to serve sales."


def stance_and_confidence(scorer: Scorer, text: str) -> tuple[str, float]:
    (finding,) = [f for f in scorer.findings(text) if f.philosophy == "marketing-serves-sales"]
    return finding.stance, finding.confidence


def test_words_against_deeds_are_told_neither_way(scorer: Scorer) -> None:
    stance, confidence = stance_and_confidence(
        scorer, f"I don't think that marketing is there to serve sales. {BELIEF}"
    )
    assert stance == "rejected"
    assert confidence < 0.5


def test_a_disavowal_that_is_hardly_heard_does_not_outweigh(scorer: Scorer) -> None:
    weak = (
        "I guess, if I said that, maybe one could say I don't think that marketing is there to serve sales, I suppose?"
    )
    assert stance_and_confidence(scorer, f"{BELIEF} {weak}")[0] == "asserted"


def test_the_sentence_that_decides_belongs_to_the_quotation(scorer: Scorer) -> None:
    text = "My CEO says marketing is there to serve sales. He's wrong. We moved on."
    (finding,) = [f for f in scorer.findings(text) if f.philosophy == "marketing-serves-sales"]
    assert finding.stance == "rejected"
    assert finding.quote.of(text) == "My CEO says marketing is there to serve sales. He's wrong."
