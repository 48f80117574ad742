"""What is restored is what was backed up, proved, in a new folder; whatever is wrong is found and leaves nothing."""

import io
import os
import shutil
import sqlite3
import stat
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from screener.errors import Refused, ScreenerError, Unreadable
from screener.journeys.audit import verify_audit
from screener.journeys.backup_archive import Unpacker
from screener.journeys.backup_sealing import Opener, Sealing, new_identity
from screener.journeys.backups import make_backup
from screener.journeys.erasing import erase_candidate, erased_in
from screener.journeys.instance import open_instance
from screener.journeys.restoring import restore_backup, verify_backup
from screener.journeys.voluntary import answer, categories_of, token_of
from screener.storage.sqlite.copying import facts_of_database
from tests.journeys.backed_up import open_served, texts_of

SOAK = bool(os.environ.get("SOAK"))  # in `make soak` every byte is tried
WORDS = "four plain words here"
GIVEN = {"sex": "female", "race": "asian"}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An organisation's folder, with a voluntary answer; nobody serves it any more."""
    folder = tmp_path_factory.mktemp("source") / "ours"
    office = open_served(folder)
    tessa = office.candidate(office.opening())
    answer(office.instance, token_of(office.instance, tessa.id), GIVEN)
    (folder.parent / "tessa").write_text(tessa.id, encoding="ascii")
    office.instance.close()
    return folder


@pytest.fixture(scope="module")
def backup(source: Path) -> Path:
    return make_backup(source, source.parent / "plain.backup").file


@pytest.fixture(scope="module")
def key(source: Path) -> str:
    """A public key; the private one lies beside the organisation's folder."""
    return new_identity(source.parent / "key")


@pytest.fixture(scope="module")
def opener(source: Path, key: str) -> Opener:
    return Opener((source.parent / "key").read_text(encoding="ascii"))


@pytest.fixture(scope="module")
def sealed(source: Path, key: str) -> Path:
    return make_backup(source, source.parent / "sealed.backup", Sealing((key,))).file


def rows_of(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def changed(backup: Path, tmp_path: Path, change: Callable[[bytearray], None]) -> Path:
    content = bytearray(backup.read_bytes())
    change(content)
    (tmp_path / "changed.backup").write_bytes(content)
    return tmp_path / "changed.backup"


# What comes back


def test_everything_is_there_again(source: Path, backup: Path, tmp_path: Path) -> None:
    restore_backup(backup, tmp_path / "new")
    assert texts_of(tmp_path / "new") == texts_of(source)
    assert rows_of(tmp_path / "new" / "voluntary.db") == rows_of(source / "voluntary.db")
    before, after = rows_of(source / "screener.db"), rows_of(tmp_path / "new" / "screener.db")
    *entries, restored = after.pop("audit_entry")
    assert entries == before.pop("audit_entry")
    assert "backup.restored" in restored
    del before["audit_head"], after["audit_head"]
    assert after == before
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "questions", "screener.db", "voluntary.db", "secret.key", "settings.yaml",
    }  # fmt: skip


def test_it_is_an_instance_that_can_be_served(source: Path, backup: Path, tmp_path: Path) -> None:
    restore_backup(backup, tmp_path / "new")
    instance = open_instance(tmp_path / "new")
    assert not instance.shelf.current().trouble
    assert not verify_audit(instance).problems
    (own,) = categories_of(instance, [(source.parent / "tessa").read_text(encoding="ascii")])
    assert own["sex"] == "Female"
    instance.close()


def test_key_and_databases_are_for_nobody_else_to_read(backup: Path, tmp_path: Path) -> None:
    restore_backup(backup, tmp_path / "new")
    for name in ("screener.db", "voluntary.db", "secret.key"):
        assert stat.S_IMODE((tmp_path / "new" / name).stat().st_mode) == 0o600


def test_an_empty_folder_is_as_good_as_a_new_one(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    restore_backup(backup, tmp_path / "new")
    assert (tmp_path / "new" / "secret.key").is_file()


def test_an_encrypted_backup_comes_back_with_its_key(
    source: Path, sealed: Path, opener: Opener, tmp_path: Path
) -> None:
    assert restore_backup(sealed, tmp_path / "new", opener).is_sealed
    assert texts_of(tmp_path / "new") == texts_of(source)


def test_one_with_a_passphrase_comes_back_by_it_alone(source: Path, tmp_path: Path) -> None:
    file = make_backup(source, tmp_path / "b.backup", Sealing(passphrase=WORDS)).file
    with pytest.raises(Refused, match="encrypted by a passphrase"):
        restore_backup(file, tmp_path / "new")
    with pytest.raises(Refused, match="passphrase is another one"):
        restore_backup(file, tmp_path / "new", Opener(passphrase=WORDS + " too"))
    restore_backup(file, tmp_path / "new", Opener(passphrase=WORDS))
    assert texts_of(tmp_path / "new") == texts_of(source)


def test_proving_leaves_nothing_behind(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    proved = verify_backup(backup)
    assert (proved.manifest.entries, proved.is_sealed) == (1, False)
    assert not list(tmp_path.iterdir())


# Who was erased since


@pytest.fixture
def erased_since(tmp_path: Path) -> tuple[Path, str]:
    """A backup that holds Tessa, who was erased since; the disk of the instance is lost. Her id, and the backup."""
    office = open_served(tmp_path / "lost")
    tessa = office.candidate(office.opening())
    backup = make_backup(office.instance.folder, tmp_path / "kept" / "before.backup").file
    erase_candidate(office.instance, office.helen, tessa.id)
    make_backup(office.instance.folder, tmp_path / "kept" / "after.backup")
    office.instance.close()
    return backup, tessa.id


def test_whoever_was_erased_since_is_erased_again(erased_since: tuple[Path, str], tmp_path: Path) -> None:
    backup, tessa = erased_since
    shutil.rmtree(tmp_path / "lost")
    assert restore_backup(backup, tmp_path / "new").erased_again == (tessa,)
    restored = open_instance(tmp_path / "new")
    assert restored.store.candidate_of(tessa).name.startswith("Erased")
    assert verify_audit(restored).problems == ()
    restored.close()
    assert b"Brandvold" not in (tmp_path / "new" / "screener.db").read_bytes()
    assert tessa in erased_in(tmp_path / "new")


def test_a_list_from_elsewhere_counts_too(erased_since: tuple[Path, str], tmp_path: Path) -> None:
    backup, tessa = erased_since
    alone = backup.rename(tmp_path / "alone.backup")
    assert restore_backup(alone, tmp_path / "one").erased_again == ()
    assert restore_backup(alone, tmp_path / "two", erased=erased_in(tmp_path / "lost")).erased_again == (tessa,)


# What is refused


def refused(file: Path, tmp_path: Path, opener: Opener = Opener()) -> str:  # noqa: B008 (it never changes)
    with pytest.raises(ScreenerError) as caught:
        restore_backup(file, tmp_path / "new", opener)
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".*"))
    assert str(caught.value).startswith(str(file)) or "new" in str(caught.value)
    return str(caught.value)


def test_nothing_is_overwritten(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine").touch()
    with pytest.raises(Refused, match="is not empty"):
        restore_backup(backup, tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["mine"]


@pytest.mark.parametrize("length", [0, 1, 100, 512, 5000, -3000, -2048, -2047, -1024, -1])
def test_a_file_that_is_not_whole_is_found(backup: Path, tmp_path: Path, length: int) -> None:
    cut = tmp_path / "cut.backup"
    cut.write_bytes(backup.read_bytes()[:length])
    assert "no backup" in (told := refused(cut, tmp_path)) or "damaged" in told


@pytest.mark.parametrize("length", [0, 10, 100, 300, 5000, -100_000, -1])
def test_an_encrypted_one_that_is_not_whole_is_found(sealed: Path, opener: Opener, tmp_path: Path, length: int) -> None:
    cut = tmp_path / "cut.backup"
    cut.write_bytes(sealed.read_bytes()[:length])
    refused(cut, tmp_path, opener)


@pytest.mark.parametrize("added", [b"\0", b"x" * 600, bytes(2048)])
def test_a_file_with_something_behind_it_is_found(backup: Path, tmp_path: Path, added: bytes) -> None:
    refused(changed(backup, tmp_path, lambda content: content.extend(added)), tmp_path)


def test_a_changed_byte_is_found_wherever_it_is(tmp_path: Path) -> None:
    """Tried on an archive of few bytes, so that a great many of them can be tried."""
    from screener.journeys.backup_archive import Manifest, packed

    files = []
    for name in ("questions/a.yaml", "screener.db", "secret.key", "voluntary.db"):
        (tmp_path / name.replace("/", "-")).write_text(name, encoding="ascii")
        files.append((name, tmp_path / name.replace("/", "-")))
    about = Manifest("2026-03-02T09:00:00.000Z", "1", ("first_tables",), 0, "", {})
    whole = b"".join(packed(files, about, lambda _amount: None))

    def unpacked(content: bytes, to: str) -> None:
        unpacker = Unpacker(tmp_path / to)
        unpacker.feed(content)
        unpacker.manifest()

    unpacked(whole, "good")
    for place in range(0, len(whole), 1 if SOAK else 11):
        bad = bytearray(whole)
        bad[place] ^= 0x20
        with pytest.raises(Unreadable):
            unpacked(bytes(bad), f"bad-{place}")


def test_a_changed_byte_of_an_encrypted_backup_is_found(sealed: Path, opener: Opener, tmp_path: Path) -> None:
    size = sealed.stat().st_size
    for place in [*range(0, 400, 1 if SOAK else 37), *range(400, size, size // (1000 if SOAK else 8)), size - 1]:

        def flip(content: bytearray, place: int = place) -> None:
            content[place] ^= 1

        refused(changed(sealed, tmp_path, flip), tmp_path, opener)


def test_another_key_opens_nothing(sealed: Path, tmp_path: Path) -> None:
    new_identity(tmp_path / "other")
    other = Opener((tmp_path / "other").read_text(encoding="ascii"))
    assert "another key" in refused(sealed, tmp_path, other)
    assert "--identity" in refused(sealed, tmp_path)
    assert "holds none" in refused(sealed, tmp_path, Opener("no key"))


MEMBERS = [
    "../escaped",
    "/etc/escaped",
    "questions/../../escaped",
    "questions//x",
    "other/x",
    "questions\\..\\x",
    "C:x.yaml",
]


@pytest.mark.parametrize("name", MEMBERS)
def test_no_file_gets_to_a_place_that_is_none_of_an_instance(tmp_path: Path, name: str) -> None:
    file = tmp_path / "in" / "made.backup"
    file.parent.mkdir()
    with tarfile.open(file, "w", format=tarfile.GNU_FORMAT) as archive:
        info = tarfile.TarInfo(name)
        info.size = 4
        archive.addfile(info, io.BytesIO(b"evil"))
        archive.addfile(tarfile.TarInfo("questions/rest"), io.BytesIO())
    assert "which no backup of Screener does" in refused(file, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.GNUTYPE_SPARSE])
def test_nothing_but_plain_files_is_taken(tmp_path: Path, kind: bytes) -> None:
    file = tmp_path / "made.backup"
    info = tarfile.TarInfo("questions/link")
    info.type, info.linkname = kind, "/etc/passwd"
    file.write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(10_240))
    assert "which no backup of Screener does" in refused(file, tmp_path)


def sealed_anew(backup: Path, tmp_path: Path, name: str, content: bytes) -> Path:
    """Return a backup in which somebody replaced a file, and made its hashes fit."""
    from screener.journeys.backup_archive import Manifest, packed

    place = tmp_path / "forged"
    place.mkdir()
    with tarfile.open(backup) as archive:
        members = [member for member in archive.getmembers() if member.name not in ("manifest.json", "sha256")]
        archive.extractall(place, members, filter="data")
    steps = facts_of_database(place / "screener.db")
    (place / name).write_bytes(content)
    about = Manifest("2026-03-02T09:00:00.000Z", "1", steps.steps, steps.entries, steps.seal, {})
    files = [(member.name, place / member.name) for member in members]
    forged = tmp_path / "forged.backup"
    forged.write_bytes(b"".join(packed(files, about, lambda _amount: None)))
    return forged


def test_a_key_that_does_not_fit_the_audit_trail_is_found(backup: Path, tmp_path: Path) -> None:
    assert "audit trail" in refused(sealed_anew(backup, tmp_path, "secret.key", b"b" * 64 + b"\n"), tmp_path)


def test_a_database_that_is_none_is_found(backup: Path, tmp_path: Path) -> None:
    assert "screener.db is damaged" in refused(sealed_anew(backup, tmp_path, "screener.db", b"nothing" * 999), tmp_path)


def test_a_backup_of_a_newer_version_is_refused(source: Path, tmp_path: Path) -> None:
    shutil.copytree(source, tmp_path / "newer")
    with closing(sqlite3.connect(tmp_path / "newer" / "screener.db")) as database:
        database.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('screener', 'from_later')")
        database.commit()
    file = make_backup(tmp_path / "newer", tmp_path / "newer.backup").file
    assert "newer version" in refused(file, tmp_path)


def test_a_full_disk_leaves_nothing(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fills_up(self: Unpacker, piece: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Unpacker, "feed", fills_up)
    assert "No space left on device" in refused(backup, tmp_path)
