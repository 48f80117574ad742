"""Facts of the audit trail in words."""

from typing import Any

import pytest

from screener.rendering.trail import facts_of

PEOPLE = {"p1": "Marcus Adeyemi"}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"level": None, "was": 3}, [("Level", "no evidence"), ("Before", "3")]),
        ({"mean": 3.5, "note": ""}, [("Mean", "3.5")]),
        ({"raters": ["p1", "gone"]}, [("Raters", "Marcus Adeyemi, gone")]),
        ({"ends": "2026-03-05T09:00:00.000Z"}, [("Works until", "2026-03-05 09:00 UTC")]),
        ({"planned for": "", "unread": False}, [("Unread", "no")]),
        ({"levels": {"standing": None, "credit": 4.0}}, [("Levels", "standing no evidence, credit 4")]),
        (
            {"seen": {"notes": {"level": 2, "reader": "r1"}, "transcript": {"level": None, "reader": "r1"}}},
            [("Suggestion seen", "2 from notes, by r1, no level from transcript, by r1")],
        ),
        ({"rubrics": {"standing": "ab12"}}, [("Rubrics", "standing ab12")]),
    ],
)
def test_facts_are_told_in_words(facts: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert list(facts_of(facts, PEOPLE)) == told
