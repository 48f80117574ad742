"""What Screener is made of: a list of everything by others, and what is said when advisories are asked for."""

import json
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tests.supply import audit, sbom


def test_the_bill_holds_every_dependency_with_its_version_and_licence() -> None:
    made, versions = sbom.bill(), sbom.locked()
    parts = {part["name"]: part for part in made["components"]}
    names = {canonicalize_name(requirement.name) for requirement in sbom.wanted()}
    assert names <= set(parts)
    assert {
        "jinja2",
        "werkzeug",
        "markupsafe",
        "itsdangerous",
        "argon2-cffi-bindings",
        "lxml",
        "htmx",
        "codemirror",
    } <= set(parts)
    for name, part in parts.items():
        assert part["licenses"][0]["license"]["name"], name
        assert part["version"] == versions.get(name, (part["version"], []))[0]
    assert not set(parts) & {
        "pytest",
        "mypy",
        "ruff",
        "hypothesis",
        "atheris",
        "schemathesis",
    }  # these are not run with
    refs = {part["bom-ref"] for part in made["components"]} | {made["metadata"]["component"]["bom-ref"]}
    assert all({own["ref"], *own["dependsOn"]} <= refs for own in made["dependencies"])


def test_the_bill_is_valid_and_the_same_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b" / "b.json"
    assert sbom.main(first, checks=True) == 0
    assert sbom.main(second, checks=False) == 0
    assert first.read_bytes() == second.read_bytes()
    broken = json.loads(first.read_text(encoding="utf-8"))
    broken["components"][0]["type"] = "nonsense"
    assert sbom.trouble_with(json.dumps(broken))


@pytest.mark.parametrize(
    ("code", "out", "err", "ends", "words"),
    [
        (0, "", "No known vulnerabilities found", 0, "No known vulnerabilities."),
        (1, "Name Version ID\nx 1.0 PYSEC-1", "Found 1 known vulnerability in 1 package", 1, "PYSEC-1"),
        (1, "", "ERROR: the connection timed out", 0, "cannot be reached"),
        (1, "", "", 0, "nothing was checked"),
    ],
)
def test_an_audit_says_what_was_found_or_that_nothing_was_asked(
    code: int, out: str, err: str, ends: int, words: str
) -> None:
    ended, said = audit.said(code, out, err)
    assert ended == ends
    assert words in said
