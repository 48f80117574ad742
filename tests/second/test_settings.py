from pathlib import Path

import pytest
from pydantic import ValidationError

from screener.errors import Unreadable
from screener.second.settings import FILE, Settings, load_settings


def written(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(Unreadable) as refused:
        load_settings(written(folder, text))
    return str(refused.value)


def test_without_a_file_there_is_no_second_reader(tmp_path: Path) -> None:
    assert load_settings(tmp_path) is None
    assert load_settings(tmp_path / "nowhere") is None


def test_it_reads_what_the_file_says(tmp_path: Path) -> None:
    folder = written(
        tmp_path, "address: https://models.example.org/v1/\nmodel: reader-7b\nkey_from: READER_KEY\nseconds: 90\n"
    )
    assert load_settings(folder) == Settings(
        address="https://models.example.org/v1", model="reader-7b", key_from="READER_KEY", seconds=90
    )


def test_it_needs_no_key_and_waits_a_minute_unless_told_otherwise(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, "address: http://localhost:8080/v1\nmodel: small\n"))
    assert settings is not None
    assert (settings.key_from, settings.seconds) == (None, 60)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8080/v1", "http://127.9.9.9/v1", "http://[::1]:8080/v1", "http://LOCALHOST/v1"]
)
def test_it_takes_an_open_connection_within_this_machine(address: str) -> None:
    assert Settings(address=address, model="small").address == address


@pytest.mark.parametrize(
    "address",
    ["http://models.example.org/v1", "http://192.168.1.5:8080/v1", "http://0.0.0.0/v1", "http://127.0.0.1.example.org"],
)
def test_it_refuses_an_open_connection_to_another_machine_and_says_why(tmp_path: Path, address: str) -> None:
    message = refusal(tmp_path, f"model: small\naddress: {address}\n")
    assert f"{FILE}:2:10 `address` begins with http://" in message
    assert "would cross the network for anybody to read (use https://" in message


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("address: ftp://models.example.org", "`address` must begin with https:// or http://"),
        ("address: models.example.org/v1", "`address` must begin with https:// or http://"),
        ("address: 'https://'", "`address` must begin with https:// or http://"),
        ("address: 'https://models.example.org:99999999/v1'", "`address` has a port that does not exist"),
        ("address: 'https://models.example.org/v1?version=2'", "`address` must end with its path, without ? or #"),
        ("address: https://me:hunter2@models.example.org/v1", "`address` must hold no user name or password"),
        ("address: 'http://127.0.0.1@models.example.org/v1'", "`address` must hold no user name or password"),
        ("address: 'http://127.0.0.1\\@models.example.org/v1'", "`address` is not an address"),
        ("address: 'http://models.example.org#@127.0.0.1/v1'", "`address` must end with its path, without ? or #"),
        ("address: 'https://[::1'", "`address` is not an address"),
        ("address: 'https://exam ple.org/v1'", "`address` is not an address"),
        ("address:", "`address` is empty"),
        ("address: [https://models.example.org/v1]", "`address` must be a text, not a list"),
    ],
)
def test_it_refuses_what_is_no_address_and_says_how_to_write_it(tmp_path: Path, line: str, words: str) -> None:
    message = refusal(tmp_path, f"model: small\n{line}\n")
    assert f"{FILE}:2:" in message
    assert words in message
    assert "hunter2" not in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("address: https://a.example/v1\n", "1:1 `model` is missing (add it)"),
        ("address: https://a.example/v1\nmodel: m\nseconds: 0\n", "3:10 `seconds` must be at least 1, not `0`"),
        ("address: https://a.example/v1\nmodel: m\nseconds: 601\n", "3:10 `seconds` must be at most 600, not `601`"),
        ("address: https://a.example/v1\nmodel: m\nseconds: long\n", "`seconds` must be a whole number, not `long`"),
        ("address: https://a.example/v1\nmodel: m\ntimeout: 9\n", "3:1 `timeout` is not known here"),
        ("address: https://a.example/v1\nmodel: m\nmodel: n\n", "3:1 `model` stands here a second time"),
        ("", "1:1 the file is empty"),
        ("address: [", "a bracket was opened before this"),
        ("just words\n", "1:1 the file must be `key: value` lines"),
    ],
)
def test_it_says_where_a_mistake_is_and_what_to_do(tmp_path: Path, text: str, words: str) -> None:
    message = refusal(tmp_path, text)
    assert message.startswith((tmp_path / FILE).as_posix())
    assert words in message


@pytest.mark.parametrize("key", ["sk-live-4711", "4711", "a b", "schlüssel"])
def test_it_refuses_a_key_in_the_file_and_does_not_repeat_it(tmp_path: Path, key: str) -> None:
    message = refusal(tmp_path, f"address: https://a.example/v1\nmodel: m\nkey_from: {key}\n")
    assert "`key_from` must name a variable of the environment that holds the key" in message
    assert key not in message
    with pytest.raises(ValidationError) as refused:
        Settings(address="https://a.example/v1", model="m", key_from=key)
    assert key not in str(refused.value)


def test_it_says_so_when_the_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(Unreadable, match=r"second-reader\.yaml: cannot be read: .* \(mend it, or remove it"):
        load_settings(tmp_path)


def test_settings_do_not_change() -> None:
    settings = Settings(address="https://a.example/v1", model="m")
    with pytest.raises(ValidationError):
        settings.model = "n"  # type: ignore[misc]
