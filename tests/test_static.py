"""What browsers are given: nothing from elsewhere, nothing changed since it was checked, nothing inline."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta, nodes

from screener.paths import inside, shipped

STATIC, TEMPLATES = inside("static"), shipped("templates")
ALONE = {"report", "records"}  # files of their own, which bring their style along
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.parent.name not in ALONE)


def named(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def test_vendored_scripts_are_what_their_table_says() -> None:
    table = (STATIC / "vendor" / "README.md").read_text(encoding="utf-8")
    scripts = sorted((STATIC / "vendor").glob("*.js"))
    assert scripts
    for script in scripts:
        assert f"`{script.name}`" in table
        assert sha256(script.read_bytes()).hexdigest() in table


@pytest.mark.parametrize("path", [*STATIC.glob("*.js"), *STATIC.glob("*.css")], ids=lambda p: p.name)
def test_our_scripts_and_styles_name_no_other_host(path: Path) -> None:
    assert not re.findall(r"https?://|//[a-z0-9-]+\.[a-z]{2,}", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_template_parses_uses_what_it_imports_and_has_nothing_inline(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = Environment(autoescape=True).parse(source)
    imported = {
        (name if isinstance(name, str) else name[1]) for node in tree.find_all(nodes.FromImport) for name in node.names
    }
    used = {name.name for name in tree.find_all(nodes.Name)}
    assert imported <= used, imported - used
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)\s*=", re.sub(r"{[{%].*?[}%]}", "", source, flags=re.DOTALL))
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"<style", source)
    assert "| safe" not in source.replace('aria-current="page"\' | safe', "")


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_form_that_posts_carries_a_token(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", source, re.DOTALL):
        assert "csrf_token" in form or "hidden_tag()" in form


def test_every_template_is_used() -> None:
    loader = Environment(autoescape=True, loader=FileSystemLoader(TEMPLATES))
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in meta.find_referenced_templates(loader.parse(path.read_text(encoding="utf-8")))
        if name
    }
    code = "".join(path.read_text(encoding="utf-8") for path in (inside("web")).rglob("*.py"))
    unused = [named(path) for path in PAGES if named(path) not in used and f'"{named(path)}"' not in code]
    assert not unused, unused
