"""A file is there wholly or not at all, whoever else writes it at the same time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from screener.errors import Unreadable
from screener.journeys.whole_files import write_whole


def test_of_many_who_write_one_file_each_leaves_it_whole(tmp_path: Path) -> None:
    place = tmp_path / "list.json"
    texts = [bytes([65 + number]) * 50_000 for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: write_whole(place, text), texts))
    assert place.read_bytes() in texts
    assert [own.name for own in tmp_path.iterdir()] == ["list.json"]


def test_the_rights_of_a_file_stay(tmp_path: Path) -> None:
    place = tmp_path / "list.json"
    place.touch(mode=0o600)
    write_whole(place, b"new")
    assert place.stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "list.json").mkdir()
    with pytest.raises(Unreadable, match=r"list\.json cannot be written"):
        write_whole(tmp_path / "list.json", b"new")
    assert [own.name for own in tmp_path.iterdir()] == ["list.json"]
