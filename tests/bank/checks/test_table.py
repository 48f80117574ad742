from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from screener.bank import checks
from screener.bank.load import load_library
from tests.factories import write_bank

MODULES = sorted(module.name for module in iter_modules(checks.__path__))


def test_it_runs_every_check_of_the_folder() -> None:
    names = [check.__module__.rsplit(".", 1)[-1] for check in checks.CHECKS]
    assert sorted(names) == MODULES
    assert names == sorted(names)


def test_it_finds_nothing_in_a_clean_bank(tmp_path: Path) -> None:
    assert list(checks.run_checks(load_library(write_bank(tmp_path)))) == []


@pytest.mark.parametrize("name", MODULES)
def test_it_has_a_code_of_lower_case_words(name: str) -> None:
    code = import_module(f"screener.bank.checks.{name}").CODE
    assert code == code.lower()
    assert all(part.isalpha() for part in code.split("-"))


def test_it_reports_with_a_code_of_its_module(tmp_path: Path) -> None:
    write_bank(tmp_path, guide={"questions": ["nowhere"], "minutes": 5}, policy={"sources": ["B"]})
    codes = {problem.code for problem in checks.run_checks(load_library(tmp_path))}
    assert codes == {"dangling-reference", "guide-coverage", "guide-minutes", "source-unknown"}
