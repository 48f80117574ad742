"""Thresholds of a policy: by HR only, with figures that name nobody, and nothing else in the file touched."""

from collections.abc import Callable, Mapping
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
    Stand,
    Thresholds,
    keep_thresholds,
    thought_over,
    thresholds_of,
)
from screener.journeys.threshold_figures import AllFigures, Figures
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


def all_figures(office: Office, entered: Thresholds) -> AllFigures:
    found = thought_over(office.instance, office.helen, "default", entered).figures
    assert found
    return found


def shown(figures: Figures) -> tuple[str, str]:
    """Return how many show now and then, with a + if there may be more."""
    return f"{figures.now.number}{'+' * figures.now.is_least}", f"{figures.then.number}{'+' * figures.then.is_least}"


def figures(office: Office, entered: Thresholds, belief: str = "") -> tuple[str, str]:
    found = all_figures(office, entered)
    return shown(found.by_belief[belief] if belief else found.whole)


def listened(
    office: Office, count: int, *confidences: float, held: Mapping[str, Any] | None = None, **flag: Any
) -> None:
    """Have interviews with so many candidates heard, the first with flags of these confidences."""
    opening = office.opening()
    for number in range(count):
        candidate = office.candidate(opening, f"Tessa {number}")
        seat = rated(office, candidate, office.marcus, {"standing": [3]}, **(held or {}))
        heard(office, seat, *(a_flag(confidence=sure, **flag) for sure in confidences if not number))


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
    assert figures(office, entered) == ("3", "3")
    assert figures(office, replace(entered, show_from="0.6")) == ("3", "2")
    assert figures(office, replace(entered, show_from="0.4")) == ("3", "3+")
    own = changed(entered, sole_credit=Stand("high", "0.9", "Sure ones only."))
    assert figures(office, own, "sole-credit") == ("3", "1")
    none = changed(entered, sole_credit=Stand(ACCEPTED, "", "Fine here."))
    assert figures(office, none, "sole-credit") == ("3", "0")
    assert figures(office, replace(entered, show_from="?")) == ("3", "0")


def test_what_a_candidate_does_not_hold_is_no_risk(office: Office, policy: Path) -> None:
    listened(office, 5, 0.9, 0.9, stance="rejected")
    assert figures(office, opened(office)) == ("0", "0")


def test_what_was_heard_under_another_policy_tells_nothing_of_this_one(office: Office, policy: Path) -> None:
    listened(office, 5, 0.9)
    listened(office, 5, 0.9, 0.99, held={"policy": "other"})
    page = thresholds_of(office.instance, office.helen, "default")
    assert (page.heard.scorecards, page.heard.candidates) == (5, 5)
    assert figures(office, opened(office)) == ("1", "1")


def test_where_the_threshold_was_higher_than_now_there_are_at_least_so_many(office: Office, policy: Path) -> None:
    write_file(policy, COMMENTED.replace("0.50", "0.80"))
    listened(office, 3, 0.85)
    write_file(policy, COMMENTED)
    office.instance.shelf._looked_at = 0
    listened(office, 2, 0.55)
    entered = opened(office)
    assert figures(office, entered, "sole-credit") == ("2+", "2+")
    assert figures(office, replace(entered, show_from="0.8"), "sole-credit") == ("2+", "1")
    assert figures(office, entered, "all-ours") == ("0", "0")  # which had its own all the time


def test_of_a_belief_that_the_bank_did_not_have_then_nothing_is_certain(office: Office, policy: Path) -> None:
    listened(office, 5, 0.9)
    write_file(policy.parent.parent / "philosophies/all-mine.yaml", make_philosophy("all-mine", "all of it is mine"))
    write_file(policy, COMMENTED.replace("accepted: []", "  - {philosophy: all-mine, severity: low}\naccepted: []"))
    office.instance.shelf._looked_at = 0
    entered = opened(office)
    assert figures(office, entered, "all-mine") == ("0+", "0+")
    assert figures(office, entered, "sole-credit") == ("1", "1")


def test_what_is_suggested_by_examples_alone_goes_by_its_own_threshold(office: Office, policy: Path) -> None:
    listened(office, 5, 0.3, 0.45, is_tentative=True)
    entered = opened(office)
    assert shown(all_figures(office, entered).suggested) == ("2", "2")
    assert shown(all_figures(office, replace(entered, suggest_from="0.4")).suggested) == ("2", "1")
    assert shown(all_figures(office, replace(entered, suggest_from="0.2")).suggested) == ("2", "2+")
    own = changed(entered, sole_credit=Stand("high", "0.5", "Sure ones only."))
    assert figures(office, own, "sole-credit") == ("2", "0")


def test_few_candidates_give_no_figures_however_many_scorecards_they_have(office: Office, policy: Path) -> None:
    candidate = office.candidate(office.opening())
    for round_ in range(1, 6):
        heard(office, rated(office, candidate, office.marcus, {"standing": [3]}, round=round_), a_flag())
    page = thresholds_of(office.instance, office.helen, "default")
    assert (page.heard.scorecards, page.heard.candidates, page.figures) == (5, 1, None)
    listened(office, 4)
    assert thresholds_of(office.instance, office.helen, "default").figures


def test_openings_that_nobody_has_read_yet_are_named(office: Office, policy: Path) -> None:
    candidate = office.candidate(office.opening())
    seat = rated(office, candidate, office.marcus, {"standing": [3]})
    assert thresholds_of(office.instance, office.helen, "default").heard.unheard == (seat.opening.id,)
    heard(office, seat, reader="")
    page = thresholds_of(office.instance, office.helen, "default")
    assert (page.heard.unheard, page.heard.scorecards) == ((), 0)  # there was nothing to read it by


def test_candidates_whom_one_has_still_to_rate_are_in_no_figure(office: Office, policy: Path) -> None:
    opening = office.opening()
    candidate = office.candidate(opening)
    heard(office, rated(office, candidate, office.marcus, {"standing": [3]}), a_flag())
    listened(office, 5, 0.9)
    assert figures(office, opened(office)) == ("2", "2")
    office.interview(candidate, office.helen)
    assert figures(office, opened(office)) == ("1", "1")


@pytest.mark.parametrize("typed", ["0_1", "-0", "٠.٥", "1e-1", "0.", ".", "+0.5", "0.5.5", "inf", "1.00001", "9" * 400])
def test_only_plain_numbers_from_0_to_1_are_read(office: Office, policy: Path, typed: str) -> None:
    with pytest.raises(Refused, match="from 0 to 1"):
        keep_thresholds(office.instance, office.helen, "default", replace(opened(office), show_from=typed))


@pytest.mark.parametrize(("typed", "number"), [(".6", "0.6"), (",6", "0.6"), (" 1 ", "1"), ("0.60001", "0.6")])
def test_a_number_is_read_as_people_write_it(office: Office, policy: Path, typed: str, number: str) -> None:
    assert f"show_from: {number}" in kept(office, replace(opened(office), show_from=typed))


def test_a_policy_that_gets_a_mistake_meanwhile_keeps_what_was_entered(office: Office, policy: Path) -> None:
    entered = replace(opened(office), show_from="0.61")
    write_file(policy, COMMENTED.replace("severity: low", "severity: some"))
    page = thought_over(office.instance, office.helen, "default", entered)
    assert (page.policy, page.entered, page.figures) == (None, entered, None)
    assert "has a mistake now" in page.trouble
    with pytest.raises(Refused, match="has a mistake now"):
        keep_thresholds(office.instance, office.helen, "default", entered)
    with pytest.raises(NotFound):
        thought_over(office.instance, office.helen, "default", replace(entered, base=""))


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
