"""What a draft would change in finished interviews is worked out for one person, can be stopped, and changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screener.errors import Conflict, NotAllowed, NotFound
from screener.journeys import bank_effect
from screener.journeys.bank_adoption import adopt_draft
from screener.journeys.bank_drafts import discard, draft_page, keep_file, start_draft
from screener.journeys.bank_effect import EffectPage, begin_effect, find_effect, stop_effect, work_out
from screener.journeys.bank_files import hash_of
from screener.storage.bank import BankDraft
from screener.storage.records import Candidate
from tests.factories import SLOTS, as_yaml, make_philosophy, make_policy
from tests.journeys.rated import locked, note, rated
from tests.office import Office

POLICY, RISKY = SLOTS["policy"], SLOTS["risky"]
SAID = "Honestly, the credit belongs to us in May. A long year with many fairs, and then the autumn."


@pytest.fixture
def tessa(office: Office, bank: Path) -> Candidate:
    """A candidate who says in a finished interview that the credit belongs to them."""
    candidate = office.candidate(office.opening())
    seat = rated(office, candidate, office.marcus, {"standing": [3]}, submits=False)
    note(office, seat, SAID)
    locked(office, seat)
    return candidate


@pytest.fixture
def draft(office: Office, bank: Path) -> BankDraft:
    """A draft that has the reader pass over it."""
    text = as_yaml(make_policy(show_from=0.99))
    return start_draft(
        office.instance, office.helen, "Stricter", {POLICY: text.encode()}, office.instance.shelf.library().contents
    )


def worked_out(office: Office, draft: BankDraft) -> EffectPage:
    work_out(office.instance, begin_effect(office.instance, office.helen, draft.id))
    found = find_effect(office.instance, office.helen, draft.id)
    assert found is not None
    return found


def everything(office: Office) -> Iterator[str]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(office.instance.folder / "screener.db")) as database:
        lines = database.iterdump()
        yield from (line for line in lines if not any(own in line for own in ("bank_effect", "audit_")))


def test_it_shows_which_flags_go_with_the_words(office: Office, tessa: Candidate, draft: BankDraft) -> None:
    effect = worked_out(office, draft)
    assert (effect.state, effect.done, effect.total, effect.is_outdated) == ("done", 1, 1, False)
    assert effect.found is not None
    (candidate,) = effect.found["changes"]
    (flag,) = [own for answer in candidate["answers"] for own in answer["flags"] if own["philosophy"] == "sole-credit"]
    assert (candidate["candidate"], flag["what"], flag["after"]) == (tessa.name, ["disappears"], None)
    quotation = flag["before"]["quotation"]
    assert SAID[quotation["start"] : quotation["end"]] == quotation["quote"]


def test_nothing_is_changed_by_it(office: Office, tessa: Candidate, draft: BankDraft) -> None:
    before = list(everything(office))
    worked_out(office, draft)
    assert list(everything(office)) == before


def test_a_finished_interview_keeps_its_bank_when_the_draft_is_adopted(
    office: Office, tessa: Candidate, draft: BankDraft
) -> None:
    (seat,) = office.instance.store.seats(candidate_ids=[tessa.id])
    adopt_draft(
        office.instance, office.helen, draft.id, "Stricter", draft_page(office.instance, office.helen, draft.id).seal
    )
    assert office.instance.store.seats(candidate_ids=[tessa.id]) == (seat,)
    assert office.instance.shelf.pinned(seat.interview.bank).bank.policies["default"].show_from == 0.5


def test_an_added_belief_is_found_by_its_phrases(office: Office, tessa: Candidate) -> None:
    new = as_yaml(make_philosophy("fairs-first", belief="a long year with many fairs"))
    flags = [{"philosophy": name, "severity": "high"} for name in ("sole-credit", "fairs-first")]
    files = {"philosophies/fairs-first.yaml": new.encode(), POLICY: as_yaml(make_policy(flags=flags)).encode()}
    effect = worked_out(
        office, start_draft(office.instance, office.helen, "Fairs", files, office.instance.shelf.library().contents)
    )
    assert effect.found is not None
    found = [own for c in effect.found["changes"] for a in c["answers"] for own in a["flags"]]
    assert [(own["philosophy"], own["what"]) for own in found] == [("fairs-first", ["appears"])]


def test_it_is_outdated_once_the_draft_is_changed(office: Office, tessa: Candidate, draft: BankDraft) -> None:
    worked_out(office, draft)
    base = hash_of(office.instance.shelf.read(POLICY))
    seen = hash_of(as_yaml(make_policy(show_from=0.99)).encode())
    text = as_yaml(make_policy(show_from=0.6))
    keep_file(office.instance, office.helen, POLICY, text, base, draft_id=draft.id, seen=seen)
    found = find_effect(office.instance, office.helen, draft.id)
    assert found is not None
    assert found.is_outdated


def test_a_draft_with_mistakes_is_told_to_be_mended_first(office: Office, tessa: Candidate, bank: Path) -> None:
    effect = worked_out(
        office,
        start_draft(office.instance, office.helen, "Odd", {POLICY: b"id: ["}, office.instance.shelf.library().contents),
    )
    assert effect.state == "failed"
    assert "Mend what is told above" in effect.message


def test_it_can_be_stopped(office: Office, tessa: Candidate, draft: BankDraft) -> None:
    effect_id = begin_effect(office.instance, office.helen, draft.id)
    assert stop_effect(office.instance, office.helen, effect_id) == draft.id
    work_out(office.instance, effect_id)
    found = find_effect(office.instance, office.helen, draft.id)
    assert found is not None
    assert (found.state, found.found) == ("stopped", None)
    with pytest.raises(Conflict):
        stop_effect(office.instance, office.helen, effect_id)


def test_beginning_again_stops_what_was_begun_before(office: Office, draft: BankDraft) -> None:
    first, second = (begin_effect(office.instance, office.helen, draft.id) for _ in range(2))
    effects = [office.instance.store.find_bank_effect(name) for name in (first, second)]
    assert [effect and effect.state for effect in effects] == ["stopped", "running"]


def test_what_a_server_left_behind_is_given_up(office: Office, draft: BankDraft) -> None:
    begin_effect(office.instance, office.helen, draft.id)
    office.clock.forward(minutes=3)
    found = find_effect(office.instance, office.helen, draft.id)
    assert found is not None
    assert found.state == "stopped"


def test_it_is_kept_for_a_day_at_most_and_ends_with_its_draft(
    office: Office, tessa: Candidate, draft: BankDraft
) -> None:
    worked_out(office, draft)
    other = start_draft(
        office.instance,
        office.helen,
        "Other",
        {POLICY: as_yaml(make_policy(name="Other")).encode()},
        office.instance.shelf.library().contents,
    )
    office.clock.forward(hours=25)
    begin_effect(office.instance, office.helen, other.id)
    assert find_effect(office.instance, office.helen, draft.id) is None
    discard(office.instance, office.helen, other.id)
    assert find_effect(office.instance, office.helen, other.id) is None


def test_an_error_of_ours_is_told_without_its_words(
    office: Office, tessa: Candidate, draft: BankDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(bank_effect, "reread", broken)
    effect = worked_out(office, draft)
    assert effect.state == "failed"
    assert "secret" not in effect.message


# Who may


def test_each_sees_what_was_worked_out_for_them(office: Office, tessa: Candidate, draft: BankDraft) -> None:
    worked_out(office, draft)
    assert find_effect(office.instance, office.sam, draft.id) is None
    effect_id = begin_effect(office.instance, office.sam, draft.id)
    with pytest.raises(NotFound):
        stop_effect(office.instance, office.helen, effect_id)


def test_whoever_has_still_to_rate_a_candidate_sees_nothing_of_others(office: Office, tessa: Candidate, draft: BankDraft) -> None:  # fmt: skip
    office.interview(tessa, office.helen)
    effect = worked_out(office, draft)
    assert effect.found is not None
    assert (effect.found["changes"], effect.found["answers"]) == ([], 0)


@pytest.mark.parametrize("who", ["ingrid", "marcus", "yuki"])
def test_it_is_for_hr_alone(office: Office, draft: BankDraft, who: str) -> None:
    person = getattr(office, who)
    effect_id = begin_effect(office.instance, office.helen, draft.id)
    for act in (
        lambda: begin_effect(office.instance, person, draft.id),
        lambda: find_effect(office.instance, person, draft.id),
        lambda: stop_effect(office.instance, person, effect_id),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_one_that_lost_its_role_meanwhile_gets_nothing(office: Office, tessa: Candidate, draft: BankDraft) -> None:
    effect_id = begin_effect(office.instance, office.helen, draft.id)
    office.instance.store.change_person(replace(office.helen, role="interviewer"))
    work_out(office.instance, effect_id)
    effect = office.instance.store.find_bank_effect(effect_id)
    assert effect is not None
    assert effect.state == "failed"
