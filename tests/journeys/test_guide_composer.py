"""Composing a guide: by HR only, nothing else in its file touched, and nothing adopted by it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from screener.bank.yamlfile import read_document
from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys.bank_adoption import adopt_draft
from screener.journeys.bank_drafts import draft_page
from screener.journeys.bank_edits import file_hash
from screener.journeys.bank_files import hash_of
from screener.journeys.guide_composer import ALL, Composer, Composition, begun, composed, keep_guide
from screener.storage.records import Person
from tests.factories import COMPETENCIES, SLOTS, make_guide, make_question, write_file
from tests.office import Office

GUIDE = SLOTS["guide"]
COMMENTED = """# how we begin
id: sales-leader
name: Sales leader  # as on the list
role: sales
minutes: 40
opening: >-
  Welcome, and thank
  you for coming.
opening_minutes: 4
closing: Thank you.
closing_minutes: 5
competencies:
  - {id: standing,   weight: 1.0}
  # what we lose most by
  - {id: credit, weight: 2, reason: It counts.}
  - {id: customer, weight: 1}
  - {id: listening, weight: 1}
  - {id: repair, weight: 1}
questions: [standing-case, credit-case,
  customer-case, listening-case, repair-case]
single_question_reason: It is a short guide.
"""


@pytest.fixture
def commented(bank: Path) -> Path:
    """A guide written by hand, with comments."""
    return write_file(bank / GUIDE, COMMENTED)


def opened(office: Office, guide: str = "sales-leader") -> Composition:
    return begun(office.instance, office.helen, guide).entered


def page(
    office: Office, entered: Composition, wish: str = "", guide: str = "sales-leader", about: str = ""
) -> Composer:
    return composed(office.instance, office.helen, guide, entered, wish, about)


def kept(office: Office, entered: Composition, guide: str = "sales-leader") -> str:
    """Return the text that the draft of a guide would have."""
    draft = keep_guide(office.instance, office.helen, guide, entered)
    (file,) = office.instance.store.bank_draft_files_of(draft.id)
    assert file.content is not None
    return file.content.decode()


def new_guide(**changes: Any) -> Composition:
    weights = dict.fromkeys(COMPETENCIES, ("1", ""))
    entered = Composition(
        name="Short talk", role="sales", minutes="40", opening="Welcome.", closing="Thank you.", weights=weights,
        questions=tuple(f"{name}-case" for name in COMPETENCIES), single_question_reason="It is short.",
    )  # fmt: skip
    return replace(entered, **changes)


def test_a_guide_that_is_opened_says_what_its_file_says(office: Office, commented: Path) -> None:
    found = begun(office.instance, office.helen, "sales-leader")
    assert found.entered.opening == "Welcome, and thank you for coming."
    assert found.entered.weights["credit"] == ("2", "It counts.")
    assert [asked.starts for asked in found.asked] == [4, 9, 14, 19, 24]
    assert found.budget
    assert (found.budget.needed, found.budget.left) == (34, 6)
    assert found.problems == ()


def test_only_what_was_changed_is_written_anew(office: Office, commented: Path) -> None:
    entered = opened(office)
    entered = page(office, entered, "down:standing-case").entered
    weights = {**entered.weights, "customer": ("1.5", "They decide.")}
    text = kept(office, replace(entered, minutes="45", weights=weights))
    wanted = (
        COMMENTED.replace("minutes: 40", "minutes: 45")
        .replace("{id: customer, weight: 1}", "{id: customer, weight: 1.5, reason: They decide.}")
        .replace("standing-case, credit-case", "credit-case, standing-case")
    )
    assert text == wanted


def test_competencies_and_questions_come_and_go(office: Office, commented: Path) -> None:
    write_file(commented.parent.parent / "items/credit/credit-more.yaml", make_question("credit", id="credit-more"))
    entered = opened(office)
    weights = {name: own for name, own in entered.weights.items() if name != "credit"}
    entered = page(office, replace(entered, weights=weights), "remove:credit-case").entered
    text = kept(office, page(office, entered, "add:credit-more").entered)
    data = read_document(text.encode(), GUIDE).data
    assert [own["id"] for own in data["competencies"]] == ["standing", "customer", "listening", "repair"]
    assert data["questions"] == ["standing-case", "customer-case", "listening-case", "repair-case", "credit-more"]
    assert "# how we begin" in text


def test_nothing_is_adopted_before_it_is(office: Office, commented: Path) -> None:
    draft = keep_guide(office.instance, office.helen, "sales-leader", replace(opened(office), name="Heads of sales"))
    assert commented.read_text(encoding="utf-8") == COMMENTED
    seal = draft_page(office.instance, office.helen, draft.id).seal
    assert adopt_draft(office.instance, office.helen, draft.id, "A better name", seal).save
    assert office.instance.shelf.current().bank.guides["sales-leader"].name == "Heads of sales"


def test_a_new_guide_becomes_a_file_of_its_own_that_can_be_adopted(office: Office, bank: Path) -> None:
    draft = keep_guide(office.instance, office.helen, "", new_guide(name="Sales leader"))
    found = draft_page(office.instance, office.helen, draft.id)
    assert [one.file.path for one in found.files] == ["guides/sales-leader-2.yaml"]
    assert adopt_draft(office.instance, office.helen, draft.id, "For the branch", found.seal).save
    assert office.instance.shelf.current().bank.guides["sales-leader-2"].questions[0] == "standing-case"


def test_a_new_guide_may_begin_with_the_frame_of_another(office: Office, bank: Path) -> None:
    entered = begun(office.instance, office.helen, like="sales-leader").entered
    assert (entered.name, entered.opening, entered.questions) == ("", "Welcome.", ())


def test_questions_are_moved_within_the_list_only(office: Office, bank: Path) -> None:
    first, second, *others = opened(office).questions
    entered = opened(office)
    assert page(office, entered, f"up:{second}").entered.questions == (second, first, *others)
    for wish in (f"up:{first}", f"down:{others[-1]}", "up:no-such", f"add:{first}", "stir:soup", ""):
        assert page(office, entered, wish).entered.questions == entered.questions


def test_a_proposal_keeps_what_is_chosen_or_begins_anew(office: Office, bank: Path) -> None:
    entered = replace(opened(office), questions=("repair-case",))
    found = page(office, entered, "propose")
    assert found.is_proposed
    assert found.entered.questions[0] == "repair-case"
    assert set(found.entered.questions) == {f"{name}-case" for name in COMPETENCIES}
    assert {short.reason for short in found.shortfalls} == {"no-question"}
    assert page(office, entered, "again").entered.questions[0] == "standing-case"


def test_a_proposal_waits_for_minutes(office: Office, bank: Path) -> None:
    found = page(office, replace(opened(office), minutes="an hour"), "propose")
    assert (found.is_proposed, found.budget, found.problems) == (False, None, None)
    assert found.entered.minutes == "an hour"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"minutes": "30"}, "take 34 minutes of 30"),
        ({"questions": ("standing-case",)}, "No question of this guide asks about “Credit”"),
        ({"single_question_reason": ""}, "Only one question asks about “Standing”"),
        ({"role": "any", "questions": ("sales-only",)}, "“sales-only” has no wording for marketing, both"),
        ({"weights": {"standing": ("1", "")}}, "1 competencies"),
    ],
)
def test_what_the_check_says_is_told_while_it_is_composed(
    office: Office, bank: Path, change: dict[str, Any], said: str
) -> None:
    write_file(bank / "items/standing/sales-only.yaml", make_question(id="sales-only", ask={"sales": "Tell me."}))
    for entered, guide in ((opened(office), "sales-leader"), (new_guide(name="", opening=""), "")):
        problems = page(office, replace(entered, **change), guide=guide).problems
        assert any(said in problem for problem in problems or ()), problems


def test_questions_are_offered_on_what_has_fewest_and_can_be_put_to_the_leaders(office: Office, bank: Path) -> None:
    write_file(
        bank / "items/credit/credit-b.yaml", make_question("credit", id="credit-b", ask={"marketing": "Tell me."})
    )
    write_file(bank / "items/credit/credit-c.yaml", make_question("credit", id="credit-c"))
    entered = replace(opened(office), questions=("standing-case",))
    found = page(office, entered)
    assert (found.about, [q.id for q in found.offered[0][1]]) == ("credit", ["credit-c", "credit-case"])
    assert [name for name, _ in page(office, entered, about=ALL).offered] == list(COMPETENCIES[1:])
    assert page(office, entered, about="repair").about == "repair"


def test_that_two_questions_on_everything_take_too_long_is_said_unless_one_is_enough(
    office: Office, bank: Path
) -> None:
    for name in COMPETENCIES:
        write_file(bank / f"items/{name}/{name}-b.yaml", make_question(name, id=f"{name}-b"))
    entered = replace(opened(office), minutes="40", single_question_reason="")
    assert page(office, entered).needed == 4 + 10 * 5 + 5
    assert page(office, replace(entered, single_question_reason="It is short.")).needed is None
    assert page(office, replace(entered, minutes="59")).needed is None
    assert page(office, replace(entered, minutes="an hour")).needed is None
    every = page(office, replace(entered, minutes="60"), "propose").entered
    assert page(office, replace(every, minutes="40")).needed is None  # which are too long, and are there


@pytest.mark.parametrize(
    ("opening", "other"),
    [
        ("We have planned one hour.", ("one hour", 60)),
        ("We have an hour, the first 45 minutes of which are ours.", ("an hour", 60)),
        ("We have 10 minutes each for six topics, an hour in all.", ("an hour", 60)),
        ("We have three quarters of an hour, and a break of 10 minutes.", None),
        ("You will hear from us in 48 hours.", None),
        ("Welcome.", None),
    ],
)
def test_an_opening_that_names_another_length_is_noticed(
    office: Office, bank: Path, opening: str, other: tuple[str, int] | None
) -> None:
    assert page(office, replace(opened(office), minutes="45", opening=opening)).other == other


def test_a_file_that_cannot_be_changed_from_here_says_so_and_keeps_what_was_entered(office: Office, bank: Path) -> None:
    write_file(bank / GUIDE, COMMENTED.replace("repair-case]", "# last\n  repair-case]"))
    entered = page(office, opened(office), "remove:repair-case").entered
    found = page(office, entered)
    assert found.entered == entered
    assert [problem.partition(":")[0] for problem in found.problems or ()] == ["This file cannot be changed from here"]
    with pytest.raises(Refused, match="cannot be changed from here"):
        keep_guide(office.instance, office.helen, "sales-leader", entered)


def test_a_guide_that_gets_a_mistake_meanwhile_keeps_what_was_entered(office: Office, commented: Path) -> None:
    entered = replace(opened(office), name="Heads of sales")
    write_file(commented, COMMENTED.replace("role: sales", "role: nobody"))
    found = page(office, entered, "down:standing-case")
    assert (found.guide, found.entered.name, found.problems) == (None, "Heads of sales", ())
    assert "has a mistake now" in found.trouble
    with pytest.raises(Refused, match="has a mistake now"):
        keep_guide(office.instance, office.helen, "sales-leader", entered)
    assert "name: Heads of sales" in kept(office, entered, "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"minutes": "0"}, "minutes"),
        ({"opening_minutes": "four"}, "opening_minutes"),
        ({"opening": ""}, "opening"),
        ({"closing": "x" * 4001}, "closing"),
        ({"role": "everybody"}, "role"),
        ({"weights": {}}, "competency"),
        ({"weights": {"standing": ("2", "")}}, "reason-standing"),
        ({"weights": {"standing": ("much", "")}}, "weight-standing"),
        ({"questions": ()}, "questions"),
    ],
)
def test_what_is_missing_is_asked_for_beside_its_field(
    office: Office, bank: Path, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        keep_guide(office.instance, office.helen, "sales-leader", replace(opened(office), **change))
    assert refusal.value.field == field
    assert not office.instance.store.bank_drafts()


def test_what_is_no_change_makes_no_draft(office: Office, commented: Path) -> None:
    with pytest.raises(Refused, match="nothing to save"):
        keep_guide(office.instance, office.helen, "sales-leader", opened(office))


def test_a_guide_that_was_changed_meanwhile_is_not_overwritten_unseen(office: Office, bank: Path) -> None:
    entered = replace(opened(office), name="Heads of sales")
    write_file(bank / GUIDE, make_guide(closing="Goodbye."))
    with pytest.raises(Conflict, match="has been changed since"):
        keep_guide(office.instance, office.helen, "sales-leader", entered)
    again = file_hash(office.instance, office.helen, "guides/sales-leader")
    assert again == hash_of((bank / GUIDE).read_bytes())
    assert "Heads of sales" in kept(office, replace(entered, base=again))


def test_there_has_to_be_such_a_guide(office: Office, bank: Path) -> None:
    for ask in (lambda: opened(office, "no-such"), lambda: page(office, new_guide(), guide="no-such")):
        with pytest.raises(NotFound):
            ask()


@pytest.mark.parametrize("who", ["ingrid", "marcus", "yuki"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda office, person: begun(office.instance, person),
        lambda office, person: composed(office.instance, person, "", new_guide()),
        lambda office, person: keep_guide(office.instance, person, "", new_guide()),
        lambda office, person: file_hash(office.instance, person, "guides/sales-leader"),
    ],
)
def test_only_hr_composes(office: Office, bank: Path, who: str, ask: Callable[[Office, Person], object]) -> None:
    with pytest.raises(NotAllowed):
        ask(office, getattr(office, who))
    ask(office, office.sam)
