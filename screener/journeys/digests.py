"""A digest of a submitted scorecard: it stands in the audit trail, so that whoever changes what was noted is found."""

import json
from dataclasses import astuple
from hashlib import sha256

from screener.storage.records import Asking, Draft, FlagAnswer, PlacementChoice, Rating
from screener.storage.store import Store


def digest_of(store: Store, scorecard_id: str, submitted_at: str) -> str:
    """Return a digest of everything that a rater had written when their scorecard was locked, replaced states too.

    Notes that arrive late are no part of it.
    """
    written: dict[str, tuple[Draft | Rating | PlacementChoice | Asking | FlagAnswer, ...]] = {
        "drafts": store.everything_of(scorecard_id, Draft),
        "ratings": store.everything_of(scorecard_id, Rating),
        "places": store.everything_of(scorecard_id, PlacementChoice),
        "askings": store.everything_of(scorecard_id, Asking),
        "flags": store.everything_of(scorecard_id, FlagAnswer),
    }
    told = {
        kind: sorted([str(value) for value in astuple(own)] for own in records if own.saved_at <= submitted_at)
        for kind, records in written.items()
    }
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
