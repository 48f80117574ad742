"""Why a text was read as it was, as plain data with the sentences that say it; for `json`, the terminal and pages."""

from typing import Any

from screener import __version__
from screener.rendering.explanation_words import decided, explained, lowered, unreadable, used, verdict, weighed
from screener.scoring.explain import Belief, Explanation, Level, Match, Place
from screener.text.spans import Span


def explanation_data(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as data that `json` can write. Offsets count characters of `text` from 0."""
    trial, text = explanation.trial, explanation.trial.text
    return {
        "format": 1,
        "screener": __version__,
        "bank": explanation.bank,
        "reader": explanation.reader,
        "policy": {"id": explanation.policy.id, "name": explanation.policy.name},
        "register": trial.register,
        "speaker": trial.speaker,
        "question": {"id": trial.question, "text": explanation.wording} if trial.question else None,
        "text": text,
        "readable": explanation.quality.is_readable,
        "unreadable_because": unreadable(explanation.quality) or None,
        "sentences": [
            {**_quoted(own.span, text), "clauses": [_quoted(clause, text) for clause in own.clauses]}
            for own in explanation.sentences
        ],
        "phrases": [_phrase(match, text) for match in explanation.matches],
        "beliefs": [_belief(belief, text) for belief in explanation.beliefs],
        "levels": [_level(level, text) for level in explanation.levels],
        "places": [
            {
                "placement": placed.placement,
                "name": placed.name,
                "value": placed.value,
                "label": placed.label,
                "amount": placed.amount,
                "confidence": placed.confidence,
                **_quoted(placed.quote, text),
            }
            for placed in explanation.places
        ],
    }


def _quoted(span: Span, text: str) -> dict[str, Any]:
    return {"quote": span.of(text), "start": span.start, "end": span.end}


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"file": place.file, "line": place.line} if place else None


def _phrase(match: Match, text: str) -> dict[str, Any]:
    signal = match.signal
    return {
        "kind": match.kind,
        "id": match.id,
        "within": match.within or None,
        "name": match.name,
        "phrase": signal.phrase,
        "place": _place(match.place),
        **_quoted(signal.matched, text),
        "stance": signal.stance,
        "confidence": signal.confidence,
        "strength": signal.strength,
        "rule": signal.rule,
        "decided": decided(match),
        "cues": [{"kind": kind, **_quoted(span, text)} for kind, span in signal.cues],
        "doubts": list(signal.doubts),
        "lowered": lowered(match) or None,
        "use": match.use,
        "used": used(match),
    }


def _belief(belief: Belief, text: str) -> dict[str, Any]:
    weighing = belief.weighing
    finding, matched, heard = weighing.finding, weighing.matched, weighing.heard
    return {
        "philosophy": finding.philosophy,
        "name": belief.name,
        "kind": belief.kind,
        "severity": belief.severity,
        "stance": finding.stance,
        "confidence": finding.confidence,
        "is_tentative": finding.is_tentative,
        **_quoted(finding.quote, text),
        "by_phrases": matched and {"stance": matched.stance, "confidence": matched.confidence,
                                   "settled": matched.settled, **_quoted(matched.quote, text)},
        "by_network": heard and {"stance": heard.stance, "confidence": heard.confidence,
                                 "is_tentative": heard.is_tentative, **_quoted(heard.quote, text)},
        "weighed": weighing.weighed,
        "because": weighed(belief),
        "shown_from": belief.shown_from,
        "is_shown": belief.is_shown,
        "is_risk": belief.is_risk,
        "verdict": verdict(belief),
    }  # fmt: skip


def _level(level: Level, text: str) -> dict[str, Any]:
    rating = level.rating
    return {
        "competency": level.competency,
        "name": level.name,
        "by": "network" if level.is_by_network else "rules",
        "level": rating and rating.level,
        "because": rating and rating.because,
        "confidence": rating and rating.confidence,
        "needed": level.needed,
        "is_suggested": level.is_suggested,
        "rule": _place(level.rule),
        "judged": level.unheld,
        "held_back_by": list(level.held_back_by),
        "explained": explained(level),
        "evidence": [{**_quoted(own.quote, text), "reason": own.reason} for own in (rating.evidence if rating else ())],
    }
