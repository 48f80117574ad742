"""A backup is made while people save, whole or not at all, and holds one state of everything."""

import os
import shutil
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.errors import Conflict, NotFound, Refused, Unreadable
from screener.journeys import backups
from screener.journeys.backup_sealing import Sealing, new_identity
from screener.journeys.backups import make_backup
from screener.journeys.restoring import restore_backup
from screener.storage import open_store
from tests.journeys.backed_up import open_served
from tests.office import START, Office
from tests.storage.made import a_person

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Office]:
    """An organisation whose server runs."""
    office = open_served(tmp_path / "ours")
    yield office
    office.instance.close()


def names_in(folder: Path, file: Path) -> set[str]:
    restore_backup(file, folder)
    with_store = open_store(folder / "screener.db")
    names = {person.name for person in with_store.persons()}
    with_store.close()
    return names


def test_it_holds_both_databases_the_questions_the_settings_and_the_key(served: Office, tmp_path: Path) -> None:
    made = make_backup(served.instance.folder, tmp_path / "b.backup")
    with tarfile.open(made.file) as archive:
        names = archive.getnames()
    assert {"screener.db", "voluntary.db", "secret.key", "settings.yaml", "questions/.arrived.json"} <= set(names)
    questions = [path for path in (served.instance.folder / "questions").rglob("*") if path.is_file()]
    assert sum(name.startswith("questions/") for name in names) == len(questions)
    assert names[-2:] == ["manifest.json", "sha256"]
    assert made.size == made.file.stat().st_size
    assert (made.entries, made.is_sealed, made.left_out) == (1, False, ())


def test_in_a_folder_it_is_named_by_the_time(served: Office, tmp_path: Path) -> None:
    made = make_backup(served.instance.folder, tmp_path / "kept", at=START)
    assert made.file == tmp_path / "kept" / "screener-20260302-090000.backup"
    assert made.made_at == "2026-03-02T09:00:00.000Z"


def test_nobody_else_may_read_it(served: Office, tmp_path: Path) -> None:
    made = make_backup(served.instance.folder, tmp_path / "kept")
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.file.parent.stat().st_mode) == 0o700


def test_whoever_saves_meanwhile_does_not_wait_and_is_not_half_in_it(served: Office, tmp_path: Path) -> None:
    told: list[int] = []

    def save(done: int, _of: int) -> None:
        if not told:  # the copy has begun, and is not done
            with served.instance.store.transaction():
                served.instance.store.add_person(a_person("First"))
                served.instance.store.add_person(a_person("Second"))
        told.append(done)

    made = make_backup(served.instance.folder, tmp_path / "b.backup", on_part=save)
    assert {person.name for person in served.instance.store.persons()} >= {"First", "Second"}
    assert names_in(tmp_path / "new", made.file).isdisjoint({"First", "Second"})
    assert told


def test_nothing_is_left_beside_it(served: Office, tmp_path: Path) -> None:
    before = set(served.instance.folder.iterdir())
    make_backup(served.instance.folder, tmp_path / "kept" / "b.backup")
    assert set(served.instance.folder.iterdir()) == before
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["b.backup"]  # nobody was erased: no list of them


def test_it_replaces_nothing(served: Office, tmp_path: Path) -> None:
    there = tmp_path / "b.backup"
    there.write_text("mine", encoding="ascii")
    with pytest.raises(Refused, match="is there already"):
        make_backup(served.instance.folder, there)
    assert there.read_text(encoding="ascii") == "mine"


@pytest.mark.parametrize("after", [0, 1, 30])
def test_a_full_disk_leaves_earlier_backups_and_nothing_else(
    served: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    make_backup(served.instance.folder, tmp_path / "kept", at=START)
    before = {path: path.read_bytes() for path in (tmp_path / "kept").iterdir()}
    write, count = backups._Written.write, iter(range(1000))

    def fills_up(self: backups._Written, piece: bytes) -> int:
        if next(count) >= after:
            raise OSError(28, "No space left on device")
        return write(self, piece)

    monkeypatch.setattr(backups._Written, "write", fills_up)
    with pytest.raises(Unreadable, match="No space left on device"):
        make_backup(served.instance.folder, tmp_path / "kept")
    assert {path: path.read_bytes() for path in (tmp_path / "kept").iterdir()} == before
    assert not list(served.instance.folder.glob(".backup-*"))


# Kills itself when it is told for the nth time how far the backup has come.
KILLED = """
import os, signal, sys
from pathlib import Path
from screener.journeys.backups import make_backup
left = [int(sys.argv[3])]
def tell(done, of):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
make_backup(Path(sys.argv[1]), Path(sys.argv[2]), on_part=tell)
"""


@pytest.mark.parametrize("at", range(20) if os.environ.get("SOAK") else [0, 5])
def test_a_kill_leaves_earlier_backups_and_no_half_one(served: Office, tmp_path: Path, at: int) -> None:
    make_backup(served.instance.folder, tmp_path / "kept", at=START)
    before = {path: path.read_bytes() for path in (tmp_path / "kept").iterdir()}
    command = [sys.executable, "-c", KILLED, str(served.instance.folder), str(tmp_path / "kept"), str(at)]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert killed.returncode == -9, killed.stderr
    assert {path: path.read_bytes() for path in (tmp_path / "kept").glob("*.backup")} == before
    assert names_in(tmp_path / "new", make_backup(served.instance.folder, tmp_path / "kept").file)


def test_a_disk_that_gives_back_something_else_is_found_out(
    served: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_sum_of", lambda _file: -1)
    with pytest.raises(Unreadable, match="gave back something else"):
        make_backup(served.instance.folder, tmp_path / "kept")
    assert not list((tmp_path / "kept").iterdir())


def test_what_killed_programs_left_long_ago_is_removed(
    served: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = served.instance.folder / ".backup-0123"
    left.mkdir()
    half = tmp_path / ".screener-20260302-090000.backup.0123.partial"
    half.touch()
    make_backup(served.instance.folder, tmp_path)
    assert left.exists()  # it may be another backup under way
    assert half.exists()
    monkeypatch.setattr(backups, "_LEFT_SECONDS", -1)
    make_backup(served.instance.folder, tmp_path / "b.backup")
    assert not left.exists()
    assert not half.exists()


def test_questions_that_are_changed_meanwhile_are_copied_again(
    served: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_AGAIN_SECONDS", 0.0)
    copy, changes = shutil.copyfile, iter(range(2))
    new = served.instance.folder / "questions" / "LICENSE"

    def copied(source: Path, target: Path) -> object:
        done = copy(source, target)
        if source.name == "secret.key" and (change := next(changes, None)) is not None:
            new.write_text(f"state {change}", encoding="ascii")
        return done

    monkeypatch.setattr(shutil, "copyfile", copied)
    restore_backup(make_backup(served.instance.folder, tmp_path / "b.backup").file, tmp_path / "new")
    assert (tmp_path / "new" / "questions" / "LICENSE").read_text(encoding="ascii") == "state 1"


def test_questions_that_are_changed_all_the_time_are_not_backed_up_half(
    served: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(backups, "_is_same", lambda _copy, _path: False)
    with pytest.raises(Conflict, match="being changed all the time"):
        make_backup(served.instance.folder, tmp_path / "b.backup")
    assert not (tmp_path / "b.backup").exists()


def test_a_damaged_database_is_not_backed_up(served: Office, tmp_path: Path) -> None:
    served.instance.close()
    file = served.instance.folder / "screener.db"
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 9] = bytes(4096 * 6)
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=r"screener\.db (is damaged|cannot be copied)"):
        make_backup(served.instance.folder, tmp_path / "b.backup")
    assert list(tmp_path.iterdir()) == [served.instance.folder]


def test_files_whose_names_no_backup_can_hold_are_named(served: Office, tmp_path: Path) -> None:
    (served.instance.folder / "questions" / "a:b.yaml").touch()
    made = make_backup(served.instance.folder, tmp_path / "b.backup")
    assert made.left_out == ("questions/a:b.yaml",)


def test_it_refuses_what_is_no_instance_and_a_place_among_the_questions(served: Office, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="holds no instance"):
        make_backup(tmp_path / "nothing", tmp_path / "b.backup")
    with pytest.raises(Refused, match="lies among the questions"):
        make_backup(served.instance.folder, served.instance.folder / "questions" / "b.backup")


def test_in_postgresql_it_says_by_what_command_to_back_up(served: Office, tmp_path: Path) -> None:
    text = "database:\n  url_from: SCREENER_DATABASE_URL\n"
    (served.instance.folder / "settings.yaml").write_text(text, encoding="ascii")
    with pytest.raises(
        Refused, match=r"SCREENER_DATABASE_URL.*pg_dump --format=custom --file=screener\.dump service=screener"
    ):
        make_backup(served.instance.folder, tmp_path / "b.backup")


def test_no_plain_file_is_where_encrypted_backups_go(served: Office, tmp_path: Path) -> None:
    seen: set[str] = set()
    to = tmp_path / "far"
    to.mkdir()

    def look(_done: int, _of: int) -> None:
        seen.update(path.read_bytes()[:4].decode("latin-1") for path in to.iterdir())

    sealing = Sealing((new_identity(tmp_path / "key"),))
    made = make_backup(served.instance.folder, to, sealing, on_part=look)
    assert made.is_sealed
    assert seen <= {"", "age-"}
    assert b"SQLite format 3" not in made.file.read_bytes()
