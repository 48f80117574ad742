"""A bank is handed on whole and proved; one that arrives is taken over without replacing what HR wrote."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from screener import __version__
from screener.errors import Conflict, NotAllowed, NotFound, Refused, Unreadable
from screener.journeys import bank_sharing
from screener.journeys.bank_adoption import adopt_draft, save_file
from screener.journeys.bank_archive import read_archive, write_archive
from screener.journeys.bank_drafts import discard, draft_page, keep_file, open_drafts
from screener.journeys.bank_files import hash_of
from screener.journeys.bank_merge import Merge
from screener.journeys.bank_sharing import Taken, arriving_page, share_page, shipped_bank, start_taking, take_over
from screener.journeys.bank_states import note_state
from screener.journeys.shelf import Shelf
from screener.storage.bank import BankDraft
from tests.factories import SLOTS, Change, as_yaml, make_bank, make_policy, make_question, write_bank, write_file
from tests.office import Office

QUESTION, OTHER, GUIDE, POLICY = SLOTS["question"], "items/credit/credit-case.yaml", SLOTS["guide"], SLOTS["policy"]
NEW = "items/standing/standing-view.yaml"
LICENCE = b"SPDX-License-Identifier: CC-BY-4.0\n"


def asks(words: str, competency: str = "standing", **changes: object) -> bytes:
    return as_yaml(make_question(competency, why=words, **changes)).encode()


def view() -> bytes:
    return asks("Another one.", id="standing-view")


def theirs(**paths: bytes | None) -> dict[str, bytes]:
    """Return the bank of the factories as others have it, with changes by QUESTION, OTHER and NEW."""
    named = {"question": QUESTION, "other": OTHER, "new": NEW, "policy": POLICY, "guide": GUIDE}
    files: dict[str, Change] = {**make_bank(), **{named[name]: content for name, content in paths.items()}}
    return {
        path: content if isinstance(content, bytes) else as_yaml(content).encode()
        for path, content in files.items()
        if content is not None
    }


def packed(files: Mapping[str, bytes]) -> bytes:
    return write_archive("Halvorsen", "CC-BY-4.0", files, {"LICENSE": LICENCE})


def upload(office: Office, **paths: bytes | None) -> str:
    return bank_sharing.upload(office.instance, office.helen, packed(theirs(**paths)))


def look(office: Office, name: str) -> Merge:
    return arriving_page(office.instance, office.helen, name).merge


def outcomes(merge: Merge) -> dict[str, str]:
    return {file.path: file.outcome for file in merge.files if file.outcome != "same"}


def start(office: Office, name: str, *also: str) -> BankDraft | None:
    return start_taking(office.instance, office.helen, name, also, look(office, name).seal)


def adopt(office: Office, draft: BankDraft | None) -> None:
    assert draft is not None
    page = draft_page(office.instance, office.helen, draft.id)
    assert adopt_draft(office.instance, office.helen, draft.id, "For a reason", page.seal).save


def edit(office: Office, path: str, text: bytes) -> None:
    base = hash_of(office.instance.shelf.read(path))
    assert save_file(office.instance, office.helen, path, text.decode(), base, "Clearer").save


@pytest.fixture
def came(bank: Path, office: Office) -> Path:
    """The bank as it came, so that nothing in it counts as edited."""
    files = {path: (bank / path).read_bytes() for path in theirs()}
    (bank / ".shipped.json").write_text(json.dumps({path: hash_of(own) for path, own in files.items()}), "utf-8")
    office.instance.shelf.current()
    return bank


# Handing on


def test_a_bank_is_handed_on_with_its_licence(office: Office, bank: Path) -> None:
    (bank / "LICENSE").write_bytes(LICENCE)
    (bank / "notes.txt").write_text("Not for others", "utf-8")
    (bank / "guides" / "draft.yaml.new").write_text("id: draft", "utf-8")
    content = bank_sharing.exported(office.instance, office.helen, "Halvorsen", "")
    archive = read_archive(content)
    assert archive.files == office.instance.shelf.library().contents
    assert (archive.title, archive.licence, archive.beside) == ("Halvorsen", "CC-BY-4.0", {"LICENSE": LICENCE})
    assert archive.bank == office.instance.shelf.current().bank.fingerprint
    assert bank_sharing.exported(office.instance, office.sam, "Halvorsen", "CC-BY-4.0") == content


def test_it_is_found_in_an_instance_and_by_itself(office: Office, bank: Path) -> None:
    by_itself = read_archive(bank_sharing.export_bank(bank, "", "CC0-1.0"))
    within = read_archive(bank_sharing.export_bank(bank.parent, "", "CC0-1.0"))
    assert (by_itself.title, within.title) == ("questions", bank.parent.name)
    assert by_itself.files == within.files
    with pytest.raises(NotFound):
        bank_sharing.export_bank(bank / "nowhere", "", "CC0-1.0")


def test_a_bank_without_a_licence_is_not_handed_on(office: Office, bank: Path) -> None:
    with pytest.raises(Refused, match="under which licence") as refused:
        bank_sharing.exported(office.instance, office.helen, "Halvorsen", " ")
    assert refused.value.field == "licence"


def test_what_a_link_leads_to_does_not_go_along(bank: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(LICENCE)
    (bank / "README").symlink_to(tmp_path / "secret")
    assert read_archive(bank_sharing.export_bank(bank, "", "CC0-1.0")).beside == {}


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        (QUESTION, b"id: standing-case\n", f"{QUESTION}, line 1: `ask` is missing"),
        (POLICY, as_yaml(make_policy(flags=[])).encode(), f"{POLICY}, line "),
        (SLOTS["placement"], b"\xff", f"{SLOTS['placement']}, line 1"),
    ],
)
def test_a_bank_with_a_mistake_is_not_handed_on(bank: Path, path: str, content: bytes, said: str) -> None:
    (bank / path).write_bytes(content)
    with pytest.raises(Refused, match="mend it before you hand the bank on") as refused:
        bank_sharing.export_bank(bank, "", "CC0-1.0")
    assert said in str(refused.value)


def test_an_example_that_fails_is_a_mistake_too(bank: Path) -> None:
    path = bank / SLOTS["risky"]
    path.write_text(path.read_text("utf-8").replace("We meet in May", "The credit belongs to us in May"), "utf-8")
    with pytest.raises(Refused, match="philosophies/sole-credit"):
        bank_sharing.export_bank(bank, "", "CC0-1.0")


# What arrives in the browser


def test_a_bank_that_arrives_changes_nothing_until_a_draft_of_it_is_adopted(office: Office, came: Path) -> None:
    before = office.instance.shelf.library().contents
    name = upload(office, question=asks("Sharper."), new=view())
    page = arriving_page(office.instance, office.helen, name)
    assert outcomes(page.merge) == {QUESTION: "replaced", NEW: "new"}
    assert page.arriving.archive.licence == "CC-BY-4.0"
    draft = start(office, name)
    assert draft is not None
    assert (draft.kind, draft.title) == ("imported", "Imported “Halvorsen” (CC-BY-4.0)")
    assert office.instance.shelf.library().contents == before
    adopt(office, draft)
    assert office.instance.shelf.library().contents == theirs(question=asks("Sharper."), new=view())
    last = office.instance.store.last_bank_save()
    assert last is not None
    assert (last.kind, last.person_id, last.reason) == ("imported", office.helen.id, "For a reason")
    assert outcomes(look(office, name)) == {}


def write_into(office: Office, draft: BankDraft, text: str) -> None:
    """Edit the question that a draft would take over from others, which goes by one's own."""
    seen = hash_of(asks("Theirs."))
    keep_file(office.instance, office.helen, QUESTION, text, hash_of(asks("Mine.")), draft_id=draft.id, seen=seen)


def test_what_hr_edited_is_in_the_draft_only_if_hr_says_so(office: Office, came: Path) -> None:
    edit(office, QUESTION, asks("Mine."))
    name = upload(office, question=asks("Theirs."), other=asks("Sharper.", "credit"))
    assert outcomes(look(office, name)) == {QUESTION: "merge", OTHER: "replaced"}
    left = start(office, name)
    assert left is not None
    assert [file.path for file in office.instance.store.bank_draft_files_of(left.id)] == [OTHER]
    discard(office.instance, office.helen, left.id)
    taken = start(office, name, QUESTION)  # decided on before, and still to be had
    assert taken is not None
    assert [file.path for file in office.instance.store.bank_draft_files_of(taken.id)] == [OTHER, QUESTION]
    write_into(office, taken, asks("Both.").decode())
    adopt(office, taken)
    assert (came / QUESTION).read_bytes() == asks("Both.")
    assert outcomes(look(office, name)) == {QUESTION: "moved-on"}


def test_what_hr_merged_in_a_draft_is_hrs_own_from_then_on(office: Office, came: Path) -> None:
    edit(office, QUESTION, asks("Mine."))
    draft = start(office, upload(office, question=asks("Theirs.")), QUESTION)
    assert draft is not None
    write_into(office, draft, asks("Both.").decode())
    adopt(office, draft)
    assert outcomes(look(office, upload(office, question=asks("Their next.")))) == {QUESTION: "merge"}


def test_what_was_taken_untouched_is_replaced_the_next_time(office: Office, came: Path) -> None:
    adopt(office, start(office, upload(office, question=asks("Theirs."), new=view())))
    name = upload(office, question=asks("Their next."), new=asks("Changed.", id="standing-view"))
    assert outcomes(look(office, name)) == {QUESTION: "replaced", NEW: "replaced"}


def test_a_dropped_draft_is_offered_again_as_it_was(office: Office, came: Path) -> None:
    name = upload(office, question=asks("Theirs."), new=view())
    before = outcomes(look(office, name))
    draft = start(office, name)
    assert draft is not None
    discard(office.instance, office.helen, draft.id)
    assert outcomes(look(office, name)) == before == {QUESTION: "replaced", NEW: "new"}


def test_what_hr_removed_comes_back_only_if_hr_says_so(office: Office, came: Path) -> None:
    adopt(office, start(office, upload(office, new=view())))
    (came / NEW).unlink()
    name = upload(office, new=view())
    assert outcomes(look(office, name)) == {NEW: "removed"}
    assert start(office, name) is None
    adopt(office, start(office, name, NEW))
    assert (came / NEW).read_bytes() == view()


def test_what_the_others_removed_stays(office: Office, came: Path) -> None:
    name = upload(office, guide=None)
    assert outcomes(look(office, name)) == {GUIDE: "gone"}
    assert start(office, name, GUIDE) is None
    assert (came / GUIDE).is_file()


def test_keeping_mine_is_decided_once(office: Office, came: Path) -> None:
    edit(office, QUESTION, asks("Mine."))
    name = upload(office, question=asks("Theirs."))
    assert start(office, name) is None
    assert open_drafts(office.instance, office.helen) == ()
    assert outcomes(look(office, name)) == {QUESTION: "moved-on"}
    assert outcomes(look(office, upload(office, question=asks("Their next.")))) == {QUESTION: "merge"}


def test_a_change_on_disk_since_it_was_looked_at_is_told(office: Office, came: Path) -> None:
    name = upload(office, question=asks("Theirs."))
    seal = look(office, name).seal
    (came / QUESTION).write_bytes(asks("Somebody else's."))
    with pytest.raises(Conflict, match="changed since this page was made"):
        start_taking(office.instance, office.helen, name, (), seal)
    assert open_drafts(office.instance, office.helen) == ()
    assert outcomes(look(office, name)) == {QUESTION: "merge"}


def test_a_change_on_disk_since_the_draft_was_made_is_not_overwritten(office: Office, came: Path) -> None:
    draft = start(office, upload(office, question=asks("Theirs."), new=view()))
    assert draft is not None
    (came / QUESTION).write_bytes(asks("Somebody else's."))
    page = draft_page(office.instance, office.helen, draft.id)
    assert [(file.file.path, file.is_conflict) for file in page.files] == [(QUESTION, True), (NEW, False)]
    with pytest.raises(Conflict, match=f"{QUESTION} has been changed since you began"):
        adopt_draft(office.instance, office.helen, draft.id, "For a reason", page.seal)
    assert (came / QUESTION).read_bytes() == asks("Somebody else's.")
    assert not (came / NEW).exists()


def test_only_hr_hands_on_and_takes_over(office: Office, bank: Path) -> None:
    content = packed(theirs())
    for person in (office.ingrid, office.marcus, office.yuki):
        with pytest.raises(NotAllowed):
            bank_sharing.exported(office.instance, person, "T", "L")
        with pytest.raises(NotAllowed):
            bank_sharing.upload(office.instance, person, content)
        with pytest.raises(NotAllowed):
            share_page(office.instance, person)
        with pytest.raises(NotAllowed):
            arriving_page(office.instance, person)
        with pytest.raises(NotAllowed):
            start_taking(office.instance, person, "", (), "")
    assert not (office.instance.folder / "arriving").exists()


# What is kept of an upload


def test_an_upload_is_kept_for_a_day(office: Office, bank: Path) -> None:
    first = upload(office)
    stash = office.instance.folder / "arriving"
    (kept,) = stash.iterdir()
    moment = office.clock.moment.timestamp()
    os.utime(kept, (moment, moment))
    office.clock.forward(hours=23)
    upload(office, new=view())
    assert look(office, first)
    office.clock.forward(hours=2)
    upload(office, question=asks("Theirs."))
    with pytest.raises(NotFound):
        look(office, first)


def test_a_file_that_is_no_bank_is_not_kept(office: Office, bank: Path) -> None:
    with pytest.raises(Refused, match="is no zip"):
        bank_sharing.upload(office.instance, office.helen, b"id: standing\n")
    assert not (office.instance.folder / "arriving").exists()


@pytest.mark.parametrize("name", ["../screener", "0" * 16, "0" * 15, "x", "0" * 16 + "\n"])
def test_no_other_file_is_read_as_an_upload(office: Office, bank: Path, name: str) -> None:
    upload(office)
    shutil.copy(next((office.instance.folder / "arriving").iterdir()), office.instance.folder / "screener.zip")
    with pytest.raises(NotFound):
        look(office, name)


def test_an_upload_that_was_spoilt_on_disk_is_refused(office: Office, bank: Path) -> None:
    name = upload(office)
    file = office.instance.folder / "arriving" / f"{name}.zip"
    file.write_bytes(file.read_bytes().replace(b"id: standing-case", b"id: standing-evil"))
    with pytest.raises(Refused, match="damaged"):
        look(office, name)


# At once, as `init --upgrade` and `bank import` do it


def taken(office: Office, folder: Path, **paths: bytes | None) -> Taken:
    """Take over a bank as another version of Screener would bring it."""
    return take_over(office.instance, shipped_bank(version(folder, **paths)))


def version(folder: Path, **paths: bytes | None) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in theirs(**paths).items():
        write_file(folder / path, content)
    return folder


def test_an_upgrade_replaces_what_was_never_edited_and_leaves_the_rest(
    office: Office, came: Path, tmp_path: Path
) -> None:
    edit(office, QUESTION, asks("Mine."))
    result = taken(office, tmp_path / "next", question=asks("Theirs."), other=asks("Sharper.", "credit"), new=view())
    assert outcomes(result.merge) == {QUESTION: "merge", OTHER: "replaced", NEW: "new"}
    assert (result.problems, result.beside) == ((), (f"{QUESTION}.new",))
    assert (came / QUESTION).read_bytes() == asks("Mine.")
    assert (came / f"{QUESTION}.new").read_bytes() == asks("Theirs.")
    assert (came / OTHER).read_bytes() == asks("Sharper.", "credit")
    assert (came / NEW).read_bytes() == view()
    last = office.instance.store.last_bank_save()
    assert last is not None
    assert (last.kind, last.person_id, last.reason) == ("upgraded", None, f"Upgraded to Screener {__version__}")
    assert last.bank == office.instance.shelf.current().bank.fingerprint
    assert not list(came.rglob("*.unfinished"))


def test_an_upgrade_that_was_done_comes_to_nothing(office: Office, came: Path, tmp_path: Path) -> None:
    edit(office, QUESTION, asks("Mine."))
    taken(office, tmp_path / "next", question=asks("Theirs."), new=view())
    saves = len(office.instance.store.bank_saves())
    (came / f"{QUESTION}.new").unlink()
    again = taken(office, tmp_path / "next", question=asks("Theirs."), new=view())
    assert outcomes(again.merge) == {QUESTION: "moved-on"}
    assert len(office.instance.store.bank_saves()) == saves
    assert not (came / f"{QUESTION}.new").exists()


def test_upgrades_follow_one_another(office: Office, came: Path, tmp_path: Path) -> None:
    taken(office, tmp_path / "next", question=asks("Second."), new=view())
    result = taken(office, tmp_path / "next", question=asks("Third."), new=asks("Third.", id="standing-view"))
    assert outcomes(result.merge) == {QUESTION: "replaced", NEW: "replaced"}
    assert (came / QUESTION).read_bytes() == asks("Third.")


def test_an_upgrade_does_not_replace_what_others_shared(office: Office, came: Path, tmp_path: Path) -> None:
    taken(office, tmp_path / "next", question=asks("Second."))
    adopt(office, start(office, upload(office, question=asks("Others'."))))
    result = taken(office, tmp_path / "next", question=asks("Third."))
    assert outcomes(result.merge) == {QUESTION: "merge"}
    assert (came / QUESTION).read_bytes() == asks("Others'.")


def test_a_server_that_runs_takes_an_upgrade_over_and_asks_nobody_who_it_was(
    office: Office, came: Path, tmp_path: Path
) -> None:
    store = office.instance.store
    served = Shelf(came, store, lambda version: note_state(store, version, office.instance.now()))
    taken(office, tmp_path / "next", question=asks("Theirs."))
    assert served.current().bank.questions["standing-case"].why == "Theirs."
    assert [save.kind for save in store.bank_saves()] == ["upgraded", "begun"]


def test_what_would_be_wrong_is_not_written(office: Office, came: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in came.rglob("*") if path.is_file()}
    edit(office, POLICY, as_yaml(make_policy(summary="Mine")).encode())
    before[came / POLICY] = (came / POLICY).read_bytes()
    renamed = as_yaml({**make_bank()[GUIDE], "questions": ["standing-nowhere"]}).encode()  # type: ignore[dict-item]
    result = taken(office, tmp_path / "next", guide=renamed, policy=as_yaml(make_policy(summary="Theirs")).encode())
    assert {(problem.file, problem.code) for problem in result.problems} >= {(GUIDE, "dangling-reference")}
    assert {path: path.read_bytes() for path in came.rglob("*") if path.is_file()} == before
    assert [save.kind for save in office.instance.store.bank_saves()] == ["edited", "begun"]


def test_an_example_that_would_fail_keeps_it_from_being_written(office: Office, came: Path) -> None:
    wrong = theirs()
    path = SLOTS["risky"]
    wrong[path] = wrong[path].replace(b"We meet in May", b"The credit belongs to us in May")
    arriving = bank_sharing.Arriving("imported", read_archive(packed(wrong)), {})
    for is_dry in (True, False):
        result = take_over(office.instance, arriving, is_dry=is_dry)
        assert [(problem.file, problem.code) for problem in result.problems] == [(path, "example-fails")]
    assert (came / path).read_bytes() == theirs()[path]


def test_nothing_is_written_into_a_bank_that_has_mistakes_already(office: Office, came: Path, tmp_path: Path) -> None:
    (came / POLICY).write_bytes(b"id: default\n")
    result = taken(office, tmp_path / "next", question=asks("Theirs."))
    assert {problem.file for problem in result.problems} == {POLICY}
    assert (came / QUESTION).read_bytes() != asks("Theirs.")


def test_a_dry_run_writes_nothing(office: Office, came: Path, tmp_path: Path) -> None:
    edit(office, QUESTION, asks("Mine."))
    before = {path: path.read_bytes() for path in came.rglob("*") if path.is_file()}
    arriving = shipped_bank(version(tmp_path / "next", question=asks("Theirs."), new=view()))
    result = take_over(office.instance, arriving, is_dry=True)
    assert outcomes(result.merge) == {QUESTION: "merge", NEW: "new"}
    assert {path: path.read_bytes() for path in came.rglob("*") if path.is_file()} == before
    assert outcomes(take_over(office.instance, arriving).merge) == outcomes(result.merge)


def test_a_new_text_that_somebody_is_merging_is_not_written_over(office: Office, came: Path, tmp_path: Path) -> None:
    edit(office, QUESTION, asks("Mine."))
    taken(office, tmp_path / "next", question=asks("Second."))
    untouched = taken(office, tmp_path / "next", question=asks("Third."))
    assert untouched.beside == (f"{QUESTION}.new",)
    (came / f"{QUESTION}.new").write_bytes(asks("Half merged."))
    result = taken(office, tmp_path / "next", question=asks("Fourth."))
    assert (result.beside, result.edited_beside) == ((), (f"{QUESTION}.new",))
    assert (came / f"{QUESTION}.new").read_bytes() == asks("Half merged.")


def test_what_belongs_to_the_program_comes_along(office: Office, came: Path, tmp_path: Path) -> None:
    source = version(tmp_path / "next")
    for path in (".schemas/guide.schema.json", "LICENSE", "samples/talk.md"):
        write_file(source / path, "First\n")
    take_over(office.instance, shipped_bank(source))
    assert (came / ".schemas/guide.schema.json").read_text("utf-8") == "First\n"
    (came / "LICENSE").write_text("Ours\n", "utf-8")
    (came / "samples/talk.md").unlink()
    for path in (".schemas/guide.schema.json", "LICENSE", "samples/talk.md"):
        write_file(source / path, "Second\n")
    take_over(office.instance, shipped_bank(source))
    assert (came / ".schemas/guide.schema.json").read_text("utf-8") == "Second\n"
    assert (came / "LICENSE").read_text("utf-8") == "Ours\n"
    assert not (came / "samples/talk.md").exists()


def test_the_shipped_bank_is_handed_on_under_its_licence(tmp_path: Path) -> None:
    arriving = shipped_bank()
    assert arriving.archive.licence == "Apache-2.0"
    assert "LICENSE" in arriving.along
    assert write_bank(tmp_path)  # a licence is no file of a bank
    assert not [path for path in arriving.archive.files if "LICENSE" in path]


def test_a_bank_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no file"):
        bank_sharing.arriving_bank(tmp_path / "none.zip")
    with pytest.raises(Unreadable, match="cannot be read"):
        bank_sharing.arriving_bank(tmp_path)
