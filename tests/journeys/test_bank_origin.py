"""What came from elsewhere is known from two records and the history; what is not known counts as HR's own."""

import json
from pathlib import Path

import pytest

from screener.errors import Unreadable
from screener.journeys.bank_adoption import save_file
from screener.journeys.bank_files import hash_of
from screener.journeys.bank_origin import note_arrival, origin_of
from tests.factories import SLOTS, as_yaml, make_question
from tests.office import Office

QUESTION = SLOTS["question"]
V1, V2 = b"id: one\n", b"id: two\n"


def edit(office: Office, words: str) -> bytes:
    text = as_yaml(make_question(why=words))
    base = hash_of(office.instance.shelf.read(QUESTION))
    assert save_file(office.instance, office.helen, QUESTION, text, base, "Clearer").save
    return text.encode()


def test_what_the_instance_was_made_with_is_known(office: Office, bank: Path) -> None:
    (bank / ".shipped.json").write_text(json.dumps({QUESTION: hash_of(V1), "LICENSE": "0" * 64}), encoding="utf-8")
    origin = origin_of(bank, office.instance.store)
    assert origin.is_known(QUESTION, V1, "shipped")
    assert origin.is_known(QUESTION, V1.replace(b"\n", b"\r\n"), "imported", "shipped")
    assert not origin.is_known(QUESTION, V1, "imported")
    assert not origin.is_known(QUESTION, V2, "shipped")
    assert (origin.was_there(QUESTION), origin.was_there("guides/other.yaml")) == (True, False)


def test_what_was_ever_part_of_the_bank_is_known_whoever_wrote_it(office: Office, bank: Path) -> None:
    before = (bank / QUESTION).read_bytes()
    office.instance.shelf.current()
    mine = edit(office, "To know more.")
    edit(office, "To know most.")
    origin = origin_of(bank, office.instance.store)
    assert origin.was_had(QUESTION, before)
    assert origin.was_had(QUESTION, mine)
    assert not origin.was_had(QUESTION, V1)
    assert not origin.is_known(QUESTION, before, "shipped", "imported")


def test_what_arrives_is_noted_beside_what_arrived_before(office: Office, bank: Path) -> None:
    store = office.instance.store
    note_arrival(bank, origin_of(bank, store), "shipped", {QUESTION: V1})
    note_arrival(bank, origin_of(bank, store), "shipped", {QUESTION: V2, "guides/g.yaml": V1})
    note_arrival(bank, origin_of(bank, store), "imported", {QUESTION: b"id: others\n"})
    origin = origin_of(bank, store)
    assert all(origin.is_known(QUESTION, text, "shipped") for text in (V1, V2))
    assert origin.is_known("guides/g.yaml", V1, "shipped")
    assert origin.is_known(QUESTION, b"id: others\n", "imported")
    assert not origin.is_known(QUESTION, b"id: others\n", "shipped")
    assert not origin.was_there("guides/g.yaml")
    assert [path.name for path in bank.glob(".*")] == [".arrived.json"]


def test_what_hr_wrote_and_got_back_from_others_stays_hrs(office: Office, bank: Path) -> None:
    mine = edit(office, "To know more.")
    note_arrival(bank, origin_of(bank, office.instance.store), "imported", {QUESTION: mine})
    assert not origin_of(bank, office.instance.store).is_known(QUESTION, mine, "imported", "shipped")


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"null", b'{"shipped": [], "imported": {"x": "y"}}', b"[" * 100_000]
)
def test_spoilt_records_say_nothing(office: Office, bank: Path, content: bytes) -> None:
    for name in (".shipped.json", ".arrived.json"):
        (bank / name).write_bytes(content)
    origin = origin_of(bank, office.instance.store)
    assert origin.came == {"shipped": {}, "imported": {}}
    assert origin.made_with == frozenset()
    note_arrival(bank, origin, "shipped", {QUESTION: V1})
    assert origin_of(bank, office.instance.store).is_known(QUESTION, V1, "shipped")


def test_a_record_that_cannot_be_written_is_told(office: Office, bank: Path) -> None:
    (bank / ".arrived.json").mkdir()
    with pytest.raises(Unreadable, match=r"\.arrived\.json cannot be written"):
        note_arrival(bank, origin_of(bank, office.instance.store), "shipped", {QUESTION: V1})
