"""The checks of the attacks find what they look for: without that, a green run would say nothing."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from markupsafe import escape

from tests.attacks.harmless import check_content, payload

RAW = payload(1)
PAGES = {
    "as text": f"<p>{RAW}</p>",
    "in quotes": f'<p title="{RAW}">x</p>',
    "in apostrophes": f"<p title='{RAW}'>x</p>",
    "in a text field": f"<textarea>{RAW}</textarea>",
    "without quotes": f"<p title={escape(RAW)}>x</p>",
    "calculated": "<p>60481729</p>",
    "a script of its own": "<script>let a = 1</script>",
    "a script from elsewhere": '<script src="//evil.example/a.js"></script>',
    "a script as an address": '<a href=" javascript:alert(1)">x</a>',
    "an address elsewhere": '<a href="https://evil.example/">x</a>',
    "a form elsewhere": '<form action="https://evil.example/"></form>',
}


def workbook(text: str) -> bytes:
    book, file = openpyxl.Workbook(), BytesIO()
    book.worksheets[0].append([text])
    book.save(file)
    return file.getvalue()


def zipped(name: str, text: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_a_page_with_something_harmful_is_found(html: str) -> None:
    with pytest.raises(AssertionError):
        check_content("text/html", html.encode(), "/")
    with pytest.raises(AssertionError):
        check_content("application/zip", zipped("a.html", html), "/")


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "@SUM(A1)", "\t=1", "-1+1"])
def test_a_table_with_a_formula_is_found(text: str) -> None:
    with pytest.raises(AssertionError):
        check_content("text/csv", f'a,"{text}"\n'.encode(), "/")


def test_a_workbook_with_a_formula_is_found() -> None:
    with pytest.raises(AssertionError):
        check_content("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook("=1+1"), "/")


@pytest.mark.parametrize(
    ("mimetype", "content"),
    [
        ("text/html", f'<p title="{escape(RAW)}">{escape(RAW)}</p><a href="/bank">x</a>'.encode()),
        ("text/csv", b"name,level\n'=1+1,-3.5\n"),
        ("application/zip", zipped("a.html", f"<p>{escape(RAW)}</p>")),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook("1+1")),
    ],
)
def test_what_is_written_as_text_passes(mimetype: str, content: bytes) -> None:
    check_content(mimetype, content, "/")
