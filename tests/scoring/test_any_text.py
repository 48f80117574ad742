"""Whatever is said: quotations stand in it, levels and confidences stay in range."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.scoring.answer import Scorer

PARTS = st.sampled_from(
    [
        "Marketing is there to serve sales.", "I don't think so", "my boss said", "he was right", "I used to think that", "?",
        "because marketing didn't deliver", "we agreed on one definition", "last spring", "I called her", "…", "🙂", "İ",
        "\n\n", "\ud800", "reps are coin-operated", "nonsense", ", but", " - ", "so we changed it", "it's up to the CEO",
        "ﬁeld", "e\u0301",
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=25).map(" ".join), st.sampled_from(["spoken", "notes"]))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_score_of_any_text_is_well_formed(scorer: Scorer, text: str, register: str) -> None:
    score = scorer.score(text, register)
    spans = [f.quote for f in score.findings] + [e.quote for r in score.ratings for e in r.evidence]
    assert all(span.of(text).strip() for span in spans + [p.quote for p in score.placements])
    assert all(0 <= f.confidence <= 1 for f in score.findings)
    assert all(1 <= r.level <= 5 and 0 <= r.confidence <= 1 and r.evidence for r in score.ratings)
    assert len({f.philosophy for f in score.findings}) == len(score.findings)
