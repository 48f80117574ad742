"""What is taken out of the bank goes with the entries that name it, by a draft; what needs it is told."""

from pathlib import Path

import pytest

from screener.errors import NotAllowed, NotFound
from screener.journeys.bank_adoption import adopt_draft
from screener.journeys.bank_drafts import draft_page
from screener.journeys.bank_removal import start_removal
from tests.factories import SLOTS, as_yaml, make_guide, make_philosophy, make_policy, make_question, write_file
from tests.office import Office


def adopted(office: Office, folder: str, name: str) -> bool:
    draft = start_removal(office.instance, office.helen, folder, name)
    seal = draft_page(office.instance, office.helen, draft.id).seal
    return adopt_draft(office.instance, office.helen, draft.id, "Not needed", seal).save is not None


@pytest.fixture
def second(bank: Path) -> Path:
    """A second question on standing, asked last in the guide, and a second belief, flagged by the policy."""
    write_file(bank / "items/standing/standing-second.yaml", make_question(id="standing-second"))
    asked = [*make_guide()["questions"], "standing-second"]
    guide = as_yaml(make_guide(questions=asked, minutes=60))
    write_file(bank / SLOTS["guide"], guide.replace("- standing-second", "# the last one\n- standing-second # ours"))
    write_file(bank / "philosophies/lone-wolf.yaml", make_philosophy("lone-wolf", "nobody else is needed"))
    flags = [{"philosophy": name, "severity": "high"} for name in ("lone-wolf", "sole-credit")]
    write_file(bank / SLOTS["policy"], make_policy(flags=flags))
    return bank


def test_a_question_goes_from_the_guides_that_ask_it(office: Office, second: Path) -> None:
    assert adopted(office, "items", "standing-second")
    assert not (second / "items/standing/standing-second.yaml").exists()
    assert office.instance.shelf.current().bank.guides["sales-leader"].questions == make_guide()["questions"]


def test_a_belief_goes_from_the_policies_that_flag_it(office: Office, second: Path) -> None:
    assert adopted(office, "philosophies", "lone-wolf")
    flags = office.instance.shelf.current().bank.policies["default"].flags
    assert [flag.philosophy for flag in flags] == ["sole-credit"]


def test_a_key_that_may_be_left_out_is_left_out(office: Office, second: Path) -> None:
    assert adopted(office, "surveys", "fix-owner")
    assert office.instance.shelf.current().bank.placements["fix-owner"].survey is None


def test_what_needs_it_is_told_on_the_draft_s_page(office: Office, second: Path) -> None:
    draft = start_removal(office.instance, office.helen, "rubrics", "standing")
    page = draft_page(office.instance, office.helen, draft.id)
    assert not page.is_adoptable
    told = {problem.file for file in page.files for problem in file.problems}
    assert "items/standing/standing-case.yaml" in told
    assert not adopted(office, "rubrics", "standing")
    assert (second / "rubrics/standing.yaml").is_file()


@pytest.mark.parametrize("name", ["nothing", "../sources"])
def test_what_is_not_there_cannot_be_taken_out(office: Office, second: Path, name: str) -> None:
    with pytest.raises(NotFound):
        start_removal(office.instance, office.helen, "items", name)


@pytest.mark.parametrize("who", ["ingrid", "marcus", "yuki"])
def test_only_hr_takes_out(office: Office, second: Path, who: str) -> None:
    with pytest.raises(NotAllowed):
        start_removal(office.instance, getattr(office, who), "items", "standing-second")
