"""An effect for a terminal: how much was read, the totals, and every change with the candidate's words."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from screener.journeys.rereading import Effect, reread
from screener.rendering.effect_text import print_effect
from screener.storage.records import Candidate
from tests.factories import SLOTS, make_policy, make_rubric
from tests.journeys.reread import ADDED, HELD, PRICE, contents, said, with_small_bank
from tests.office import Office


@pytest.fixture
def office(office: Office, tmp_path: Path) -> Office:
    return with_small_bank(office, tmp_path / "questions")


def printed(effect: Effect) -> str:
    out = StringIO()
    print_effect(effect, Console(file=out, width=100, highlight=False, emoji=False))
    return out.getvalue()


def test_it_says_what_appears_with_the_words(office: Office, candidate: Candidate) -> None:
    said(office, candidate, PRICE, HELD)
    text = printed(reread(office.instance, contents(), contents(ADDED)))
    for words in (
        "2 stored answers read, of 1 scorecard of 1 candidate",
        "On price-is-all",
        "Tessa Brandvold (Sales Director)",
        "Round 1, Marcus Adeyemi, notes: Tell me.",
        "Flag appears: On price-is-all",
        "after: holds it, medium risk (likely)",
        "“Price is everything in this trade, believe me.”",
        "Finished interviews stay with the bank",
    ):
        assert words in text, words


def test_it_says_what_changes_before_and_after(office: Office, candidate: Candidate) -> None:
    lively = "Last spring we had daring of kind yellow there."
    said(office, candidate, HELD, lively, levels={"standing": [3, 3], "daring": [3, None]})
    daring = make_rubric("daring")
    amber, yellow = daring["signs"][1], daring["signs"][2]
    amber["patterns"], yellow["patterns"] = yellow["patterns"], amber["patterns"]
    lenient = {SLOTS["policy"]: make_policy(flags=[{"philosophy": "sole-credit", "severity": "low"}])}
    before, after = ({"rubrics/daring.yaml": own} for own in (make_rubric("daring"), daring))
    text = printed(reread(office.instance, contents(before), contents(after | lenient)))
    for words in (
        "Flag changes in severity: On sole-credit",
        "before: holds it, high risk",
        "after: holds it, low risk",
        "Suggested level changes: Daring (the rater gave “no evidence”)",
        "before: 3 (very likely): It is yellow",
        "after: 2 (very likely): It is amber",
        f"“{lively}” (It)",
    ):
        assert words in text, words


def test_it_says_so_where_nothing_changes_was_stopped_or_could_not_be_read(
    office: Office, candidate: Candidate
) -> None:
    said(office, candidate, HELD)
    same = reread(office.instance, contents(), contents())
    assert "Nothing that is shown would change." in printed(same)
    stopped = replace(same, is_complete=False, of=1_200)
    assert "Stopped: only 1 of 1,200 stored answers read" in printed(stopped)
    gone = {SLOTS["policy"]: None, "policies/other.yaml": make_policy(id="other")}
    text = printed(reread(office.instance, contents(), contents(gone)))
    assert "Not read, 1 of them: the new bank has no policy `default`" in text
    assert "Nothing" not in text


def test_nothing_in_a_note_steers_the_terminal(office: Office, candidate: Candidate) -> None:
    said(office, candidate, "He said \x1b[31m[red]that. Price is everything \x1b[2Jin this trade.")
    text = printed(reread(office.instance, contents(), contents(ADDED)))
    assert "\x1b" not in text
    assert "Price is everything" in text
