"""Quantiles, against the values that SciPy 1.16 gives."""

import pytest

from screener.aggregate.quantiles import f_quantile, incomplete_beta, t_quantile


@pytest.mark.parametrize(
    ("share", "freedom", "value"),
    [
        (0.975, 1, 12.706204736432095),
        (0.975, 9, 2.2621571627409915),
        (0.6, 5.5, 0.2658994571379),
        (0.975, 1000, 1.9623390808),
    ],
)
def test_student(share: float, freedom: float, value: float) -> None:
    assert t_quantile(share, freedom) == pytest.approx(value, rel=1e-9)
    assert t_quantile(1 - share, freedom) == pytest.approx(-value, rel=1e-9)


@pytest.mark.parametrize(
    ("share", "above", "below", "value"),
    [
        (0.975, 5, 18, 3.3819677), (0.025, 5, 18, 0.1571862), (0.975, 9, 240.2, 2.1670833), (0.5, 57.5, 240.2, 0.9911814),
        (0.995, 3000, 1, 25460.21367),
    ],
)  # fmt: skip
def test_f(share: float, above: float, below: float, value: float) -> None:
    assert f_quantile(share, above, below) == pytest.approx(value, rel=1e-6)


def test_the_incomplete_beta_function_goes_from_0_to_1() -> None:
    assert incomplete_beta(0, 2, 3) == 0
    assert incomplete_beta(1, 2, 3) == 1
    assert incomplete_beta(0.5, 2, 2) == pytest.approx(0.5, abs=1e-12)
    assert incomplete_beta(0.3, 1, 4) == pytest.approx(1 - 0.7**4, abs=1e-12)
