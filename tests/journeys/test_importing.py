"""A list is looked at before it is taken over, by the one who brought it, as a whole, once, and is not kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys import importing
from screener.journeys.accounts import end_person, new_address, new_code, sign_in_to_demo
from screener.journeys.openings import add_candidates, close_opening
from screener.storage.importing import ListKind
from screener.storage.records import Candidate, Opening, Person
from screener.text.table import MAX_ROWS
from tests.journeys.lists import look, preview, take, upload
from tests.office import Office

TEXT = "name\nTessa Brandvold\nTariq Solheim\n"


def candidates(office: Office, opening: Opening) -> tuple[Candidate, ...]:
    return office.instance.store.candidates_of(opening.id)[0]


def test_nothing_is_added_before_it_is_confirmed(office: Office) -> None:
    opening = office.opening()
    found = look(office, opening, TEXT)
    assert [new.name for new in found.plan.new] == ["Tessa Brandvold", "Tariq Solheim"]
    assert candidates(office, opening) == ()
    taken = take(office, found)
    assert (taken.added, taken.left_out, taken.accounts) == (2, 0, 0)
    assert len(candidates(office, opening)) == 2


def test_twice_adds_nothing_twice(office: Office) -> None:
    opening = office.opening()
    found = look(office, opening, TEXT)
    take(office, found)
    assert take(office, found).added == 0
    assert len(candidates(office, opening)) == 2
    with pytest.raises(Conflict, match="taken over already"):
        preview(office, found.file.id)


def test_two_clicks_at_the_same_time_add_once(office: Office) -> None:
    opening = office.opening()
    found = look(office, opening, TEXT)
    with ThreadPoolExecutor(4) as pool:
        added = list(pool.map(lambda _: take(office, found).added, range(4)))
    assert sorted(added) == [0, 0, 0, 2]
    assert len(candidates(office, opening)) == 2


def test_what_was_not_shown_is_not_added(office: Office) -> None:
    opening = office.opening()
    found = look(office, opening, TEXT)
    add_candidates(office.instance, office.sam, opening.id, "tessa brandvold")
    with pytest.raises(Conflict, match="Something has changed"):
        take(office, found)
    assert len(candidates(office, opening)) == 1
    again = preview(office, found.file.id)
    assert (len(again.plan.new), again.plan.left_out) == (1, 1)
    take(office, again)
    assert len(candidates(office, opening)) == 2


def test_all_is_added_or_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = office.opening()
    found = look(office, opening, "external id,name\n1,Tessa Brandvold", scheme="lever")
    with monkeypatch.context() as patch:
        patch.setattr(type(office.instance.store), "add_external_ids", _full_disk)
        with pytest.raises(OSError, match="full"):
            take(office, found)
    assert candidates(office, opening) == ()
    assert take(office, found).added == 1


def _full_disk(*_: object) -> None:
    raise OSError("the disk is full")


def test_a_list_in_which_nothing_can_be_added_is_not_taken(office: Office) -> None:
    opening = office.opening()
    office.candidate(opening, "Tessa Brandvold")
    found = look(office, opening, "name\nTessa Brandvold")
    with pytest.raises(Refused, match="nothing in this list"):
        take(office, found)


def test_only_who_uploaded_a_list_sees_and_takes_it(office: Office) -> None:
    opening = office.opening()
    found = look(office, opening, TEXT)
    journeys: tuple[Callable[[Person], object], ...] = (
        lambda who: preview(office, found.file.id, by=who),
        lambda who: take(office, found, by=who),
        lambda who: importing.discard(office.instance, who, found.file.id),
    )
    for person in (office.sam, office.ingrid, office.marcus):
        for journey in journeys:
            with pytest.raises(NotFound):
                journey(person)
    assert take(office, found).added == 2


def test_who_is_hr_no_more_takes_nothing(office: Office) -> None:
    found = look(office, office.opening(), TEXT)
    demoted = replace(office.helen, role="hiring-manager")
    with pytest.raises(NotFound):
        take(office, found, by=demoted)


@pytest.mark.parametrize("kind", ["candidates", "panel"])
def test_only_hr_brings_lists(office: Office, kind: ListKind) -> None:
    opening = office.opening()
    journeys: tuple[Callable[..., object], ...] = (
        lambda who: importing.opening_for_list(office.instance, who, opening.id, kind),
        lambda who: upload(office, opening, "name,email\nMei,mei@x.example", kind, by=who),
        lambda who: importing.without_way_in(office.instance, who, opening.id),
    )
    for journey in journeys:
        for person in (office.helen, office.sam):
            journey(person)
        with pytest.raises(NotAllowed):
            journey(office.ingrid)
        with pytest.raises(NotFound):
            journey(office.marcus)
    with pytest.raises(NotAllowed):
        importing.without_way_in(office.instance, office.ingrid, opening.id)
    off_panel = office.opening(panel=())
    with pytest.raises(NotFound):
        upload(office, off_panel, TEXT, by=office.ingrid)


def test_candidates_of_a_closed_opening_are_refused_and_its_panel_is_not(office: Office) -> None:
    opening = office.opening()
    found = look(office, opening, TEXT)
    close_opening(office.instance, office.helen, opening.id)
    for journey in (
        lambda: upload(office, opening, TEXT),
        lambda: preview(office, found.file.id),
        lambda: take(office, found),
    ):
        with pytest.raises(Refused, match="This opening is closed"):
            journey()
    assert candidates(office, opening) == ()
    assert take(office, look(office, opening, "name,email\nMei,mei@x.example", "panel")).added == 1


@pytest.mark.parametrize(
    ("content", "field", "said"),
    [
        (b"", "file", "The file is empty (export the list again)."),
        (b"PK\x03\x04", "file", "This is an Excel workbook (in Excel, choose"),
        (b"Tessa Brandvold\nTariq Solheim", "file", "No column is called “name”"),
        (b"name,candidate\nTessa,Tessa", "file", "Two columns hold the same"),
        (b"name,external_id\nTessa,1", "scheme", "The column “external_id” holds ids. Say from which system"),
        (b"name\n" + b"x\n" * (MAX_ROWS + 1), "file", "The file has more than 50,000 rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_not_kept(
    office: Office, content: bytes, field: str, said: str
) -> None:
    opening = office.opening()
    with pytest.raises(Refused) as refusal:
        importing.upload(office.instance, office.helen, opening.id, "candidates", "a.csv", content, " ")
    assert said in str(refusal.value)
    assert refusal.value.field == field


def test_a_panel_needs_a_column_of_emails_and_has_an_end(office: Office) -> None:
    opening = office.opening()
    for text, said in (
        ("name\nMei", "No column is called “email”"),
        ("name,email\n" + "A,a@x.example\n" * 501, "The list has 501 people; at most 500"),
    ):
        with pytest.raises(Refused, match=said):
            upload(office, opening, text, "panel")


@pytest.mark.parametrize(("name", "kept"), [("", "list"), ("<b>\x07.csv", "<b>.csv")])
def test_a_file_keeps_its_name_if_it_has_one(office: Office, name: str, kept: str) -> None:
    args = (office.instance, office.helen, office.opening().id, "candidates", name, TEXT.encode(), "")
    assert importing.upload(*args).name == kept  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "scheme", "field"), [("x" * 256, "", "file"), ("a.csv", "x" * 41, "scheme")])
def test_names_that_are_too_long_are_refused(office: Office, name: str, scheme: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        importing.upload(office.instance, office.helen, office.opening().id, "candidates", name, TEXT.encode(), scheme)
    assert refusal.value.field == field


# What is not kept


def test_the_copy_is_dropped_when_it_is_taken(office: Office) -> None:
    found = look(office, office.opening(), TEXT)
    kept = office.instance.store.find_import_file(found.file.id)
    assert kept
    assert kept.content == TEXT.encode()
    take(office, found)
    taken = office.instance.store.find_import_file(found.file.id)
    assert taken
    assert (taken.content, taken.taken_at) == (b"", office.instance.now())


def test_a_list_can_be_dropped(office: Office) -> None:
    found = look(office, office.opening(), TEXT)
    importing.discard(office.instance, office.helen, found.file.id)
    assert office.instance.store.find_import_file(found.file.id) is None
    with pytest.raises(NotFound):
        take(office, found)


def test_a_list_is_not_there_any_more_after_a_day(office: Office) -> None:
    found = look(office, office.opening(), TEXT)
    office.clock.forward(hours=24)
    preview(office, found.file.id)
    office.clock.forward(minutes=1)
    for journey in (lambda: preview(office, found.file.id), lambda: take(office, found)):
        with pytest.raises(NotFound):
            journey()


def test_old_lists_are_removed_when_anybody_signs_in(office: Office) -> None:
    opening = office.opening()
    old, taken = upload(office, opening, TEXT), look(office, opening, TEXT)
    take(office, taken)
    office.clock.forward(hours=23)
    new = upload(office, opening, TEXT)
    office.clock.forward(hours=2)
    sign_in_to_demo(office.instance, office.marcus, "a test")
    store = office.instance.store
    assert [store.find_import_file(i) is not None for i in (old, taken.file.id, new)] == [False, False, True]


# Who still needs a way in


def test_new_people_wait_for_an_address_or_a_code(office: Office) -> None:
    opening = office.opening(panel=(office.marcus, office.yuki))
    text = "name,email\nMei,mei@x.example\nTom,tom@x.example\nOld,old@x.example\nZoë,\n"
    take(office, look(office, opening, text, "panel"))

    def waiting() -> list[str]:
        return [person.name for person in importing.without_way_in(office.instance, office.helen, opening.id)[1]]

    assert waiting() == ["Mei", "Old", "Tom", "Yuki Tanabe", "Zoë"]
    ids = {person.name: person.id for person in office.instance.store.persons()}
    new_address(office.instance, office.helen, ids["Mei"])
    new_code(office.instance, office.helen, ids["Zoë"])
    end_person(office.instance, office.helen, ids["Old"])
    assert waiting() == ["Tom", "Yuki Tanabe"]
    office.clock.forward(days=4)
    assert waiting() == ["Mei", "Tom", "Yuki Tanabe"]  # the address has ended


def test_fifty_thousand_rows_are_planned_and_taken(office: Office) -> None:
    opening = office.opening()
    text = "tag,Candidate ID,Name,Note\n" + "".join(f"x,{i},Name {i},A note\n" for i in range(MAX_ROWS))
    assert take(office, look(office, opening, text, scheme="lever")).added == MAX_ROWS
    again = look(office, opening, text, scheme="lever")
    assert (len(again.plan.new), len(again.plan.known), again.plan.left_out) == (0, MAX_ROWS, 0)
