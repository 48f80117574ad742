"""The report's page: parses strictly, escapes, needs nothing from elsewhere, says everything the data say."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from screener.journeys.transcripts import score_transcript
from screener.paths import shipped
from screener.rendering.report_html import report_page
from screener.rendering.report_json import report_data

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Inspector(HTMLParser):
    """Checks that tags nest, and keeps text, headings and tags."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.headings: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.add(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)


@pytest.fixture(scope="module")
def report() -> dict:  # type: ignore[type-arg]
    folder = shipped("questions")
    sample = folder / "samples" / "sales-leader-interview.vtt"
    return report_data(score_transcript(sample, folder, "sales-leader"), sample.name)


def inspected(page: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(page)
    inspector.close()
    assert inspector.open == []
    return inspector


def test_the_page_nests_and_has_one_title_and_headings_in_order(report: dict) -> None:  # type: ignore[type-arg]
    page = inspected(report_page(report))
    assert page.headings.count("h1") == 1
    levels = [int(h[1]) for h in page.headings]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_the_page_runs_no_script_and_loads_nothing(report: dict) -> None:  # type: ignore[type-arg]
    page = report_page(report)
    assert not {"script", "link", "img", "iframe", "form"} & inspected(page).tags
    assert "default-src 'none'" in page


def test_every_quotation_and_probe_of_the_data_is_on_the_page(report: dict) -> None:  # type: ignore[type-arg]
    text = " ".join(" ".join(inspected(report_page(report)).text).split())
    answers = [q["answer"] for q in report["questions"] if q["answer"]] + report["elsewhere"]
    quotes = [f["quote"] for a in answers for f in (*a["flags"], *a["placements"])]
    quotes += [e["quote"] for a in answers for r in a["ratings"] for e in r["evidence"]]
    probes = [probe for q in report["questions"] if q["answer"] for probe in q["probes_not_asked"]]
    assert len(quotes) > 10
    assert probes
    assert all(" ".join(words.split()) in text for words in quotes + probes)


def test_markup_in_what_was_said_stays_text(report: dict) -> None:  # type: ignore[type-arg]
    hostile = json.loads(json.dumps(report).replace(report["candidate"]["name"], "<script>alert(1)</script>"))
    page = report_page(hostile)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_sample_shows_what_a_report_can_say(report: dict) -> None:  # type: ignore[type-arg]
    answers = [q["answer"] for q in report["questions"] if q["answer"]]
    stances = {f["stance"] for a in answers for f in a["flags"]}
    assert stances == {"asserted", "rejected", "reported", "past"}
    assert len({r["level"] for a in answers for r in a["ratings"]}) >= 3
    assert {q["asked"] for q in report["questions"]} == {"asked", "asked in other words", "not asked"}


def test_only_the_candidates_words_are_quoted(report: dict) -> None:  # type: ignore[type-arg]
    source = (shipped("questions") / "samples" / "sales-leader-interview.vtt").read_text(encoding="utf-8")
    for answer in [q["answer"] for q in report["questions"] if q["answer"]]:
        for item in [*answer["flags"], *answer["placements"], *(e for r in answer["ratings"] for e in r["evidence"])]:
            pieces = [source[start:end] for start, end in item["source"]]
            assert " ".join(" ".join(pieces).split()) == " ".join(item["quote"].split())
            voice = source.rfind("<v ", 0, item["source"][0][0])
            assert source[voice:].startswith(f"<v {report['candidate']['name']}>")
