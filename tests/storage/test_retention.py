"""Rules, holds, reports, and what erasing removes, in every database."""

import pytest

from screener.storage import Store
from screener.storage.records import ConsensusLevel
from screener.storage.retention import Expiry, Hold, LastDone, OpeningRule
from tests.storage.made import (
    AT,
    LATER,
    ONE_OF_EACH,
    a_candidate,
    a_draft,
    a_hearing,
    a_reading,
    an_opening,
)


def a_hold(name: str = "hold", candidate: str = "cara", **changes: object) -> Hold:
    fields: dict[str, object] = {
        "id": name, "opening_id": "post", "candidate_id": candidate, "reason": "A claim", "person_id": "ann", "at": AT,
    }  # fmt: skip
    return Hold(**{**fields, **changes})  # type: ignore[arg-type]


def test_the_rule_that_was_chosen_last_counts(furnished: Store) -> None:
    for rule in ("first", "second"):
        furnished.set_opening_rule(OpeningRule("post", rule, "ann", AT))
    assert furnished.opening_rules() == {"post": OpeningRule("post", "second", "ann", AT)}


def test_a_hold_is_on_until_it_is_lifted_once(furnished: Store) -> None:
    furnished.add_hold(a_hold())
    assert furnished.holds() == (a_hold(),)
    assert furnished.lift_hold("hold", "ben", LATER)
    assert not furnished.lift_hold("hold", "ann", LATER)
    assert not furnished.lift_hold("unknown", "ann", LATER)
    assert furnished.holds() == ()
    assert furnished.holds_of("post") == (a_hold(lifted_by="ben", lifted_at=LATER),)
    assert furnished.holds_of("elsewhere") == ()


def test_decided_are_those_who_withdrew_and_those_of_closed_openings(furnished: Store) -> None:
    furnished.add_opening(an_opening("closed", closed_at=LATER))
    furnished.add_candidates([
        a_candidate("Dora", withdrawn_at=AT), a_candidate("Eva", "closed"), a_candidate("Fay", "closed", erased_at=AT),
    ])  # fmt: skip
    assert {(own.candidate.id, own.opening.id) for own in furnished.decided()} == {("dora", "post"), ("eva", "closed")}
    assert [own.candidate.id for own in furnished.decided(opening_id="closed")] == ["eva"]
    assert furnished.kept_candidates() == {"post": 2, "closed": 1}
    assert furnished.erased_candidates() == {"fay": AT}


def test_the_last_record_of_a_candidate_is_the_latest_of_anything(furnished: Store) -> None:
    furnished.add_candidates([a_candidate("Dora", added_at=AT)])
    assert furnished.last_record_of("dora") == AT
    assert furnished.last_record_of("cara") == AT
    furnished.append_draft(a_draft("Later", saved_at=LATER))
    assert (furnished.last_record_of("cara"), furnished.last_record_of("dora")) == (LATER, AT)
    assert furnished.last_record_of("unknown") == ""


def test_the_newest_record_is_of_anything_that_somebody_did(store: Store, furnished: Store) -> None:
    assert furnished.newest_record() == AT
    furnished.append_draft(a_draft("Later", saved_at=LATER))
    assert furnished.newest_record() == LATER


def test_before_anything_was_done_there_is_no_newest_record(store: Store) -> None:
    assert store.newest_record() == ""


def test_reports_are_kept_the_newest_first(furnished: Store) -> None:
    first, second = (Expiry(at, at, "", "server", {"erased": [{"candidate": "cara"}]}) for at in (AT, LATER))
    for report in (first, second):
        furnished.add_expiry(report)
    assert furnished.expiries() == (second, first)
    assert furnished.expiries(limit=1) == (second,)


def test_when_work_was_last_done_is_kept(store: Store) -> None:
    assert store.last_done("expiry") == ""
    for at in (AT, LATER):
        store.note_done(LastDone("expiry", at))
    assert (store.last_done("expiry"), store.last_done("other")) == (LATER, "")


def test_erasing_removes_words_and_keeps_levels(furnished: Store) -> None:
    furnished.append_draft(a_draft("Words"))
    furnished.add_reading(a_reading("Words"))
    for entry in ONE_OF_EACH:
        furnished.append(entry)
    furnished.submit("card", AT)
    furnished.add_hearing(a_hearing())
    furnished.add_consensus_level(ConsensusLevel("cara", 1, "standing", 3, "Words", "ann", AT))
    removed = furnished.erase_words("cara")
    assert removed["draft"] == removed["reading"] == removed["hearing"] == 1
    assert furnished.heads_of(["card"]) == ()
    assert furnished.readings_of(["card"]) == ()
    assert [own.level for own in furnished.ratings_of(["card"])] == [3]
    assert [(own.quote, own.reason) for own in furnished.flag_answers_of(["card"])] == [("", "")]
    assert [own.reason for own in furnished.askings_of(["card"])] == [""]
    assert [(own.level, own.reason) for own in furnished.consensus_levels_of("cara")] == [(3, "")]
    (hearing,) = furnished.hearings_of(["card"], bank="b", policy="p")
    assert [(flag.quote, flag.philosophy) for flag in hearing.flags] == [("", "sole-credit")]
    assert furnished.erase_words("cara").get("draft") is None


@pytest.mark.parametrize("candidate", ["unknown", ""])
def test_erasing_somebody_whom_there_is_not_removes_nothing(furnished: Store, candidate: str) -> None:
    furnished.append_draft(a_draft("Words"))
    assert furnished.erase_words(candidate) == {}
    assert len(furnished.heads_of(["card"])) == 1


def test_what_was_removed_is_overwritten(furnished: Store) -> None:
    furnished.append_draft(a_draft("Words"))
    furnished.erase_words("cara")
    assert furnished.overwrite_removed()
