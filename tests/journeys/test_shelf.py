"""The bank on disk is followed at once; what interviews began with stays; a mistake in a file stops nothing."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from screener.errors import BankInvalid, NotFound
from screener.journeys import live
from screener.journeys import shelf as module
from screener.journeys.shelf import Shelf
from tests.factories import SLOTS, make_question, make_rubric, write_bank, write_file
from tests.office import Office

QUESTION = SLOTS["question"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small bank on disk."""
    return write_bank(tmp_path / "questions")


@pytest.fixture
def office(office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The organisation with that bank, which looks at the disk each time it is asked."""
    monkeypatch.setattr(module, "_LOOK_AGAIN_SECONDS", 0.0)
    office.instance = replace(office.instance, shelf=Shelf(folder, office.instance.store))
    return office


def ask(folder: Path, words: str) -> None:
    """Have a question ask something else."""
    write_file(folder / QUESTION, make_question(ask={"sales": words, "marketing": words, "both": words}))


def asked(office: Office) -> str:
    return office.instance.shelf.current().bank.questions["standing-case"].ask.spoken_to("sales")[0]


def asked_in(office: Office, interview: str) -> str:
    return live.open_live(office.instance, office.marcus, interview).questions[0].answer.wording


def begun(office: Office) -> str:
    interview = office.interview(office.candidate(office.opening()), office.marcus)
    live.begin(office.instance, office.marcus, interview.id)
    return interview.id


# Changes


def test_a_changed_question_is_seen_within_a_second_or_so(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # as it is in earnest
    shelf = office.instance.shelf
    before = shelf.current()
    ask(folder, "How do you see them today?")
    saved = time.monotonic()
    while shelf.current() is before:
        assert time.monotonic() - saved < 2.5
        time.sleep(0.02)
    assert shelf.current().bank.questions["standing-case"].ask.spoken_to("sales") == ("How do you see them today?",)


def test_files_that_come_and_go_are_seen(office: Office, folder: Path) -> None:
    write_file(folder / "items/standing/second-case.yaml", make_question(id="second-case"))
    assert "second-case" in office.instance.shelf.current().bank.questions
    (folder / "items/standing/second-case.yaml").unlink()
    assert "second-case" not in office.instance.shelf.current().bank.questions


@pytest.mark.parametrize("path", ["samples/talk.yaml", ".git/config.yaml", "README.md", "items/.case.yaml.swp"])
def test_what_is_no_part_of_the_bank_loads_nothing_anew(office: Office, folder: Path, path: str) -> None:
    before = office.instance.shelf.current()
    write_file(folder / path, "anything: [")
    assert office.instance.shelf.current() is before


def test_an_edit_back_is_the_same_state_again(office: Office, folder: Path) -> None:
    ask(folder, "One way?")
    first = office.instance.shelf.current().version.fingerprint
    ask(folder, "Another way round?")
    assert office.instance.shelf.current().version.fingerprint != first
    ask(folder, "One way?")
    assert office.instance.shelf.current().version.fingerprint == first


# Mistakes


def not_yaml(folder: Path) -> None:
    (folder / QUESTION).write_text("id: standing-case\nask: [", encoding="utf-8")


def half_written(folder: Path) -> None:
    (folder / QUESTION).write_bytes(b"")


def not_text(folder: Path) -> None:
    (folder / QUESTION).write_bytes(b"id: \xff\xfe\x00")


def no_rubric(folder: Path) -> None:
    (folder / SLOTS["rubric"]).unlink()


def leads_nowhere(folder: Path) -> None:
    (folder / "items/standing/other.yaml").symlink_to(folder / "nowhere.yaml")


def a_folder(folder: Path) -> None:
    (folder / "items/standing/other.yaml").mkdir()


def bad_phrase(folder: Path) -> None:
    signs = make_rubric()["signs"]
    signs[0]["patterns"] = ["(unclosed"]
    write_file(folder / SLOTS["rubric"], make_rubric(signs=signs))


def gone(folder: Path) -> None:
    folder.rename(folder.parent / "moved")


SPOILS = [not_yaml, half_written, not_text, no_rubric, leads_nowhere, a_folder, bad_phrase, gone]


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: spoil.__name__)
def test_a_mistake_keeps_the_last_good_state_and_says_so(
    office: Office, folder: Path, spoil: Callable[[Path], None]
) -> None:
    ask(folder, "How is it now?")
    good = office.instance.shelf.current()
    assert good.trouble == ""
    spoil(folder)
    bad = office.instance.shelf.current()
    assert (asked(office), bad.scorer, bad.version) == ("How is it now?", good.scorer, good.version)
    assert str(folder) in bad.trouble
    assert begun(office)  # interviews go on
    assert office.instance.shelf.current() is bad  # and it is not read again until something changes


def test_once_mended_it_goes_on_with_the_new_state(office: Office, folder: Path) -> None:
    not_yaml(folder)
    assert office.instance.shelf.current().trouble
    ask(folder, "And mended?")
    assert (asked(office), office.instance.shelf.current().trouble) == ("And mended?", "")


def test_a_server_starts_with_mistakes_on_what_the_last_interview_began_with(office: Office, folder: Path) -> None:
    ask(folder, "As it was?")
    begun(office)
    not_yaml(folder)
    edition = Shelf(folder, office.instance.store).current()
    assert edition.bank.questions["standing-case"].ask.spoken_to("sales") == ("As it was?",)
    assert QUESTION in edition.trouble


def test_with_mistakes_and_no_interview_yet_it_says_what_is_wrong(office: Office, folder: Path) -> None:
    not_yaml(folder)
    with pytest.raises(BankInvalid, match=QUESTION):
        Shelf(folder, office.instance.store)
    with pytest.raises(NotFound):
        Shelf(folder / "nowhere", office.instance.store)


# Pinned interviews


def test_an_interview_keeps_the_wording_that_it_began_with(office: Office, folder: Path) -> None:
    first = begun(office)
    assert asked_in(office, first) == "Tell me."
    planned = office.interview(office.candidate(office.opening()), office.marcus)
    ask(folder, "Tell me more.")
    assert (asked_in(office, first), asked_in(office, planned.id)) == ("Tell me.", "Tell me more.")
    live.begin(office.instance, office.marcus, planned.id)
    ask(folder, "Tell me everything.")
    assert (asked_in(office, first), asked_in(office, planned.id)) == ("Tell me.", "Tell me more.")


def test_it_keeps_it_after_a_restart_too(office: Office, folder: Path) -> None:
    first = begun(office)
    ask(folder, "Tell me more.")
    office.instance = replace(office.instance, shelf=Shelf(folder, office.instance.store))
    assert asked_in(office, first) == "Tell me."


def test_all_raters_of_a_conversation_have_the_same_questions(office: Office, folder: Path) -> None:
    interview = office.interview(office.candidate(office.opening()), office.marcus, office.yuki)
    live.begin(office.instance, office.marcus, interview.id)
    ask(folder, "Tell me more.")
    live.begin(office.instance, office.yuki, interview.id)
    shown = {live.open_live(office.instance, p, interview.id).questions[0].answer.wording for p in (office.marcus, office.yuki)}  # fmt: skip
    assert shown == {"Tell me."}


def test_many_states_come_back_one_after_the_other(office: Office, folder: Path) -> None:
    wordings = [f"Wording {'I' * number}." for number in range(1, 7)]
    interviews = []
    for wording in wordings:
        ask(folder, wording)
        interviews.append(begun(office))
    for _ in range(2):
        assert [asked_in(office, interview) for interview in interviews] == wordings
    assert len(office.instance.shelf._pinned) <= 3  # the others are let go of and read again


def test_a_state_that_was_never_kept_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound, match="f00"):
        office.instance.shelf.pinned("f00")
    assert office.instance.shelf.pinned("") is office.instance.shelf.current().scorer


def test_what_is_kept_is_the_files_as_they_are(office: Office, folder: Path) -> None:
    name = office.instance.shelf.keep_current("2026-03-02T09:00:00.000Z")
    kept = office.instance.store.find_bank(name)
    assert kept is not None
    assert kept.files[QUESTION] == (folder / QUESTION).read_bytes()
    assert office.instance.shelf.keep_current("2026-03-03T09:00:00.000Z") == name


def test_many_threads_get_banks_while_somebody_edits(office: Office, folder: Path) -> None:
    interview = begun(office)

    def read(number: int) -> str:
        if number % 5 == 0:
            ask(folder, "?" * (number + 1))
        asked(office)
        return asked_in(office, interview)

    with ThreadPoolExecutor(4) as readers:
        assert set(readers.map(read, range(20))) == {"Tell me."}
