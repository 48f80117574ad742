"""A few hundred inputs for every reader of bytes from elsewhere, the same each time. `make soak` tries a million."""

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest

from tests.fuzz.driving import drive, trouble_with
from tests.fuzz.mutations import near
from tests.fuzz.site import WEB_TARGETS, site
from tests.fuzz.targets import TARGETS, Target, _folder

FOUND = sorted((Path(__file__).parent / "found").rglob("*.bin"))  # inputs that once failed, by target
SECONDS = 1.0  # for each target at most


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_left() -> Iterator[None]:
    yield
    rmtree(_folder(), ignore_errors=True)
    if site.cache_info().currsize:
        site().office.instance.close()
        rmtree(site().office.instance.folder, ignore_errors=True)
        site.cache_clear()


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_whatever_the_bytes_are_they_are_read_or_refused(target: Target) -> None:
    run = drive(target, near(target.seeds(), 1), most=300, seconds=SECONDS)
    assert run.inputs > 0
    assert not run.failures, run.failures


@pytest.mark.parametrize("target", WEB_TARGETS, ids=lambda target: target.name)
def test_whatever_is_sent_is_answered(target: Target) -> None:
    run = drive(target, near(target.seeds(), 1), most=60, seconds=SECONDS)
    assert run.inputs > 0
    assert not run.failures, run.failures


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name} {path.stem}")
def test_what_once_failed_does_not_fail_again(path: Path) -> None:
    (target,) = (own for own in (*TARGETS, *WEB_TARGETS) if own.name == path.parent.name)
    assert trouble_with(target, path.read_bytes()) == ""


def test_a_fault_is_found_and_kept_apart_from_a_refusal() -> None:
    def fails(data: bytes) -> None:
        if b"<script>" in data:
            raise KeyError("a fault")

    run = drive(Target("none", fails, lambda: [b"a"], 1), near([b"a"], 1), most=3000, seconds=5)
    assert run.failures
