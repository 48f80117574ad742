"""What the documents promise is there, and what is there is documented."""

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from screener.bank.load import KINDS
from screener.cli import COMMANDS
from screener.journeys.transcripts import score_transcript
from screener.paths import shipped
from screener.rendering.report_json import report_data
from screener.rendering.report_text import print_report

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMATS = (ROOT / "docs" / "file-formats.md").read_text(encoding="utf-8")


def test_every_make_target_that_the_readme_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"make (\w+)", README))
    assert {"demo", "test", "check", "bench"} <= targets
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_every_file_that_a_document_links_to_exists() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_the_formats_of_every_folder_are_described() -> None:
    assert all(f"`{kind}/" in FORMATS for kind in KINDS)


def test_every_code_that_check_reports_is_explained() -> None:
    def source(folder: str) -> str:
        return "".join(p.read_text(encoding="utf-8") for p in (ROOT / folder).rglob("*.py"))

    named = set(re.findall(r'CODE = "([a-z-]+)"', source("screener")))
    prefixes = "yaml|file|wrong|too|missing|unknown|empty|duplicate"
    found = named | set(re.findall(rf'"((?:{prefixes})-[a-z-]+)"', source("screener/bank")))
    assert len(found) > 30
    assert {code for code in found if f"`{code}`" not in FORMATS} == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_named_in_a_document(command: str) -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert any(f"screener {command}" in document.read_text(encoding="utf-8") for document in documents)


def test_the_readme_shows_what_the_demo_prints() -> None:
    folder = shipped("questions")
    sample = folder / "samples" / "sales-leader-interview.vtt"
    output = StringIO()
    report = report_data(score_transcript(sample, folder, "sales-leader"), sample.name)
    print_report(report, Console(file=output, width=90, highlight=False, emoji=False))
    shown = re.search(r"```text\n(.*?)\n```", README, re.DOTALL)
    assert shown
    printed = {line.rstrip() for line in output.getvalue().splitlines()}
    missing = [line for line in shown.group(1).splitlines() if line not in printed | {"", "…"}]
    assert [line for line in missing if "bank" not in line] == []
