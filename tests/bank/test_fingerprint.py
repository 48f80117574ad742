import re

import pytest

from screener.bank.fingerprint import fingerprint_of

FILES = {"a.yaml": b"id: a\n", "b/c.yaml": b"id: c\nname: x\n"}


def test_it_is_sixteen_hexadecimal_digits() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", fingerprint_of(FILES))


def test_it_stays_the_same_from_one_version_to_the_next() -> None:
    assert fingerprint_of({}) == "e3b0c44298fc1c14"


def test_it_does_not_depend_on_the_order_of_files() -> None:
    assert fingerprint_of(dict(reversed(FILES.items()))) == fingerprint_of(FILES)


def test_it_does_not_depend_on_line_endings() -> None:
    windows = {name: content.replace(b"\n", b"\r\n") for name, content in FILES.items()}
    assert windows != FILES
    assert fingerprint_of(windows) == fingerprint_of(FILES)


@pytest.mark.parametrize(
    "changed",
    [
        {**FILES, "a.yaml": b"id: b\n"},
        {**FILES, "a.yaml": b"id: a"},
        {**FILES, "a.yaml": b""},
        {**FILES, "d.yaml": b""},
        {"a.yaml": FILES["a.yaml"]},
        {"x.yaml": FILES["a.yaml"], "b/c.yaml": FILES["b/c.yaml"]},
        {"a.yaml": FILES["b/c.yaml"], "b/c.yaml": FILES["a.yaml"]},
        {"a.yaml": b"id: a\nid: c\n", "b/c.yaml": b"name: x\n"},
    ],
    ids=["changed", "line end", "emptied", "added", "removed", "renamed", "swapped", "moved a line"],
)
def test_it_changes_with_every_change(changed: dict[str, bytes]) -> None:
    assert fingerprint_of(changed) != fingerprint_of(FILES)
