"""What a submitted scorecard comes to, and what the machine heard in it: kept, so that thousands can be compared."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from screener.storage.records import ConsensusLevel, Rating


@dataclass(frozen=True, slots=True)
class Summary:
    """What a rater gave. Made when the scorecard is locked, and never changed.

    `levels` are by competency, one for each answer, None for "no evidence"; `places` by scheme, each a value and an
    amount; `verdicts` say what the rater made of flags, by philosophy: "adopted" if that was said of any of its flags.
    """

    scorecard_id: str
    levels: Mapping[str, Sequence[int | None]]
    places: Mapping[str, tuple[str, int | None]]
    verdicts: Mapping[str, str]


class HeardFlag(NamedTuple):
    """A philosophy that was heard in an answer, with the words, which stand in `source` from `start` to `end`.

    `severity` is empty where the policy does not regard it as risky. `is_tentative` if it was found by its examples
    alone; in what was kept before that was told apart, nothing is.
    """

    question: str
    source: str
    philosophy: str
    stance: str
    kind: str
    severity: str
    confidence: float
    start: int
    end: int
    quote: str
    is_tentative: bool = False


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the machine heard in a submitted scorecard with one state of the bank and one policy."""

    scorecard_id: str
    bank: str
    policy: str
    flags: tuple[HeardFlag, ...]
    reader: str
    read_at: str


class HeardBelief(NamedTuple):
    """A philosophy that was heard in a stance, however often; `severity` as in HeardFlag."""

    philosophy: str
    stance: str
    kind: str
    severity: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A hearing without its words, as thousands are counted. `reader` is "" where nothing could be read."""

    scorecard_id: str
    bank: str
    policy: str
    reader: str
    beliefs: tuple[HeardBelief, ...]


def heard_of(hearing: Hearing) -> Heard:
    """Return a hearing without its words."""
    beliefs = dict.fromkeys(HeardBelief(own.philosophy, own.stance, own.kind, own.severity) for own in hearing.flags)
    return Heard(hearing.scorecard_id, hearing.bank, hearing.policy, hearing.reader, tuple(beliefs))


@dataclass(frozen=True, slots=True)
class Blinding:
    """Somebody hid the names of an opening's candidates for the discussion, or showed them again."""

    id: str
    opening_id: str
    is_blind: bool
    person_id: str
    at: str


class SummaryStore(Protocol):
    """Summaries and hearings of an opening's scorecards, what its panels settled, and whether names are hidden."""

    def add_summary(self, summary: Summary) -> None:
        """Keep a summary; one that is kept already stays."""

    def summaries_of(self, opening_id: str) -> tuple[Summary, ...]:
        """Return the summaries of an opening's scorecards."""
        ...

    def add_hearing(self, hearing: Hearing) -> None:
        """Keep a hearing; one with the same bank and policy stays."""

    def forget_hearings(self, interview_id: str) -> None:
        """Remove what was heard in an interview's scorecards: they are to be read again."""

    def heard_in(self, opening_id: str, *, bank: str = "", policy: str = "") -> tuple[Heard, ...]:
        """Return what was heard with one bank and policy, without words; "" is what each interview was held with."""
        ...

    def hearings_of(self, scorecard_ids: Collection[str], *, bank: str = "", policy: str = "") -> tuple[Hearing, ...]:
        """Return the hearings with one bank and policy; "" is what each interview was held with."""
        ...

    def ratings_in(self, opening_id: str) -> tuple[Rating, ...]:
        """Return the ratings that count of an opening's submitted scorecards, skipped questions left out."""
        ...

    def settled_in(self, opening_id: str) -> tuple[ConsensusLevel, ...]:
        """Return what counts of the finished discussions: the level settled on last for each round and competency."""
        ...

    def add_blinding(self, blinding: Blinding) -> None:
        """Keep that names were hidden or shown again."""

    def blindings_of(self, opening_id: str) -> tuple[Blinding, ...]:
        """Return when names were hidden and shown again, in time."""
        ...
