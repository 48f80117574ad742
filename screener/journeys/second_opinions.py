"""What a second reader says to an answer, beside the built-in one: only where an administrator named an address.

It is asked only when a rater asks for it, after rating. It is never the only source: what it quotes was found again in
the answer, and what it says stands beside what the built-in reader found.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from threading import Semaphore
from typing import TYPE_CHECKING

from screener.bank.load import Bank
from screener.errors import Conflict, NotFound
from screener.journeys.banks import policy_of
from screener.journeys.early_looks import note_suggestions_seen
from screener.journeys.imports import heard_to
from screener.journeys.instance import Instance
from screener.journeys.readings import (
    Said,
    answer_to_compare,
    is_rated,
    keep_reading,
    rated_in,
    said_of,
    speaker_of,
)
from screener.scoring.reader import Finding
from screener.second.compare import Agreement, Comparison, compare
from screener.second.opinion import Opinion, SecondFinding
from screener.second.settings import load_settings
from screener.storage.records import Person, Reading
from screener.text.spans import Span

if TYPE_CHECKING:
    from screener.second.client import SecondReader

_one_at_a_time = Semaphore(1)  # the server has few threads, and notes must be saved meanwhile


@dataclass(frozen=True)
class Beside:
    """One belief or competency as each of the two readers sees it; "" where one sees nothing."""

    name: str
    built_in: str
    second: str
    agreement: Agreement
    quotes: tuple[str, ...]  # the second reader's


@dataclass(frozen=True)
class SourceOpinion:
    """A second opinion on one source. `trouble` says why there is none; `dropped` counts claims that were left out."""

    source: str
    trouble: str
    beliefs: tuple[Beside, ...]
    levels: tuple[Beside, ...]
    dropped: int


@dataclass(frozen=True)
class SecondOpinion:
    """Everything that a second reader says to an answer: which model, where it is, and by source."""

    interview: str
    question: str
    wording: str
    address: str
    model: str
    sources: tuple[SourceOpinion, ...]


def second_opinion(instance: Instance, person: Person, interview_id: str, question_id: str) -> SecondOpinion:
    """Send a rated answer to the second reader, and keep and return what it says.

    Takes up to the time that the settings allow for each source. Raises Conflict while it is busy, NotFound without a
    second reader or for another's interview, NotAllowed until the rater has rated the answer, Unreadable
    if the settings have a mistake.
    """
    from screener.second.client import SecondReader  # only here: it takes long to load, and most have none

    settings = load_settings(instance.folder)
    if settings is None:
        raise NotFound("no second reader has been set up")
    seat, card, answer = answer_to_compare(instance, person, interview_id, question_id)
    if not is_rated(answer):
        note_suggestions_seen(instance, seat, question_id)
    reader, rated = SecondReader(settings), set(rated_in(answer))
    policy = policy_of(card.bank, seat.interview.policy)
    sources = []
    for said in said_of(instance, card, answer, heard_to(instance, seat, question_id)):
        if not said.score.quality.is_readable:  # never the only reader
            trouble = f"Not sent, because the built-in reader could not read it: {said.score.quality.reason}."
            sources.append(SourceOpinion(said.source, trouble, (), (), 0))
            continue
        opinion = _asked(reader, card.bank, said.text, answer.wording, speaker_of(card))
        compared = compare(said.score.findings, said.score.ratings, policy, opinion)
        found = _beside(said, opinion, compared, card.bank, rated)
        sources.append(found)
        data = json.dumps({"model": settings.model, **asdict(found)}, ensure_ascii=False)
        kept = Reading(seat.scorecard.id, question_id, f"second reader, {said.source}", said.text,
                       seat.interview.bank, data, instance.now())  # fmt: skip
        facts = {"question": question_id, "source": said.source, "model": settings.model}
        keep_reading(instance, seat, kept, "opinion.asked", facts | {"trouble": bool(found.trouble)})
    return SecondOpinion(interview_id, question_id, answer.wording, settings.address, settings.model, tuple(sources))


def _asked(reader: "SecondReader", bank: Bank, text: str, question: str, speaker: str) -> Opinion:
    if not _one_at_a_time.acquire(blocking=False):
        raise Conflict("The second reader is busy with another answer. Try again in a minute.")
    try:
        return reader.read(bank, text, question, speaker)
    finally:
        _one_at_a_time.release()


def _beside(said: Said, opinion: Opinion, compared: Comparison | None, bank: Bank, rated: set[str]) -> SourceOpinion:
    beliefs = tuple(_beliefs(said, compared, bank)) if compared else ()
    levels = tuple(_levels(said, compared, bank, rated)) if compared else ()
    return SourceOpinion(said.source, opinion.trouble, beliefs, levels, len(opinion.dropped))


def _beliefs(said: Said, compared: Comparison, bank: Bank) -> Iterator[Beside]:
    for one in compared.findings:
        quotes = (_quoted(said, one.second.quote),) if one.second else ()
        name = bank.philosophies[one.philosophy].name
        yield Beside(name, _stance(one.built_in), _stance(one.second), one.agreement, quotes)


def _levels(said: Said, compared: Comparison, bank: Bank, rated: set[str]) -> Iterator[Beside]:
    for one in compared.levels:
        if one.competency in rated:
            quotes = tuple(_quoted(said, span) for span in one.second.evidence) if one.second else ()
            built_in = str(one.built_in.level) if one.built_in else ""
            second = str(one.second.level) if one.second else ""
            yield Beside(bank.rubrics[one.competency].name, built_in, second, one.agreement, quotes)


def _quoted(said: Said, span: Span) -> str:
    """Return the whole sentence: a model may have left out the "I don't think" before what it quotes."""
    return said.score.passage.quote_around(span).of(said.text)


def _stance(finding: Finding | SecondFinding | None) -> str:
    return finding.stance if finding else ""
