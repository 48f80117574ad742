"""Records become rows and come back as they were; each has its table."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.storage.records import Entry, Opening, Panelist, Rating, TranscriptFile, Weighting
from screener.storage.rows import columns_of, from_row, to_row
from screener.storage.summaries import Hearing
from tests.storage.made import (
    ONE_OF_EACH,
    a_candidate,
    a_draft,
    a_heard_flag,
    a_person,
    a_reading,
    an_interview,
    an_opening,
)

RECORDS = (*ONE_OF_EACH, a_candidate(), a_draft("x"), a_person(), a_reading("x"), an_interview(), an_opening())
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_comes_back_as_it_was(record: object) -> None:
    row = to_row(record)
    assert tuple(row) == columns_of(type(record))
    assert from_row(type(record), tuple(row.values())) == record


def test_yes_and_no_are_numbers() -> None:
    assert to_row(Panelist("post", a_person(), is_moderator=True))["is_moderator"] == 1
    row = to_row(Rating("card", "q", "standing", 3, after_suggestion=False, key="k", written_at="", saved_at=""))
    assert row["after_suggestion"] == 0
    assert from_row(Rating, tuple(row.values())).after_suggestion is False


def test_what_is_written_as_json_keeps_its_letters() -> None:
    speakers = TranscriptFile("id", "talk", "f", b"", "", "ann", "", {"Zoë „Z“": "candidate"})
    assert "Zoë „Z“" in to_row(speakers)["speakers"]
    assert json.loads(to_row(an_opening())["weights"]) == [["standing", 1.5, "It “counts” – für uns"]]


@given(st.dictionaries(TEXT, TEXT), st.lists(st.builds(Weighting, TEXT, st.floats(0, 9), TEXT)))
def test_needs_and_weights_of_any_text_come_back(needs: dict[str, str], weights: list[Weighting]) -> None:
    opening = an_opening(needs=needs, weights=tuple(weights))
    assert from_row(Opening, tuple(to_row(opening).values())) == opening


def test_a_flag_that_was_kept_before_suggestions_were_told_apart_is_none() -> None:
    kept = to_row(Hearing("card", "b", "p", (a_heard_flag(is_tentative=True),), "reader", ""))
    assert from_row(Hearing, tuple(kept.values())).flags == (a_heard_flag(is_tentative=True),)
    old = {**kept, "flags": json.dumps([flag[:-1] for flag in json.loads(kept["flags"])])}
    assert from_row(Hearing, tuple(old.values())).flags == (a_heard_flag(is_tentative=False),)


def test_every_kind_of_entry_is_tried_here() -> None:
    assert {type(entry) for entry in ONE_OF_EACH} == set(get_args(Entry))
