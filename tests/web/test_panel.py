"""The page on how a panel rates: figures with their ranges, or why there are none."""

import pytest

from screener.aggregate.agreement import Agreement, Estimate
from screener.storage.records import Opening
from screener.web.comparing.panel import agreement_band, coefficient
from tests.journeys.rated import rated, weighted_opening
from tests.journeys.test_panel_statistics import LEVELS, rate_both
from tests.office import Office
from tests.web.conftest import Visit
from tests.web.test_openings import text_of


@pytest.fixture
def opening(office: Office) -> Opening:
    return weighted_opening(office)


def page(visit: Visit, office: Office, opening: Opening, query: str = "") -> str:
    return text_of(visit(office.helen).get(f"/openings/{opening.id}/panel-statistics{query}").text)


def test_few_candidates_are_told_to_be_too_few(office: Office, visit: Visit, opening: Opening) -> None:
    rate_both(office, opening, LEVELS[:9])
    shown = page(visit, office, opening)
    assert "No figure yet. 9 candidates with two raters or more: too few for a figure, which needs 10." in shown
    assert "intraclass" not in shown


def test_a_figure_stands_with_its_range_and_a_warning_below_thirty(
    office: Office, visit: Visit, opening: Opening
) -> None:
    rate_both(office, opening, LEVELS)
    shown = page(visit, office, opening)
    assert "The same 2 people rated every candidate, so this is the intraclass correlation ICC(2)" in shown
    assert "Only 10 candidates. Below 30, read the range and not the figure." in shown
    assert "Marcus Adeyemi −0.20" in shown
    assert "against" in shown


def test_all_alike_is_said_in_words(office: Office, visit: Visit, opening: Opening) -> None:
    rate_both(office, opening, [(3, 3)] * 10)
    shown = page(visit, office, opening)
    assert "All raters gave nearly the same to everybody" in shown
    assert "nan" not in shown.lower()
    assert "inf" not in shown.lower().replace("information", "")


def test_an_opening_without_scorecards_has_a_page(office: Office, visit: Visit, opening: Opening) -> None:
    shown = page(visit, office, opening)
    assert "Nobody has rated a candidate together with a colleague yet." in shown
    assert "No answer has been rated by two people yet." in shown


def test_rounds_can_be_chosen(office: Office, visit: Visit, opening: Opening) -> None:
    candidate = office.candidate(opening)
    for number in (1, 2):
        rated(office, candidate, office.marcus, {"standing": [3]}, round=number)
    assert "round 2: 0 candidates" in page(visit, office, opening, "?round=2")
    assert "all rounds together" in page(visit, office, opening, "?round=0")
    address = f"/openings/{opening.id}/panel-statistics"
    assert visit(office.helen).get(f"{address}?round=7").status_code == 404
    assert visit(office.helen).get(f"{address}?round=nonsense").status_code == 200


def test_who_may_not_see_the_opening_does_not_find_it(office: Office, visit: Visit, opening: Opening) -> None:
    address = f"/openings/{opening.id}/panel-statistics"
    assert visit(office.ingrid).get(address).status_code == 200
    assert visit(office.marcus).get(address).status_code == 404
    assert "/sign-in" in visit().get(address).location


@pytest.mark.parametrize(
    ("value", "words"), [(0.617, ".62"), (-0.1, "−.10"), (1.0, "1.00"), (-0.001, ".00"), (float("-inf"), "–")]
)
def test_a_coefficient_is_written_as_people_write_it(value: float, words: str) -> None:
    assert coefficient(value) == words


def test_how_good_an_agreement_is_is_read_at_both_ends() -> None:
    def agreement(design: str, low: float, high: float) -> Agreement:
        return Agreement(design, Estimate(0.7, low, high), None, 40, 2)  # type: ignore[arg-type]

    assert agreement_band(agreement("crossed", 0.3, 0.8)) == "from poor to good"
    assert agreement_band(agreement("one-way", 0.91, 0.95)) == "excellent"
    assert agreement_band(agreement("with-gaps", 0.7, 0.85)) == "from enough for tentative conclusions to good"
