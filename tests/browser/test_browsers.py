"""Finding a browser."""

from pathlib import Path

import pytest

from tests.browser import browsers
from tests.browser.browsers import NEEDED, VARIABLE, find_chromium, main


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path with nothing on it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


def program(folder: Path, name: str, ends: int = 0) -> Path:
    made = folder / name
    made.write_text(f"#!/bin/sh\nexit {ends}\n", encoding="utf-8")
    made.chmod(0o755)
    return made


def test_it_finds_none_where_there_is_none() -> None:
    assert find_chromium() is None


@pytest.mark.parametrize("name", browsers.NAMES)
def test_it_finds_a_browser_by_each_of_its_names(path: Path, name: str) -> None:
    made = program(path, name)
    assert find_chromium() == made


def test_it_passes_over_what_only_stands_in_for_a_browser(path: Path) -> None:
    program(path, "chromium-browser", ends=1)
    chrome = program(path, "google-chrome")
    assert find_chromium() == chrome


def test_the_variable_comes_before_the_path(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(path, "chromium")
    mine = program(path, "mine")
    monkeypatch.setenv(VARIABLE, str(mine))
    assert find_chromium() == mine


def test_a_variable_that_names_no_browser_is_not_passed_over(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(path, "chromium")
    monkeypatch.setenv(VARIABLE, str(path / "gone"))
    monkeypatch.setattr(browsers, "find_downloaded", lambda: None)
    assert find_chromium() is None
    assert main() == 1
    assert capsys.readouterr().err.strip() == NEEDED


def test_it_installs_nothing_where_there_is_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(path, "chromium")
    monkeypatch.setattr(browsers, "ways_to_install", lambda: pytest.fail("installs"))
    assert main() == 0


def test_it_tries_one_way_after_the_other_and_says_what_is_needed_if_none_leads_to_a_browser(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fails, does_nothing = program(path, "fails", ends=1), program(path, "does-nothing")
    monkeypatch.setattr(browsers, "ways_to_install", lambda: iter([[[str(fails)]], [[str(does_nothing)]]]))
    monkeypatch.setattr(browsers, "find_downloaded", lambda: None)
    assert main() == 1
    told = capsys.readouterr().err.splitlines()
    assert [str(fails) in told[0], str(does_nothing) in told[1], told[-1] == NEEDED] == [True] * 3


def test_it_is_done_once_one_way_has_led_to_a_browser(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    brings = path / "brings"
    brings.write_text(
        f"#!/bin/sh\necho '#!/bin/sh' > {path}/chromium\n/bin/chmod +x {path}/chromium\n", encoding="utf-8"
    )
    brings.chmod(0o755)
    monkeypatch.setattr(browsers, "ways_to_install", lambda: iter([[[str(brings)]]]))
    monkeypatch.setattr(browsers, "find_downloaded", lambda: None)
    assert main() == 0
    assert NEEDED not in capsys.readouterr().err
