"""An organisation's settings are checked like everything that it writes."""

from pathlib import Path

import pytest

from screener.errors import Unreadable
from screener.journeys.settings import Settings, load_settings


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_a_file_of_comments_sets_nothing(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert load_settings(tmp_path) == Settings()


@pytest.mark.parametrize("text", ["colour: red\n", "- one\n", "a: &b 1\n", "\t:\n"])
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=r"settings\.yaml:1:\d+ "):
        load_settings(tmp_path)
