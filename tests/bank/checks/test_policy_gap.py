from pathlib import Path

from screener.bank.checks.policy_gap import check
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import SLOTS, make_philosophy, make_policy, place_of, write_bank

POLICY = SLOTS["policy"]
OTHER = {"philosophies/other.yaml": make_philosophy("other")}
ACCEPTED = {"philosophy": "other", "reason": "It suits us."}


def test_it_accepts_a_policy_that_flags_every_risky_philosophy(tmp_path: Path) -> None:
    assert found_by(check, write_bank(tmp_path)) == []


def test_it_reports_a_risky_philosophy_that_a_policy_forgets(tmp_path: Path) -> None:
    write_bank(tmp_path, extra=OTHER)
    assert found_by(check, tmp_path) == [f"{POLICY}:{place_of(tmp_path / POLICY, 'flags')} policy-gap"]
    assert messages_of(check, tmp_path)[0].startswith("takes no stand on `other` ")


def test_it_accepts_a_risky_philosophy_that_a_policy_accepts(tmp_path: Path) -> None:
    assert found_by(check, write_bank(tmp_path, extra=OTHER, policy={"accepted": [ACCEPTED]})) == []


def test_it_reports_a_philosophy_that_is_both_flagged_and_accepted(tmp_path: Path) -> None:
    both = {"philosophy": "sole-credit", "reason": "It suits us."}
    write_bank(tmp_path, extra=OTHER, policy={"accepted": [ACCEPTED, both]})
    place = place_of(tmp_path / POLICY, "philosophy: sole-credit", 2)
    assert found_by(check, tmp_path) == [f"{POLICY}:{place} policy-gap"]


def test_it_asks_for_no_stand_on_healthy_philosophies_but_allows_one(tmp_path: Path) -> None:
    flags = [*make_policy()["flags"], {"philosophy": "shared-credit", "severity": "low"}]
    assert found_by(check, write_bank(tmp_path, policy={"flags": flags})) == []


def test_it_looks_at_every_policy(tmp_path: Path) -> None:
    extra = {f"policies/{name}.yaml": make_policy(id=name) for name in ("first", "second")}
    write_bank(tmp_path, extra=OTHER | extra)
    assert [line.split(":")[0] for line in found_by(check, tmp_path)] == [
        "policies/default.yaml", "policies/first.yaml", "policies/second.yaml",
    ]  # fmt: skip
