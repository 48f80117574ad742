"""`screener migrate` from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from screener.cli import screener
from screener.errors import ScreenerError
from screener.journeys.instance import make_instance
from tests.postgres import bare


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    make_instance(tmp_path / "ours")
    return tmp_path / "ours"


def called(*arguments: str | Path) -> Result:
    """Run a command within this process: to start one takes longer than all that it does."""
    return CliRunner().invoke(screener, ["migrate", *map(str, arguments)])


def test_it_moves_and_prints_what_to_write_into_the_settings(
    ours: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare(postgres)
    monkeypatch.setenv("OUR_DATABASE", postgres)
    moved = called(ours, "--url-from", "OUR_DATABASE")
    assert moved.stdout == "database:\n  url_from: OUR_DATABASE\n"
    assert "were moved, read back and compared; the audit trail proves itself (0 entries)" in moved.stderr
    again = called(ours, postgres)
    assert "is not empty" in str(again.exception)


def test_wrong_uses_are_told(ours: Path, tmp_path: Path) -> None:
    for arguments, told in {
        (ours,): "name the database's address",
        (ours, "postgresql://db/x", "--url-from", "X"): "not both",
        (ours, "--url-from", "NOT_SET"): "NOT_SET of the environment is empty",
        (tmp_path, "postgresql://db/x"): "holds no instance",
        (ours, "mysql://db/x"): "does not begin with postgresql://",
    }.items():
        result = called(*arguments)
        assert isinstance(result.exception, ScreenerError)
        assert told in str(result.exception)
