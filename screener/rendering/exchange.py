"""Openings, candidates and submitted scorecards as plain data, in our own shape and in those of other systems.

docs/api.md describes the shapes and by which rules they are filled. `handover` and `subject` are what
`journeys.exchange` returns. A recommendation about a person is never made up: it is for people to give.
"""

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

Data = dict[str, Any]
NO_DECISION = "no_decision"
_GREENHOUSE = {1: "definitely_not", 2: "no", 3: "mixed", 4: "yes", 5: "strong_yes"}
_OWN_SCHEME = "screener"


def opening_data(count: Any) -> Data:
    """Return an opening with how far it has come."""
    opening = count.opening
    return {
        "id": opening.id,
        "title": opening.title,
        "role": opening.role,
        "guide": opening.guide,
        "policy": opening.policy,
        "weights": [
            {"competency": own.competency, "weight": own.weight, "reason": own.reason} for own in opening.weights
        ],
        "created_at": opening.created_at,
        "closed_at": opening.closed_at,
        "candidates": count.candidates,
        "scorecards": {"submitted": count.submitted, "expected": count.scorecards},
    }


def subject_data(subject: Any) -> Data:
    """Return a candidate; while names are hidden, with a letter for a name and without ids."""
    candidate = subject.candidate
    return {
        "id": None if subject.is_hidden else candidate.id,
        "opening_id": candidate.opening_id,
        "name": candidate.name,
        "name_hidden": subject.is_hidden,
        "external_ids": [{"scheme": own.scheme, "value": own.value} for own in subject.ids],
        "added_at": candidate.added_at,
        "withdrawn_at": candidate.withdrawn_at,
        "scorecards": {"submitted": subject.submitted, "expected": subject.scorecards},
    }


def scorecard_data(handover: Any) -> Data:
    """Return a submitted scorecard in our own shape: nothing is rounded and nothing left out."""
    interview, card = handover.interview, handover.scorecard
    return {
        "id": card.id,
        "candidate": subject_data(handover.subject),
        "interview": {
            "id": interview.id,
            "round": interview.round,
            "joint": interview.is_joint,
            "guide": interview.guide,
            "guide_name": handover.guide,
            "bank": interview.bank,
        },
        "rater": _person(handover.rater),
        "started_at": card.started_at,
        "submitted_at": card.submitted_at,
        "levels": [{**_level(own), "weight": own.weight, "questions": own.questions} for own in handover.levels],
        "answers": [_answer(answer) for answer in handover.answers],
        "closing_note": handover.closing,
    }


def greenhouse_data(handover: Any) -> Data:
    """Return a submitted scorecard as Greenhouse lists its own.

    Levels become its five words, halves upward; the exact level stands in the attribute's note.
    """
    card, rater = handover.scorecard, _person(handover.rater)
    interview = f"{handover.guide}, round {handover.interview.round}"
    who = {"id": rater["id"], "name": rater["name"], "employee_id": None}
    candidate_id, scheme = _id_in(handover.subject, "greenhouse")
    rated = [(own.name, _word(own.level), _in_words(own)) for own in handover.levels]
    notes: list[tuple[str | None, str, str | None]] = [
        (None, "Key Take-Aways", handover.closing or None),
        (None, "Private Notes", None),
        *((answer.question, answer.wording, _said(answer)) for answer in handover.answers),
    ]
    return {
        "id": card.id,
        "created_at": card.created_at,
        "updated_at": card.submitted_at,
        "candidate_id": candidate_id,
        "application_id": None,
        "interview": interview,
        "interview_step": {"id": handover.interview.id, "name": interview},
        "interviewed_at": card.started_at,
        "submitted_at": card.submitted_at,
        "interviewer": who,
        "submitted_by": who,
        "overall_recommendation": NO_DECISION,
        "attributes": [{"name": name, "type": "Skills", "rating": word, "note": note} for name, word, note in rated],
        "ratings": {word: [name for name, own, _ in rated if own == word] for word in _GREENHOUSE.values()},
        "questions": [{"id": own, "question": question, "answer": said} for own, question, said in notes],
        "screener": _origin(handover, candidate_id, scheme),
    }


def ashby_data(handover: Any) -> Data:
    """Return a submitted scorecard as Ashby lists application feedback: a form's definition and its values by path.

    Levels stay on our scale, as texts; there is no score from 1 to 4 and no overall recommendation.
    """
    fields = _fields(handover)
    who = _person(handover.rater)
    return {
        "id": handover.scorecard.id,
        "applicationId": None,
        "applicationHistoryId": None,
        "feedbackFormDefinitionId": None,
        "interviewId": handover.interview.id,
        "interviewEventId": None,
        "submittedByUser": who,
        "creditedToUser": who,
        "submittedAt": handover.scorecard.submitted_at,
        "formDefinition": {
            "sections": [
                {
                    "fields": [
                        {
                            "isRequired": False,
                            "field": {
                                "id": name,
                                "type": "LongText" if is_long else "String",
                                "path": name,
                                "title": title,
                                "isNullable": True,
                            },
                        }
                        for name, title, is_long, _ in fields
                    ]
                }
            ]
        },
        "submittedValues": {name: value for name, _, _, value in fields},
        "screener": _origin(handover, *_id_in(handover.subject, "ashby")),
    }


def lever_data(handover: Any) -> Data:
    """Return a submitted scorecard as Lever lists feedback forms: fields with their values.

    Levels stay on our scale, as texts; the field with Lever's overall of four points is left out.
    """
    card = handover.scorecard
    submitted = _milliseconds(card.submitted_at)
    return {
        "id": card.id,
        "type": "interview",
        "text": f"{handover.guide}, round {handover.interview.round}",
        "instructions": None,
        "baseTemplateId": None,
        "interview": handover.interview.id,
        "panel": None,
        "user": handover.rater.id,
        "createdAt": _milliseconds(card.created_at),
        "updatedAt": submitted,
        "completedAt": submitted,
        "deletedAt": None,
        "fields": [
            {
                "id": name,
                "type": "textarea" if is_long else "text",
                "text": title,
                "description": None,
                "required": False,
                "value": value,
            }
            for name, title, is_long, value in _fields(handover)
        ],
        "screener": _origin(handover, *_id_in(handover.subject, "lever")),
    }


SHAPES: Mapping[str, Callable[[Any], Data]] = {
    "screener": scorecard_data,
    "greenhouse": greenhouse_data,
    "ashby": ashby_data,
    "lever": lever_data,
}


def _fields(handover: Any) -> list[tuple[str, str, bool, str | None]]:
    """Return what a form of free fields holds: name, title, whether the text is long, and the text."""
    return [
        *((f"level-{o.competency}", f"{o.name} (1 to 5)", False, _written(o.level)) for o in handover.levels),
        *((f"note-{a.question}", a.wording, True, _said(a)) for a in handover.answers),
        ("closing", "Note at the end", True, handover.closing or None),
    ]


def _origin(handover: Any, candidate_id: str | None, scheme: str | None) -> Data:
    """Return what the other system's shape has no place for, above all levels that are not rounded."""
    return {
        "scorecard_id": handover.scorecard.id,
        "opening_id": handover.opening.id,
        "interview_id": handover.interview.id,
        "round": handover.interview.round,
        "candidate_id": candidate_id,
        "candidate_id_scheme": scheme,
        "candidate_name": handover.subject.candidate.name,
        "name_hidden": handover.subject.is_hidden,
        "withdrawn_at": handover.subject.candidate.withdrawn_at,
        "rater": _person(handover.rater),
        "levels": [_level(own) for own in handover.levels],
    }


def _id_in(subject: Any, scheme: str) -> tuple[str | None, str | None]:
    """Return a candidate's id in another system, or else our own, and whose it is; none while names are hidden."""
    if subject.is_hidden:
        return None, None
    theirs = subject.id_in(scheme)
    return (theirs, scheme) if theirs else (subject.candidate.id, _OWN_SCHEME)


def _person(person: Any) -> Data:
    return {"id": person.id, "name": person.name, "email": person.email or None}


def _level(own: Any) -> Data:
    return {
        "competency": own.competency,
        "name": own.name,
        "level": own.level,
        "answers": len(own.levels),
        "no_evidence": own.no_evidence,
    }


def _answer(answer: Any) -> Data:
    scheme, value, amount = answer.place or (None, None, None)
    return {
        "number": answer.number,
        "question": answer.question,
        "competency": answer.competency,
        "wording": answer.wording,
        "asked": answer.is_asked,
        "skipped_because": answer.skipped_because,
        "ratings": [{"competency": competency, "level": level} for competency, level in answer.ratings],
        "notes": answer.notes,
        "place": {"scheme": scheme, "value": value, "amount": amount} if answer.place else None,
        "flags": [
            {
                "philosophy": flag.philosophy,
                "name": flag.name,
                "verdict": flag.verdict,
                "quote": flag.quote,
                "reason": flag.reason,
            }
            for flag in answer.flags
        ],
    }


def _word(level: float | None) -> str:
    """Return Greenhouse's word for a level, halves upward as everywhere in Screener."""
    return NO_DECISION if level is None else _GREENHOUSE[math.floor(level + 0.5)]


def _in_words(own: Any) -> str:
    if own.level is None:
        return f"No evidence ({_answers(own.no_evidence)})." if own.no_evidence else "Not rated."
    return f"{_written(own.level)} on a scale of 1 to 5 ({_answers(len(own.levels))})."


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count} answers"


def _written(level: float | None) -> str | None:
    return None if level is None else f"{level:.2f}".rstrip("0").rstrip(".")


def _said(answer: Any) -> str | None:
    skipped = f"Skipped: {answer.skipped_because}" if answer.skipped_because is not None else ""
    return "\n\n".join(text for text in (answer.notes, skipped) if text) or None


def _milliseconds(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * 1000)
