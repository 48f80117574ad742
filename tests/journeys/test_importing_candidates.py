"""What the rows of a list of candidates come to, and what is kept of them."""

from dataclasses import replace

import pytest

from screener.journeys.importing_candidates import NewCandidate
from screener.journeys.importing_rows import Known
from screener.storage.records import Opening
from tests.journeys.lists import look, take, wrong_in
from tests.office import Office

ODD = [
    "<script>alert(1)</script>",
    "محمد بن سلمان الفارسي",
    "Zoë 🎯👩‍🔬 Ng",
    "=HYPERLINK(A1)",
    "-2+3",
    "@SUM(A1)",
    "{{ 7 * 7 }}",
]


def names_of(office: Office, opening: Opening) -> list[str]:
    return sorted(candidate.name for candidate in office.instance.store.candidates_of(opening.id)[0])


def test_names_notes_and_ids_are_taken_over(office: Office) -> None:
    opening = office.opening()
    text = 'Candidate ID,Full Name,Notes,Tag\n00123,  Tessa\tBrandvold ,"One.\r\nTwo.",x\n,Tariq Solheim,,\n'
    found = look(office, opening, text, scheme=" GreenHouse ")
    assert found.plan.new == (
        NewCandidate(2, "Tessa Brandvold", "One.\nTwo.", "00123"),
        NewCandidate(4, "Tariq Solheim", "", ""),
    )
    assert found.columns.ignored == ("Tag",)
    take(office, found)
    tariq, tessa = sorted(office.instance.store.candidates_of(opening.id)[0], key=lambda c: c.name)
    assert (tessa.name, tessa.note, tessa.added_at) == ("Tessa Brandvold", "One.\nTwo.", office.instance.now())
    assert tariq.note == ""
    assert office.instance.store.external_ids_of(opening.id, "greenhouse") == {"00123": tessa.id}


def test_odd_names_are_kept_letter_by_letter(office: Office) -> None:
    opening = office.opening()
    take(office, look(office, opening, "name\n" + "\n".join(f'"{name}"' for name in ODD)))
    assert names_of(office, opening) == sorted(ODD)


def test_who_is_known_by_an_id_stays_as_they_are(office: Office) -> None:
    opening = office.opening()
    take(office, look(office, opening, "tag,external id,name\n,1,Tessa Brandvold\n,2,Tariq Solheim", scheme="lever"))
    (tariq,) = [c for c in office.instance.store.candidates_of(opening.id)[0] if c.name == "Tariq Solheim"]
    office.instance.store.change_candidate(replace(tariq, withdrawn_at=office.instance.now()))
    text = "external_id,name,note\n1,Tessa Brandvold-Ng,new\n2,TARIQ  solheim,\n1,,\n3,Mei Castellanos,"
    found = look(office, opening, text, scheme="Lever")
    assert found.plan.known == (
        Known(2, "Tessa Brandvold", "The list says “Tessa Brandvold-Ng”; the name stays."),
        Known(3, "Tariq Solheim", "Has withdrawn."),
        Known(4, "Tessa Brandvold", ""),
    )
    take(office, found)
    assert names_of(office, opening) == ["Mei Castellanos", "Tariq Solheim", "Tessa Brandvold"]
    assert {c.note for c in office.instance.store.candidates_of(opening.id)[0]} == {""}


def test_ids_are_of_one_system_and_one_opening(office: Office) -> None:
    opening, other = office.opening(), office.opening()
    take(office, look(office, opening, "external id,name\n1,Tessa Brandvold", scheme="lever"))
    assert look(office, opening, "external id,name\n1,Mei Castellanos", scheme="ashby").plan.new
    found = look(office, other, "external id,name\n1,Tessa Brandvold", scheme="lever")
    assert take(office, found).added == 1


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (",,", []),
        (",A note,", [(3, "Name", "Please fill this in.")]),
        ("\x07,,7", [(3, "Name", "Please fill this in.")]),
        (f"{'x' * 121},,", [(3, "Name", "This has 121 characters; 120 fit. Please shorten it.")]),
        (f"A,{'x' * 4001},", [(3, "Note", "This has 4,001 characters; 4,000 fit. Please shorten it.")]),
        (f"A,,{'x' * 121}", [(3, "External ID", "This has 121 characters; 120 fit. Please shorten it.")]),
        (
            f",{'x' * 4001},",
            [
                (3, "Note", "This has 4,001 characters; 4,000 fit. Please shorten it."),
                (3, "Name", "Please fill this in."),
            ],
        ),
        ("B,,1\nC,,1", [(4, "External ID", "Line 3 has the same id. Remove one of the two.")]),
        (
            "B,,\nb ,,",
            [
                (4, "Name", "b stands in line 3 already. If this is somebody else, add what tells them apart, for example a middle name or a town."),
            ],
        ),
        (
            "GARETH  penhallow,,9",
            [
                (3, "Name", "GARETH penhallow is among the candidates already. If this is somebody else, add what tells them apart, for example a middle name or a town."),
            ],
        ),
        ("A,b", [(3, "the whole row", "It has 2 cells where the header has 3. A cell with a comma or a line break in it must stand between quotation marks.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_line_and_column_and_the_rest_is_taken(
    office: Office, rows: str, wrong: list[tuple[int, str, str]]
) -> None:
    opening = office.opening()
    office.candidate(opening, "Gareth Penhallow")
    found = look(office, opening, f"Name,Note,External ID\nYaw Mensah,,0\n{rows}\n", scheme="lever")
    assert wrong_in(found) == wrong
    taken = take(office, found)
    assert taken.left_out == len({line for line, _, _ in wrong})
    assert taken.added + taken.left_out == len(found.table.rows)
    assert {"Gareth Penhallow", "Yaw Mensah"} <= {*names_of(office, opening)}
    assert len(names_of(office, opening)) == 1 + taken.added


def test_somebody_whose_row_is_wrong_is_not_added_by_a_later_row_of_the_same_name(office: Office) -> None:
    found = look(office, office.opening(), f"name,note\nTessa Brandvold,{'x' * 4001}\nTessa Brandvold,short")
    assert found.plan.new == ()
    assert [line for line, _, _ in wrong_in(found)] == [2, 3]


def test_a_mended_list_adds_only_what_is_new(office: Office) -> None:
    opening = office.opening()
    text = "external id,name\n1,Tessa Brandvold\n2,\n3,Mei Castellanos\n"
    take(office, look(office, opening, text, scheme="lever"))
    found = look(office, opening, text.replace("2,", "2,Tariq Solheim"), scheme="lever")
    assert [new.name for new in found.plan.new] == ["Tariq Solheim"]
    assert len(found.plan.known) == 2
    assert not found.plan.wrong
