"""Why a text was read so, as data and in the terminal: the same sentences, true offsets, a word for everything."""

import json
from io import StringIO
from typing import Any, get_args

import pytest
from rich.console import Console

from screener.journeys.trying import Trial, try_text
from screener.paths import shipped
from screener.rendering import explanation_words
from screener.rendering.explanation_json import explanation_data
from screener.rendering.explanation_text import print_explanation
from screener.scoring.explain import Belief, Level, Use
from screener.scoring.ratings import Rating
from screener.scoring.reader import Finding, Settled, Weighed, Weighing
from screener.text.spans import Span
from screener.text.stance import Doubt, Stance, StanceRule

TEXT = (
    "My old boss said marketing is there to serve sales, and he was right. I called her that evening and asked what "
    "we had missed. I guess the CEO should fix it."
)


def data_of(text: str, **given: str) -> dict[str, Any]:
    data = explanation_data(try_text(shipped("questions"), Trial(text, **given)))
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    return data


def printed(data: dict[str, Any], width: int = 400) -> str:
    output = StringIO()
    print_explanation(data, Console(file=output, width=width, highlight=False, emoji=False))
    return output.getvalue()


def quotations(part: Any) -> list[dict[str, Any]]:
    """Return everything in the data that quotes the text."""
    if isinstance(part, list):
        return [found for own in part for found in quotations(own)]
    if not isinstance(part, dict):
        return []
    return ([part] if "quote" in part else []) + quotations(list(part.values()))


def belief(stance: Stance, confidence: float, *, is_tentative: bool = False, **changes: Any) -> Belief:
    finding = Finding("sole-credit", stance, confidence, Span(0, 4), (), is_tentative)
    about: dict[str, Any] = {"name": "Ours", "kind": "risky", "severity": "high", "shown_from": 0.64} | changes
    return Belief(weighing=Weighing(finding, "heard-alone"), **about)


@pytest.mark.parametrize(
    ("table", "names"),
    [("STANCES", Stance), ("_RULES", StanceRule), ("_DOUBTS", Doubt), ("_USES", Use), ("_SETTLED", Settled),
     ("_WEIGHED", Weighed)],
)  # fmt: skip
def test_there_is_a_word_for_everything_that_may_decide(table: str, names: Any) -> None:
    assert set(getattr(explanation_words, table)) == set(get_args(names))


def test_every_quotation_stands_where_it_says() -> None:
    found = quotations(data_of(TEXT))
    assert len(found) > 20
    assert all(TEXT[own["start"] : own["end"]] == own["quote"] for own in found)


def test_the_terminal_says_what_the_data_says() -> None:
    data = data_of(TEXT)
    shown = printed(data)
    for phrase in data["phrases"]:
        assert f"{phrase['place']['file']}:{phrase['place']['line']}  {phrase['phrase']}" in shown
        assert phrase["decided"] in shown
        assert phrase["used"] in shown
    assert "Told of others, and approved of. Cues: approval “he was right”." in shown
    (told,) = [own for own in data["beliefs"] if own["by_phrases"]]
    assert told["because"] in shown
    assert told["verdict"] in shown
    assert all(own["name"] in shown for own in (*data["beliefs"], *data["levels"], *data["places"]))


def test_a_text_that_cannot_be_read_says_why_and_nothing_more() -> None:
    data = data_of("Hm.")
    assert (data["readable"], data["phrases"], data["levels"]) == (False, [], [])
    shown = printed(data)
    assert "Not read: too short to judge (1 word)." in shown
    assert "Phrases" not in shown


def test_it_is_not_said_of_a_garbled_text_what_one_sees_in_it() -> None:
    data = data_of("%% && 12 ## (( )) // ++ ab cd")
    assert data["unreadable_because"] == "too few of its characters are letters"


def test_what_is_hardly_heard_is_named_in_one_line() -> None:
    data = data_of("Honestly, marketing never helped us to close one deal, and I told the board so.")
    faint = [own for own in data["beliefs"] if explanation_words.is_faint(own)]
    assert faint
    assert all(own["confidence"] < 0.2 for own in faint)
    assert not any(own["is_shown"] or own["by_phrases"] for own in faint)
    told = ", ".join(f"{own['name']} ({own['confidence']:.2f})" for own in faint)
    assert f"Hardly heard by the trained reader, and not shown: {told}" in printed(data)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"confidence": 0.2}, False),
        ({"is_shown": True}, False),
        ({"by_phrases": {"stance": "past"}}, False),
    ],
)
def test_a_belief_is_faint_below_a_fifth_if_nothing_else_speaks_for_it(changes: dict[str, Any], expected: bool) -> None:
    assert explanation_words.is_faint({"is_shown": False, "by_phrases": None, "confidence": 0.19} | changes) is expected


def test_one_name_is_used_for_what_reads_beside_the_phrases() -> None:
    data = data_of(TEXT)
    words = [own[key] for part in ("phrases", "beliefs", "levels") for own in data[part] for key in ("used", "because",
             "verdict", "explained") if own.get(key)]  # fmt: skip
    assert any("the trained reader" in text for text in words)
    assert "network" not in " ".join([*words, printed(data)])


def test_nothing_in_a_text_steers_the_terminal_or_its_layout() -> None:
    text = "Marketing is \x1b[31mthere to serve sales,\x07 [bold]always[/] and\nwhatever the board may think of it."
    shown = printed(data_of(text))
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "[bold]always[/]" in shown


def test_it_fits_a_narrow_terminal() -> None:
    assert max(map(len, printed(data_of(TEXT), width=60).splitlines())) <= 60


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (belief("asserted", 0.7), "Shown as a high risk: 0.70, and the policy asks for 0.64."),
        (belief("asserted", 0.594), "Not shown: 0.59 is less than the 0.64 that the policy asks for."),
        (belief("asserted", 0.638), "Not shown: 0.638 is less than the 0.640 that the policy asks for."),
        (belief("rejected", 0.7), "Shown: 0.70, and the policy asks for 0.64."),
        (belief("asserted", 0.7, severity=None),
         "Shown, which the policy does not regard as risky: 0.70, and the policy asks for 0.64."),
        (belief("asserted", 0.31, is_tentative=True, shown_from=0.25),
         "Shown as a suggestion of a high risk: 0.31, and the policy asks for 0.25."),
        (belief("past", 0.31, is_tentative=True, shown_from=0.25),
         "Shown as a suggestion: 0.31, and the policy asks for 0.25."),
        (belief("asserted", 0.2, is_tentative=True, shown_from=0.25),
         "Not shown: 0.20 is less than the 0.25 that the policy asks for."),
        (belief("asserted", 0.7, severity=None, kind="healthy"), "Shown: 0.70, and the policy asks for 0.64."),
    ],
)  # fmt: skip
def test_the_verdict_names_the_threshold(own: Belief, sentence: str) -> None:
    assert explanation_words.verdict(own) == sentence


def rating(level: int, confidence: float) -> Rating:
    return Rating("credit", "Credit", level, confidence, "Because", ())


@pytest.mark.parametrize(
    ("level", "sentences"),
    [
        (Level("credit", "Credit", True, 0.5), "The trained reader finds nothing to judge by. No evidence, no level."),
        (Level("credit", "Credit", False, 0.5), "No rule of the rubric holds. No evidence, no level."),
        (Level("credit", "Credit", True, 0.5, rating(3, 0.4), None, 3),
         "Judged 3 by the trained reader; the rubric's rules are not asked. "
         "Not suggested: 0.40 is less than the 0.50 that is needed."),
        (Level("credit", "Credit", True, 0.25, rating(2, 0.4), None, 4, ("A", "B")),
         "Judged 4 by the trained reader; the rubric's rules are not asked. Held back to 2, because the speaker is found to hold "
         "“A” and “B”; half the sureness is enough then. Suggested: 0.40, and 0.25 is needed."),
        (Level("credit", "Credit", True, 0.25, rating(1, 0.4), None, 1, ("A",)),
         "Judged 1 by the trained reader; the rubric's rules are not asked. No more than 2, because the speaker is found to hold "
         "“A”; half the sureness is enough then. Suggested: 0.40, and 0.25 is needed."),
    ],
)  # fmt: skip
def test_a_level_says_what_gave_it_or_why_there_is_none(level: Level, sentences: str) -> None:
    assert explanation_words.explained(level) == sentences


def test_a_suggestion_by_examples_alone_is_called_one() -> None:
    finding = Finding("ours", "asserted", 0.3, Span(0, 4), (), is_tentative=True)
    own = belief("asserted", 0.3)
    told = explanation_words.weighed(Belief("Ours", "risky", None, Weighing(finding, "heard-alone"), own.shown_from))
    assert told.endswith("It knows this belief by its examples alone: a suggestion.")
