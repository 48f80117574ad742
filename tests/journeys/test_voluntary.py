"""Candidates answer alone, by an address of their own; what they answer is counted and never found beside them."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys.candidates import withdraw
from screener.journeys.openings import close_opening, reopen_opening
from screener.journeys.voluntary import (
    NOT_SAID,
    QUESTIONS,
    addresses_of,
    answer,
    categories_of,
    invitation_of,
    token_of,
)
from screener.storage.records import Candidate, Person
from tests.office import Office

GIVEN = {"sex": "female", "race": "asian"}
NAMES = {"sex": "Female", "race": "Asian (not Hispanic or Latino)"}
NOTHING = {"sex": NOT_SAID, "race": NOT_SAID}


@pytest.fixture
def candidate(office: Office) -> Candidate:
    return office.candidate(office.opening())


def give(office: Office, candidate: Candidate, **given: str) -> bool:
    return answer(office.instance, token_of(office.instance, candidate.id), {**GIVEN, **given})


def kept(office: Office, candidate: Candidate) -> dict[str, str]:
    (own,) = categories_of(office.instance, [candidate.id])
    return dict(own)


# Addresses


def test_an_address_leads_to_its_candidates_post_and_names_nobody(office: Office, candidate: Candidate) -> None:
    token = token_of(office.instance, candidate.id)
    assert token == token_of(office.instance, candidate.id)
    assert re.fullmatch(r"[0-9a-f]{16}\.[\w-]{24}", token)
    invitation = invitation_of(office.instance, token)
    assert invitation.opening.id == candidate.opening_id
    assert candidate.name not in repr(invitation)
    assert token != token_of(office.instance, office.candidate(invitation.opening, "Other").id)


def tampered(office: Office, candidate: Candidate) -> list[str]:
    token = token_of(office.instance, candidate.id)
    other = office.candidate(office.instance.store.opening_of(candidate.opening_id), "Other")
    seal = token.split(".")[1]
    return [
        "", ".", candidate.id, f"{candidate.id}.", f"{other.id}.{seal}", token[:-1], f"{token}x", f" {token}",
        token.swapcase(), f"{candidate.id}.ключ", f"{candidate.id}.\udce9", f"\x00{token}", "x" * 5000, f"{token}.{seal}",
    ]  # fmt: skip


def test_an_address_that_was_changed_is_not_found(office: Office, candidate: Candidate) -> None:
    for token in tampered(office, candidate):
        with pytest.raises(NotFound):
            invitation_of(office.instance, token)
        with pytest.raises(NotFound):
            answer(office.instance, token, GIVEN)
    assert office.instance.voluntary.answers() == {}


def test_an_address_of_another_instance_is_not_found(office: Office, candidate: Candidate) -> None:
    elsewhere = replace(office.instance, secret="b" * 64)
    with pytest.raises(NotFound):
        invitation_of(office.instance, token_of(elsewhere, candidate.id))
    with pytest.raises(NotFound):
        answer(elsewhere, token_of(office.instance, candidate.id), GIVEN)


def test_a_well_made_address_of_nobody_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        invitation_of(office.instance, token_of(office.instance, "0" * 16))


# Answers


def test_an_answer_is_kept_and_a_newer_one_takes_its_place(office: Office, candidate: Candidate) -> None:
    assert kept(office, candidate) == {}
    assert give(office, candidate)
    assert kept(office, candidate) == NAMES
    assert give(office, candidate, sex="male", race=NOT_SAID)
    assert kept(office, candidate) == {"sex": "Male"}
    assert len(office.instance.voluntary.answers()) == 1


def test_not_wishing_to_say_deletes_what_was_given(office: Office, candidate: Candidate) -> None:
    give(office, candidate)
    assert not give(office, candidate, **NOTHING)
    assert kept(office, candidate) == {}
    assert office.instance.voluntary.answers() == {}
    assert not give(office, candidate, **NOTHING)


@pytest.mark.parametrize("question", ["sex", "race"])
@pytest.mark.parametrize("sent", ["", "Female", "<script>", "x" * 9999, "=1+1", "اسم"])
def test_it_refuses_what_is_no_answer_beside_its_question(
    office: Office, candidate: Candidate, question: str, sent: str
) -> None:
    give(office, candidate)
    with pytest.raises(Refused) as refusal:
        give(office, candidate, **{question: sent})
    assert refusal.value.field == question
    assert kept(office, candidate) == NAMES


def test_a_question_left_out_is_refused(office: Office, candidate: Candidate) -> None:
    with pytest.raises(Refused):
        answer(office.instance, token_of(office.instance, candidate.id), {"sex": "male"})


def test_after_the_end_nothing_is_given_or_changed(office: Office, candidate: Candidate) -> None:
    give(office, candidate)
    close_opening(office.instance, office.helen, candidate.opening_id)
    for given in (GIVEN, NOTHING):
        with pytest.raises(Conflict, match="filled"):
            answer(office.instance, token_of(office.instance, candidate.id), given)
    assert kept(office, candidate) == NAMES
    reopen_opening(office.instance, office.helen, candidate.opening_id)
    assert not give(office, candidate, **NOTHING)


def test_every_category_can_be_given(office: Office, candidate: Candidate) -> None:
    for question in QUESTIONS:
        for category in question.categories:
            give(office, candidate, **{question.id: category.id})
            assert kept(office, candidate)[question.id] == category.name


def test_the_categories_are_those_of_the_eeo_1_report() -> None:
    names = [[category.name for category in question.categories] for question in QUESTIONS]
    assert names[0] == ["Female", "Male"]
    assert len(names[1]) == len(set(names[1])) == 7
    assert all("(not Hispanic or Latino)" in name for name in names[1][1:])


def test_a_category_that_is_no_longer_asked_for_counts_as_unknown(office: Office, candidate: Candidate) -> None:
    give(office, candidate)
    (answered,) = office.instance.voluntary.answers().values()
    office.instance.voluntary.keep_answer(replace(answered, race="of-an-older-list"))
    assert kept(office, candidate) == {"sex": "Female"}


# What lies on the disk


def test_neither_file_leads_from_an_answer_to_a_person(office: Office, candidate: Candidate) -> None:
    give(office, candidate)
    token = token_of(office.instance, candidate.id)
    file = (office.instance.folder / "voluntary.db").read_bytes()
    assert b"asian" in file
    for told in (candidate.id, candidate.name, candidate.opening_id, token, token.split(".")[1], "2026-03"):
        assert told.encode() not in file, told
    main = b"".join(path.read_bytes() for path in office.instance.folder.glob("screener.db*"))
    (key,) = office.instance.voluntary.answers()
    for told in (key, "asian", "female"):
        assert told.encode() not in main, told


def test_the_key_depends_on_the_instances_secret(office: Office, candidate: Candidate) -> None:
    give(office, candidate)
    (own,) = categories_of(replace(office.instance, secret="b" * 64), [candidate.id])
    assert own == {}


def test_no_table_of_the_main_file_has_a_place_for_it(office: Office) -> None:
    with closing(sqlite3.connect(office.instance.folder / "screener.db")) as database:
        layout = " ".join(sql or "" for (sql,) in database.execute("SELECT sql FROM sqlite_master"))
    assert not re.search(r"\b(sex|race|voluntary)", layout)


# What HR gets


def test_hr_gets_addresses_and_how_many_have_answered(office: Office, candidate: Candidate) -> None:
    opening = office.instance.store.opening_of(candidate.opening_id)
    others = [office.candidate(opening, name) for name in ("Rolf Kessinger", "Mei Castellanos")]
    withdraw(office.instance, office.helen, others[1].id)
    give(office, candidate)
    give(office, others[1])
    for person in (office.helen, office.sam):
        found = addresses_of(office.instance, person, opening.id)
        assert [(own.name, token) for own, token in found.people] == [
            (own.name, token_of(office.instance, own.id)) for own in (others[0], candidate)
        ]
        assert found.answered is None


def test_from_ten_on_hr_is_told_how_many_have_answered_whoever_withdraws(office: Office, candidate: Candidate) -> None:
    opening = office.instance.store.opening_of(candidate.opening_id)
    others = [office.candidate(opening, f"Candidate {number}") for number in range(10)]
    for own in others[:9]:
        give(office, own)
    assert addresses_of(office.instance, office.helen, opening.id).answered is None
    give(office, others[9])
    assert addresses_of(office.instance, office.helen, opening.id).answered == 10
    withdraw(office.instance, office.helen, others[0].id)
    assert addresses_of(office.instance, office.helen, opening.id).answered == 10


def test_what_hr_gets_does_not_tell_who_answered(office: Office, candidate: Candidate) -> None:
    other = office.candidate(office.instance.store.opening_of(candidate.opening_id), "Rolf Kessinger")
    give(office, candidate)
    before = addresses_of(office.instance, office.helen, candidate.opening_id)
    give(office, candidate, **NOTHING)
    give(office, other)
    assert addresses_of(office.instance, office.helen, candidate.opening_id) == before


@pytest.mark.parametrize(
    ("who", "error"),
    [("ingrid", NotAllowed), ("marcus", NotFound), ("yuki", NotFound)],
)
def test_nobody_else_gets_addresses(office: Office, candidate: Candidate, who: str, error: type[Exception]) -> None:
    person: Person = getattr(office, who)
    with pytest.raises(error):
        addresses_of(office.instance, person, candidate.opening_id)


def test_a_manager_off_the_panel_finds_no_opening(office: Office) -> None:
    with pytest.raises(NotFound):
        addresses_of(office.instance, office.ingrid, office.opening(panel=(office.marcus,)).id)
