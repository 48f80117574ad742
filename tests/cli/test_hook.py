"""A bank in a git repository: the hook that refuses mistakes, and annotations that GitHub can place."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from screener.paths import shipped
from tests.cli.conftest import ROOT

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
BIN = Path(sys.executable).parent
QUESTION = "questions/items/credit/credit-largest-order.yaml"
MISTAKE = ("minutes: 6", "minutes: six")
LINE = (ROOT / QUESTION).read_text(encoding="utf-8").splitlines().index("minutes: 6") + 1


class Repository:
    """A git repository with a bank in it, as an organisation keeps it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "PRE_"))}
        self.environment = kept | {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def run(self, *command: str, within: str = ".", **variables: str) -> "subprocess.CompletedProcess[str]":
        environment = {**self.environment, **variables}
        return subprocess.run(
            command, cwd=self.folder / within, env=environment, capture_output=True, text=True, check=False
        )

    def must(self, *command: str) -> None:
        result = self.run(*command)
        assert result.returncode == 0, result.stdout + result.stderr

    def commit(self) -> "subprocess.CompletedProcess[str]":
        self.must("git", "add", "--all")
        return self.run("git", "commit", "--message", "A change")

    def annotations(self, folder: str, within: str = ".", **variables: str) -> list[str]:
        result = self.run(
            "screener", "check", folder, "--no-examples", "--format", "github", within=within, **variables
        )
        assert result.returncode == 1, result.stderr
        return result.stdout.splitlines()

    def replace(self, old: str, new: str) -> None:
        path = self.folder / QUESTION
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def make_repository(folder: Path) -> Repository:
    made = Repository(folder)
    shutil.copytree(shipped("questions"), made.folder / "questions")
    made.must("git", "init", "--initial-branch", "main")
    made.must("git", "config", "user.name", "Ines Barros")
    made.must("git", "config", "user.email", "ines@example.org")
    return made


@pytest.fixture
def hooked(tmp_path: Path) -> Repository:
    """Install the hook of our manifest, but with the program that is tested here: fetching one needs a network."""
    repository = make_repository(tmp_path / "ours")
    (hook,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    local = {"repos": [{"repo": "local", "hooks": [hook | {"language": "system"}]}]}
    (repository.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(local), encoding="utf-8")
    repository.must("pre-commit", "install")
    return repository


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository whose bank has one mistake; nobody changes it."""
    repository = make_repository(tmp_path_factory.mktemp("mistaken") / "ours")
    repository.replace(*MISTAKE)
    (repository.folder / "beside").mkdir()
    return repository


@pytest.fixture
def unpacked(mistaken: Repository, tmp_path: Path) -> Repository:
    """Return the same without anything of git's."""
    shutil.copytree(mistaken.folder, tmp_path / "ours", ignore=shutil.ignore_patterns(".git"))
    return Repository(tmp_path / "ours")


def test_the_manifest_is_one_that_pre_commit_understands() -> None:
    subprocess.run([BIN / "pre-commit", "validate-manifest", str(MANIFEST)], check=True, capture_output=True)


def test_a_commit_with_a_mistake_is_refused_and_one_that_mends_it_is_taken(hooked: Repository) -> None:
    hooked.replace(*MISTAKE)
    refused = hooked.commit()
    assert refused.returncode == 1
    assert f"{QUESTION}:{LINE}:10 wrong-type `minutes` must be a whole number" in refused.stdout + refused.stderr
    hooked.replace(*reversed(MISTAKE))
    taken = hooked.commit()
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert hooked.run("git", "log", "--oneline").stdout.count("\n") == 1


def test_a_commit_that_only_removes_a_file_is_refused_when_others_name_it(hooked: Repository) -> None:
    hooked.must("git", "add", "--all")
    hooked.must("git", "commit", "--no-verify", "--message", "The first state")
    (hooked.folder / "questions/items/credit/credit-number-missed.yaml").unlink()
    refused = hooked.commit()
    assert refused.returncode == 1
    assert "dangling-reference there is no question `credit-number-missed`" in refused.stdout + refused.stderr


CALLS = {
    "from the root": ("questions", "."),
    "from the root, with a dot": ("./questions/", "."),
    "from the bank": (".", "questions"),
    "from a folder of the bank": ("../../questions", "questions/items"),
    "from a folder beside it": ("../questions", "beside"),
}


@pytest.mark.parametrize("call", CALLS)
def test_annotations_name_files_from_the_root_of_the_repository(mistaken: Repository, call: str) -> None:
    (line,) = mistaken.annotations(*CALLS[call])
    assert line.startswith(f"::error file={QUESTION},line={LINE},col=10,title=wrong-type::`minutes` must be")


def test_annotations_name_files_from_the_root_when_the_bank_is_given_by_its_whole_path(mistaken: Repository) -> None:
    (line,) = mistaken.annotations(str(mistaken.folder / "questions"), within="..")
    assert line.startswith(f"::error file={QUESTION},line={LINE},")


def test_annotations_go_by_the_repository_that_was_checked_out_within_the_workspace(mistaken: Repository) -> None:
    workspace = str(mistaken.folder.parent)
    (line,) = mistaken.annotations("ours/questions", within="..", GITHUB_WORKSPACE=workspace)
    assert line.startswith(f"::error file={QUESTION},")


def test_annotations_go_by_the_workspace_where_git_has_left_nothing(unpacked: Repository) -> None:
    (line,) = unpacked.annotations(".", within="questions", GITHUB_WORKSPACE=str(unpacked.folder))
    assert line.startswith(f"::error file={QUESTION},")


@pytest.mark.parametrize("workspace", ["", "/somewhere/else"])
def test_annotations_name_files_as_they_were_given_outside_of_any_repository(
    unpacked: Repository, workspace: str
) -> None:
    (line,) = unpacked.annotations("ours/questions", within="..", GITHUB_WORKSPACE=workspace)
    assert line.startswith(f"::error file=ours/{QUESTION},")


def test_a_file_of_the_bank_that_is_a_link_to_elsewhere_keeps_its_name(unpacked: Repository) -> None:
    elsewhere = unpacked.folder.parent / "elsewhere.yaml"
    shutil.move(unpacked.folder / QUESTION, elsewhere)
    (unpacked.folder / QUESTION).symlink_to(elsewhere)
    (line,) = unpacked.annotations("questions", GITHUB_WORKSPACE=str(unpacked.folder))
    assert line.startswith(f"::error file={QUESTION},")


def yaml_blocks() -> list[str]:
    text = (ROOT / "docs" / "bank-in-a-repository.md").read_text(encoding="utf-8")
    return re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)


def test_the_configurations_in_the_document_are_ones_that_pre_commit_understands(tmp_path: Path) -> None:
    configurations = [block for block in yaml_blocks() if block.startswith("repos:")]
    assert len(configurations) == 2
    for number, block in enumerate(configurations):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block, encoding="utf-8")
        subprocess.run([BIN / "pre-commit", "validate-config", str(path)], check=True, capture_output=True)


def test_the_workflow_in_the_document_runs_a_command_that_there_is(mistaken: Repository) -> None:
    (workflow,) = (yaml.safe_load(block) for block in yaml_blocks() if block.startswith("name:"))
    command = workflow["jobs"]["check"]["steps"][-1]["run"]
    result = mistaken.run(*command.split())
    assert (result.returncode, result.stdout[:8]) == (1, "::error ")


def test_the_document_shows_what_the_check_prints(mistaken: Repository) -> None:
    printed = mistaken.run("screener", "check", "questions").stdout
    assert printed in (ROOT / "docs" / "bank-in-a-repository.md").read_text(encoding="utf-8")
