"""A text tried out: with a folder's bank or an instance's, by HR; what cannot be tried is refused with what to do."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from screener.errors import BankInvalid, NotAllowed, NotFound, Refused
from screener.journeys import shelf as module
from screener.journeys.instance import make_instance
from screener.journeys.shelf import Shelf
from screener.journeys.trying import Trial, try_in, try_text
from screener.paths import shipped
from tests.factories import SLOTS, write_bank
from tests.office import Office

TRIAL = Trial("Look, marketing is there to serve sales.")


def test_a_folder_and_the_instance_around_it_are_tried_alike(tmp_path: Path) -> None:
    make_instance(tmp_path / "ours")
    found = try_text(tmp_path / "ours", TRIAL)
    assert found == try_text(tmp_path / "ours" / "questions", TRIAL)
    assert found == try_text(shipped("questions"), TRIAL)
    assert {match.place.file for match in found.matches} == {"philosophies/marketing-serves-sales.yaml"}


def test_a_changed_phrase_matches_at_once(tmp_path: Path) -> None:
    folder = shutil.copytree(shipped("questions"), tmp_path / "bank")
    path = folder / "philosophies" / "marketing-serves-sales.yaml"
    trial = Trial("Look, over here the brochures do whatever the quota wants.")
    assert try_text(folder, trial).matches == ()
    text = path.read_text(encoding="utf-8")
    changed = text.replace("patterns:\n", 'patterns:\n  - "the brochures do whatever the quota wants"\n', 1)
    path.write_text(changed, encoding="utf-8")
    (match,) = try_text(folder, trial).matches
    assert changed.splitlines()[match.place.line - 1] == '  - "the brochures do whatever the quota wants"'


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_text_is_refused_before_the_bank_is_read(text: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no text to read"):
        try_text(tmp_path / "nowhere", Trial(text))


def test_a_text_that_is_longer_than_any_note_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="30,000 characters; 20,000 fit"):
        try_text(tmp_path / "nowhere", Trial("words " * 5_000))


def test_unknown_names_are_told_with_likely_ones(office: Office) -> None:
    with pytest.raises(NotFound, match="did you mean `standing-drawing`"):
        try_in(office.instance, office.helen, replace(TRIAL, question="standing-drawings"))
    with pytest.raises(NotFound, match="did you mean `default`"):
        try_in(office.instance, office.helen, replace(TRIAL, policy="defalt"))
    with pytest.raises(NotFound, match="there is no folder"):
        try_text(office.instance.folder / "nowhere", TRIAL)


def test_a_bank_with_mistakes_is_not_tried(tmp_path: Path) -> None:
    folder = write_bank(tmp_path / "bank", policy={"summary": None})
    with pytest.raises(BankInvalid, match=r"default\.yaml:1:1 missing-key"):
        try_text(folder, TRIAL)


def test_only_hr_and_administrators_try_texts_in_an_instance(office: Office) -> None:
    found = try_in(office.instance, office.helen, TRIAL)
    assert found == try_in(office.instance, office.sam, TRIAL) == try_text(shipped("questions"), TRIAL)
    for person in (office.ingrid, office.marcus):
        with pytest.raises(NotAllowed):
            try_in(office.instance, person, TRIAL)


def test_while_a_file_has_a_mistake_the_last_good_bank_is_tried(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOK_AGAIN_SECONDS", 0.0)
    folder = write_bank(tmp_path / "bank")
    instance = replace(office.instance, shelf=Shelf(folder, office.instance.store))
    trial = Trial("Honestly, the credit belongs to us in May.")
    before = try_in(instance, office.helen, trial)
    assert before.matches
    (folder / SLOTS["risky"]).write_text("id: sole-credit\nnmae: On credit\n", encoding="utf-8")
    assert try_in(instance, office.helen, trial) == before
