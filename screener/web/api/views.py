"""The addresses of version 1; docs/openapi.json describes each of them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from flask import request, url_for
from werkzeug.wrappers import Response

from screener.journeys import exchange
from screener.journeys.comparison import View, comparison_of
from screener.journeys.disclosures import note_read
from screener.journeys.exchange import Handover, Page, Stretch
from screener.paths import shipped
from screener.rendering.comparison_json import comparison_data
from screener.rendering.exchange import SHAPES, opening_data, subject_data
from screener.web import backlog
from screener.web.api import blueprint
from screener.web.api.asking import (
    choice_in,
    must_have_token,
    must_take_json,
    number_in,
    page_in,
    parameters,
    reader,
)
from screener.web.api.problems import in_json
from screener.web.context import instance

T = TypeVar("T")
_LAST_ROUND = 999
_WITHOUT_TOKEN = ("api.health", "api.description")
_PAGING = ("page", "per_page")


def _reads(address: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Register a view at an address that is read and nothing else."""
    return blueprint.get(address, provide_automatic_options=False, merge_slashes=False)


@blueprint.before_request
def _let_in() -> None:
    must_take_json()
    if request.endpoint not in _WITHOUT_TOKEN:
        must_have_token()


@_reads("/health")
def health() -> Response:
    """Say that the server and its database are at work."""
    parameters()
    exchange.must_be_ready(instance())
    return in_json({"status": "ok"})


@_reads("/openapi.json")
def description() -> Response:
    """Return the description of these addresses."""
    parameters()
    return in_json(_description())


@_reads("/openings")
def openings() -> Response:
    """List the openings."""
    page = page_in(parameters(*_PAGING))
    found = exchange.openings_read(instance(), reader(), page)
    return _listed(found, page, map(opening_data, found.items))


@_reads("/openings/<opening_id>")
def opening(opening_id: str) -> Response:
    """Return an opening."""
    parameters()
    return in_json(opening_data(exchange.opening_read(instance(), reader(), opening_id)))


@_reads("/openings/<opening_id>/candidates")
def candidates(opening_id: str) -> Response:
    """List an opening's candidates."""
    page = page_in(parameters(*_PAGING))
    found = exchange.subjects_of(instance(), reader(), opening_id, page)
    note_read(instance(), reader(), "candidates", opening_id=opening_id)
    return _listed(found, page, map(subject_data, found.items))


@_reads("/openings/<opening_id>/comparison")
def comparison(opening_id: str) -> Response:
    """Return the comparison of an opening's candidates, by their totals, a page of them at a time."""
    given = parameters("round", *_PAGING)
    round_, page = number_in(given, "round", None, smallest=0, largest=_LAST_ROUND), page_in(given)
    found = comparison_of(instance(), reader(), opening_id, View(round=round_, page=0))
    note_read(instance(), reader(), "comparison", opening_id=opening_id)
    if found.unheard:
        backlog.read(opening_id, is_reread=False)
    rows = page.of(found.rows)
    data = comparison_data(replace(found, rows=rows.items), instance().now())
    return _with_links(in_json(data), rows.total, page)


@_reads("/openings/<opening_id>/scorecards")
def scorecards_of_opening(opening_id: str) -> Response:
    """List the submitted scorecards of an opening."""
    return _scorecards(
        lambda page: exchange.handovers_of_opening(instance(), reader(), opening_id, page), opening_id=opening_id
    )


@_reads("/candidates/<candidate_id>/scorecards")
def scorecards_of_candidate(candidate_id: str) -> Response:
    """List the submitted scorecards of a candidate."""
    return _scorecards(
        lambda page: exchange.handovers_of_candidate(instance(), reader(), candidate_id, page),
        candidate_id=candidate_id,
    )


def _scorecards(read: Callable[[Page], Stretch[Handover]], **about: str) -> Response:
    given = parameters("shape", *_PAGING)
    shape, page = choice_in(given, "shape", SHAPES, "screener"), page_in(given)
    found = read(page)
    note_read(instance(), reader(), f"scorecards, {shape}", **about)
    return _listed(found, page, map(SHAPES[shape], found.items))


def _listed(found: Stretch[T], page: Page, items: Iterable[Any]) -> Response:
    return _with_links(in_json(list(items)), found.total, page)


def _with_links(answer: Response, total: int, page: Page) -> Response:
    """Say how long the whole list is, and where its other pages are. Addresses are without the server's name."""
    last = max(1, -(-total // page.size))
    pages = {"first": 1, "prev": min(page.number - 1, last), "next": page.number + 1, "last": last}
    wanted = {name: number for name, number in pages.items() if 1 <= number <= last}
    links = (f'<{_address_of(number, page.size)}>; rel="{name}"' for name, number in wanted.items())
    answer.headers["Link"] = ", ".join(links)
    answer.headers["X-Total-Count"] = str(total)
    return answer


def _address_of(number: int, size: int) -> str:
    chosen: dict[str, Any] = {**request.args, "page": number, "per_page": size}
    return url_for(request.endpoint or "", **(request.view_args or {}), **chosen)


@cache
def _description() -> Any:
    return json.loads((shipped("docs") / "openapi.json").read_text(encoding="utf-8"))
