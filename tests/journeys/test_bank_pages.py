"""The bank as HR reads it: what there is, what is wrong on disk, where a thing is used and what it cites."""

from dataclasses import replace
from pathlib import Path

import pytest

from screener.errors import NotAllowed, NotFound
from screener.journeys import bank_pages
from screener.journeys.bank_details import (
    GuideDetails,
    NeedsDetails,
    PhilosophyDetails,
    PlacementDetails,
    PolicyDetails,
    QuestionDetails,
    RubricDetails,
)
from screener.journeys.bank_pages import KINDS, Overview, Page
from screener.journeys.shelf import Shelf
from tests.factories import make_policy, write_bank, write_file
from tests.journeys.rated import questions_in, rated
from tests.office import Office


@pytest.fixture
def office(office: Office, tmp_path: Path) -> Office:
    """The office with a small bank of its own on disk."""
    folder = write_bank(
        tmp_path / "questions",
        question={"also": ["credit"], "placement": "fix-owner"},
        policy={**make_policy(), "flags": [{"philosophy": "sole-credit", "severity": "high", "show_from": 0.7}]},
    )
    office.instance = replace(office.instance, shelf=Shelf(folder, office.instance.store))
    return office


def folder_of(office: Office) -> Path:
    return office.instance.shelf.folder


def overview(office: Office, words: str = "", kind: str = "") -> Overview:
    return bank_pages.overview(office.instance, office.helen, words, kind)


def page(office: Office, folder: str, name: str) -> Page:
    return bank_pages.page_of(office.instance, office.helen, folder, name)


def uses(found: Page) -> set[tuple[str, str, str]]:
    return {(use.heading, use.folder, use.name) for use in found.used_by}


# The overview


def test_it_counts_what_there_is_of_each_kind(office: Office) -> None:
    counts = overview(office).counts
    assert (counts["items"], counts["rubrics"], counts["philosophies"], counts["sources"]) == (5, 5, 2, 1)
    assert (counts["lexicon"], counts["needs"]) == (6, 1)


def test_a_kind_is_listed_under_its_headings(office: Office) -> None:
    groups = {group.heading: [thing.name for thing in group.things] for group in overview(office, kind="items").groups}
    assert groups["Standing"] == ["standing-case"]
    assert len(groups) == 5


def test_a_search_counts_by_kind_and_may_keep_to_one(office: Office) -> None:
    everywhere, beliefs = overview(office, "sole credit"), overview(office, " sole  credit ", "philosophies")
    assert everywhere.found > beliefs.found > 0
    assert everywhere.counts == beliefs.counts
    assert {hit.thing.kind for hit in beliefs.hits} == {"philosophies"}
    assert beliefs.search == "sole credit"


def test_figures_stand_only_where_questions_are_listed(office: Office) -> None:
    seat = rated(office, office.candidate(office.opening()), office.marcus, {"standing": [4]})
    assert questions_in(office, seat.interview)[0] == "standing-case"
    assert overview(office, kind="items").use["standing-case"].levels == {4: 1}
    for words, kind in (("", ""), ("", "guides"), ("case", "items")):
        assert overview(office, words, kind).use == {}


def test_a_bank_without_mistakes_has_no_problems(office: Office) -> None:
    assert overview(office).problems == ()


def test_what_is_wrong_on_disk_is_said_with_its_place(office: Office) -> None:
    path = folder_of(office) / "guides" / "sales-leader.yaml"
    write_file(path, path.read_text(encoding="utf-8").replace("- credit-case", "- credit-cause"))
    office.instance.shelf._looked_at = 0.0
    problems = [own for own in overview(office).problems if "credit-cause" in own.message]
    line = path.read_text(encoding="utf-8").splitlines().index("- credit-cause") + 1
    assert [(own.path, own.line, own.is_error) for own in problems] == [("guides/sales-leader.yaml", line, True)]


def test_a_phrase_that_cannot_be_read_is_said(office: Office) -> None:
    path = folder_of(office) / "philosophies" / "sole-credit.yaml"
    write_file(path, path.read_text(encoding="utf-8").replace("- the credit belongs to us", "- (the credit"))
    office.instance.shelf._looked_at = 0.0
    assert [own.path for own in overview(office).problems] == ["philosophies/sole-credit.yaml"]


def test_a_kind_that_there_is_not_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        overview(office, kind="elephants")


# One thing


@pytest.mark.parametrize("kind", [kind.folder for kind in KINDS])
def test_everything_that_is_listed_has_a_page(office: Office, kind: str) -> None:
    for group in overview(office, kind=kind).groups:
        for thing in group.things:
            found = page(office, thing.folder, thing.name or "sources")
            assert found.thing is not None
            assert found.path == thing.path


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("items", "nowhere"),
        ("elephants", "x"),
        ("single", "words"),
        ("lexicon", "sources"),
        ("sources", "words"),
        ("guides", "../guides/sales-leader"),
        ("", ""),
    ],
)
def test_what_there_is_not_is_not_found(office: Office, folder: str, name: str) -> None:
    with pytest.raises(NotFound):
        page(office, folder, name)


def test_where_a_thing_is_used_is_what_refers_to_it(office: Office) -> None:
    assert uses(page(office, "items", "standing-case")) == {("Guides that ask it", "guides", "sales-leader")}
    assert uses(page(office, "guides", "sales-leader")) == {
        ("Needs assessments that may propose it", "needs", "greater-need")
    }
    assert uses(page(office, "surveys", "fix-owner")) == {("Places that show it", "placements", "fix-owner")}
    assert uses(page(office, "placements", "fix-owner")) == {
        ("Questions under which it is asked", "items", "standing-case")
    }
    assert uses(page(office, "philosophies", "sole-credit")) >= {
        ("Policies that flag it", "policies", "default"),
        ("Beliefs that it stands against", "philosophies", "shared-credit"),
        ("Rating scales with a rule that asks for it", "rubrics", "standing"),
    }
    credit = uses(page(office, "rubrics", "credit"))
    assert ("Questions that are rated on it", "items", "credit-case") in credit
    assert ("Questions that may bring evidence on it", "items", "standing-case") in credit


def test_word_lists_and_behaviours_and_sources_say_which_of_them_is_used(office: Office) -> None:
    words = {(use.part, use.name) for use in page(office, "lexicon", "words").used_by}
    assert words == {("ours", "sole-credit"), ("ours", "shared-credit")}
    behaviours = {(use.part, use.folder) for use in page(office, "lexicon", "behaviours").used_by}
    assert behaviours == {("case", "rubrics")}
    assert {use.part for use in page(office, "sources", "sources").used_by} == {"A Book"}


def test_what_a_thing_draws_on_comes_with_what_it_is_about(office: Office) -> None:
    (source,) = page(office, "policies", "default").sources
    assert (source.title, source.about) == ("A Book", "What it is about")


def test_a_file_with_mistakes_has_a_page_that_tells_them(office: Office) -> None:
    write_file(folder_of(office) / "surveys" / "fix-owner.yaml", "id: fix-owner\n")
    office.instance.shelf._looked_at = 0.0
    found = page(office, "surveys", "fix-owner")
    assert (found.thing, found.path) == (None, "surveys/fix-owner.yaml")
    assert found.problems


# What follows from a thing together with others


def test_a_question_says_where_in_which_guide_it_stands(office: Office) -> None:
    details = page(office, "items", "credit-case").details
    assert isinstance(details, QuestionDetails)
    assert [(own.guide.id, own.number, own.starts) for own in details.guides] == [("sales-leader", 2, 9)]


def test_a_guide_adds_up_its_minutes_and_what_it_covers(office: Office) -> None:
    details = page(office, "guides", "sales-leader").details
    assert isinstance(details, GuideDetails)
    assert [own.starts for own in details.questions] == [4, 9, 14, 19, 24]
    assert (details.closing_starts, details.planned) == (29, 34)
    assert {(own.questions, own.minutes) for own in details.coverage} == {(1, 5)}


def test_a_rating_scales_rules_are_said_in_words(office: Office) -> None:
    details = page(office, "rubrics", "standing").details
    assert isinstance(details, RubricDetails)
    last = details.rules[4]
    assert [clause.says for clause in last.all] == ["It", "A case"]
    assert [clause.says for clause in last.unless] == ["Holds the belief “On sole-credit”"]
    assert details.examples == {1: 2, 2: 2, 3: 2, 4: 2, 5: 2, "none": 2}


def test_a_belief_says_how_each_policy_sees_it(office: Office) -> None:
    risky, healthy = (page(office, "philosophies", name).details for name in ("sole-credit", "shared-credit"))
    assert isinstance(risky, PhilosophyDetails)
    assert isinstance(healthy, PhilosophyDetails)
    (stand,) = risky.stands
    assert (stand.severity, stand.show_from, stand.is_own_threshold, stand.is_accepted) == ("high", 0.7, True, False)
    (stand,) = healthy.stands
    assert (stand.severity, stand.show_from, stand.is_own_threshold) == ("", 0.5, False)
    assert [(stance, len(examples)) for stance, examples in risky.examples] == [
        ("asserted", 6), ("past", 2), ("rejected", 2), ("reported", 2), ("none", 3),
    ]  # fmt: skip


def test_a_policy_says_how_it_sees_every_belief_the_severest_first(office: Office) -> None:
    details = page(office, "policies", "default").details
    assert isinstance(details, PolicyDetails)
    assert [own.philosophy.id for own in details.stands] == ["sole-credit", "shared-credit"]


def test_a_place_counts_its_examples_and_a_needs_assessment_names_what_it_proposes(office: Office) -> None:
    place, needs = page(office, "placements", "fix-owner").details, page(office, "needs", "greater-need").details
    assert isinstance(place, PlacementDetails)
    assert isinstance(needs, NeedsDetails)
    assert place.examples == {"boss": 2, "both": 2, "none": 2}
    assert (needs.guides["sales-leader"], needs.competencies["customer"]) == ("Sales leader", "Customer")


# Who may


def test_the_bank_is_for_hr_and_administrators(office: Office) -> None:
    bank_pages.overview(office.instance, office.sam)
    for actor in (office.ingrid, office.marcus, office.yuki):
        with pytest.raises(NotAllowed):
            bank_pages.overview(office.instance, actor)
        with pytest.raises(NotAllowed):
            bank_pages.page_of(office.instance, actor, "items", "standing-case")
