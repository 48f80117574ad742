"""`expire` erases what is due, says what, and leaves what it cannot be sure of."""

import json
from pathlib import Path

from screener.journeys.instance import make_instance
from screener.journeys.openings import close_opening
from tests.cli.conftest import Run
from tests.office import open_office


def test_it_says_what_is_due_first_and_erases_when_told(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    make_instance(folder)
    (folder / "settings.yaml").write_text("retention:\n  rule: germany-180-days\n", encoding="utf-8")
    office = open_office(folder)
    office.clock.forward(days=-2_000)
    opening = office.opening()
    candidate = office.candidate(opening)
    close_opening(office.instance, office.helen, opening.id)
    office.instance.close()

    dry = run("expire", folder, "--dry-run")
    assert dry.returncode == 1  # the first look
    assert f"would be erased: candidate {candidate.id} of “Sales Director”" in dry.stdout.decode()
    assert b"Tessa" not in dry.stdout
    first = run("expire", folder)
    assert first.returncode == 1
    assert b"nothing is deleted before tomorrow" in first.stderr
    done = run("expire", folder, "--clock-is-right", "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [own["candidate"] for own in told["erased"]] == [candidate.id]
    again = run("expire", folder)
    assert (again.returncode, again.stdout) == (0, b"Nothing is due.\n")
    assert b"Brandvold" not in (folder / "screener.db").read_bytes()


def test_a_rule_that_there_is_not_is_told(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    make_instance(folder)
    (folder / "settings.yaml").write_text("retention:\n  rule: germany\n", encoding="utf-8")
    refused = run("expire", folder)
    assert refused.returncode == 2
    assert b"there is no rule `germany`" in refused.stderr
