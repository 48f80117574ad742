"""Notes of who was chosen are only added, and the latest counts."""

import pytest

from screener.storage import Store
from screener.storage.selection import Outcome, Selection
from tests.storage.made import AT, LATER, a_candidate, an_opening


def note(store: Store, is_chosen: bool, candidate: str = "cara", person: str = "ann", at: str = AT) -> Selection:
    made = Selection(candidate, is_chosen, person, at)
    store.add_selection(made)
    return made


def test_nothing_is_noted_at_first(furnished: Store) -> None:
    assert furnished.find_selection("cara") is None
    assert furnished.chosen_in("post") == frozenset()
    (outcome,) = furnished.outcomes_of(["post"])
    assert outcome == Outcome(a_candidate(), False)


def test_the_latest_note_counts_even_within_a_millisecond(furnished: Store) -> None:
    note(furnished, True)
    assert furnished.chosen_in("post") == {"cara"}
    latest = note(furnished, False, person="ben")
    found = furnished.find_selection("cara")
    assert found is not None
    assert (found[0], found[1].name) == (latest, "Ben")
    assert furnished.chosen_in("post") == frozenset()
    assert [outcome.is_chosen for outcome in furnished.outcomes_of(["post"])] == [False]
    note(furnished, True, at=LATER)
    assert [outcome.is_chosen for outcome in furnished.outcomes_of(["post"])] == [True]


def test_every_note_stays(furnished: Store) -> None:
    for is_chosen in (True, False, True):
        note(furnished, is_chosen)
    rows = furnished._rows("SELECT is_chosen FROM selection ORDER BY id")  # type: ignore[attr-defined]
    assert rows == [(1,), (0,), (1,)]


@pytest.mark.parametrize("asked", [[], ["none"], ["post"], ["post", "other"]])
def test_openings_are_told_apart(furnished: Store, asked: list[str]) -> None:
    furnished.add_opening(an_opening("other"))
    furnished.add_candidates([a_candidate("Dora", "other", withdrawn_at=LATER)])
    note(furnished, True, "dora")
    assert furnished.chosen_in("post") == frozenset()
    assert furnished.chosen_in("other") == {"dora"}
    found = {outcome.candidate.id for outcome in furnished.outcomes_of(asked)}
    assert found == {"post": {"cara"}, "other": {"dora"}, "none": set()}.get("".join(asked), found)
    assert len(found) == len(set(asked) & {"post", "other"})
