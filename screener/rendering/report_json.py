"""A scored interview as plain data; docs/report-json.md describes it."""

from typing import Any

from screener import __version__
from screener.scoring.asked import Asked
from screener.scoring.flags import Flag
from screener.scoring.interview import Answer, InterviewScore, QuestionScore
from screener.scoring.placements import Placed
from screener.scoring.ratings import Rating
from screener.text.spans import Span


def report_data(interview: InterviewScore, file: str) -> dict[str, Any]:
    """Return the report as data that `json` can write."""
    return {
        "format": 1,
        "screener": __version__,
        "file": file,
        "file_format": interview.transcript.format,
        "bank": interview.bank_fingerprint,
        "reader": interview.reader,
        "guide": {"id": interview.guide.id, "name": interview.guide.name, "role": interview.guide.role},
        "policy": {"id": interview.policy.id, "name": interview.policy.name},
        "candidate": {"name": interview.roles.candidate, "known_by": interview.roles.reason},
        "interviewers": list(interview.roles.interviewers),
        "words_before_first_speaker": interview.transcript.unassigned_words,
        "coverage": [
            {
                "competency": c.competency,
                "name": c.name,
                "weight": c.weight,
                "questions": c.questions,
                "asked": c.asked,
                "levels": list(c.levels),
            }
            for c in interview.coverage
        ],
        "questions": [_question(interview, question) for question in interview.questions],
        "elsewhere": [_answer(interview, answer) for answer in interview.elsewhere],
        "not_asked": [q.question.id for q in interview.questions if q.how is Asked.NOT_ASKED],
    }


def _question(interview: InterviewScore, question: QuestionScore) -> dict[str, Any]:
    return {
        "id": question.question.id,
        "competency": question.question.competency,
        "text": question.wording,
        "asked": question.how.value,
        "asked_as": interview.transcript.turns[question.turn].text if question.turn is not None else None,
        "answer": _answer(interview, question.answer) if question.answer else None,
        "probes_asked": list(question.probes_asked),
        "probes_not_asked": list(question.probes_not_asked),
    }


def _answer(interview: InterviewScore, answer: Answer) -> dict[str, Any]:
    quality = answer.score.quality
    return {
        "text": answer.text,
        "turns": list(answer.turns),
        "readable": quality.is_readable,
        "unreadable_because": quality.reason or None,
        "ratings": [_rating(interview, answer, rating) for rating in answer.score.ratings],
        "flags": [_flag(interview, answer, flag) for flag in answer.flags],
        "placements": [_placement(interview, answer, placed) for placed in answer.score.placements],
    }


def _rating(interview: InterviewScore, answer: Answer, rating: Rating) -> dict[str, Any]:
    return {
        "competency": rating.competency,
        "name": rating.name,
        "level": rating.level,
        "confidence": rating.confidence,
        "because": rating.because,
        "evidence": [
            {**quotation(interview, answer, evidence.quote), "reason": evidence.reason} for evidence in rating.evidence
        ],
    }


def _flag(interview: InterviewScore, answer: Answer, flag: Flag) -> dict[str, Any]:
    finding = flag.finding
    return {
        "philosophy": finding.philosophy,
        "name": flag.name,
        "kind": flag.kind,
        "stance": finding.stance,
        "severity": flag.severity,
        "is_risk": flag.is_risk,
        "confidence": finding.confidence,
        "is_tentative": finding.is_tentative,
        **quotation(interview, answer, finding.quote),
        "matched": finding.signals[0].phrase if finding.signals else None,
        "cues": [span.of(answer.text) for _, span in finding.signals[0].cues] if finding.signals else [],
        "probe": flag.probe,
    }


def _placement(interview: InterviewScore, answer: Answer, placed: Placed) -> dict[str, Any]:
    return {
        "placement": placed.placement,
        "name": placed.name,
        "value": placed.value,
        "label": placed.label,
        "amount": placed.amount,
        "confidence": placed.confidence,
        **quotation(interview, answer, placed.quote),
    }


def quotation(interview: InterviewScore, answer: Answer, span: Span) -> dict[str, Any]:
    """Return the words with their place: in the answer, in the turn, in the file, and when they were said."""
    place = interview.place(answer, span)
    return {
        "quote": span.of(answer.text),
        "start": span.start,
        "end": span.end,
        "turn": place.turn,
        "source": [[stretch.start, stretch.end] for stretch in place.source],
        "seconds": place.seconds,
    }
