"""Quantiles of Student's t and of F. SciPy has them too, and would make every installation a third larger."""

import math
from collections.abc import Callable

UPPER = 0.975  # where a 95 % interval ends
_SMALLEST = 1e-300
_EXACT = 1e-15
_STEPS = 10_000


def t_quantile(share: float, freedom: float) -> float:
    """Return the value below which this share (0–1, exclusive) of Student's t lies, for degrees of freedom above 0.

    The square of t with n degrees of freedom is F with 1 and n.
    """
    if share < 0.5:
        return -t_quantile(1 - share, freedom)
    return math.sqrt(f_quantile(2 * share - 1, 1, freedom)) if share > 0.5 else 0.0


def f_quantile(share: float, above: float, below: float) -> float:
    """Return the value below which this share (0–1, exclusive) of F lies.

    `above` and `below` are the degrees of freedom, which need not be whole. The share of F below x is the regularised
    incomplete beta function of above·x / (above·x + below) (DLMF 8.17).
    """
    part, rest = _inverse(lambda x: incomplete_beta(x, above / 2, below / 2), share)
    return below * part / (above * rest)


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) for x from 0 to 1 (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # there the fraction converges quickly for the other side
        return 1 - incomplete_beta(1 - x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(front) / a / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction 1 + d₁/(1 + d₂/(1 + …)) from the left (Lentz's method, DLMF 3.10(iii))."""
    value = over = 1.0
    under = 0.0
    for step in range(1, _STEPS):
        m = step // 2
        if step % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        under = 1 / _not_zero(1 + term * under)
        over = _not_zero(1 + term / over)
        value *= over * under
        if abs(over * under - 1) < _EXACT:
            return value
    raise ArithmeticError(f"the incomplete beta function of {x}, {a}, {b} does not converge")


def _not_zero(value: float) -> float:
    return value if abs(value) > _SMALLEST else _SMALLEST


def _inverse(rising: Callable[[float], float], wanted: float) -> tuple[float, float]:
    """Return where a rising function of 0 to 1 takes a value, and what is left to 1, by halving."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return middle, 1 - middle
