"""`screener bank` and `screener init --upgrade`: what they write, what they leave, and what they exit with."""

import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from screener import __version__
from screener.journeys.instance import open_instance
from screener.paths import shipped
from tests.cli.conftest import Run
from tests.factories import SLOTS, as_yaml, make_question, write_bank

QUESTION, OTHER = SLOTS["question"], "items/credit/credit-case.yaml"
EDITED, OLD, GONE = "guides/sales-leader.yaml", "rubrics/credit.yaml", "surveys/fix-owner.yaml"


def asks(words: str, competency: str = "standing") -> bytes:
    return as_yaml(make_question(competency, why=words)).encode()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An instance with few questions, as it was made."""
    folder = tmp_path / "ours"
    write_bank(folder / "questions")
    (folder / "secret.key").write_text("k" * 64 + "\n", encoding="ascii")
    files = list((folder / "questions").rglob("*.yaml"))
    told = {path.relative_to(folder / "questions").as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}
    (folder / "questions/.shipped.json").write_text(json.dumps(told), encoding="utf-8")
    open_instance(folder).close()
    return folder


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Others' bank: another question, and another word on two."""
    folder = write_bank(tmp_path / "theirs")
    (folder / QUESTION).write_bytes(asks("Theirs."))
    (folder / OTHER).write_bytes(asks("Theirs.", "credit"))
    return folder


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (folder / "questions").rglob("*") if path.is_file()}


def saves(folder: Path) -> list[tuple[str, str]]:
    instance = open_instance(folder)
    found: list[tuple[str, str]] = [(save.kind, save.reason) for save in instance.store.bank_saves()]
    instance.close()
    return found


def test_a_bank_goes_from_one_instance_to_another(run: Run, small: Path, theirs: Path, tmp_path: Path) -> None:
    file = tmp_path / "theirs.zip"
    made = run("bank", "export", theirs, file, "--licence", "CC-BY-4.0", "--title", "Halvorsen")
    assert (made.returncode, made.stdout) == (0, b""), made.stderr
    assert f"MB in {file}" in made.stderr.decode()
    (small / "questions" / QUESTION).write_bytes(asks("Mine."))
    before = contents(small)
    dry = run("bank", "import", file, small, "--dry-run")
    assert (dry.returncode, contents(small)) == (1, before)
    assert dry.stdout.decode().splitlines() == [f"replaced  {OTHER}", f"kept      {QUESTION}  (edited here)"]
    assert "1 file would be taken over, 1 to merge by hand" in dry.stderr.decode()
    done = run("bank", "import", file, small)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        f"replaced  {OTHER}",
        f"kept      {QUESTION}  (edited here; the new text is in {QUESTION}.new)",
    ]
    assert "Halvorsen (CC-BY-4.0), written by Screener" in done.stderr.decode()
    assert "Imported “Halvorsen” (CC-BY-4.0): 1 file taken over, 1 to merge by hand" in done.stderr.decode()
    after = contents(small)
    assert after.pop(small / "questions" / f"{QUESTION}.new") == asks("Theirs.")
    assert after.pop(small / "questions" / ".arrived.json")
    assert after == {**before, small / "questions" / OTHER: asks("Theirs.", "credit")}
    assert saves(small)[0] == ("imported", "Imported “Halvorsen” (CC-BY-4.0)")
    again = run("bank", "import", file, small)
    assert (again.returncode, again.stdout) == (0, b"")
    assert "nothing new, none to merge by hand" in again.stderr.decode()


def test_everything_taken_over_is_zero(run: Run, small: Path, theirs: Path, tmp_path: Path) -> None:
    (theirs / "LICENSE").write_text("SPDX-License-Identifier: CC0-1.0\n", encoding="utf-8")
    run("bank", "export", theirs, tmp_path / "theirs.zip")
    done = run("bank", "import", tmp_path / "theirs.zip", small)
    assert (done.returncode, done.stdout.decode().splitlines()) == (0, [f"replaced  {OTHER}", f"replaced  {QUESTION}"])
    assert "theirs (CC0-1.0), written by Screener" in done.stderr.decode()


def test_the_same_bank_makes_the_same_file_and_none_is_written_over(run: Run, theirs: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    for file in (first, second):
        assert run("bank", "export", theirs, file, "--licence", "CC0-1.0").returncode == 0
    assert first.read_bytes() == second.read_bytes()
    refused = run("bank", "export", theirs, first, "--licence", "CC-BY-4.0")
    assert (refused.returncode, "is there already" in refused.stderr.decode()) == (2, True)
    assert first.read_bytes() == second.read_bytes()


def test_what_cannot_be_handed_on_leaves_no_file(run: Run, theirs: Path, tmp_path: Path) -> None:
    file = tmp_path / "theirs.zip"
    without = run("bank", "export", theirs, file)
    assert (without.returncode, "under which licence" in without.stderr.decode()) == (2, True)
    (theirs / SLOTS["policy"]).unlink()
    (theirs / SLOTS["guide"]).write_text("id: sales-leader\n", encoding="utf-8")
    wrong = run("bank", "export", theirs, file, "--licence", "CC0-1.0")
    assert (wrong.returncode, "The bank has a mistake" in wrong.stderr.decode()) == (2, True)
    nowhere = run("bank", "export", tmp_path / "nowhere", file, "--licence", "CC0-1.0")
    assert (nowhere.returncode, "Traceback" in nowhere.stderr.decode()) == (2, False)
    unwritable = run("bank", "export", shipped("questions"), tmp_path / "no" / "such.zip")
    assert (unwritable.returncode, "cannot be written" in unwritable.stderr.decode()) == (2, True)
    assert not file.exists()


def test_what_is_no_bank_is_refused_and_changes_nothing(run: Run, small: Path, tmp_path: Path) -> None:
    before = contents(small)
    file = tmp_path / "evil.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../evil.yaml", "id: evil\n")
    evil = run("bank", "import", file, small)
    assert (evil.returncode, evil.stdout) == (2, b"")
    assert "leads elsewhere" in evil.stderr.decode()
    assert run("bank", "import", tmp_path / "none.zip", small).returncode == 2
    assert run("bank", "import", small / "secret.key", small).returncode == 2
    assert contents(small) == before
    assert not list(tmp_path.rglob("evil.yaml"))


def test_what_would_have_mistakes_is_listed_and_not_written(
    run: Run, small: Path, theirs: Path, tmp_path: Path
) -> None:
    """Their question draws on a book that stands in their list, and the list was edited here."""
    sources = [{"title": title, "about": "What it is about"} for title in ("A Book", "Another Book")]
    (theirs / SLOTS["sources"]).write_text(as_yaml({"id": "sources", "sources": sources}), encoding="utf-8")
    (theirs / QUESTION).write_text(as_yaml(make_question(source="Another Book")), encoding="utf-8")
    run("bank", "export", theirs, tmp_path / "theirs.zip", "--licence", "CC0-1.0")
    own = small / "questions" / SLOTS["sources"]
    own.write_text(own.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    before = contents(small)
    done = run("bank", "import", tmp_path / "theirs.zip", small)
    assert done.returncode == 2
    assert f"{QUESTION}:16:9 source-unknown" in done.stdout.decode()
    said = done.stderr.decode()
    assert "nothing was written, because the bank would have 1 mistake" in said
    assert "as they were edited here: sources.yaml (take it over in the browser" in said
    assert contents(small) == before


def test_it_takes_over_into_instances_only(run: Run, theirs: Path, tmp_path: Path) -> None:
    run("bank", "export", theirs, tmp_path / "theirs.zip", "--licence", "CC0-1.0")
    refused = run("bank", "import", tmp_path / "theirs.zip", theirs)
    assert (refused.returncode, "no instance of Screener" in refused.stderr.decode()) == (2, True)


# Upgrading


def test_an_instance_of_an_older_version_is_upgraded(run: Run, tmp_path: Path) -> None:
    """It was made with other texts of two files and one more, and without one of today's; HR edited, and removed one."""
    folder = tmp_path / "ours"
    assert run("init", folder).returncode == 0
    for database in folder.glob("screener.db*"):
        database.unlink()  # today's texts were never there
    bank = folder / "questions"
    told = json.loads((bank / ".shipped.json").read_text(encoding="utf-8"))
    new = "items/credit/credit-largest-order.yaml"
    for path in (EDITED, OLD):
        (bank / path).write_bytes((bank / path).read_bytes() + b"# as it was\n")
        told[path] = sha256((bank / path).read_bytes()).hexdigest()
    for path in (new, "LICENSE"):
        told.pop(path)
        (bank / path).unlink()
    (bank / EDITED).write_bytes((bank / EDITED).read_bytes() + b"# mine\n")
    (bank / "surveys/ours.yaml").write_bytes((bank / GONE).read_bytes().replace(b"id: fix-owner", b"id: ours"))
    told["surveys/ours.yaml"] = sha256((bank / "surveys/ours.yaml").read_bytes()).hexdigest()
    (bank / ".shipped.json").write_text(json.dumps(told), encoding="utf-8")
    shutil.copytree(folder, tmp_path / "spoilt")
    done = run("init", "--upgrade", folder)
    assert done.stdout.decode().splitlines() == [
        f"kept      {EDITED}  (edited here; the new text is in {EDITED}.new)",
        f"new       {new}",
        f"replaced  {OLD}",
        "gone      surveys/ours.yaml  (not among the arriving files, stays)",
    ], done.stderr
    assert done.returncode == 1
    for path in (new, OLD, "LICENSE"):
        assert (bank / path).read_bytes() == (shipped("questions") / path).read_bytes()
    assert (bank / EDITED).read_bytes().endswith(b"# mine\n")
    assert (bank / f"{EDITED}.new").read_bytes() == (shipped("questions") / EDITED).read_bytes()
    assert saves(folder) == [("upgraded", f"Upgraded to Screener {__version__}"), ("begun", "")]
    assert run("check", bank).returncode == 0
    again = run("init", "--upgrade", folder)
    assert (again.returncode, b"nothing new" in again.stderr) == (0, True)


def test_only_an_instance_is_upgraded(run: Run, tmp_path: Path) -> None:
    refused = run("init", "--upgrade", tmp_path / "nowhere")
    assert (refused.returncode, "no instance of Screener" in refused.stderr.decode()) == (2, True)
    assert not (tmp_path / "nowhere").exists()
