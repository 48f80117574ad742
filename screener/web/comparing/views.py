"""The comparison of an opening's candidates, with names hidden or not, and with its pictures."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.errors import Refused
from screener.journeys import blinding, comparison
from screener.journeys import side_by_side as beside
from screener.journeys.comparison import Comparison, View
from screener.journeys.standings import ALL_ROUNDS
from screener.rendering.plots import Interval, Plot, interval_plot
from screener.web import backlog
from screener.web.comparing import blueprint
from screener.web.context import for_signed_in, instance, me, to

Page = str | Response
_LEVELS = (1, 2, 3, 4, 5)
_CHOICES = ("candidate", "round", "sort", "order", "show", "search", "reread")  # what an address of the table may hold
SHOWS = {
    "all": "everybody",
    "complete": "those with every scorecard",
    "incomplete": "those with scorecards missing",
    "flagged": "those with a risky belief asserted",
    "not-flagged": "those without one",
}


@blueprint.get("/openings/<opening_id>/compare")
@for_signed_in
def compare(opening_id: str) -> Page:
    """Show the candidates of an opening side by side, a page at a time."""
    found = comparison.comparison_of(instance(), me(), opening_id, view_from(request.args))
    is_reading = bool(found.unheard) and backlog.read(opening_id, is_reread=found.view.is_reread)
    return render_template(
        "comparing/compare.html",
        comparison=found,
        plot=_totals(found),
        shows=SHOWS,
        all_rounds=ALL_ROUNDS,
        address=_Addresses(found),
        is_reading=is_reading,
        picked=list(dict.fromkeys(request.args.getlist("candidate"))),
        shown={row.candidate.id for row in found.rows},
    )


@blueprint.post("/openings/<opening_id>/compare/names")
@for_signed_in
def names(opening_id: str) -> Response:
    """Hide the candidates' names for the discussion, or show them again."""
    is_blind = request.args.get("hide") == "yes"
    blinding.set_blind(instance(), me(), opening_id, is_blind=is_blind)
    flash(
        "Names are hidden here, for everybody." if is_blind else "Names are shown again, and that you did so is kept."
    )
    return to("comparing.compare", opening_id=opening_id)


@blueprint.get("/openings/<opening_id>/compare/side-by-side")
@for_signed_in
def side_by_side(opening_id: str) -> Page:
    """Show two to five candidates side by side."""
    chosen = request.args.getlist("candidate")
    try:
        found = beside.side_by_side(instance(), me(), opening_id, chosen, view_from(request.args))
    except Refused as refusal:
        return back(opening_id, refusal)
    plots = [profile_of(row, found.columns) for row in found.rows]
    return render_template("comparing/side_by_side.html", found=found, plots=plots, all_rounds=ALL_ROUNDS)


def back(opening_id: str, refusal: Refused) -> Response:
    """Lead back to the table as it was looked at, with what was ticked; the reason stands on top."""
    flash(str(refusal))
    return to("comparing.compare", opening_id=opening_id, **{name: request.args.getlist(name) for name in _CHOICES})


def view_from(args: Mapping[str, str]) -> View:
    """Read from an address how a comparison is looked at; a number that is none counts as not given."""
    return View(
        round=number_in(args, "round"),
        sort=args.get("sort", "total"),
        is_reversed=args.get("order") == "up",
        show=args.get("show", "all"),
        search=args.get("search", ""),
        page=number_in(args, "page") or 1,
        is_reread=bool(args.get("reread")),
    )


class _Addresses:
    """Addresses of the same comparison, looked at otherwise."""

    def __init__(self, found: Comparison) -> None:
        self._found = found

    def __call__(self, **changes: Any) -> str:
        """Return the address with these choices changed; None takes one out."""
        return self.of("comparing.compare", **changes)

    def of(self, endpoint: str, **changes: Any) -> str:
        """Return the address of the same choices in another form, as a file for instance."""
        chosen = {**self.chosen(), **changes}
        chosen = {name: value for name, value in chosen.items() if value not in (None, "")}  # 0 is all rounds
        return url_for(endpoint, opening_id=self._found.opening.id, **chosen)

    def chosen(self) -> dict[str, Any]:
        """Return what is chosen, as it stands in an address."""
        view = self._found.view
        return {
            "round": view.round,
            "sort": view.sort if view.sort != "total" else None,
            "order": "up" if view.is_reversed else None,
            "show": view.show if view.show != "all" else None,
            "search": view.search,
            "reread": "yes" if view.is_reread else None,
        }

    def sorted_by(self, key: str) -> str:
        """Return the address sorted by something; sorted the other way round if it is so already."""
        view = self._found.view
        return self(sort=key, order="up" if view.sort == key and not view.is_reversed else None, page=None)

    def direction(self, key: str) -> str:
        """Return what a screen reader says of a column's order; empty if the rows are not sorted by it."""
        view = self._found.view
        if view.sort != key:
            return ""
        return "ascending" if (key == "name") != view.is_reversed else "descending"


def _totals(found: Comparison) -> Plot | None:
    with_total = [row for row in found.rows if row.total.level is not None]
    return interval_plot("Totals with their intervals", _intervals(with_total), _LEVELS) if with_total else None


def _intervals(rows: list[comparison.Row]) -> Iterator[Interval]:
    for row in rows:
        total = row.total
        yield Interval(row.candidate.name, total.low, total.level, total.high, place_words(row.place))


def profile_of(row: comparison.Row, columns: Sequence[comparison.Column]) -> Plot:
    """Draw a candidate's levels, each with the raters' lowest and highest, beside how much it counts for the post."""
    intervals = (
        Interval(column.name, cell.lowest, cell.level, cell.highest, _counts(column))
        for column, cell in zip(columns, row.cells, strict=True)
    )
    return interval_plot(f"Profile of {row.candidate.name}", intervals, _LEVELS)


def _counts(column: comparison.Column) -> str:
    if column.weight is None:
        return "in no total"
    return f"counts {column.weight:g}" if column.weight != 1 else ""


@blueprint.app_template_filter("place")
def place_words(place: tuple[int, int] | None) -> str:
    """Write the places that a total leaves open: 2nd, or 1st–4th where candidates cannot be told apart."""
    if place is None:
        return ""
    best, worst = place
    return _ordinal(best) if best == worst else f"{_ordinal(best)}–{_ordinal(worst)}"


@blueprint.app_template_filter("heat")
def heat(level: float) -> str:
    """Return the class of a level's shade, in halves of a level."""
    return f"heat-{round(2 * level) * 5}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def number_in(args: Mapping[str, str], name: str) -> int | None:
    """Return a number of an address; None for one that is not given or makes no sense."""
    text = args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
