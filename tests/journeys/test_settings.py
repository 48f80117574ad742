"""An organisation's settings are checked like everything that it writes."""

from pathlib import Path

import pytest

from screener.errors import Unreadable
from screener.journeys.instance import database_of
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


def test_the_database_is_a_file_unless_a_variable_holds_the_address_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert database_of(tmp_path, Settings()) == tmp_path / "screener.db"
    (tmp_path / "settings.yaml").write_text("database:\n  url_from: SCREENER_DATABASE\n", encoding="utf-8")
    settings = load_settings(tmp_path)
    monkeypatch.setenv("SCREENER_DATABASE", " postgresql://db/screener\n")
    assert database_of(tmp_path, settings) == "postgresql://db/screener"
    monkeypatch.setenv("SCREENER_DATABASE", " ")
    with pytest.raises(Unreadable, match=r"SCREENER_DATABASE holds no address .*settings\.yaml"):
        database_of(tmp_path, settings)
