"""Imports go one way, from the commands down to the errors."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "screener"

ALLOWED = {
    "errors": set(),
    "paths": {"errors"},
    "bank": {"errors"},
    "text": {"errors"},
    "reading": {"text", "errors"},
    "scoring": {"bank", "text", "reading", "errors"},
    "second": {"scoring", "bank", "text", "errors"},
    "aggregate": {"errors"},
    "storage": {"errors"},
    "journeys": {"storage", "aggregate", "second", "scoring", "bank", "text", "paths", "errors"},
    "rendering": {"scoring", "text", "bank", "paths", "errors"},
    "web": {"journeys", "rendering", "storage", "paths", "errors"},
    "cli": {"journeys", "rendering", "bank", "paths", "errors"},
}
EXCEPTIONS = {"cli/serving.py": {"web"}}  # starting a server is a command
# Where files, the clock, randomness and the environment may be met: not in the core.
IMPURE = {
    "os", "pathlib", "time", "datetime", "random", "secrets", "uuid", "subprocess", "socket", "tempfile", "importlib"
}  # fmt: skip
# what is read from disk: the bank, the word lists, the weights
PURE_EXCEPT = {"bank/load.py", "text/words/__init__.py", "reading/network.py"}
CORE = ("bank", "text", "reading", "scoring", "aggregate")
OUTSIDE = {
    "yaml": {"bank/yamlfile.py", "bank/yamlmarks.py", "bank/yamltext.py", "bank/yamlwrite.py"},
    "re2": {"text/match.py"},
    "onnxruntime": {"reading/network.py"},
    "tokenizers": {"reading"},
    "httpx": {"second"},
    "authlib": {"journeys/provider.py"},
    "joserfc": {"journeys/provider.py"},
    "click": {"cli"},
    "rich": {"rendering", "cli"},
    "sqlite3": {"storage/sqlite"},
    "sqlite_utils": {"storage/sqlite"},
    "psycopg": {"storage/postgres"},
    "argon2": {"journeys/passwords.py"},
    "flask": {"web"},
    "flask_wtf": {"web"},
    "wtforms": {"web"},
    "werkzeug": {"web"},
    "waitress": {"web"},
    "pyrage": {"journeys/backup_sealing.py"},
    "distributed": {"journeys/rereading_cluster.py"},
    "prometheus_client": {"web/monitoring/metrics.py"},
    "xlsxwriter": {"rendering/workbook.py"},
}


def modules() -> list[Path]:
    return sorted(
        path for path in PACKAGE.rglob("*.py") if path.name not in {"__main__.py"} and path != PACKAGE / "__init__.py"
    )


def imports_of(path: Path) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.lineno, node.module or "."))
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_it_imports_only_from_the_layers_below(path: Path) -> None:
    layer = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    allowed = ALLOWED[layer] | {layer} | EXCEPTIONS.get(path.relative_to(PACKAGE).as_posix(), set())
    wrong = [
        f"{path}:{line} imports {name}"
        for line, name in imports_of(path)
        if name.startswith("screener.") and name != "screener.__version__" and name.split(".")[1] not in allowed
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "path",
    [p for p in modules() if p.relative_to(PACKAGE).parts[0] in CORE],
    ids=lambda p: p.relative_to(PACKAGE).as_posix(),
)
def test_the_core_meets_no_files_clock_or_environment(path: Path) -> None:
    relative = path.relative_to(PACKAGE).as_posix()
    allowed = {"pathlib"} if relative.startswith("bank/") else set()  # names of files, not their contents
    met = {name.split(".")[0] for _, name in imports_of(path)} & IMPURE
    assert relative in PURE_EXCEPT or not met - allowed


@pytest.mark.parametrize(("library", "places"), OUTSIDE.items(), ids=OUTSIDE)
def test_a_library_is_met_in_one_place_only(library: str, places: set[str]) -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(name.split(".")[0] == library for _, name in imports_of(path))
    }
    assert all(any(user == place or user.startswith(f"{place}/") for place in places) for user in users), users


def test_every_package_has_its_place_in_the_table() -> None:
    packages = {
        path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.rglob("*.py")) and path.name != "_shipped"
    }
    assert packages <= set(ALLOWED)


def test_it_sees_a_whole_layer_imported_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from screener import cli\n", encoding="utf-8")
    assert (1, "screener.cli") in imports_of(tmp_path / "a.py")
