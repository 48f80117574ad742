import pytest

from screener.scoring.answer import Scorer

YEARS = [("four", 4), ("eighteen", 18), ("twenty five", 25), ("12", 12), ("thirty", 30)]


@pytest.mark.parametrize(("words", "years"), YEARS)
def test_it_reads_the_years_that_somebody_sold(scorer: Scorer, words: str, years: int) -> None:
    score = scorer.score(f"Well, I carried a quota for {words} years before that.", competencies=["customer"])
    (placed,) = [p for p in score.placements if p.placement == "has-sold"]
    assert (placed.value, placed.amount) == ("years", years)


def test_a_placement_is_suggested_only_where_it_is_asked(scorer: Scorer) -> None:
    assert scorer.score("Well, I carried a quota for four years.", competencies=["credit"]).placements == ()
