"""What must hold of every answer whatever people have entered: nothing of it becomes markup, formula or header."""

import csv
import json
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
from werkzeug.test import TestResponse

from screener.web.headers import POLICY
from tests.attacks.pages import PageReader

# What is entered: a formula that leaves every kind of quotation, opens an element and asks a template to calculate.
# Each place gets a number of its own, by which it is found again.
_PAYLOAD = "=zz{number}z'\"`--></textarea></title></script><zzq onzzq=7>{{{{7777*7777}}}}${{7777*7777}}"
_CALCULATED = "60481729"
_NUMBER = re.compile(r"=zz(\d+)z")
_ELEMENT, _DATA = "zzq", "application/json"
_FILE_NAME = re.compile(r'attachment; filename="[A-Za-z0-9._-]+"')
_STEERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def payload(number: int) -> str:
    """Return the text that is planted in a place."""
    return _PAYLOAD.format(number=number)


def planted_in(answer: TestResponse) -> set[int]:
    """Return the numbers of the texts that an answer shows."""
    return {int(found) for found in _NUMBER.findall(answer.text)} if _is_text(answer) else set()


def check(answer: TestResponse) -> PageReader | None:
    """Fail if an answer holds what harms, or tells of a fault of ours. Returns the page, if it is one."""
    where = f"{answer.request.method} {answer.request.path}"
    assert answer.status_code < 500, where
    check_headers(answer)
    return check_content(answer.mimetype or "", answer.data, where)


def check_headers(answer: TestResponse) -> None:
    """Fail unless an answer's headers are ours alone and forbid what is not ours."""
    for name, value in answer.headers.items():
        assert f"<{_ELEMENT}" not in value, name
        assert value.isprintable(), name
    policy = answer.headers["Content-Security-Policy"]
    assert re.sub(r" 'nonce-[\w-]+'", "", policy) == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if not answer.request.path.startswith("/static/"):
        assert answer.headers["Cache-Control"] == "no-store"
    if attached := answer.headers.get("Content-Disposition"):
        assert _FILE_NAME.fullmatch(attached), attached


def check_content(mimetype: str, content: bytes, where: str) -> PageReader | None:
    """Fail if what is sent, or what it packs, holds markup, a formula or a calculation from elsewhere."""
    if mimetype == "application/zip":
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                check_content(_type_of(name), archive.read(name), f"{where} {name}")
    elif "spreadsheet" in mimetype:
        _check_workbook(content, where)
    else:
        return _check_text(mimetype, content.decode("utf-8"), where)
    return None


def _check_text(mimetype: str, text: str, where: str) -> PageReader | None:
    assert _CALCULATED not in text, where
    if mimetype == "text/html":
        return check_page(text, where)
    if mimetype == "text/csv":
        _check_table(text, where)
    elif mimetype == "application/json":
        json.loads(text)
    return None


def check_page(html: str, where: str) -> PageReader:
    """Fail if a page has an element, attribute or address that we did not write."""
    page = PageReader(html)
    for tag, given in page.elements:
        assert tag != _ELEMENT, where
        assert not any(name.startswith("on") or _ELEMENT in name or "=zz" in name for name in given), (where, given)
        if tag == "script":
            assert given.get("src", "").startswith("/static/") or given.get("type") == _DATA, (where, given)
        for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
            address = given.get(name, "").strip().lower()
            is_ours = address.startswith(("/", "#", "?", "http://localhost/")) or not re.search(r"[:/\\]", address)
            is_book = tag == "a" and address.startswith("https://") and "noreferrer" in given.get("rel", "")
            assert (is_ours and not address.startswith("//")) or is_book, (where, tag, given)
    return page


def _check_table(text: str, where: str) -> None:
    for row in csv.reader(StringIO(text.removeprefix("\ufeff"))):
        for cell in row:
            is_number = re.fullmatch(r"-?[\d.]+", cell)
            assert is_number or not cell.lstrip(" \u00a0").startswith(_STEERS), (where, cell)


def _check_workbook(content: bytes, where: str) -> None:
    for sheet in openpyxl.load_workbook(BytesIO(content)):
        for row in sheet.iter_rows():
            assert not any(
                cell.data_type == "f" or (cell.hyperlink and _ELEMENT in str(cell.hyperlink.target)) for cell in row
            ), where


def _is_text(answer: TestResponse) -> bool:
    return answer.is_json or (answer.mimetype or "").startswith("text/")


def _type_of(name: str) -> str:
    ending = name.rpartition(".")[2]
    return {"html": "text/html", "json": "application/json", "csv": "text/csv"}.get(ending, "text/plain")
