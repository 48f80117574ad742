"""What is noted in the audit trail of what raters send: ratings and why questions were left out, never a note's words.

A rating is told with what the machine had suggested by then, if the rater had seen it, and by which reader: so that
afterwards it can be shown who judged first.
"""

import json
from collections.abc import Mapping
from typing import Any

from screener.journeys.audit import about_seat, note
from screener.journeys.instance import Instance
from screener.storage.records import Asking, Entry, PlacementChoice, Rating, Reading, Seat


class Notary:
    """Notes what becomes of one scorecard while a batch is kept."""

    def __init__(self, instance: Instance, seat: Seat) -> None:
        self._instance, self._seat = instance, seat
        self._ratings: dict[tuple[str, str], Rating] | None = None
        self._readings: tuple[Reading, ...] | None = None

    def suggestions_on(self, question: str) -> tuple[Reading, ...]:
        """Return what was last shown to the rater on an answer, for each source."""
        if self._readings is None:
            self._readings = self._instance.store.readings_of([self._seat.scorecard.id])
        return tuple(reading for reading in self._readings if reading.question == question)

    def before(self, entry: Entry) -> None:
        """Look at what an entry will replace, before it is kept."""
        if isinstance(entry, Rating) and self._ratings is None:
            ratings = self._instance.store.ratings_of([self._seat.scorecard.id])
            self._ratings = {(own.question, own.competency): own for own in ratings}

    def kept(self, entry: Entry, reason: str = "") -> None:
        """Note an entry that was kept for the first time; `reason` is what a rater gave for changing a rating."""
        if isinstance(entry, Rating):
            self._rated(entry, reason)
        elif isinstance(entry, Asking):
            self._asked(entry)
        elif isinstance(entry, PlacementChoice):
            facts = {"question": entry.question, "placement": entry.placement, "place": entry.value}
            self._note("place.chosen", facts | ({"years": entry.amount} if entry.amount is not None else {}))

    def _rated(self, rating: Rating, reason: str) -> None:
        ratings = self._ratings if self._ratings is not None else {}
        before = ratings.get((rating.question, rating.competency))
        ratings[rating.question, rating.competency] = rating
        facts: dict[str, Any] = {
            "question": rating.question, "competency": rating.competency, "level": rating.level,
            "written": rating.written_at,
        }  # fmt: skip
        if before:
            facts["was"] = before.level
        if rating.after_suggestion:
            facts["seen"] = suggested_on(rating.competency, self.suggestions_on(rating.question))
        self._note(_action(rating, before), facts, {"reason": reason})

    def _asked(self, asking: Asking) -> None:
        if asking.state == "skipped":
            self._note("question.skipped", {"question": asking.question}, {"reason": asking.reason})
        elif self._was_skipped(asking):
            self._note("question.taken-up", {"question": asking.question})

    def _was_skipped(self, asking: Asking) -> bool:
        """Whether the state before this one, which is kept by now, was a skip."""
        kept = self._instance.store.everything_of(self._seat.scorecard.id, Asking)
        states = [own.state for own in kept if own.question == asking.question and own.key != asking.key]
        return bool(states) and states[-1] == "skipped"

    def _note(self, action: str, facts: Mapping[str, Any], words: Mapping[str, str] | None = None) -> None:
        note(self._instance, self._seat.rater, action, about_seat(self._seat), facts, words)


def suggested_on(competency: str, readings: tuple[Reading, ...]) -> dict[str, dict[str, Any]]:
    """Return what the built-in reader suggested on a competency, by source: the level (None for none), and its version.

    A second reader's levels go by names and are its own; that it was asked is noted when it is.
    """
    told = ((reading.source, json.loads(reading.data)) for reading in readings)
    return {source: _suggested(competency, data) for source, data in told if "reader" in data}


def _suggested(competency: str, data: Mapping[str, Any]) -> dict[str, Any]:
    levels = {own["competency"]: own["level"] for own in data["levels"]}
    return {"level": levels.get(competency), "reader": data["reader"]}


def _action(rating: Rating, before: Rating | None) -> str:
    if before is None:
        return "rating.given"
    if before.level == rating.level:
        return "rating.confirmed"
    return "rating.overridden" if rating.after_suggestion else "rating.changed"
