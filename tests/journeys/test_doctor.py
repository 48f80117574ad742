"""Whatever is not as it should be is found, with what to do; and nothing is changed by looking."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from screener.errors import NotFound
from screener.journeys import doctor_machine, doctor_set
from screener.journeys.backup_schedule import note_command
from screener.journeys.backups import make_backup
from screener.journeys.doctor import examine
from screener.journeys.doctor_findings import Finding
from screener.storage.sqlite import copying
from tests.journeys.backed_up import open_served, texts_of
from tests.office import START
from tests.storage.older import STEPS, make_older

NOW = START + timedelta(hours=1)
GOOD = """
address: https://interviews.example.org
proxies: 1
backup:
  to: kept
  passphrase_from: BACKUP_WORDS
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance as it should be, with a backup."""
    folder = tmp_path_factory.mktemp("source") / "ours"
    office = open_served(folder)
    note_command(office.instance, make_backup(folder, folder / "kept", at=START))
    office.instance.close()
    (folder / "settings.yaml").write_text(GOOD, encoding="ascii")
    for name in ("screener.db", "voluntary.db", "secret.key"):
        (folder / name).chmod(0o600)
    return folder


@pytest.fixture
def ours(source: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    return Path(shutil.copytree(source, tmp_path / "ours"))


def found(folder: Path, now: datetime = NOW, **variables: str) -> dict[str, list[Finding]]:
    findings: dict[str, list[Finding]] = {"ok": [], "warn": [], "bad": []}
    for finding in examine(folder, now=now, environment={"BACKUP_WORDS": "words", **variables}):
        findings[finding.state].append(finding)
        assert bool(finding.advice) == (finding.state != "ok")
    return findings


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_WORDS", "words")


def test_an_instance_as_it_should_be_has_nothing_bad(source: Path) -> None:
    before = texts_of(source)
    findings = found(source)
    assert findings["bad"] == []
    assert [finding.found for finding in findings["warn"] if "same disk" not in finding.found] == []
    assert texts_of(source) == before


def settings(text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "settings.yaml").write_text(text, encoding="ascii")


def statement(sql: str) -> Callable[[Path], None]:
    def run(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "screener.db")) as database:
            database.execute(sql)
            database.commit()

    return run


def damage(folder: Path) -> None:
    with (folder / "screener.db").open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096 * 4)


def older(folder: Path) -> None:
    (folder / "screener.db").unlink()
    make_older(folder / "screener.db", STEPS[3])


RUN = "INSERT INTO backup_run VALUES ('later', 'scheduled', '', '2026-03-02T09:30:00.000Z', '2026-03-02T09:31:00.000Z', '/srv', 0, 0, 'no room')"
NEWER = "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('screener', 'from_later')"
SEEN = "INSERT INTO session VALUES ('hash', (SELECT id FROM person LIMIT 1), '', '', '2031-01-01T00:00:00.000Z', NULL)"
SPOILT = [
    ("the key can be read by others", lambda own: (own / "secret.key").chmod(0o644), "bad", "rights"),
    ("a backup can be read by others", lambda own: next((own / "kept").glob("*.backup")).chmod(0o640), "bad", "rights"),
    ("the key is empty", lambda own: (own / "secret.key").write_text(""), "bad", "key"),
    ("a page is damaged", damage, "bad", "database"),
    ("the database is missing", lambda own: (own / "screener.db").unlink(), "bad", "database"),
    ("it waits for an upgrade", older, "warn", "database"),
    ("it is of a newer version", statement(NEWER), "bad", "database"),
    ("somebody was seen in the future", statement(SEEN), "bad", "clock"),
    ("the last backup failed", statement(RUN), "bad", "backup"),
    ("there is no backup", statement("DELETE FROM backup_run"), "warn", "backup"),
    ("settings have a mistake", settings("adress: https://a.example"), "bad", "settings"),
    ("a variable is not set", settings("monitoring:\n  token_from: NOT_SET"), "warn", "settings"),
    ("there is no address", settings("proxies: 1"), "warn", "address"),
    ("the way is not encrypted", settings("address: http://a.example"), "bad", "address"),
    ("no proxy is named", settings("address: https://a.example"), "warn", "address"),
    ("backups are plain", settings("backup:\n  to: kept"), "warn", "backup"),
    ("the recipient is none", settings("backup:\n  recipients: [age1no]"), "bad", "backup"),
    ("the bank has a mistake", lambda own: next((own / "questions").rglob("*.yaml")).write_text("id: ["), "bad", "questions"),
    ("there are no questions", lambda own: shutil.rmtree(own / "questions"), "bad", "questions"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "state", "about"), [case[1:] for case in SPOILT], ids=[case[0] for case in SPOILT])
def test_it_finds_that(ours: Path, spoil: Callable[[Path], object], state: str, about: str) -> None:
    before = {finding.found for finding in found(ours)[state]}
    spoil(ours)
    assert about in {finding.about for finding in found(ours)[state] if finding.found not in before}


def test_an_old_backup_is_found(source: Path) -> None:
    late = found(source, now=START + timedelta(days=3))["bad"]
    assert [finding.about for finding in late] == ["backup"]
    assert "2026-03-02T09:00" in late[0].found


def test_a_disk_that_fills_up_is_found(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_machine, "_FEW_FREE", 2**60)
    assert "disk" in {finding.about for finding in found(source)["warn"]}
    monkeypatch.setattr(doctor_machine, "_LEAST_FREE", 2**60)
    assert "disk" in {finding.about for finding in found(source)["bad"]}


def test_a_network_file_system_is_found(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {source.parent.resolve()} nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(doctor_machine, "_MOUNTS", mounts)
    assert any("network file system (nfs4)" in finding.found for finding in found(source)["bad"])


def test_a_part_that_is_not_installed_is_found(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_set, "find_spec", lambda _module: None)
    assert any('"screener[backup]"' in finding.advice for finding in found(source)["bad"])


def test_an_old_sqlite_is_found(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_machine, "sqlite_version", lambda: (3, 31, 1))
    assert "programs" in {finding.about for finding in found(source)["bad"]}


def test_quickly_it_does_not_look_through_the_database(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "database_problems", lambda _path: 1 / 0)
    assert any("not looked through" in finding.found for finding in examine(ours, is_quick=True, now=NOW))


def test_what_is_no_instance_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="holds no instance"):
        examine(tmp_path)


def test_without_another_time_it_goes_by_the_clock(source: Path) -> None:
    assert any(finding.about == "time zone" for finding in examine(source, is_quick=True))
    assert datetime.now(UTC) > NOW
