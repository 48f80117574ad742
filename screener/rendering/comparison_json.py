"""A comparison of candidates as plain data; docs/comparison-json.md describes it.

`comparison` is what `journeys.comparison` returns, with a page of 0 for every row.
"""

from typing import Any

from screener import __version__

FORMAT = 1


def comparison_data(comparison: Any, made_at: str) -> dict[str, Any]:
    """Return a comparison as data that `json` can write. Figures are as they were reckoned, not rounded.

    While names are hidden, candidates have letters for names and no ids.
    """
    opening, spreads, view = comparison.opening, comparison.spreads, comparison.view
    return {
        "format": FORMAT,
        "screener": __version__,
        "made_at": made_at,
        "opening": {
            "id": opening.id,
            "title": opening.title,
            "role": opening.role,
            "guide": opening.guide,
            "policy": opening.policy,
            "ratings_seen": opening.ratings_seen,
            "suggestions_seen": opening.suggestions_seen,
            "needs": comparison.outcome or None,
            "closed_at": opening.closed_at,
        },
        "round": comparison.round or None,
        "rounds": [{"round": number, "candidates": count} for number, count in comparison.rounds.items()],
        "names_hidden": comparison.blind.is_on,
        "beliefs_read_with": "today's bank" if view.is_reread else "each interview's own bank",
        "spreads": {
            "raters": spreads.raters,
            "answers": spreads.answers,
            "competencies": spreads.competencies,
            "freedom": spreads.freedom,
        },
        "competencies": [
            {"competency": own.competency, "name": own.name, "weight": own.weight, "reason": own.reason}
            for own in comparison.columns
        ],
        "differences": dict(comparison.differences),
        "ranked": comparison.ranked,
        "unheard": comparison.unheard,
        "candidates": [candidate_data(row, comparison) for row in comparison.rows],
    }


def candidate_data(row: Any, comparison: Any) -> dict[str, Any]:
    """Return a row of a comparison as data."""
    total = row.total
    return {
        "id": None if comparison.blind.is_on else row.candidate.id,
        "name": row.candidate.name,
        "withdrawn_at": row.candidate.withdrawn_at,
        "total": {
            "level": total.level,
            "low": total.low,
            "high": total.high,
            "heard": total.covered,
            "raters": total.raters,
        },
        "place": {"best": row.place[0], "worst": row.place[1]} if row.place else None,
        "settled": row.settled,
        "scorecards": {
            "submitted": row.submitted,
            "expected": row.expected,
            "hidden": row.hidden,
            "unheard": row.unheard,
            "unread": row.unread,
            "early": row.early,
        },
        "raters": list(row.raters),
        "levels": [
            {"competency": column.competency, **_level(cell)}
            for column, cell in zip(comparison.columns, row.cells, strict=True)
        ],
        "beliefs": {
            "risky": [
                {"severity": flag.severity, "stance": flag.stance, "beliefs": list(flag.philosophies)}
                for flag in row.beliefs.flags
            ],
            "healthy": list(row.beliefs.healthy),
        },
        "places": [
            {
                "scheme": placed.scheme,
                "name": placed.name,
                "chosen": [{"place": place, "raters": count} for place, count in placed.places],
                "fits": placed.fits,
            }
            for placed in row.places
        ],
        "differs": list(row.differs),
    }


def _level(cell: Any) -> dict[str, Any]:
    return {
        "level": cell.level,
        "lowest": cell.lowest,
        "highest": cell.highest,
        "raters": cell.raters,
        "answers": cell.answers,
        "no_evidence": cell.no_evidence,
    }
