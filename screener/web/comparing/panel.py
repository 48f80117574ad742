"""How an opening's panel rates."""

import math
from typing import Any

from flask import render_template, request

from screener.journeys.panel_statistics import PanelStatistics, RaterSeverity, panel_statistics
from screener.journeys.standings import ALL_ROUNDS
from screener.rendering.plots import Interval, Plot, interval_plot
from screener.web.comparing import blueprint
from screener.web.comparing.views import number_in
from screener.web.context import for_signed_in, instance, me

# Koo & Li 2016 for intraclass correlations, Krippendorff 2004 for alpha. Read at both ends of the interval.
_BANDS = ((0.90, "excellent"), (0.75, "good"), (0.50, "moderate"), (-math.inf, "poor"))
_ALPHA_BANDS = ((0.80, "good"), (0.667, "enough for tentative conclusions"), (-math.inf, "poor"))
_FURTHEST = 2.0  # levels: where the scale of the picture ends


@blueprint.get("/openings/<opening_id>/panel-statistics")
@for_signed_in
def statistics(opening_id: str) -> str:
    """Show how far raters agree, who rates lower or higher, and on what they are furthest apart."""
    found = panel_statistics(instance(), me(), opening_id, number_in(request.args, "round"))
    return render_template("comparing/panel.html", found=found, plot=_severities(found), all_rounds=ALL_ROUNDS)


@blueprint.app_template_filter("coefficient")
def coefficient(value: float) -> str:
    """Write a coefficient as such figures are written: .62, −.10, 1.00; a dash where it cannot be told."""
    if not math.isfinite(value):
        return "–"
    words = f"{abs(value):.2f}"
    words = words[1:] if words.startswith("0") else words
    return f"−{words}" if round(value, 2) < 0 else words


@blueprint.app_template_filter("agreement_band")
def agreement_band(agreement: Any) -> str:
    """Say how good an agreement is at both ends of its interval: "from poor to good"."""
    bands = _ALPHA_BANDS if agreement.design == "with-gaps" else _BANDS
    low, high = (next(words for least, words in bands if end >= least) for end in
                 (agreement.single.low, agreement.single.high))  # fmt: skip
    return low if low == high else f"from {low} to {high}"


def _severities(found: PanelStatistics) -> Plot | None:
    if not found.severities:
        return None
    title = "How much lower or higher each interviewer rates than colleagues"
    return interval_plot(title, map(_interval, found.severities), (-_FURTHEST, -1, 0, 1, _FURTHEST), signed=True)


def _interval(own: RaterSeverity) -> Interval:
    severity = own.severity
    return Interval(own.name, severity.low, severity.difference, severity.high, f"{severity.shared} shared")
