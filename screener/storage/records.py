"""What is kept, as values. Times end in `_at` and are UTC in ISO 8601; a time of None means "not yet".

Ids are texts made by the journeys. What a rater writes (drafts, ratings, choices of a placement, how a question came
up, answers to flags) is only ever added to: the latest counts, and everything before it stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["administrator", "hr", "hiring-manager", "interviewer"]
KeyKind = Literal["address", "code"]
Verdict = Literal["adopted", "dismissed"]
Carried = Literal["nothing", "probes", "scorecards"]
# When raters see something: once they have given their own, at once, or never.
Sight = Literal["after-own", "always", "never"]
Looked = Literal["ratings", "suggestions"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in. Without an email they come by access code alone."""

    id: str
    name: str
    role: Role
    email: str = ""
    password_hash: str = ""
    created_at: str = ""
    ended_at: str | None = None


@dataclass(frozen=True, slots=True)
class SignInKey:
    """A one-time address, or an access code that may be used until it ends. Only its hash is kept."""

    hash: str
    person_id: str
    kind: KeyKind
    made_by: str
    created_at: str
    expires_at: str
    used_at: str | None = None
    withdrawn_at: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in on one device. Only the token's hash is kept."""

    hash: str
    person_id: str
    device: str
    created_at: str
    seen_at: str
    ended_at: str | None = None


@dataclass(frozen=True, slots=True)
class Weighting:
    """How much a competency counts in an opening, and why."""

    competency: str
    weight: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A post to be filled: guide, weights, policy, and how they came about.

    `ratings_seen` and `suggestions_seen` say when raters see others' ratings and the machine's suggestions,
    `seen_reason` why, where it is not as usual.
    """

    id: str
    title: str
    role: str
    guide: str
    policy: str
    weights: tuple[Weighting, ...]
    created_by: str
    created_at: str
    needs: Mapping[str, str]
    outcome: str = ""
    guide_reason: str = ""
    closed_at: str | None = None
    ratings_seen: Sight = "after-own"
    suggestions_seen: Sight = "after-own"
    seen_reason: str = ""


@dataclass(frozen=True, slots=True)
class Panelist:
    """A person on an opening's panel."""

    opening_id: str
    person: Person
    is_moderator: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who applies for an opening. Once `erased_at` is set, the name is none and nothing more is written."""

    id: str
    opening_id: str
    name: str
    note: str
    added_at: str
    withdrawn_at: str | None = None
    erased_at: str | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """A conversation with a candidate, held by one rater or by several together.

    `bank` is the fingerprint that it is pinned to at its start; `carried` says what of earlier rounds its raters see.
    """

    id: str
    candidate_id: str
    round: int
    is_joint: bool
    guide: str
    policy: str
    carried: Carried
    carried_note: str
    created_at: str
    planned_for: str = ""
    bank: str = ""
    started_at: str | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What one rater makes of one interview. `left_at` is when the candidate left; submitted means locked."""

    id: str
    interview_id: str
    person_id: str
    created_at: str
    started_at: str | None = None
    left_at: str | None = None
    submitted_at: str | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A scorecard with all that it belongs to, read in one go."""

    scorecard: Scorecard
    interview: Interview
    candidate: Candidate
    opening: Opening
    rater: Person


@dataclass(frozen=True, slots=True)
class Draft:
    """A state of a note. Drafts form a tree: two with the same parent were written in two windows.

    `revision` counts from 1 for each question of a scorecard; a parent of 0 is the empty note. `joined` is a second
    parent, where two texts were put together. `key` is the writer's own name for this save, so that a repeated one
    is known.
    """

    scorecard_id: str
    question: str
    revision: int
    parent: int
    joined: int | None
    window: str
    key: str
    text: str
    written_at: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class Rating:
    """A level from 1 to 5 given by a rater for one answer on one competency; None is "no evidence"."""

    scorecard_id: str
    question: str
    competency: str
    level: int | None
    after_suggestion: bool
    key: str
    written_at: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class PlacementChoice:
    """A place in a scheme, chosen by a rater; a value of "" takes an earlier choice back."""

    scorecard_id: str
    question: str
    placement: str
    value: str
    amount: int | None
    key: str
    written_at: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class Asking:
    """How a question came up: asked, skipped (with the reason), or open again."""

    scorecard_id: str
    question: str
    state: Literal["asked", "skipped", "open"]
    reason: str
    key: str
    written_at: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class FlagAnswer:
    """What a rater made of a flag that was suggested, and why. `source` is where it was read, as in a Reading."""

    scorecard_id: str
    question: str
    source: str
    philosophy: str
    quote: str
    verdict: Verdict
    reason: str
    key: str
    written_at: str
    saved_at: str


Entry = Rating | PlacementChoice | Asking | FlagAnswer


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine read in a text, as it was shown to a rater. `source` is `notes` or `transcript`."""

    scorecard_id: str
    question: str
    source: str
    text: str
    bank: str
    data: str
    shown_at: str


@dataclass(frozen=True, slots=True)
class EarlyLook:
    """That a rater saw others' ratings or, on a question, suggestions before giving their own; once for each."""

    scorecard_id: str
    kind: Looked
    question: str
    at: str


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """A transcript attached to an interview. `speakers` says who each label is: candidate, interviewer, or left out."""

    id: str
    interview_id: str
    file_name: str
    content: bytes
    consent: str
    attached_by: str
    attached_at: str
    speakers: Mapping[str, str]
    removed_at: str | None = None


@dataclass(frozen=True, slots=True)
class Consensus:
    """The panel's discussion of a candidate's round. Once `final_at` is set, nothing in it changes."""

    candidate_id: str
    round: int
    moderator_id: str
    opened_at: str
    final_at: str | None = None


@dataclass(frozen=True, slots=True)
class ConsensusLevel:
    """A level that the panel settled on, with the reason; None is "no evidence"."""

    candidate_id: str
    round: int
    competency: str
    level: int | None
    reason: str
    person_id: str
    saved_at: str
