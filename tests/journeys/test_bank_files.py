"""Files of the bank are edited as text, keep their line ends and mark, and are written wholly or not at all."""

from pathlib import Path

import pytest

from screener.errors import Refused, Unreadable
from screener.journeys.bank_files import content_of, hash_of, text_of, write_files

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (None, b"a: 1\nb: 2\n"),
        (b"a: 0\n", b"a: 1\nb: 2\n"),
        (b"a: 0\r\nb: 0\r\n", b"a: 1\r\nb: 2\r\n"),
        (BOM + b"a: 0\n", BOM + b"a: 1\nb: 2\n"),
        (BOM + b"a: 0\r\n", BOM + b"a: 1\r\nb: 2\r\n"),
        (b"a: 0\nb: 0\nc: 0\r\n", b"a: 1\nb: 2\n"),
    ],
)
@pytest.mark.parametrize("text", ["a: 1\nb: 2\n", "a: 1\r\nb: 2\r\n", "a: 1\nb: 2", "a: 1\rb: 2\r"])
def test_a_text_is_written_with_the_ends_of_lines_that_the_file_had(was: bytes | None, now: bytes, text: str) -> None:
    assert content_of(text, was) == now


@pytest.mark.parametrize("content", [b"a: 1\n", b"a: 1\r\n\r\n", BOM + b"a: \xc3\xa9\r\n", b""])
def test_a_file_that_was_not_edited_comes_back_as_it_was(content: bytes) -> None:
    assert content_of(text_of(content), content) == content


def test_bytes_that_are_no_text_are_shown_by_a_mark() -> None:
    assert text_of(b"a: \xff\n") == "a: \ufffd\n"


def test_contents_are_told_apart_and_so_is_having_none() -> None:
    assert len({hash_of(None), hash_of(b""), hash_of(b"a")}) == 3


# Writing


def test_files_are_written_and_removed_with_the_folders_that_they_need(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies/old.yaml").write_bytes(b"old")
    write_files(tmp_path, {"items/new/a.yaml": b"new", "policies/old.yaml": None})
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()] == ["items/new/a.yaml"]
    assert (tmp_path / "items/new/a.yaml").read_bytes() == b"new"


def test_a_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_files(tmp_path, {"sources.yaml": b"new"})
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)


@pytest.mark.parametrize(
    "path", ["../policies/a.yaml", "/etc/a.yaml", "policies/../../a.yaml", "a.yaml", "policies/.a.yaml", "policies/a\n.yaml"]
)  # fmt: skip
def test_nothing_is_written_outside_of_the_bank(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "questions"
    folder.mkdir()
    with pytest.raises(Refused, match="no place for a file of the bank"):
        write_files(folder, {"policies/fine.yaml": b"a", path: b"a"})
    assert list(tmp_path.rglob("*.yaml")) == []


@pytest.mark.parametrize("is_folder", [True, False])
def test_nothing_is_written_through_a_link(tmp_path: Path, is_folder: bool) -> None:
    folder, elsewhere = tmp_path / "questions", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.yaml").write_bytes(b"theirs")
    folder.mkdir()
    if is_folder:
        (folder / "policies").symlink_to(elsewhere)
    else:
        (folder / "policies").mkdir()
        (folder / "policies/a.yaml").symlink_to(elsewhere / "a.yaml")
    with pytest.raises(Refused, match="link to elsewhere"):
        write_files(folder, {"policies/a.yaml": b"mine"})
    assert (elsewhere / "a.yaml").read_bytes() == b"theirs"


def test_a_disk_that_refuses_one_file_changes_none(tmp_path: Path) -> None:
    write_files(tmp_path, {"sources.yaml": b"old"})
    (tmp_path / "policies").write_bytes(b"a file where a folder should be")
    with pytest.raises(Unreadable, match="cannot be written"):
        write_files(tmp_path, {"sources.yaml": b"new", "policies/a.yaml": b"new"})
    assert (tmp_path / "sources.yaml").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["policies", "sources.yaml"]


def test_what_was_changed_before_the_disk_refused_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"sources.yaml": b"old", "policies/a.yaml": b"a", "policies/b.yaml": b"b"})
    unlink = Path.unlink

    def refusing(path: Path, missing_ok: bool = False) -> None:
        if path.name == "b.yaml":
            raise OSError(30, "Read-only file system", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refusing)
    with pytest.raises(Unreadable, match="Read-only"):
        write_files(
            tmp_path, {"sources.yaml": b"new", "policies/a.yaml": None, "guides/c.yaml": b"c", "policies/b.yaml": None}
        )
    monkeypatch.undo()
    left = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert left == {"sources.yaml": b"old", "policies/a.yaml": b"a", "policies/b.yaml": b"b"}


def test_whoever_reads_meanwhile_finds_the_old_text_or_the_new(tmp_path: Path) -> None:
    write_files(tmp_path, {"sources.yaml": b"old"})
    with (tmp_path / "sources.yaml").open("rb") as reader:
        write_files(tmp_path, {"sources.yaml": b"new" * 100_000})
        assert reader.read() == b"old"  # another file has taken its place
