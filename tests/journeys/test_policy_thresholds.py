"""Thresholds of a policy: by HR only, with figures that name nobody, and nothing else in the file touched."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys.bank_adoption import adopt_draft
from screener.journeys.bank_drafts import draft_page
from screener.journeys.bank_edits import file_hash
from screener.journeys.policy_thresholds import (
    ACCEPTED,
    ALL,
    Figures,
    Stand,
    Thresholds,
    keep_thresholds,
    thought_over,
    thresholds_of,
)
from screener.storage.records import Person
from tests.factories import SLOTS, make_philosophy, make_policy, write_file
from tests.journeys.rated import a_flag, heard, rated
from tests.office import Office

POLICY = SLOTS["policy"]
COMMENTED = """id: default
name: Partners
summary: A summary
position: A position
sources: [A Book]
show_from: 0.50  # tried out in spring
flags:
  # the worst
  - {philosophy: sole-credit,  severity: high}
  - philosophy: all-ours   # seldom
    severity: low
    show_from: 0.7
    reason: It is said lightly.
accepted: []
"""


@pytest.fixture
def policy(bank: Path) -> Path:
    """A policy written by hand, with comments, on two risky beliefs."""
    write_file(bank / "philosophies/all-ours.yaml", make_philosophy("all-ours", "all of it is ours"))
    return write_file(bank / POLICY, COMMENTED)


def opened(office: Office) -> Thresholds:
    return thresholds_of(office.instance, office.helen, "default").entered


def changed(entered: Thresholds, **stands: Stand) -> Thresholds:
    return replace(entered, stands={**entered.stands, **{name.replace("_", "-"): s for name, s in stands.items()}})


def kept(office: Office, entered: Thresholds) -> str:
    """Return the text that the draft of the policy would have."""
    draft = keep_thresholds(office.instance, office.helen, "default", entered)
    (file,) = office.instance.store.bank_draft_files_of(draft.id)
    assert file.content is not None
    return file.content.decode()


def figures(office: Office, entered: Thresholds, name: str = ALL) -> Figures | None:
    return thought_over(office.instance, office.helen, "default", entered).figures.get(name)


def listened(office: Office, count: int, *confidences: float, rater: Person | None = None, **changes: Any) -> None:
    """Have so many scorecards heard, the first with flags of these confidences."""
    opening = office.opening()
    for number in range(count):
        seat = rated(office, office.candidate(opening, f"Tessa {number}"), rater or office.marcus, {"standing": [3]})
        heard(office, seat, *(a_flag(confidence=sure, **changes) for sure in confidences if not number))


def test_a_policy_that_is_opened_says_what_its_file_says(office: Office, policy: Path) -> None:
    entered = opened(office)
    assert (entered.show_from, entered.suggest_from, entered.levels_from) == ("0.5", "0.25", "0.5")
    assert entered.stands == {
        "sole-credit": Stand("high"),
        "all-ours": Stand("low", "0.7", "It is said lightly."),
    }


def test_only_what_was_changed_is_written_anew(office: Office, policy: Path) -> None:
    entered = replace(opened(office), levels_from="0,6")
    text = kept(office, changed(entered, sole_credit=Stand("medium", "0.8", "Some joke.")))
    assert text == COMMENTED.replace(
        "{philosophy: sole-credit,  severity: high}",
        "{philosophy: sole-credit,  severity: medium, show_from: 0.8, reason: Some joke.}",
    ).replace("# tried out in spring\n", "# tried out in spring\nlevels_from: 0.6\n")


def test_what_is_no_risk_here_moves_with_its_reason_and_back_again(office: Office, policy: Path) -> None:
    text = kept(office, changed(opened(office), all_ours=Stand(ACCEPTED, "", "We like pride.")))
    head, _, tail = COMMENTED.partition("  - philosophy: all-ours")
    assert tail
    assert text == head + "accepted:\n  - {philosophy: all-ours, reason: We like pride.}\n"
    write_file(policy, text)
    assert kept(office, changed(opened(office), all_ours=Stand("high"))).endswith(
        "  - {philosophy: all-ours, severity: high}\naccepted: []\n"
    )


def test_it_is_adopted_as_any_draft(office: Office, policy: Path) -> None:
    draft = keep_thresholds(office.instance, office.helen, "default", replace(opened(office), show_from="0.55"))
    seal = draft_page(office.instance, office.helen, draft.id).seal
    assert adopt_draft(office.instance, office.helen, draft.id, "Fewer", seal).save
    assert office.instance.shelf.current().bank.policies["default"].show_from == 0.55


def test_figures_tell_how_many_flags_would_show(office: Office, policy: Path) -> None:
    listened(office, 5, 0.55, 0.6, 0.9)
    entered = opened(office)
    assert figures(office, entered) == Figures(3, 3, is_least=False)
    assert figures(office, replace(entered, show_from="0.6")) == Figures(3, 2, is_least=False)
    assert figures(office, replace(entered, show_from="0.4")) == Figures(3, 3, is_least=True)
    own = changed(entered, sole_credit=Stand("high", "0.9", "Sure ones only."))
    assert figures(office, own, "sole-credit") == Figures(3, 1, is_least=False)
    none = changed(entered, sole_credit=Stand(ACCEPTED, "", "Fine here."))
    assert figures(office, none, "sole-credit") == Figures(3, 0, is_least=False)
    assert figures(office, replace(entered, show_from="?")) == Figures(3, 0, is_least=False)


def test_few_scorecards_give_no_figures(office: Office, policy: Path) -> None:
    listened(office, 4, 0.9)
    assert figures(office, opened(office)) is None
    assert thresholds_of(office.instance, office.helen, "default").scorecards == 4


def test_candidates_whom_one_has_still_to_rate_are_in_no_figure(office: Office, policy: Path) -> None:
    opening = office.opening()
    candidate = office.candidate(opening)
    heard(office, rated(office, candidate, office.marcus, {"standing": [3]}), a_flag())
    listened(office, 5, 0.9)
    assert figures(office, opened(office)) == Figures(2, 2, is_least=False)
    office.interview(candidate, office.helen)
    assert figures(office, opened(office)) == Figures(1, 1, is_least=False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"show_from": "1.2"}, "show_from"),
        ({"suggest_from": ""}, "suggest_from"),
        ({"levels_from": "nan"}, "levels_from"),
        ({"stands": {"sole-credit": Stand("high", "-1", "So.")}}, "own-sole-credit"),
        ({"stands": {"sole-credit": Stand("high", "0.7", " ")}}, "reason-sole-credit"),
        ({"stands": {"sole-credit": Stand(""), "x": Stand("low")}}, "severity-sole-credit"),
        ({"stands": {"x": Stand("low"), "sole-credit": Stand(ACCEPTED)}}, "reason-sole-credit"),
        ({"stands": {"sole-credit": Stand(ACCEPTED, "", "Fine.")}}, ""),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    office: Office, policy: Path, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        keep_thresholds(office.instance, office.helen, "default", replace(opened(office), **change))
    assert refusal.value.field == field


def test_a_risky_belief_without_a_stand_asks_for_one(office: Office, policy: Path) -> None:
    write_file(policy, make_policy())
    assert opened(office).stands["all-ours"] == Stand()
    assert "severity: low" in kept(office, changed(opened(office), all_ours=Stand("low")))


def test_what_is_no_change_or_was_changed_meanwhile_makes_no_draft(office: Office, policy: Path) -> None:
    entered = opened(office)
    with pytest.raises(Refused, match="nothing to save"):
        keep_thresholds(office.instance, office.helen, "default", entered)
    write_file(policy, COMMENTED.replace("Partners", "Twins"))
    with pytest.raises(Conflict, match="has been changed since"):
        keep_thresholds(office.instance, office.helen, "default", replace(entered, show_from="0.6"))
    again = file_hash(office.instance, office.helen, "policies/default")
    assert "name: Twins\n" in kept(office, replace(entered, show_from="0.6", base=again))


@pytest.mark.parametrize("who", ["ingrid", "marcus", "yuki"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda office, person: thresholds_of(office.instance, person, "default"),
        lambda office, person: thought_over(office.instance, person, "default", opened(office)),
        lambda office, person: keep_thresholds(
            office.instance, person, "default", replace(opened(office), show_from="0.6")
        ),
        lambda office, person: file_hash(office.instance, person, "policies/default"),
    ],
)
def test_only_hr_sets_thresholds(
    office: Office, policy: Path, who: str, ask: Callable[[Office, Person], object]
) -> None:
    with pytest.raises(NotAllowed):
        ask(office, getattr(office, who))
    ask(office, office.sam)


def test_there_has_to_be_such_a_policy(office: Office, policy: Path) -> None:
    with pytest.raises(NotFound):
        thresholds_of(office.instance, office.helen, "no-such")
