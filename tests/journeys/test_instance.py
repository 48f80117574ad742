"""An instance is made in a new folder, opened as it was left, and refused with a word where something is wrong."""

import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest

from screener.bank.load import load_library
from screener.errors import BankInvalid, NotFound, Refused, ScreenerError, Unreadable
from screener.journeys.instance import make_instance, moment_of, new_id, open_instance, stamp
from screener.paths import shipped
from tests.factories import write_bank
from tests.storage.older import make_older


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance as `screener init` leaves it."""
    folder = tmp_path_factory.mktemp("made") / "deep" / "within"
    make_instance(folder)
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An instance with few questions, to be spoilt."""
    (tmp_path / "secret.key").write_text("k" * 64 + "\n", encoding="ascii")
    write_bank(tmp_path / "questions")
    open_instance(tmp_path).close()
    return tmp_path


def test_an_upgrade_is_noted_in_the_trail_once(small: Path) -> None:
    (small / "screener.db").unlink()
    make_older(small / "screener.db", "bank_states")
    for _ in range(2):
        instance = open_instance(small)
        ((entry, _words),) = instance.store.audit_entries(action="schema.upgraded")
        instance.close()
    assert entry.facts["steps"][0] == "audit"
    assert entry.origin == "server"


# Making


def test_it_holds_the_shipped_questions_to_be_edited(made: Path) -> None:
    source = shipped("questions")
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    copies = {path.relative_to(made / "questions").as_posix() for path in (made / "questions").rglob("*") if path.is_file()}  # fmt: skip
    assert copies == files | {".shipped.json"}
    shipped_as = json.loads((made / "questions/.shipped.json").read_text(encoding="utf-8"))
    assert set(shipped_as) == files
    for path, digest in shipped_as.items():
        assert sha256((made / "questions" / path).read_bytes()).hexdigest() == digest


def test_its_history_begins_with_what_it_was_made_with_whatever_becomes_of_that(tmp_path: Path) -> None:
    make_instance(tmp_path / "own")
    spoil_question(tmp_path / "own", "items/credit/credit-largest-order.yaml")
    instance = open_instance(tmp_path / "own")
    (save,) = instance.store.bank_saves()
    assert (save.id, save.kind, save.person_id) == (1, "begun", None)
    assert save.bank == load_library(shipped("questions")).bank.fingerprint
    edition = instance.shelf.current()
    assert edition.version.files == load_library(shipped("questions")).contents
    assert "credit-largest-order.yaml:" in edition.trouble
    instance.close()


def test_what_it_was_made_with_is_noted_once(made: Path) -> None:
    open_instance(made).close()
    instance = open_instance(made)
    assert [save.kind for save in instance.store.bank_saves()] == ["begun"]
    instance.close()


def test_it_opens_with_nobody_in_it(made: Path) -> None:
    instance = open_instance(made)
    assert (instance.store.persons(), instance.shelf.current().trouble) == ((), "")
    assert "sales-leader" in instance.shelf.current().bank.guides
    instance.close()


def test_key_and_database_are_for_their_owner_alone(made: Path) -> None:
    instance = open_instance(made)
    instance.store.persons()
    for name in ("secret.key", "screener.db", "screener.db-wal"):
        assert stat.S_IMODE((made / name).stat().st_mode) == 0o600, name
    instance.close()


def test_every_instance_has_a_key_of_its_own(made: Path, tmp_path: Path) -> None:
    make_instance(tmp_path / "other")
    keys = [(folder / "secret.key").read_text(encoding="ascii") for folder in (made, tmp_path / "other")]
    assert keys[0] != keys[1]
    assert all(len(key.strip()) == 64 for key in keys)


def test_nothing_that_exists_is_written_over(small: Path) -> None:
    before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    with pytest.raises(Refused, match="is not empty"):
        make_instance(small)
    with pytest.raises(Refused, match="is not empty"):
        make_instance(small / "secret.key")
    assert {path: path.read_bytes() for path in small.rglob("*") if path.is_file()} == before


def test_a_folder_that_cannot_be_written_is_told(small: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be written"):
        make_instance(small / "secret.key" / "within")


# Opening


def test_it_opens_as_it_was_left(small: Path) -> None:
    first = open_instance(small)
    bank = first.shelf.keep_current(first.now())
    first.close()
    second = open_instance(small)
    assert second.secret == first.secret
    assert second.store.find_bank(bank) is not None
    second.close()


def no_key(folder: Path) -> None:
    (folder / "secret.key").unlink()


def empty_key(folder: Path) -> None:
    (folder / "secret.key").write_bytes(b"")


def short_key(folder: Path) -> None:
    (folder / "secret.key").write_bytes(b"secret\n")


def binary_key(folder: Path) -> None:
    (folder / "secret.key").write_bytes(bytes(range(128, 256)))


def no_database(folder: Path) -> None:
    for path in folder.glob("screener.db*"):
        path.unlink()
    (folder / "screener.db").write_bytes(b"no database " * 100)


def no_questions(folder: Path) -> None:
    (folder / "questions").rename(folder / "moved")


def wrong_question(folder: Path) -> None:
    for path in folder.glob("screener.db*"):
        path.unlink()  # no good state has been seen
    spoil_question(folder)


def spoil_question(folder: Path, path: str = "items/standing/standing-case.yaml") -> None:
    (folder / "questions" / path).write_text("id: [", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "error", "words"),
    [
        (no_key, NotFound, "screener init"),
        (empty_key, Unreadable, "holds no key"),
        (short_key, Unreadable, "holds no key"),
        (binary_key, Unreadable, "holds no key"),
        (no_database, Unreadable, "no database"),
        (no_questions, NotFound, "there is no folder"),
        (wrong_question, BankInvalid, r"standing-case\.yaml:\d"),
    ],
)
def test_it_says_what_is_wrong(small: Path, spoil: Callable[[Path], None], error: type[ScreenerError], words: str) -> None:  # fmt: skip
    spoil(small)
    with pytest.raises(error, match=words):
        open_instance(small)


def test_it_opens_with_the_last_good_questions_where_today_s_have_a_mistake(small: Path) -> None:
    spoil_question(small)
    instance = open_instance(small)
    assert "standing-case" in instance.shelf.current().bank.questions
    assert "standing-case.yaml:" in instance.shelf.current().trouble
    instance.close()


def test_the_history_begins_with_what_was_there_and_goes_on_with_what_is_changed_outside(small: Path) -> None:
    (small / "questions/policies/default.yaml").write_bytes(
        (small / "questions/policies/default.yaml").read_bytes() + b"# mine\n"
    )
    for _ in range(2):  # seen once, noted once
        instance = open_instance(small)
        saves = [(save.id, save.kind, save.person_id) for save in instance.store.bank_saves()]
        assert saves == [(2, "outside", None), (1, "begun", None)]
        assert instance.store.last_bank_save().bank == instance.shelf.current().bank.fingerprint  # type: ignore[union-attr]
        instance.close()


@pytest.mark.parametrize("name", ["nowhere", "secret.key", "questions"])
def test_what_is_no_instance_stays_untouched(small: Path, name: str) -> None:
    before = sorted(small.rglob("*"))
    with pytest.raises(NotFound, match="no instance of Screener"):
        open_instance(small / name)
    assert sorted(small.rglob("*")) == before


# Times and ids


def test_times_sort_as_texts_and_come_back() -> None:
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    moments = [start + timedelta(milliseconds=step) for step in (0, 1, 999, 1000, 86_400_000, 10**11)]
    stamps = [stamp(moment) for moment in moments]
    assert stamps == sorted(stamps)
    assert [moment_of(at) for at in stamps] == moments
    assert stamps[1] == "2026-03-02T09:00:00.001Z"


def test_times_are_kept_in_utc_whatever_zone_they_come_from() -> None:
    there = timezone(timedelta(hours=5, minutes=30))
    assert stamp(datetime(2026, 3, 2, 1, 0, tzinfo=there)) == "2026-03-01T19:30:00.000Z"


def test_ids_do_not_come_twice() -> None:
    ids = {new_id() for _ in range(10_000)}
    assert len(ids) == 10_000
    assert {len(name) for name in ids} == {16}
