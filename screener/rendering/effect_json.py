"""What another bank would change in stored answers, as plain data; `effect` is what `journeys.rereading` returns."""

from dataclasses import asdict
from typing import Any

from screener import __version__

FORMAT = 1


def effect_data(effect: Any, made_at: str) -> dict[str, Any]:
    """Return an effect as data that `json` can write: its fields by their names, and when and by what it was made.

    `before` of a bank, flag or level is None where there is none. While names are hidden, candidates have letters for
    names and no ids, and quotations stand without names, while their offsets are those of the stored text.
    """
    data = asdict(effect)
    return {
        "format": FORMAT,
        "screener": __version__,
        "made_at": made_at,
        **data,
        "before": data["before"] or None,
        "changes": [{**own, "candidate_id": own["candidate_id"] or None} for own in data["changes"]],
        "unread": [{**own, "candidate_id": own["candidate_id"] or None} for own in data["unread"]],
    }
