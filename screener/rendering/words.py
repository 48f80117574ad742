"""How figures of the report are put into words for people."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_BANDS = ((0.85, "very likely"), (0.65, "likely"), (0.0, "uncertain"))
_TENTATIVE = "only a suggestion: the reader knows this belief by its examples alone"


def sureness(confidence: float, is_tentative: bool = False) -> str:
    """Say how sure a finding is. A percentage would promise more than a reader can know."""
    if is_tentative:
        return _TENTATIVE
    return next(words for least, words in _BANDS if confidence >= least)


def decimals(value: float, places: int) -> str:
    """Write a number with so many decimals, halves away from 0 as people round: 3.25 is 3.3."""
    # The computer's 13/8 or 2.675 may lie a hair below the half that it stands for.
    exact = Decimal(repr(round(value, 9)))
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def clock(seconds: float) -> str:
    """Write seconds as minutes:seconds, and hours where needed."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def nothing_found(asked: int) -> str:
    """Say why a competency has no level. That nothing was found is no verdict on what was said."""
    return "nothing found: read the answers" if asked else "not asked"


def doubtful_guide(report: dict[str, Any]) -> str:
    """Say so if hardly any question of the guide was recognised; empty otherwise."""
    questions, asked = len(report["questions"]), len(report["questions"]) - len(report["not_asked"])
    if 2 * asked >= questions:
        return ""
    recognised = f"Only {asked}" if asked else "None"
    return f"{recognised} of this guide's {questions} questions were recognised. Is it the right guide?"


def printable(text: str) -> str:
    """Return a text without characters that would steer a terminal."""
    return "".join(character for character in text if character in "\n\t" or character.isprintable())
