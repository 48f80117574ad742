"""A change of the bank is proved before it is adopted, overwrites nobody, and is kept with author and reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys import bank_adoption, live, shelf
from screener.journeys.bank_adoption import Adoption, adopt_draft, save_file
from screener.journeys.bank_drafts import discard, draft_page, keep_file, open_drafts, start_draft, take_out
from screener.journeys.bank_files import hash_of
from screener.journeys.bank_history import history
from screener.journeys.bank_proof import Proof, prove
from screener.journeys.shelf import Shelf
from screener.storage.bank import BankDraft
from tests.factories import SLOTS, as_yaml, make_philosophy, make_policy, make_question, write_file
from tests.office import Office

QUESTION, POLICY = SLOTS["question"], SLOTS["policy"]


def asks(words: str, **changes: Any) -> str:
    return as_yaml(make_question(ask={"sales": words, "marketing": words, "both": words}, **changes))


def save(office: Office, text: str, path: str = QUESTION, base: str | None = None, reason: str = "Clearer") -> Adoption:
    base = hash_of(office.instance.shelf.read(path)) if base is None else base
    return save_file(office.instance, office.helen, path, text, base, reason)


def draft_of(office: Office, **files: str | None) -> BankDraft:
    contents = {SLOTS[slot]: text.encode() if text is not None else None for slot, text in files.items()}
    return start_draft(office.instance, office.helen, "Sharper", contents, office.instance.shelf.library().contents)


def adopt(office: Office, draft: BankDraft, reason: str = "Sharper") -> Adoption:
    seal = draft_page(office.instance, office.helen, draft.id).seal
    return adopt_draft(office.instance, office.helen, draft.id, reason, seal)


def wording(office: Office) -> str:
    return office.instance.shelf.current().bank.questions["standing-case"].ask.spoken_to("sales")[0]


def saves(office: Office) -> list[tuple[str, str | None, str]]:
    return [(one.kind, one.person_id, one.reason) for one in office.instance.store.bank_saves()]


# Saving one file


def test_a_clean_file_is_written_and_asked_from_now_on(office: Office, bank: Path) -> None:
    saved = save(office, asks("What happened?"))
    assert saved.save is not None
    assert (bank / QUESTION).read_text(encoding="utf-8") == asks("What happened?")
    assert wording(office) == "What happened?"
    assert saves(office) == [("edited", office.helen.id, "Clearer"), ("begun", None, "")]
    assert saved.save.bank == office.instance.shelf.current().version.fingerprint
    kept = office.instance.store.find_bank(saved.save.bank)
    assert kept is not None
    assert kept.files[QUESTION] == asks("What happened?").encode()


def test_comments_order_and_line_ends_stay_as_they_were_written(office: Office, bank: Path) -> None:
    (bank / QUESTION).write_bytes(b"\xef\xbb\xbf# mine\r\n" + asks("Before?").replace("\n", "\r\n").encode())
    save(office, "# mine\n" + asks("After?") + "# and the end\n")
    now = (bank / QUESTION).read_bytes()
    assert now.startswith(b"\xef\xbb\xbf# mine\r\nid:")
    assert now.endswith(b"# and the end\r\n")
    assert now.count(b"\n") == now.count(b"\r\n")


MISTAKES: dict[str, Callable[[], str]] = {
    "yaml-syntax": lambda: "id: [",
    "missing-key": lambda: "id: standing-case\n",
    "unknown-key": lambda: asks("Why?", wy="x"),
    "dangling-reference": lambda: asks("Why?", also=["nowhere"]),
    "source-unknown": lambda: asks("Why?", source="No Book"),
    "file-name": lambda: asks("Why?", id="standing-other"),
    "file-empty": lambda: "",
    "file-too-large": lambda: "# " + "x" * 300_000,
}


@pytest.mark.parametrize("code", MISTAKES)
def test_a_file_with_a_mistake_is_not_written(office: Office, bank: Path, code: str) -> None:
    before = (bank / QUESTION).read_bytes()
    saved = save(office, MISTAKES[code]())
    assert saved.save is None
    assert code in [problem.code for problem in saved.proof.own if problem.file == QUESTION]
    assert (bank / QUESTION).read_bytes() == before
    assert saves(office) == [("begun", None, "")]


def test_an_example_that_fails_stands_in_the_way(office: Office, bank: Path) -> None:
    changed = as_yaml(make_philosophy(patterns=["something else", "{ours} {made} sole-credit alone"]))
    saved = save(office, changed, SLOTS["risky"])
    assert saved.save is None
    assert {problem.code for problem in saved.proof.own} == {"example-fails"}


def test_what_a_change_brings_to_other_files_stands_in_the_way(office: Office, bank: Path) -> None:
    saved = save(office, as_yaml(make_philosophy("lone-wolf", belief="the credit belongs to us")), SLOTS["risky"])
    assert saved.save is None
    assert {p.file for p in saved.proof.own} >= {POLICY, SLOTS["risky"]}


def test_mistakes_that_were_there_before_do_not_stand_in_the_way_of_mending_another(office: Office, bank: Path) -> None:
    (bank / POLICY).write_text(as_yaml(make_policy(flags=[])), encoding="utf-8")
    (bank / QUESTION).write_text("id: [", encoding="utf-8")
    mended = save(office, asks("Mended?"))
    assert mended.save is not None
    assert [problem.file for problem in mended.proof.old] == [POLICY]
    assert office.instance.shelf.current().trouble
    assert save(office, as_yaml(make_policy()), POLICY).save is not None
    assert (office.instance.shelf.current().trouble, wording(office)) == ("", "Mended?")


def test_examples_are_proved_even_while_another_file_has_a_mistake(office: Office, bank: Path) -> None:
    (bank / QUESTION).write_text("id: [", encoding="utf-8")
    changed = as_yaml(make_philosophy(patterns=["something else", "{ours} {made} sole-credit alone"]))
    saved = save(office, changed, SLOTS["risky"])
    assert saved.save is None
    assert "example-fails" in {problem.code for problem in saved.proof.own}


def test_a_server_that_starts_with_a_mistake_passes_over_states_that_had_one(office: Office, bank: Path) -> None:
    (bank / POLICY).write_text(as_yaml(make_policy(flags=[])), encoding="utf-8")
    assert save(office, asks("Mended?")).save is not None
    edition = Shelf(bank, office.instance.store).current()
    assert edition.bank.questions["standing-case"].ask.spoken_to("sales") == ("Tell me.",)
    assert POLICY in edition.trouble


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 1001])
def test_a_reason_is_needed(office: Office, bank: Path, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        save(office, asks("Why?"), reason=reason)
    assert refusal.value.field == "reason"


def test_saving_what_is_there_already_says_so(office: Office, bank: Path) -> None:
    with pytest.raises(Refused, match="nothing to save"):
        save(office, (bank / QUESTION).read_text(encoding="utf-8"))


def test_a_file_that_somebody_else_has_saved_is_not_overwritten(office: Office, bank: Path) -> None:
    base = hash_of((bank / QUESTION).read_bytes())
    assert save(office, asks("Theirs?"), base=base).save
    with pytest.raises(Conflict, match="has been changed since you began"):
        save(office, asks("Mine?"), base=base)
    assert wording(office) == "Theirs?"


def test_a_file_that_was_changed_on_disk_meanwhile_is_not_overwritten(
    office: Office, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def and_meanwhile(*args: Any) -> Proof:  # while the examples are run, somebody saves in an editor
        (bank / QUESTION).write_text(asks("Theirs?"), encoding="utf-8")
        return prove(*args)

    monkeypatch.setattr(bank_adoption, "prove", and_meanwhile)
    with pytest.raises(Conflict, match="has been changed since you began"):
        save(office, asks("Mine?"))
    assert (bank / QUESTION).read_text(encoding="utf-8") == asks("Theirs?")
    assert [one[0] for one in saves(office)] in (["begun"], ["outside", "begun"])


def test_a_file_that_is_gone_meanwhile_is_not_brought_back_unasked(office: Office, bank: Path) -> None:
    base = hash_of((bank / QUESTION).read_bytes())
    (bank / QUESTION).unlink()
    with pytest.raises(Conflict):
        save(office, asks("Mine?"), base=base)


def test_the_same_edit_twice_is_no_conflict(office: Office, bank: Path) -> None:
    base = hash_of((bank / QUESTION).read_bytes())
    save(office, asks("Both?"), base=base)
    with pytest.raises(Refused, match="nothing to save"):
        save(office, asks("Both?"), base=base)


@pytest.mark.parametrize("path", ["../outside.yaml", "notes.txt", "items/.hidden.yaml", "policies/../sources.yaml"])
def test_only_files_of_the_bank_can_be_saved(office: Office, bank: Path, path: str) -> None:
    with pytest.raises(Refused, match="no place for a file of the bank"):
        save(office, "id: x", path, base="")


def test_git_is_left_alone(office: Office, bank: Path) -> None:
    (bank / ".git").mkdir()
    (bank / ".git/config").write_bytes(b"[core]")
    save(office, asks("Why?"))
    assert [path.name for path in (bank / ".git").iterdir()] == ["config"]
    assert not [path for path in bank.rglob(".*") if path.name != ".git"]


def test_an_interview_that_has_begun_keeps_its_questions(office: Office, bank: Path) -> None:
    interview = office.interview(office.candidate(office.opening()), office.marcus)
    live.begin(office.instance, office.marcus, interview.id)
    save(office, asks("Another?"))
    page = live.open_live(office.instance, office.marcus, interview.id)
    assert page.questions[0].answer.wording == "Tell me."


# Several people at once


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have something done while a change is proved for the first time."""
    waiting = [act]

    def and_meanwhile(*args: Any) -> Proof:
        proof = prove(*args)
        if waiting:
            waiting.pop()()
        return proof

    monkeypatch.setattr(bank_adoption, "prove", and_meanwhile)


def test_two_files_saved_at_once_are_both_there_each_under_its_own_name(
    office: Office, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: save(office, as_yaml(make_policy(name="Others")), POLICY, reason="Theirs"))
    assert save(office, asks("Mine?"), reason="Mine").save is not None
    assert wording(office) == "Mine?"
    assert office.instance.shelf.current().bank.policies["default"].name == "Others"
    assert [reason for _, _, reason in saves(office)] == ["Mine", "Theirs", ""]
    rows = history(office.instance).rows
    assert [row.paths for row in rows] == [(QUESTION,), (POLICY,), ()]
    kept = office.instance.store.find_bank(rows[0].save.bank)
    assert kept is not None
    assert kept.files == office.instance.shelf.library().contents


def test_a_file_that_somebody_changes_on_disk_at_the_last_moment_is_seen(
    office: Office, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_LOOK_AGAIN_SECONDS", 60.0)  # nobody would look by themselves
    meanwhile(monkeypatch, lambda: write_file(bank / POLICY, as_yaml(make_policy(name="Others"))))
    saved = save(office, asks("Mine?")).save
    assert saved is not None
    kept = office.instance.store.find_bank(saved.bank)
    assert kept is not None
    assert b"Others" in kept.files[POLICY]
    assert [kind for kind, _, _ in saves(office)] == ["edited", "outside", "begun"]


def test_two_changes_that_are_right_alone_and_wrong_together_are_not_both_adopted(
    office: Office, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = {"items/standing/standing-new.yaml": as_yaml(make_question(id="standing-new")).encode()}
    adopt(office, start_draft(office.instance, office.helen, "New", new, {}))
    on_disk = office.instance.shelf.library().contents
    removal = start_draft(office.instance, office.helen, "Gone", {"items/standing/standing-new.yaml": None}, on_disk)
    guide = on_disk[SLOTS["guide"]].decode()
    asked = guide.replace("questions:\n", "questions:\n- standing-new\n").replace("minutes: 40", "minutes: 60", 1)
    meanwhile(monkeypatch, lambda: save(office, asked, SLOTS["guide"]))
    adoption = adopt(office, removal)
    assert adoption.save is None
    assert "dangling-reference" in {problem.code for problem in adoption.proof.own}
    assert office.instance.shelf.current().trouble == ""


def test_a_draft_is_adopted_once(office: Office, bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_of(office, question=asks("One?"))
    seal = draft_page(office.instance, office.helen, draft.id).seal
    meanwhile(monkeypatch, lambda: adopt_draft(office.instance, office.sam, draft.id, "First", seal))
    with pytest.raises((Conflict, Refused), match=r"already|nothing to save"):
        adopt_draft(office.instance, office.helen, draft.id, "Second", seal)
    assert [reason for _, _, reason in saves(office)] == ["First", ""]


def test_what_is_written_into_a_draft_while_it_is_proved_is_not_lost(
    office: Office, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = draft_of(office, question=asks("One?"))
    base, seen = hash_of((bank / QUESTION).read_bytes()), hash_of(asks("One?").encode())
    write = {"draft_id": draft.id, "seen": seen}
    meanwhile(monkeypatch, lambda: keep_file(office.instance, office.sam, QUESTION, asks("Two?"), base, **write))
    with pytest.raises(Conflict, match="changed since you looked"):
        adopt(office, draft)
    assert wording(office) == "Tell me."
    (file,) = office.instance.store.bank_draft_files_of(draft.id)
    assert file.content == asks("Two?").encode()


def test_two_who_write_into_the_same_draft_do_not_overwrite_each_other(office: Office, bank: Path) -> None:
    draft = draft_of(office, question=asks("One?"))
    base, seen = hash_of((bank / QUESTION).read_bytes()), hash_of(asks("One?").encode())
    keep_file(office.instance, office.sam, QUESTION, asks("Sam's?"), base, draft_id=draft.id, seen=seen)
    with pytest.raises(Conflict, match="Somebody has written"):
        keep_file(office.instance, office.helen, QUESTION, asks("Mine?"), base, draft_id=draft.id, seen=seen)
    now = hash_of(asks("Sam's?").encode())
    keep_file(office.instance, office.helen, QUESTION, asks("Ours?"), base, draft_id=draft.id, seen=now)


def test_a_draft_goes_by_the_files_as_they_were_when_it_was_made(office: Office, bank: Path) -> None:
    read = office.instance.shelf.library().contents
    write_file(bank / QUESTION, asks("Theirs?"))
    draft = start_draft(office.instance, office.helen, "Mine", {QUESTION: asks("Mine?").encode()}, read)
    assert draft_page(office.instance, office.helen, draft.id).files[0].is_conflict


# Drafts


def test_a_text_that_no_file_may_have_is_not_kept(office: Office, bank: Path) -> None:
    with pytest.raises(Refused, match="256 kB fit"):
        keep_file(office.instance, office.helen, QUESTION, "x" * 300_000, "")
    with pytest.raises(Refused, match="no place for a file"):
        keep_file(office.instance, office.helen, "../out.yaml", "id: x", "")
    assert open_drafts(office.instance, office.helen) == ()


def test_the_longest_path_can_be_kept(office: Office, bank: Path) -> None:
    path = f"items/standing/{'x' * 150}.yaml"
    draft = keep_file(office.instance, office.helen, path, "id: x", "")
    assert len(draft.title) <= 120


def test_a_draft_changes_nothing_until_it_is_adopted(office: Office, bank: Path) -> None:
    draft = draft_of(office, question=asks("Later?"))
    assert wording(office) == "Tell me."
    page = draft_page(office.instance, office.helen, draft.id)
    assert page.is_adoptable
    assert [(f.file.path, f.difference.came, f.problems) for f in page.files] == [(QUESTION, 3, ())]
    assert adopt(office, draft).save is not None
    assert wording(office) == "Later?"
    assert open_drafts(office.instance, office.helen) == ()


def test_several_files_are_adopted_together(office: Office, bank: Path) -> None:
    new = make_philosophy("lone-wolf", belief="nobody else is needed", counterparts=["shared-credit"])
    flags = [{"philosophy": name, "severity": "high"} for name in ("sole-credit", "lone-wolf")]
    contents = {
        "philosophies/lone-wolf.yaml": as_yaml(new).encode(),
        POLICY: as_yaml(make_policy(flags=flags)).encode(),
    }
    draft = start_draft(office.instance, office.helen, "Lone wolf", contents, office.instance.shelf.library().contents)
    assert adopt(office, draft).save is not None
    assert "lone-wolf" in office.instance.shelf.current().bank.philosophies


def test_one_of_its_files_may_lean_on_another(office: Office, bank: Path) -> None:
    new = as_yaml(make_question(id="standing-new")).encode()
    draft = start_draft(
        office.instance,
        office.helen,
        "New",
        {"items/standing/standing-new.yaml": new},
        office.instance.shelf.library().contents,
    )
    guide = office.instance.shelf.read(SLOTS["guide"]) or b""
    text = (
        guide.decode().replace("questions:\n", "questions:\n- standing-new\n").replace("minutes: 40", "minutes: 60", 1)
    )
    keep_file(office.instance, office.helen, SLOTS["guide"], text, hash_of(guide), draft_id=draft.id)
    page = draft_page(office.instance, office.helen, draft.id)
    assert [problem for f in page.files for problem in f.problems] == []
    assert adopt(office, draft).save is not None


def test_a_draft_may_hold_mistakes_and_then_cannot_be_adopted(office: Office, bank: Path) -> None:
    draft = draft_of(office, question="id: [")
    page = draft_page(office.instance, office.helen, draft.id)
    assert not page.is_adoptable
    assert [problem.code for problem in page.files[0].problems] == ["yaml-syntax"]
    assert adopt(office, draft).save is None
    assert [one.id for one, _, _ in open_drafts(office.instance, office.helen)] == [draft.id]


def test_a_file_can_be_removed_if_nothing_needs_it(office: Office, bank: Path) -> None:
    assert adopt(office, draft_of(office, question=None)).save is None  # the guide asks it
    (bank / "surveys/spare.yaml").write_bytes((bank / SLOTS["survey"]).read_bytes().replace(b"fix-owner", b"spare"))
    draft = start_draft(
        office.instance, office.helen, "Gone", {"surveys/spare.yaml": None}, office.instance.shelf.library().contents
    )
    assert adopt(office, draft).save is not None
    assert not (bank / "surveys/spare.yaml").exists()


def test_a_draft_says_when_a_file_has_changed_on_disk_since(office: Office, bank: Path) -> None:
    draft = draft_of(office, question=asks("Mine?"))
    (bank / QUESTION).write_text(asks("Theirs?"), encoding="utf-8")
    page = draft_page(office.instance, office.helen, draft.id)
    assert (page.files[0].is_conflict, page.is_adoptable) == (True, False)
    with pytest.raises(Conflict, match="has been changed"):
        adopt(office, draft)
    base, seen = hash_of((bank / QUESTION).read_bytes()), hash_of(asks("Mine?").encode())
    keep_file(office.instance, office.helen, QUESTION, asks("Both?"), base, draft_id=draft.id, seen=seen)
    assert adopt(office, draft).save is not None
    assert wording(office) == "Both?"


def test_what_is_adopted_is_what_was_looked_at(office: Office, bank: Path) -> None:
    draft = draft_of(office, question=asks("One?"))
    seal = draft_page(office.instance, office.helen, draft.id).seal
    base, seen = hash_of((bank / QUESTION).read_bytes()), hash_of(asks("One?").encode())
    keep_file(office.instance, office.sam, QUESTION, asks("Two?"), base, draft_id=draft.id, seen=seen)
    with pytest.raises(Conflict, match="changed since you looked"):
        adopt_draft(office.instance, office.helen, draft.id, "Sharper", seal)
    assert wording(office) == "Tell me."


def test_a_draft_ends_once(office: Office, bank: Path) -> None:
    draft = draft_of(office, question=asks("One?"))
    discard(office.instance, office.helen, draft.id)
    for act in (
        lambda: discard(office.instance, office.helen, draft.id),
        lambda: adopt(office, draft),
        lambda: keep_file(office.instance, office.helen, QUESTION, "id: x", "", draft_id=draft.id),
        lambda: take_out(office.instance, office.helen, draft.id, QUESTION),
    ):
        with pytest.raises(Conflict, match="already"):
            act()
    assert open_drafts(office.instance, office.helen) == ()


def test_a_draft_without_files_is_dropped(office: Office, bank: Path) -> None:
    draft = draft_of(office, question=asks("One?"), policy=as_yaml(make_policy(name="Others")))
    take_out(office.instance, office.helen, draft.id, QUESTION)
    assert [paths for _, _, paths in open_drafts(office.instance, office.helen)] == [(POLICY,)]
    take_out(office.instance, office.helen, draft.id, POLICY)
    assert open_drafts(office.instance, office.helen) == ()


def test_what_is_no_draft_is_not_found(office: Office, bank: Path) -> None:
    with pytest.raises(NotFound):
        draft_page(office.instance, office.helen, "nothing")


@pytest.mark.parametrize("who", ["ingrid", "marcus", "yuki"])
def test_the_bank_is_changed_by_hr_alone(office: Office, bank: Path, who: str) -> None:
    person, draft = getattr(office, who), draft_of(office, question=asks("One?"))
    acts: list[Callable[[], object]] = [
        lambda: save_file(office.instance, person, QUESTION, asks("Mine?"), "", "Mine"),
        lambda: start_draft(office.instance, person, "Mine", {}, {}),
        lambda: open_drafts(office.instance, person),
        lambda: draft_page(office.instance, person, draft.id),
        lambda: keep_file(office.instance, person, QUESTION, "id: x", "", draft_id=draft.id),
        lambda: take_out(office.instance, person, draft.id, QUESTION),
        lambda: discard(office.instance, person, draft.id),
        lambda: adopt_draft(office.instance, person, draft.id, "Mine", ""),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
