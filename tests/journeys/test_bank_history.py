"""Each state of the bank can be looked back at and brought back; whoever changed it outside of Screener is not named."""

from dataclasses import replace
from pathlib import Path

import pytest

from screener.errors import NotAllowed, NotFound, Refused
from screener.journeys.bank_adoption import adopt_draft, save_file
from screener.journeys.bank_drafts import draft_page, restore
from screener.journeys.bank_files import hash_of
from screener.journeys.bank_history import change_of, history_for, history_in, open_past, past_of, state_named
from screener.journeys.shelf import Shelf
from screener.paths import shipped
from tests.factories import SLOTS, as_yaml, make_policy, make_question, write_bank, write_file
from tests.office import Office

QUESTION, POLICY = SLOTS["question"], SLOTS["policy"]


def save(office: Office, text: str, path: str = QUESTION, reason: str = "Clearer") -> int:
    base = hash_of(office.instance.shelf.read(path))
    saved = save_file(office.instance, office.helen, path, text, base, reason).save
    assert saved is not None
    return saved.id


def asks(words: str) -> str:
    return as_yaml(make_question(ask={"sales": words, "marketing": words, "both": words}))


def wording(office: Office) -> str:
    return office.instance.shelf.current().bank.questions["standing-case"].ask.spoken_to("sales")[0]


@pytest.fixture
def edited(office: Office, bank: Path) -> Office:
    """Helen has changed a question (2) and a policy (3), and somebody a question on disk (4)."""
    save(office, asks("Two?"))
    save(office, as_yaml(make_policy(name="Others")), POLICY, "Another name")
    write_file(bank / QUESTION, asks("Four?"))
    office.instance.shelf.current()
    return office


def test_the_newest_state_comes_first_with_who_changed_which_files_and_why(edited: Office) -> None:
    rows = history_for(edited.instance, edited.helen).rows
    assert [(row.save.id, row.save.kind, row.person, row.save.reason, row.paths, row.is_current) for row in rows] == [
        (4, "outside", None, "", (QUESTION,), True),
        (3, "edited", edited.helen, "Another name", (POLICY,), False),
        (2, "edited", edited.helen, "Clearer", (QUESTION,), False),
        (1, "begun", None, "", (), False),
    ]


def test_what_touched_one_file_is_found(edited: Office) -> None:
    assert [row.save.id for row in history_for(edited.instance, edited.helen, path=POLICY).rows] == [3]


def test_a_long_history_is_read_in_stretches(office: Office, bank: Path) -> None:
    for number in range(35):
        save(office, asks(f"Wording {number}?"))
    first = history_for(office.instance, office.helen)
    assert [row.save.id for row in first.rows] == list(range(36, 6, -1))
    second = history_for(office.instance, office.helen, first.older)
    assert [row.save.id for row in second.rows] == list(range(6, 0, -1))
    assert second.older is None
    assert second.rows[0].paths == (QUESTION,)


def test_a_state_shows_what_it_changed(edited: Office) -> None:
    change = change_of(edited.instance, edited.helen, 3)
    assert [(f.path, f.went, f.came) for f in change.files] == [(POLICY, 1, 1)]
    assert change_of(edited.instance, edited.helen, 1).files == ()
    with pytest.raises(NotFound):
        change_of(edited.instance, edited.helen, 5)


# Going back


def test_the_whole_bank_comes_back_by_a_draft(edited: Office) -> None:
    draft = restore(edited.instance, edited.helen, 1)
    page = draft_page(edited.instance, edited.helen, draft.id)
    assert [f.file.path for f in page.files] == [QUESTION, POLICY]
    assert wording(edited) == "Four?"
    saved = adopt_draft(edited.instance, edited.helen, draft.id, "It was better", page.seal).save
    assert saved is not None
    assert (saved.kind, saved.bank) == ("restored", history_for(edited.instance, edited.helen).rows[-1].save.bank)
    assert wording(edited) == "Tell me."


def test_one_file_comes_back_alone(edited: Office) -> None:
    draft = restore(edited.instance, edited.helen, 2, QUESTION)
    page = draft_page(edited.instance, edited.helen, draft.id)
    adopt_draft(edited.instance, edited.helen, draft.id, "It was better", page.seal)
    assert wording(edited) == "Two?"
    assert edited.instance.shelf.current().bank.policies["default"].name == "Others"


def test_a_file_that_has_come_since_goes_again(office: Office, bank: Path) -> None:
    base = (bank / SLOTS["survey"]).read_text(encoding="utf-8").replace("fix-owner", "spare")
    save(office, base, "surveys/spare.yaml")
    draft = restore(office.instance, office.helen, 1)
    page = draft_page(office.instance, office.helen, draft.id)
    adopt_draft(office.instance, office.helen, draft.id, "Not needed", page.seal)
    assert not (bank / "surveys/spare.yaml").exists()


def test_what_is_as_it_was_needs_no_going_back(edited: Office) -> None:
    for number, path in ((4, ""), (4, QUESTION), (3, POLICY)):
        with pytest.raises(Refused, match="nothing to save"):
            restore(edited.instance, edited.helen, number, path)


# Naming a state


def test_a_state_is_named_by_number_fingerprint_or_where_it_is(edited: Office, bank: Path) -> None:
    second = history_for(edited.instance, edited.helen).rows[2].save.bank
    for name in ("2", second, second[:7]):
        fingerprint, files = state_named(past_of(edited.instance), name)
        assert (fingerprint, files[QUESTION]) == (second, asks("Two?").encode())
    assert state_named(past_of(edited.instance), "now")[1][QUESTION] == asks("Four?").encode()
    assert state_named(None, str(bank))[0] == state_named(past_of(edited.instance), "now")[0]
    assert state_named(None, str(bank.parent))[0] == state_named(past_of(edited.instance), "now")[0]
    assert "guides/sales-leader.yaml" in state_named(None, "shipped")[1]
    assert state_named(None, str(shipped("questions"))) == state_named(None, "shipped")


def test_a_bank_that_never_was_without_mistakes_can_be_looked_at(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("k" * 64 + "\n", encoding="ascii")
    write_file(write_bank(tmp_path / "questions") / QUESTION, "id: [")
    with open_past(tmp_path) as past:
        assert history_in(past).rows == ()
        assert f"{QUESTION}:" in past.trouble
        assert state_named(past, "now")[1][QUESTION] == b"id: ["
        with pytest.raises(NotFound, match="screener log"):
            state_named(past, "1")


def test_while_the_bank_has_mistakes_its_past_says_why_nothing_is_noted(edited: Office, bank: Path) -> None:
    assert past_of(edited.instance).trouble == ""
    write_file(bank / QUESTION, "id: [")
    restarted = Shelf(bank, edited.instance.store)
    past = past_of(replace(edited.instance, shelf=restarted))
    assert f"{QUESTION}:" in past.trouble
    assert [row.is_current for row in history_in(past).rows] == [True, False, False, False]


@pytest.mark.parametrize("name", ["9", "abcdef", "nowhere", ""])
def test_what_names_no_state_is_told_with_what_would(edited: Office, name: str) -> None:
    with pytest.raises(NotFound, match="screener log"):
        state_named(past_of(edited.instance), name)


def test_without_an_instance_only_folders_have_names() -> None:
    with pytest.raises(NotFound, match=r"name a folder"):
        state_named(None, "now")


@pytest.mark.parametrize("who", ["ingrid", "marcus", "yuki"])
def test_only_hr_looks_back(edited: Office, who: str) -> None:
    person = getattr(edited, who)
    for act in (history_for, lambda i, p: change_of(i, p, 2), lambda i, p: restore(i, p, 2)):
        with pytest.raises(NotAllowed):
            act(edited.instance, person)
