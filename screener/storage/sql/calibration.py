"""Ratings of sample answers in SQL."""

from screener.storage.calibration import CalibrationRating
from screener.storage.sql.connection import SqlConnection

_IN_TIME = "ORDER BY at, rowid"  # two of the same millisecond in the order in which they came


class SqlCalibration(SqlConnection):
    """See CalibrationStore."""

    def add_calibration_rating(self, rating: CalibrationRating) -> None:
        """Keep a rating of a sample answer."""
        self._insert("calibration_rating", rating)

    def calibration_ratings_of(self, person_id: str) -> tuple[CalibrationRating, ...]:
        """Return all that a person gave when practising, in time."""
        return self._all(CalibrationRating, "calibration_rating", f"WHERE person_id = ? {_IN_TIME}", (person_id,))

    def calibration_ratings(self) -> tuple[CalibrationRating, ...]:
        """Return what everybody gave when practising, in time."""
        return self._all(CalibrationRating, "calibration_rating", _IN_TIME)
