"""Tokens are made by administrators, shown once, and end: on their last day, when withdrawn, and with their maker."""

from dataclasses import replace

import pytest

from screener.errors import NotAllowed, NotFound, Refused
from screener.journeys.tokens import (
    make_token,
    reader_by,
    tokens_of,
    usual_last_day,
    withdraw_token,
)
from screener.storage.records import Person
from screener.storage.tokens import ApiToken
from tests.office import Office


def made(office: Office, name: str = "Greenhouse sync", until: str = "", by: Person | None = None) -> tuple[ApiToken, str]:  # fmt: skip
    return make_token(office.instance, by or office.sam, name, until)


def works(office: Office, secret: str) -> bool:
    return reader_by(office.instance, secret) is not None


# Who may


@pytest.mark.parametrize("who", ["helen", "ingrid", "marcus", "yuki"])
def test_nobody_but_an_administrator_has_to_do_with_tokens(office: Office, who: str) -> None:
    token, secret = made(office)
    actor = getattr(office, who)
    for forbidden in (
        lambda: make_token(office.instance, actor, "Mine"),
        lambda: tokens_of(office.instance, actor),
        lambda: withdraw_token(office.instance, actor, token.id),
    ):
        with pytest.raises(NotAllowed, match="Only an administrator"):
            forbidden()
    assert works(office, secret)
    assert len(tokens_of(office.instance, office.sam)) == 1


# Making


def test_only_the_hash_of_a_secret_is_kept(office: Office) -> None:
    token, secret = made(office)
    assert secret.startswith("screener_")
    assert len(secret) > 50
    (kept,) = tokens_of(office.instance, office.sam)
    assert kept.token == token
    assert (kept.made_by, kept.ended) == (office.sam, "")
    assert secret not in str(kept)
    assert secret.encode() not in b"".join(
        path.read_bytes() for path in office.instance.folder.iterdir() if path.name.startswith("screener.db")
    )


def test_every_token_has_a_secret_of_its_own(office: Office) -> None:
    assert len({made(office, f"Program {number}")[1] for number in range(20)}) == 20


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 121])
def test_it_refuses_names_that_are_none_or_too_long(office: Office, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        made(office, name)
    assert refusal.value.field == "name"
    assert tokens_of(office.instance, office.sam) == ()


def test_it_refuses_the_name_of_a_token_that_works(office: Office) -> None:
    token, _ = made(office)
    with pytest.raises(Refused, match="works already"):
        made(office, "GREENHOUSE sync")
    withdraw_token(office.instance, office.sam, token.id)
    assert made(office)[0].id != token.id


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", "محمد 👩🏽‍💼"])
def test_a_name_is_kept_as_it_is(office: Office, name: str) -> None:
    assert made(office, name)[0].name == name


@pytest.mark.parametrize("until", ["soon", "2026-13-01", "02.03.2027", "20270302x", "2026-03-01", "2031-03-02", "9999-12-31"])  # fmt: skip
def test_it_refuses_days_that_are_none_past_or_too_far(office: Office, until: str) -> None:
    with pytest.raises(Refused) as refusal:
        made(office, until=until)
    assert refusal.value.field == "until"


# Ending


def test_a_token_works_for_a_year_where_no_day_is_named(office: Office) -> None:
    _, secret = made(office)
    assert usual_last_day(office.instance) == "2027-03-02"
    office.clock.forward(days=365)
    assert works(office, secret)
    office.clock.forward(days=1)
    assert not works(office, secret)
    assert [kept.ended for kept in tokens_of(office.instance, office.sam)] == ["expired"]


def test_a_token_works_through_its_last_day(office: Office) -> None:
    _, secret = made(office, until=" 2026-03-02 ")
    assert works(office, secret)
    office.clock.forward(hours=30)
    assert not works(office, secret)


def test_a_withdrawn_token_does_not_work(office: Office) -> None:
    token, secret = made(office)
    _, other = made(office, "Other")
    assert withdraw_token(office.instance, office.sam, token.id).name == "Greenhouse sync"
    office.clock.forward(hours=1)
    withdraw_token(office.instance, office.sam, token.id)
    assert not works(office, secret)
    assert works(office, other)
    first, last = tokens_of(office.instance, office.sam)
    assert (first.token.name, first.ended, last.ended) == ("Other", "", "withdrawn")
    assert last.token.withdrawn_at == "2026-03-02T09:00:00.000Z"  # when it was withdrawn first


@pytest.mark.parametrize("unknown", ["", "nobody", "' OR 1=1 --", "\x00"])
def test_it_withdraws_none_that_there_is_not(office: Office, unknown: str) -> None:
    with pytest.raises(NotFound):
        withdraw_token(office.instance, office.sam, unknown)


@pytest.mark.parametrize("change", [{"ended_at": "2026-03-02T10:00:00.000Z"}, {"role": "hr"}])
def test_a_token_ends_with_what_let_its_maker_make_it(office: Office, change: dict[str, str]) -> None:
    _, secret = made(office)
    office.instance.store.change_person(replace(office.sam, **change))  # type: ignore[arg-type]
    assert not works(office, secret)
    office.instance.store.change_person(replace(office.helen, role="administrator"))
    other = office.instance.store.person_of(office.helen.id)
    assert "no administrator" in tokens_of(office.instance, other)[0].ended


# Reading


@pytest.mark.parametrize("change", [str.upper, lambda s: s[:-1], lambda s: s + "x", lambda s: f" {s}", lambda _: ""])
def test_no_other_secret_works(office: Office, change: object) -> None:
    _, secret = made(office)
    assert not works(office, change(secret))  # type: ignore[operator]


def test_a_program_reads_as_somebody_who_reads_what_hr_does(office: Office) -> None:
    token, secret = made(office)
    reader = reader_by(office.instance, secret)
    assert reader is not None
    assert (reader.name, reader.role) == ("Greenhouse sync", "hr")
    assert reader.id not in {person.id for person in office.instance.store.persons()}
    assert token.id in reader.id


def test_its_use_is_noted_once_a_minute(office: Office) -> None:
    _, secret = made(office)

    def used() -> str | None:
        return tokens_of(office.instance, office.sam)[0].token.used_at

    assert used() is None
    works(office, secret)
    assert used() == "2026-03-02T09:00:00.000Z"
    office.clock.forward(seconds=60)
    works(office, secret)
    assert used() == "2026-03-02T09:00:00.000Z"
    office.clock.forward(seconds=1)
    works(office, secret)
    assert used() == "2026-03-02T09:01:01.000Z"


def test_a_token_that_has_ended_is_not_noted_as_used(office: Office) -> None:
    token, secret = made(office)
    withdraw_token(office.instance, office.sam, token.id)
    works(office, secret)
    assert tokens_of(office.instance, office.sam)[0].token.used_at is None
