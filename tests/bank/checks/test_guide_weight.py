from pathlib import Path

import pytest

from screener.bank.checks.guide_weight import check
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import COMPETENCIES, SLOTS, place_of, write_bank

GUIDE = SLOTS["guide"]


def write_weights(folder: Path, weights: list[float], reasons: tuple[str, ...] = ()) -> Path:
    rated = [
        {"id": name, "weight": weight, **({"reason": "It counts."} if name in reasons else {})}
        for name, weight in zip(COMPETENCIES, weights, strict=True)
    ]
    return write_bank(folder, guide={"competencies": rated})


@pytest.mark.parametrize("weight", [1, 2.5])
def test_it_accepts_equal_weights(tmp_path: Path, weight: float) -> None:
    assert found_by(check, write_weights(tmp_path, [weight] * 5)) == []


def test_it_reports_each_weight_that_differs_without_a_reason(tmp_path: Path) -> None:
    write_weights(tmp_path, [1, 2, 1, 0.5, 1])
    assert found_by(check, tmp_path) == [
        f"{GUIDE}:{place_of(tmp_path / GUIDE, f'id: {name}')} guide-weight" for name in ("credit", "listening")
    ]
    assert messages_of(check, tmp_path)[1] == ("`listening` weighs 0.5, others 1 (write a `reason`, or make it equal)")


def test_it_accepts_a_weight_that_differs_for_a_reason(tmp_path: Path) -> None:
    assert found_by(check, write_weights(tmp_path, [1, 2, 1, 1, 1], reasons=("credit",))) == []


def test_it_goes_by_the_most_common_weight(tmp_path: Path) -> None:
    write_weights(tmp_path, [1, 2, 2, 2, 2])
    assert found_by(check, tmp_path) == [f"{GUIDE}:{place_of(tmp_path / GUIDE, 'id: standing')} guide-weight"]
