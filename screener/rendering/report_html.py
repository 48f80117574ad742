"""A scored interview as one HTML page that needs no other file and prints well."""

from typing import Any

from markupsafe import Markup, escape

from screener.rendering.pages import page_environment
from screener.rendering.words import clock, doubtful_guide, nothing_found, sureness


def report_page(report: dict[str, Any]) -> str:
    """Return the page for the data of a report (`report_json.report_data`)."""
    environment = page_environment()
    environment.filters["clock"] = clock
    environment.filters["sureness"] = sureness
    environment.filters["nothing_found"] = nothing_found
    environment.filters["doubtful_guide"] = doubtful_guide
    environment.filters["with_evidence"] = _with_evidence
    return environment.get_template("report/page.html").render(report=report)


def _with_evidence(answer: dict[str, Any]) -> Markup:
    """Mark the quoted stretches in an answer's text, and keep its paragraphs."""
    spans = sorted(
        {(e["start"], e["end"]) for rating in answer["ratings"] for e in rating["evidence"]}
        | {(item["start"], item["end"]) for item in (*answer["flags"], *answer["placements"])}
    )
    text: str = answer["text"]
    marked, last = Markup(), 0
    for start, end in spans:
        if end <= last:
            continue
        start = max(start, last)
        marked += escape(text[last:start]) + Markup("<mark>") + escape(text[start:end]) + Markup("</mark>")
        last = end
    marked += escape(text[last:])
    return Markup("<p>") + marked.replace("\n\n", Markup("</p><p>")) + Markup("</p>")
