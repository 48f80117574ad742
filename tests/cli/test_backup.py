"""`screener backup` and `screener restore` from the command line."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from screener.cli import screener
from screener.storage import open_store
from screener.storage.sqlite.copying import facts_of_database
from tests.cli.conftest import ROOT, Run
from tests.cli.test_bad_input import assert_refused
from tests.journeys.backed_up import open_served, texts_of
from tests.storage.older import STEPS, make_older


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    open_served(tmp_path / "ours").instance.close()
    return tmp_path / "ours"


def called(*arguments: str | Path) -> Result:
    """Run a command within this process: to start one takes longer than all that it does."""
    return CliRunner().invoke(screener, list(map(str, arguments)))


def test_an_instance_is_backed_up_encrypted_proved_and_restored(run: Run, ours: Path, tmp_path: Path) -> None:
    key = run("backup", "--new-key", tmp_path / "key").stdout.decode().strip()
    made = run("backup", ours, "--to", tmp_path / "kept", "--recipient", key)
    assert b"(encrypted)" in made.stderr
    file = Path(made.stdout.decode().strip())
    assert file.parent == tmp_path / "kept"
    restored = run("restore", file, tmp_path / "new", "--identity", tmp_path / "key")
    assert (restored.returncode, b"Restored" in restored.stderr) == (0, True)
    assert texts_of(tmp_path / "new") == texts_of(ours)


def test_a_plain_backup_is_called_one_and_proved(ours: Path, tmp_path: Path) -> None:
    made = called("backup", ours, "--to", tmp_path / "b.backup")
    assert "not encrypted, and it holds secret.key" in made.stderr
    assert "another version" not in made.stderr
    with closing(open_store(ours / "screener.db")) as store:
        assert [(run.kind, run.file) for run in store.backup_runs(5)] == [("command", str(tmp_path / "b.backup"))]
    assert "can be restored" in called("backup", "--verify", tmp_path / "b.backup").stderr


def test_where_to_and_for_whom_stands_in_the_settings(ours: Path, tmp_path: Path) -> None:
    key = called("backup", "--new-key", tmp_path / "key").stdout.strip()
    (ours / "settings.yaml").write_text(f"backup:\n  to: kept\n  recipients: [{key}]\n", encoding="ascii")
    made = called("backup", ours)
    assert "(encrypted)" in made.stderr
    assert Path(made.stdout.strip()).parent == ours / "kept"


def test_before_an_upgrade_the_database_is_left_as_it_is(ours: Path, tmp_path: Path) -> None:
    (ours / "screener.db").unlink()
    make_older(ours / "screener.db", STEPS[3])
    assert "the database is of another version" in called("backup", ours, "--to", tmp_path / "b.backup").stderr
    assert facts_of_database(ours / "screener.db").steps == STEPS[:4]


def test_wrong_uses_are_told(ours: Path, tmp_path: Path) -> None:
    (tmp_path / "b.backup").touch()
    for arguments, told in {
        (): "Name the folder of an instance",
        (tmp_path / "nothing",): "holds no instance",
        (ours, "--to", tmp_path / "b.backup"): "is there already",
        (ours, "--to", tmp_path / "b", "--recipient", "age1wrong"): "is no public key",
        (ours, "--to", tmp_path / "b", "--recipient", "AGE-SECRET-KEY-1X"): "this is a private key",
        (ours, "--to", tmp_path / "b", "--passphrase-from", "NOT_SET"): "NOT_SET of the environment is empty",
        ("--verify", tmp_path / "b.backup"): "no backup of Screener",
        ("--verify", tmp_path / "b.backup", "--identity", tmp_path / "no"): "no cannot be read",
    }.items():
        result = called("backup", *arguments)
        assert told in f"{result.exception} {result.stderr}"


def test_a_disk_that_takes_no_more_is_told_and_leaves_nothing(ours: Path, tmp_path: Path) -> None:
    """The shell's limit on files stands for a disk that is full; a copy has to be made before the backup is written."""
    kilobytes = (ours / "screener.db").stat().st_size // 1024 + 20
    command = f'ulimit -f {kilobytes}; exec "$0" -m screener backup "$1" --to "$2"'
    arguments = ["bash", "-c", command, sys.executable, str(ours), str(tmp_path / "kept")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(arguments, capture_output=True, timeout=60, env=environment, check=False)
    assert_refused(result, "cannot be")
    assert not list((tmp_path / "kept").glob("*"))
    assert not list(ours.glob(".backup-*"))
