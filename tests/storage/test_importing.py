"""Uploaded lists are kept for a while, ids in other systems for good."""

from pathlib import Path

import pytest

from screener.errors import Conflict
from screener.storage import Store
from screener.storage.importing import ExternalId, ImportFile
from tests.storage.conftest import Open
from tests.storage.made import AT, LATER, a_candidate, an_opening


def a_list(name: str = "list", **changes: object) -> ImportFile:
    fields: dict[str, object] = {
        "id": name, "opening_id": "post", "person_id": "ann", "kind": "candidates", "name": "Zoë „Z“.csv",
        "scheme": "lever", "content": b"name\n\xff\x00", "uploaded_at": AT,
    }  # fmt: skip
    return ImportFile(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_list_comes_back_as_it_was(furnished: Store, open_again: Open) -> None:
    furnished.add_import_file(a_list())
    other = open_again()
    assert other.find_import_file("list") == a_list()
    assert other.find_import_file("other") is None
    other.close()


def test_a_list_is_taken_once_and_its_content_dropped(furnished: Store) -> None:
    furnished.add_import_file(a_list())
    assert furnished.take_import_file("list", LATER)
    assert furnished.find_import_file("list") == a_list(content=b"", taken_at=LATER)
    assert not furnished.take_import_file("list", "2026-03-03")
    assert not furnished.take_import_file("other", LATER)
    assert furnished.find_import_file("list") == a_list(content=b"", taken_at=LATER)


def test_lists_are_removed_one_by_one_and_by_age(furnished: Store) -> None:
    for name, at in (("one", AT), ("two", AT), ("three", LATER)):
        furnished.add_import_file(a_list(name, uploaded_at=at))
    furnished.remove_import_file("one")
    assert [furnished.find_import_file(name) is None for name in ("one", "two", "three")] == [True, False, False]
    furnished.take_import_file("two", LATER)
    furnished.remove_import_files(LATER)
    assert [furnished.find_import_file(name) is None for name in ("two", "three")] == [True, False]


def test_ids_are_one_of_a_kind_in_their_opening_and_scheme(furnished: Store) -> None:
    furnished.add_opening(an_opening("other"))
    furnished.add_candidates([a_candidate("Dan"), a_candidate("Eve", opening="other")])
    furnished.add_external_ids(
        [
            ExternalId("post", "lever", "007", "cara"),
            ExternalId("post", "ashby", "007", "dan"),
            ExternalId("post", "lever", "7 “ü”", "dan"),
            ExternalId("other", "lever", "007", "eve"),
        ]
    )
    assert furnished.external_ids_of("post", "lever") == {"007": "cara", "7 “ü”": "dan"}
    assert furnished.external_ids_of("post", "ashby") == {"007": "dan"}
    assert furnished.external_ids_of("other", "lever") == {"007": "eve"}
    assert furnished.external_ids_of("other", "ashby") == {}
    with pytest.raises(Conflict, match="007 of lever"):
        furnished.add_external_ids(
            [ExternalId("post", "lever", "new", "dan"), ExternalId("post", "lever", "007", "dan")]
        )
    assert furnished.external_ids_of("post", "lever") == {"007": "cara", "7 “ü”": "dan"}


@pytest.mark.parametrize("open_again", ["sqlite"], indirect=True)
@pytest.mark.parametrize("ends", ["taken", "removed", "grown old"])
def test_nothing_of_a_list_stays_in_the_file(furnished: Store, tmp_path: Path, ends: str) -> None:
    furnished.add_import_file(a_list(content=b"name,salary\n" + b"Tessa,a secret\n" * 5_000))
    if ends == "taken":
        furnished.take_import_file("list", LATER)
    elif ends == "removed":
        furnished.remove_import_file("list")
    else:
        furnished.remove_import_files(LATER)
    furnished.close()
    files = [file.read_bytes() for file in (tmp_path / "kept").iterdir()]
    assert any(b"Cara" in file for file in files)
    assert not any(b"a secret" in file for file in files)
