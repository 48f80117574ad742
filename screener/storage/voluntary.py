"""What candidates tell about themselves of their own free will, in a file of its own: it is counted, never looked up.

Neither ids nor names nor times stand in it, and not the order in which answers came in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class VoluntaryAnswer:
    """A category of sex and one of race or ethnicity; "" for what somebody did not wish to say.

    `key` is a keyed hash that only the instance's secret leads to.
    """

    key: str
    sex: str
    race: str


class VoluntaryStore(Protocol):
    """The answers that count."""

    def keep_answer(self, answer: VoluntaryAnswer) -> None:
        """Keep an answer in the place of an earlier one with its key."""

    def remove_answer(self, key: str) -> None:
        """Delete an answer for good, if there is one."""

    def answers(self) -> Mapping[str, VoluntaryAnswer]:
        """Return all answers by key."""
        ...

    def damages(self) -> tuple[str, ...]:
        """Look through the whole file, and return what of it is damaged."""
        ...

    def close(self) -> None:
        """Let go of the file."""
