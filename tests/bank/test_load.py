from pathlib import Path

import pytest

from screener.bank.load import is_bank_file, library_of, load_library
from screener.errors import NotFound
from tests.factories import COMPETENCIES, as_yaml, make_guide, make_philosophy, place_of, shown, write_bank, write_file


def test_it_reads_everything_by_its_id(tmp_path: Path) -> None:
    bank = load_library(write_bank(tmp_path)).bank
    assert set(bank.rubrics) == set(COMPETENCIES)
    assert set(bank.questions) == {f"{competency}-case" for competency in COMPETENCIES}
    assert set(bank.philosophies) == {"sole-credit", "shared-credit"}
    assert (set(bank.guides), set(bank.policies)) == ({"sales-leader"}, {"default"})
    assert (set(bank.placements), set(bank.surveys)) == ({"fix-owner"}, {"fix-owner"})
    assert (set(bank.needs), set(bank.cues)) == ({"greater-need"}, {"negation", "past", "reporting"})
    assert (set(bank.behaviours), set(bank.words), set(bank.sources)) == ({"case"}, {"number", "ours"}, {"A Book"})
    assert len(bank.fingerprint) == 16


def test_it_finds_nothing_wrong_with_a_clean_bank(tmp_path: Path) -> None:
    library = load_library(write_bank(tmp_path))
    assert library.problems == []
    assert library.unusable == set()
    assert library.document("philosophies", "sole-credit").file == str(tmp_path / "philosophies/sole-credit.yaml")


@pytest.mark.parametrize(("name", "reason"), [("nowhere", "there is no folder .*nowhere"), ("a-file.txt", "is a file")])
def test_it_raises_when_there_is_no_folder(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "a-file.txt").write_text("x")
    with pytest.raises(NotFound, match=reason):
        load_library(tmp_path / name)


def test_it_raises_when_a_folder_holds_no_bank(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(NotFound, match="holds no bank"):
        load_library(tmp_path)


def test_it_reports_the_mistakes_of_all_files_in_one_pass(tmp_path: Path) -> None:
    write_bank(
        tmp_path,
        risky={"kind": "risqué", "belief": None, "extra": "x"},
        guide="id: sales-leader\n  name: x\n",
        policy=b"id: default\nname: \xff\n",
        survey="",
        needs="id: &x greater-need\n",
    )
    assert shown(load_library(tmp_path).problems, tmp_path) == [
        "guides/sales-leader.yaml:2:7 yaml-syntax",
        "needs/greater-need.yaml:1:5 yaml-alias",
        "philosophies/sole-credit.yaml:1:1 missing-key",
        "philosophies/sole-credit.yaml:3:7 wrong-value",
        f"philosophies/sole-credit.yaml:{place_of(tmp_path / 'philosophies/sole-credit.yaml', 'extra')} unknown-key",
        "policies/default.yaml:2:7 file-encoding",
        "surveys/fix-owner.yaml:1:1 file-empty",
    ]


def test_it_keeps_the_files_that_are_right_beside_one_that_is_not(tmp_path: Path) -> None:
    library = load_library(write_bank(tmp_path, risky={"kind": "x"}))
    assert set(library.bank.philosophies) == {"shared-credit"}
    assert library.unusable == {"philosophies/sole-credit"}


def test_it_reports_an_id_that_is_taken(tmp_path: Path) -> None:
    write_bank(tmp_path, extra={"philosophies/twin.yaml": as_yaml(make_philosophy(name="sole-credit", kind="healthy"))})
    library = load_library(tmp_path)
    assert shown(library.problems, tmp_path) == ["philosophies/twin.yaml:1:5 duplicate-id"]
    assert "sole-credit.yaml" in library.problems[0].message
    assert library.bank.philosophies["sole-credit"].kind == "risky"


def test_it_lets_things_of_different_kinds_have_the_same_id(tmp_path: Path) -> None:
    guide = make_guide(id="standing")
    assert load_library(write_bank(tmp_path, extra={"guides/standing.yaml": guide})).problems == []


@pytest.mark.parametrize(
    "path", ["notes.yaml", "philosophies/a.yml", "philosophy/a.yaml", "rubrics.yaml", "drafts/rubrics/a.yaml"]
)
def test_it_warns_about_a_file_that_it_does_not_read(tmp_path: Path, path: str) -> None:
    library = load_library(write_bank(tmp_path, extra={path: "id: a\n"}))
    assert shown(library.problems, tmp_path) == [f"{path}:1:1 file-not-read"]
    assert library.problems[0].level == "warning"


@pytest.mark.parametrize(
    "path", ["samples/a.yaml", ".git/rubrics/a.yaml", "rubrics/.a.yaml", "rubrics/notes.txt", "README.md"]
)
def test_it_passes_over_samples_hidden_files_and_other_kinds(tmp_path: Path, path: str) -> None:
    assert load_library(write_bank(tmp_path, extra={path: "no: [bank"})).problems == []


def test_it_reports_a_folder_that_is_named_like_a_file(tmp_path: Path) -> None:
    write_bank(tmp_path)
    (tmp_path / "philosophies" / "odd.yaml").mkdir()
    (problem,) = load_library(tmp_path).problems
    assert shown([problem], tmp_path) == ["philosophies/odd.yaml:1:1 file-unreadable"]
    assert problem.level == "error"


def test_it_reports_a_file_that_cannot_be_read_and_reads_the_others(tmp_path: Path) -> None:
    write_bank(tmp_path)
    (tmp_path / "philosophies" / "odd.yaml").symlink_to(tmp_path / "nowhere")
    library = load_library(tmp_path)
    assert shown(library.problems, tmp_path) == ["philosophies/odd.yaml:1:1 file-unreadable"]
    assert set(library.bank.philosophies) == {"sole-credit", "shared-credit"}
    assert library.unusable == {"philosophies/odd"}


def test_it_reads_anew_only_what_is_not_as_it_was_before(tmp_path: Path) -> None:
    before = load_library(write_bank(tmp_path))
    text = as_yaml(make_philosophy(belief="we alone", name="sole-credit")).encode()
    changed = library_of({**before.contents, "philosophies/sole-credit.yaml": text}, tmp_path, before)
    assert changed.bank.philosophies["sole-credit"].belief == "we alone"
    assert changed.bank.fingerprint != before.bank.fingerprint
    anew = {path for path, read in changed.files.items() if read is not before.files.get(path)}
    assert anew == {"philosophies/sole-credit.yaml"}


def test_what_was_known_before_comes_to_the_same_as_reading_everything(tmp_path: Path) -> None:
    before = load_library(write_bank(tmp_path))
    (tmp_path / "philosophies/sole-credit.yaml").unlink()
    write_file(tmp_path / "philosophies/new.yaml", make_philosophy("new"))
    write_file(tmp_path / "rubrics/standing.yaml", b"id: a\nid: b\n")
    assert load_library(tmp_path, before) == load_library(tmp_path)


def test_unsaved_contents_are_reported_in_their_place(tmp_path: Path) -> None:
    before = load_library(write_bank(tmp_path))
    library = library_of({**before.contents, "philosophies/sole-credit.yaml": b"id: a\nid: b\n"}, tmp_path, before)
    assert "philosophies/sole-credit.yaml:2:1 duplicate-key" in shown(library.problems, tmp_path)


def test_it_knows_where_each_thing_lies(tmp_path: Path) -> None:
    paths = load_library(write_bank(tmp_path)).paths
    assert paths["items/standing-case"] == "items/standing/standing-case.yaml"
    assert paths["single/words"] == "lexicon/words.yaml"


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        ("sources.yaml", True),
        ("lexicon/words.yaml", True),
        ("items/standing/a.yaml", True),
        ("policies/a.yaml", True),
        ("other.yaml", False),
        ("policies/a.yml", False),
        ("policies/../policies/a.yaml", False),
        ("../policies/a.yaml", False),
        ("/policies/a.yaml", False),
        ("policies/./a.yaml", False),
        ("policies//a.yaml", False),
        ("policies/.a.yaml", False),
        ("items/.git/a.yaml", False),
        ("policies", False),
        ("policies.yaml", False),
        ("", False),
    ],
)
def test_only_plain_paths_within_its_folders_are_files_of_a_bank(path: str, is_read: bool) -> None:
    assert is_bank_file(path) is is_read


def test_it_keeps_the_fingerprint_of_the_same_files_elsewhere(tmp_path: Path) -> None:
    here, there = write_bank(tmp_path / "here"), write_bank(tmp_path / "there")
    assert load_library(here).bank.fingerprint == load_library(there).bank.fingerprint
    write_file(there / "sources.yaml", (there / "sources.yaml").read_bytes() + b"# a note\n")
    assert load_library(here).bank.fingerprint != load_library(there).bank.fingerprint
