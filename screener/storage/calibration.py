"""Ratings of sample answers, by which raters practise. Rows are only added."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CalibrationRating:
    """A level that somebody gave a sample answer, beside the reference level of then; None is "no evidence".

    `bank` is the fingerprint of the questions at that time, `example` names the answer.
    """

    id: str
    person_id: str
    bank: str
    competency: str
    example: str
    level: int | None
    reference: int | None
    at: str


class CalibrationStore(Protocol):
    """What raters gave when they practised."""

    def add_calibration_rating(self, rating: CalibrationRating) -> None:
        """Keep a rating of a sample answer."""

    def calibration_ratings_of(self, person_id: str) -> tuple[CalibrationRating, ...]:
        """Return all that a person gave when practising, in time."""
        ...

    def calibration_ratings(self) -> tuple[CalibrationRating, ...]:
        """Return what everybody gave when practising, in time."""
        ...
