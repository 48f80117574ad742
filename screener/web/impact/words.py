"""How the figures of adverse impact are put into words and into cells."""

from collections.abc import Iterator

from screener.journeys.impact import FEWEST_ANSWERS, Category, ImpactReport, Measure, Table
from screener.rendering.cells import Cell
from screener.web.impact import blueprint

_LEAST_SHOWN = 0.001
_VERDICTS = {
    "too-few": "Too few people for a verdict.",
    "impact": "Below four fifths, and by more than chance would explain. Find out why.",
    "ratio-only": "Below four fifths, but chance alone could explain it.",
    "difference-only": "Not below four fifths, yet the difference is more than chance would explain. Find out why.",
    "none-found": "No difference found that is more than chance would explain.",
}
MEASURES: dict[Measure, str] = {"selection": "Chosen", "scoring": "Above the median"}
HEADER = (
    "Measure", "Kind", "Category", "Considered", "Got through", "Rate", "Ratio to the highest rate",
    "Difference in standard deviations", "Fisher mid-p", "People needed in each category", "In words",
)  # fmt: skip


@blueprint.app_template_filter("percent")
def percent(share: float) -> str:
    """Write a share of 1 in hundredths."""
    return f"{100 * share:.1f} %"


@blueprint.app_template_filter("signed")
def signed(number: float) -> str:
    """Write a number with a real minus sign."""
    return f"{number:.1f}".replace("-", "−")


@blueprint.app_template_filter("chance")
def chance(probability: float) -> str:
    """Write the chance of a difference where there is none."""
    return f"below {_LEAST_SHOWN}" if probability < _LEAST_SHOWN else f"{probability:.3f}"


@blueprint.app_template_filter("standing")
def standing(category: Category, highest: Category | None) -> str:
    """Say what a category's comparison shows, or why there is none."""
    if category.comparison:
        return _VERDICTS[category.comparison.verdict]
    if category.is_small:
        return "Fewer than 2 % of those who answered, so it is not compared."
    if highest is None:
        return "Nobody got through, so nothing is compared."
    return "The highest rate: the others are compared with it."


def rows_of(report: ImpactReport) -> Iterator[tuple[Cell, ...]]:
    """Return the counts and figures of a report as the rows of a file."""
    yield HEADER
    for table in report.tables:
        yield from _rows(table)


def _rows(table: Table) -> Iterator[tuple[Cell, ...]]:
    head = MEASURES[table.measure], table.kind
    if table.impact is None:
        words = f"Fewer than {FEWEST_ANSWERS} people answered, so only their number is shown."
        yield *head, "answered", table.known, None, None, None, None, None, None, words
    for own in table.impact.categories if table.impact else ():
        compared = own.comparison
        figures: tuple[Cell, ...] = (None, None, None, None)
        if compared:
            figures = (
                round(compared.ratio, 4), round(compared.deviations, 4), round(compared.mid_p, 6), compared.needed,
            )  # fmt: skip
        words = standing(own, table.impact.highest if table.impact else None)
        yield *head, own.name, own.considered, own.selected, round(own.rate, 4), *figures, words
    yield *head, "unknown", table.unknown, None, None, None, None, None, None, "They gave no category."
