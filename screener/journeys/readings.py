"""What the machine reads in an answer, shown to a rater once they have rated it, and what they make of its flags."""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any, cast, get_args

from screener.bank.model import Policy
from screener.errors import Conflict, NotFound, Refused, Unreadable
from screener.journeys.access import is_heard, must_be_kept, must_see_suggestions, own_seat
from screener.journeys.audit import about_seat, note
from screener.journeys.banks import policy_of
from screener.journeys.early_looks import note_suggestions_seen
from screener.journeys.imports import HeardAnswer, heard_to
from screener.journeys.instance import Instance, new_id
from screener.journeys.limits import several_lines
from screener.journeys.scorecards import Answer, Card, cards_of
from screener.scoring.answer import AnswerScore, Scorer
from screener.scoring.flags import Flag, flags_of
from screener.scoring.ratings import Rating
from screener.second.settings import load_settings
from screener.storage.records import FlagAnswer, Person, Reading, Seat, Verdict
from screener.text.spans import Span


@dataclass(frozen=True)
class Quotation:
    """Words as they stand in the text from `start` to `end`, when they were said if known, and what they show."""

    quote: str
    start: int
    end: int
    seconds: float | None
    shows: str = ""


@dataclass(frozen=True)
class SuggestedLevel:
    """A level that the words speak for."""

    competency: str
    name: str
    level: int
    confidence: float
    because: str
    evidence: tuple[Quotation, ...]


@dataclass(frozen=True)
class SuggestedFlag:
    """A philosophy that was heard, and what to ask next."""

    philosophy: str
    name: str
    kind: str
    stance: str
    severity: str | None
    is_risk: bool
    confidence: float
    quotation: Quotation
    probe: str
    is_tentative: bool = False


@dataclass(frozen=True)
class SuggestedPlace:
    """A place in a scheme that the words point to."""

    placement: str
    name: str
    label: str
    amount: int | None
    quotation: Quotation


@dataclass(frozen=True)
class SourceReading:
    """What was read in one source. `unread` says why nothing could be read; empty if it could."""

    source: str
    text: str
    unread: str
    levels: tuple[SuggestedLevel, ...]
    flags: tuple[SuggestedFlag, ...]
    places: tuple[SuggestedPlace, ...]
    reader: str  # the version of what read it


@dataclass(frozen=True)
class AnswerReading:
    """Suggestions beside the rater's own ratings, and what the rater has made of each flag."""

    seat: Seat
    answer: Answer
    names: Mapping[str, str]
    sources: tuple[SourceReading, ...]
    verdicts: Mapping[tuple[str, str], FlagAnswer]
    is_locked: bool
    second_reader: str  # the address that a second opinion would be asked at; empty if none was set


def read_answer(instance: Instance, person: Person, interview_id: str, question_id: str) -> AnswerReading:
    """Return what is read in a rater's notes on a question and in the transcript, and keep what was shown.

    Where the opening lets raters see that before they have rated the answer, it is noted as an early look. Raises what
    `answer_to_compare` raises.
    """
    seat, card, answer = answer_to_compare(instance, person, interview_id, question_id)
    heard = heard_to(instance, seat, question_id)
    sources = tuple(_reading(said, rated_in(answer)) for said in said_of(instance, card, answer, heard))
    if sources and not is_rated(answer):
        note_suggestions_seen(instance, seat, question_id)
    _keep(instance, seat, answer, sources)
    return AnswerReading(
        seat,
        answer,
        {name: card.bank.rubrics[name].name for name in rated_in(answer)},
        sources,
        {(verdict.source, verdict.philosophy): verdict for verdict in answer.flag_answers},
        seat.scorecard.submitted_at is not None,
        second_reader_address(instance),
    )


def answer_to_compare(
    instance: Instance, person: Person, interview_id: str, question_id: str
) -> tuple[Seat, Card, Answer]:
    """Return a rater's own answer to a question, for which they may see suggestions.

    Raises NotFound for another's interview or an unknown question, NotAllowed until the rater has rated the answer
    where the opening wants that first, and where it lets nobody see any.
    """
    seat = own_seat(instance.store, person, interview_id)
    (card,) = cards_of(instance, [seat])
    answer = card.answer_to(question_id)
    if answer is None:
        raise NotFound("this question is not in the interview's guide")
    must_see_suggestions(seat.opening, is_rated=is_rated(answer))
    return seat, card, answer


def is_rated(answer: Answer) -> bool:
    """Whether a rater has rated an answer."""
    return answer.rating is not None and not answer.is_skipped


def rated_in(answer: Answer) -> tuple[str, ...]:
    """Return on which competencies an answer was rated; before it is, its question's own."""
    return tuple(answer.ratings) or (answer.question.competency,)


def second_reader_address(instance: Instance, *, is_strict: bool = False) -> str:
    """Return where a second opinion would be asked; empty if no administrator set an address, or not a usable one.

    Raises Unreadable for a mistake in the settings if `is_strict`.
    """
    try:
        settings = load_settings(instance.folder)
    except Unreadable:
        if is_strict:
            raise
        return ""
    return settings.address if settings else ""


def answer_flag(
    instance: Instance, person: Person, interview_id: str, question_id: str, given: Mapping[str, str]
) -> AnswerReading:
    """Keep what a rater makes of a flag: `source`, `philosophy`, `verdict` (adopted or dismissed), `reason`, `key`.

    Raises what `read_answer` raises, Conflict once submitted, Refused without a reason or for a flag not shown.
    """
    reading = read_answer(instance, person, interview_id, question_id)
    if reading.is_locked:
        raise _locked()
    source, philosophy, verdict = (given.get(name, "") for name in ("source", "philosophy", "verdict"))
    found = (f for s in reading.sources if s.source == source for f in s.flags if f.philosophy == philosophy)
    flag = next(found, None)
    if flag is None or verdict not in get_args(Verdict):
        raise Refused("This flag is not shown here any more. Reload the page.")
    reason = several_lines(given.get("reason", ""), "reason")
    if not reason:
        raise Refused("Give your reason in a few words.", "reason")
    card_id, key = reading.seat.scorecard.id, given.get("key", "")[:64] or new_id()
    now = max(instance.now(), instance.store.last_entry_at(card_id))  # whatever the clock says, it is the latest
    kept = FlagAnswer(
        card_id, question_id, source, philosophy, flag.quotation.quote, cast(Verdict, verdict),
        reason, key, now, now,
    )  # fmt: skip
    with instance.store.transaction():
        if own_seat(instance.store, person, interview_id).scorecard.submitted_at:  # while this was read
            raise _locked()
        if instance.store.append(kept):
            facts = {"question": question_id, "source": source, "philosophy": philosophy, "verdict": verdict}
            note(
                instance,
                person,
                "flag.answered",
                about_seat(reading.seat),
                facts,
                {"reason": reason, "quote": kept.quote},
            )
    return read_answer(instance, person, interview_id, question_id)


def _locked() -> Conflict:
    return Conflict("This scorecard has been submitted and is locked.")


@dataclass(frozen=True)
class Said:
    """What the candidate said to a question by one source, and what was read in it."""

    source: str
    text: str
    score: AnswerScore
    flags: tuple[Flag, ...]
    heard: HeardAnswer | None
    reader: str


def said_of(instance: Instance, card: Card, answer: Answer, heard: HeardAnswer | None) -> Iterator[Said]:
    """Return what there is to read on a question: the rater's notes, and what was heard by the transcript."""
    scorer = instance.shelf.pinned(card.seat.interview.bank)
    policy = policy_of(scorer.bank, card.seat.interview.policy)
    if answer.text.strip():
        score = _score_of_notes(scorer, policy, card, answer)
        yield Said(
            "notes", answer.text, score, flags_of(score.findings, scorer.bank, policy), None, scorer.reader.version
        )
    if heard is not None:
        yield Said("transcript", heard.text, heard.answer.score, heard.answer.flags, heard, scorer.reader.version)


def read_ahead(instance: Instance, person: Person, interview_id: str) -> None:
    """Read a rater's notes on all answers that they have rated, several at once: looking at each is then quick.

    Raises NotFound for another's interview.
    """
    (card,) = cards_of(instance, [own_seat(instance.store, person, interview_id)])
    if not is_heard(card.seat.opening):
        return
    scorer = instance.shelf.pinned(card.seat.interview.bank)
    policy = policy_of(scorer.bank, card.seat.interview.policy)
    rated = [answer for answer in card.answers if answer.rating is not None and answer.text.strip()]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda answer: _score_of_notes(scorer, policy, card, answer), rated))


def _score_of_notes(scorer: Scorer, policy: Policy, card: Card, answer: Answer) -> AnswerScore:
    return scorer.score(answer.text, "notes", speaker_of(card), rated_in(answer), answer.wording, policy.levels_from)


def speaker_of(card: Card) -> str:
    """Return what kind of leader speaks: sales, marketing, both or unknown."""
    return "unknown" if card.guide.role == "any" else card.guide.role


def _reading(said: Said, rated: tuple[str, ...]) -> SourceReading:
    score, heard = said.score, said.heard

    def quotation(span: Span, shows: str = "") -> Quotation:
        seconds = heard.score.place(heard.answer, span).seconds if heard else None
        return Quotation(span.of(said.text), span.start, span.end, seconds, shows)

    return SourceReading(
        said.source,
        said.text,
        "" if score.quality.is_readable else score.quality.reason,
        tuple(suggested_level(r, quotation) for r in score.ratings if r.competency in rated),
        tuple(suggested_flag(f, quotation) for f in said.flags),
        tuple(SuggestedPlace(p.placement, p.name, p.label, p.amount, quotation(p.quote)) for p in score.placements),
        said.reader,
    )  # fmt: skip


def suggested_level(rating: Rating, quotation: Callable[[Span, str], Quotation]) -> SuggestedLevel:
    """Return a level as it is shown; `quotation` quotes a stretch of the text, with what it shows."""
    evidence = tuple(quotation(own.quote, own.reason) for own in rating.evidence)
    return SuggestedLevel(rating.competency, rating.name, rating.level, rating.confidence, rating.because, evidence)


def suggested_flag(flag: Flag, quotation: Callable[[Span], Quotation]) -> SuggestedFlag:
    """Return a flag as it is shown; `quotation` quotes a stretch of the text."""
    found = flag.finding
    return SuggestedFlag(
        found.philosophy, flag.name, flag.kind, found.stance, flag.severity, flag.is_risk, found.confidence,
        quotation(found.quote), flag.probe, found.is_tentative,
    )  # fmt: skip


def _keep(instance: Instance, seat: Seat, answer: Answer, sources: tuple[SourceReading, ...]) -> None:
    """Keep what is shown for the first time; what was shown before of the same text and bank is kept already."""
    shown = {
        (reading.source, reading.text, reading.bank, reading.data)
        for reading in instance.store.readings_of([seat.scorecard.id])
        if reading.question == answer.question.id
    }
    for source in sources:
        data = json.dumps(_without_text(asdict(source)), ensure_ascii=False)
        if (source.source, source.text, seat.interview.bank, data) not in shown:
            reading = Reading(seat.scorecard.id, answer.question.id, source.source, source.text, seat.interview.bank,
                              data, instance.now())  # fmt: skip
            keep_reading(instance, seat, reading, "suggestion.shown", _facts(answer, source))


def keep_reading(instance: Instance, seat: Seat, reading: Reading, action: str, facts: Mapping[str, Any]) -> None:
    """Keep what is shown to a rater, and note it. Raises Erased if the candidate was erased while it was read."""
    with instance.store.transaction():
        must_be_kept(instance.store.candidate_of(seat.candidate.id))
        instance.store.add_reading(reading)
        note(instance, seat.rater, action, about_seat(seat), facts)


def _facts(answer: Answer, shown: SourceReading) -> dict[str, Any]:
    """Return what the audit trail tells of what was shown: levels and beliefs, but none of the candidate's words."""
    return {
        "question": answer.question.id,
        "source": shown.source,
        "reader": shown.reader,
        "levels": {own.competency: own.level for own in shown.levels},
        "flags": [own.philosophy for own in shown.flags],
        "unread": bool(shown.unread),
    }


def _without_text(reading: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in reading.items() if name not in ("source", "text")}
