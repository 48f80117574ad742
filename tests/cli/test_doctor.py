"""`screener doctor`: a line for each thing, as text or data, and a status that says whether anything is bad."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from screener.cli import screener
from tests.journeys.backed_up import open_served


def called(*arguments: str | Path) -> Result:
    return CliRunner().invoke(screener, list(map(str, arguments)), standalone_mode=False)


def test_it_says_what_is_not_as_it_should_be_and_what_to_do(tmp_path: Path) -> None:
    open_served(tmp_path / "ours").instance.close()
    (tmp_path / "ours" / "secret.key").chmod(0o644)
    result = called("doctor", tmp_path / "ours")
    assert result.return_value == 1
    assert "bad   rights     others on this machine may read or write secret.key" in result.stdout
    assert f"→ chmod 600 {tmp_path / 'ours' / 'secret.key'}" in result.stdout
    findings = json.loads(called("doctor", tmp_path / "ours", "--json", "--quick").stdout)
    assert {"about": "rights", "state": "bad"}.items() <= next(f for f in findings if f["about"] == "rights").items()


def test_nothing_bad_ends_with_zero(tmp_path: Path) -> None:
    open_served(tmp_path / "ours").instance.close()
    for name in ("screener.db", "voluntary.db", "secret.key"):
        (tmp_path / "ours" / name).chmod(0o600)
    assert called("doctor", tmp_path / "ours").return_value == 0
