"""What a rater's page sends: drafts of notes, ratings and the like, in order and possibly more than once.

A page keeps each entry until it has a receipt for it, so nothing here may be lost or doubled: an entry is known by the
key that the page gave it, and a batch is kept as a whole or not at all.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from screener.errors import NotAllowed, Refused
from screener.journeys.access import own_seat
from screener.journeys.banks import guide_of
from screener.journeys.instance import Instance, moment_of, stamp
from screener.journeys.journal_notes import Notary
from screener.journeys.limits import LONGEST_NOTE, LONGEST_REASON, several_lines
from screener.journeys.scorecards import CLOSING
from screener.storage.records import Asking, Draft, Entry, Person, PlacementChoice, Rating, Seat

MOST_ENTRIES = 200  # in one batch
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
_MOST_YEARS = 70
_MOST_REVISIONS = 2**31


@dataclass(frozen=True)
class Receipt:
    """What became of an entry: saved, late (kept, but after the scorecard was locked), or refused with a word why.

    `others` are drafts of the same note that another window wrote; both are kept until somebody joins them.
    """

    key: str
    state: Literal["saved", "late", "refused"]
    saved_at: str = ""
    revision: int | None = None
    message: str = ""
    others: tuple[Draft, ...] = ()


def record(
    instance: Instance, person: Person, interview_id: str, entries: Sequence[Mapping[str, Any]], sent_at: object = None
) -> tuple[Receipt, ...]:
    """Keep what a rater's page sent, and return a receipt for each entry in order.

    `sent_at` is when the page's own clock says that it sent this; the time of each entry is reckoned from it.

    Raises NotFound if it is not this rater's interview, NotAllowed before it has begun, Refused if the batch is no
    list of entries with keys.
    """
    if len(entries) > MOST_ENTRIES or not all(is_key(entry.get("key")) for entry in entries):
        raise Refused("This page is out of step with the server. Reload it; what you wrote is kept on this device.")
    # So that nobody submits between the look whether it is locked and the writing. What others write meanwhile on
    # scorecards of theirs is nothing that is decided on here.
    with instance.store.transaction(f"{interview_id} {person.id}"):
        seat = own_seat(instance.store, person, interview_id)
        if not seat.scorecard.started_at:
            raise NotAllowed("Begin the interview first.")
        clerk = _Clerk(instance, seat, sent_at)
        return clerk.with_others(tuple(clerk.receipt(entry) for entry in entries))


def is_key(key: object) -> bool:
    """Whether a page may call an entry by this."""
    return isinstance(key, str) and bool(_KEY.fullmatch(key))


class _Clerk:
    """Takes the entries for one scorecard."""

    def __init__(self, instance: Instance, seat: Seat, sent_at: object) -> None:
        self.store, self.seat, self.now = instance.store, seat, instance.now()
        self.sent = _moment(sent_at) or moment_of(self.now)
        self.bank = instance.shelf.pinned(seat.interview.bank).bank
        self.guide = guide_of(self.bank, seat.interview.guide)
        self.is_locked = seat.scorecard.submitted_at is not None
        # A clock that was set back must not put what is changed now before what it replaces.
        self.now = max(self.now, self.store.last_entry_at(seat.scorecard.id))
        if seat.scorecard.submitted_at:  # what is late sorts behind the lock, whatever the server's clock says
            self.now = max(self.now, stamp(moment_of(seat.scorecard.submitted_at) + timedelta(milliseconds=1)))
        self._notary = Notary(instance, seat)
        self._kinds: Mapping[str, Callable[[Mapping[str, Any], str, str], Entry]] = {
            "rating": self._rating,
            "placement": self._placement,
            "asking": self._asking,
        }

    def receipt(self, entry: Mapping[str, Any]) -> Receipt:
        key = str(entry["key"])
        written_at = self._written_at(entry.get("at"))
        try:
            if entry.get("kind") == "draft":
                return self._draft(entry, key, written_at)
            if self.is_locked:
                if self.store.has_entry(self.seat.scorecard.id, key):  # kept in time; only its receipt was lost
                    return Receipt(key, "saved", self.now)
                return Receipt(key, "refused", message="This scorecard has been submitted and is locked.")
            self._keep(entry, self._entry(entry, key, written_at))
        except Refused as refusal:
            return Receipt(key, "refused", message=str(refusal))
        return Receipt(key, "saved", self.now)

    def with_others(self, receipts: tuple[Receipt, ...]) -> tuple[Receipt, ...]:
        """Tell each draft's writer what other windows have written of the same note."""
        if not any(receipt.revision for receipt in receipts):
            return receipts
        heads = self.store.heads_of([self.seat.scorecard.id])
        mine = {receipt.key: receipt for receipt in receipts}
        own = {head.key: head for head in heads}

        def told(receipt: Receipt) -> Receipt:
            head = own.get(receipt.key)
            if receipt.revision is None or receipt.state == "late" or head is None:
                return receipt
            others = tuple(h for h in heads if h.question == head.question and h.key not in mine)
            return Receipt(receipt.key, receipt.state, receipt.saved_at, receipt.revision, "", others)

        return tuple(map(told, receipts))

    def _keep(self, sent: Mapping[str, Any], entry: Entry) -> None:
        reason = sent.get("reason") if isinstance(entry, Rating) else ""
        reason = several_lines(reason, "reason", longest=LONGEST_REASON) if isinstance(reason, str) else ""
        self._notary.before(entry)
        if self.store.append(entry):
            self._notary.kept(entry, reason)

    def _draft(self, entry: Mapping[str, Any], key: str, written_at: str) -> Receipt:
        question = str(entry.get("question", ""))
        if question != CLOSING:
            self._must_be_asked(question)
        text = entry.get("text")
        if not isinstance(text, str):
            raise Refused("There is no text in this note.")
        if len(text) > LONGEST_NOTE:
            raise Refused(f"This note has {len(text):,} characters; {LONGEST_NOTE:,} fit. Please shorten it.")
        parent = _whole(entry.get("parent"))
        if self.is_locked and not self._is_late(question, parent):
            parent = 0  # late notes stand apart from the locked ones
        joined = _whole(entry.get("joined")) or None
        draft = Draft(
            self.seat.scorecard.id, question, 0, parent, None if self.is_locked else joined,
            _storable(str(entry.get("window", ""))[:64]), key, _storable(text), written_at, self.now,
        )  # fmt: skip
        kept = self.store.append_draft(draft)
        is_late = kept.saved_at > (self.seat.scorecard.submitted_at or self.now)  # not if it is only told again
        return Receipt(key, "late" if is_late else "saved", kept.saved_at, kept.revision)

    def _entry(self, entry: Mapping[str, Any], key: str, written_at: str) -> Entry:
        make = self._kinds.get(str(entry.get("kind")))
        if make is None:
            raise Refused("This page is older than the server. Reload it.")
        self._must_be_asked(str(entry.get("question", "")))
        return make(entry, key, written_at)

    def _rating(self, entry: Mapping[str, Any], key: str, written_at: str) -> Rating:
        question = self.bank.questions[str(entry["question"])]
        competency, level = str(entry.get("competency", "")), entry.get("level")
        rated = {weight.id for weight in self.guide.competencies}
        if competency not in (question.competency, *(c for c in question.also if c in rated)):
            raise Refused("This question is not rated on that competency.")
        if level is not None and (isinstance(level, bool) or level not in (1, 2, 3, 4, 5)):
            raise Refused("Choose a level from 1 to 5, or “no evidence”.")
        seen = bool(self._notary.suggestions_on(question.id))
        return Rating(self.seat.scorecard.id, question.id, competency, level, seen, key, written_at, self.now)

    def _placement(self, entry: Mapping[str, Any], key: str, written_at: str) -> PlacementChoice:
        question = self.bank.questions[str(entry["question"])]
        scheme = self.bank.placements.get(question.placement or "")
        value, amount = str(entry.get("value", "")), entry.get("amount")
        found = next((v for v in scheme.values if v.id == value), None) if scheme else None
        if scheme is None or (value and found is None):
            raise Refused("That place is not in the scheme of this question.")
        if amount is not None and not (found and found.counts and _is_years(amount)):
            raise Refused(f"Enter the years as a whole number from 0 to {_MOST_YEARS}.")
        return PlacementChoice(self.seat.scorecard.id, question.id, scheme.id, value, amount, key, written_at, self.now)

    def _asking(self, entry: Mapping[str, Any], key: str, written_at: str) -> Asking:
        state, reason = entry.get("state"), entry.get("reason", "")
        if state not in ("asked", "skipped", "open") or not isinstance(reason, str):
            raise Refused("A question is asked, skipped, or open.")
        reason = several_lines(reason, "reason", longest=LONGEST_REASON)
        if state == "skipped" and not reason:
            raise Refused("Say in a few words why this question is skipped.")
        return Asking(self.seat.scorecard.id, str(entry["question"]), state, reason, key, written_at, self.now)

    def _must_be_asked(self, question: str) -> None:
        if question not in self.guide.questions:
            raise Refused("This question is not in the interview's guide.")

    def _is_late(self, question: str, revision: int) -> bool:
        """Whether a draft was written after the scorecard was locked."""
        drafts = self.store.drafts_of(self.seat.scorecard.id, question)
        locked_at = self.seat.scorecard.submitted_at or ""
        return any(draft.revision == revision and draft.saved_at > locked_at for draft in drafts)

    def _written_at(self, at: object) -> str:
        """Return when an entry was written: as long ago as its page's clock says, by the server's clock.

        So an answer that waited for the network counts from when it was given, and a wrong clock does no harm.
        """
        written = _moment(at)
        if written is None:
            return self.now
        age = self.sent - written
        try:
            return stamp(moment_of(self.now) - max(age, timedelta(0)))
        except OverflowError:
            return self.now


def _moment(at: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _MOST_REVISIONS else 0


def _is_years(amount: object) -> bool:
    return isinstance(amount, int) and not isinstance(amount, bool) and 0 <= amount <= _MOST_YEARS


def _storable(text: str) -> str:
    """Replace halves of characters, which a browser may send and a database cannot hold; nothing else is changed."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\ufffd")
