"""The page on security names tests that exist, and every chapter of the standard."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)))
_ROW = re.compile(r"^\| (?P<numbers>[\d][^|]*) \| (?P<how>[^|]+) \| (?P<test>[^|]+) \|$", re.MULTILINE)


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_test_that_is_named_exists(file: str, test: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert not test or test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_requirement_that_is_met_names_a_test_or_says_that_there_is_none() -> None:
    rows = [found.groupdict() for found in _ROW.finditer(PAGE)]
    assert len(rows) > 60
    assert all("`tests/" in row["test"] or row["test"].startswith("–") for row in rows)
    assert sum("`tests/" in row["test"] for row in rows) > 0.85 * len(rows)


def test_every_chapter_is_there() -> None:
    assert set(range(1, 18)) <= {int(number) for number in re.findall(r"\bV(\d+)\b", PAGE)} | {10, 13}
