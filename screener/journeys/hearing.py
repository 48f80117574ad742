"""What the machine hears in submitted scorecards: read once they are locked, kept, and read again under one bank."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from screener.bank.model import Policy
from screener.errors import BankInvalid, NotFound
from screener.journeys.access import is_heard
from screener.journeys.banks import policy_of
from screener.journeys.imports import heard_answers
from screener.journeys.instance import Instance
from screener.journeys.readings import said_of, speaker_of
from screener.journeys.scorecards import Answer, Card, cards_of
from screener.scoring.answer import Scorer
from screener.scoring.flags import Flag, flags_of
from screener.storage.records import Opening, Seat
from screener.storage.summaries import HeardFlag, Hearing

OnScorecard = Callable[[int, int], None]  # told how many are done, and of how many


@dataclass(frozen=True)
class Terms:
    """The state of the bank and the policy to read by; "" is what each interview was held with.

    With `is_silent` nothing is read, and nothing that was read before is shown.
    """

    bank: str = ""
    policy: str = ""
    is_silent: bool = False


def terms_of(instance: Instance, opening: Opening, *, is_reread: bool) -> Terms:
    """Return the terms of each interview itself, or today's bank and the opening's policy to read all by the same."""
    is_silent = not is_heard(opening)
    return (
        Terms(instance.shelf.current().bank.fingerprint, opening.policy, is_silent)
        if is_reread
        else Terms("", "", is_silent)
    )


def flags_heard(instance: Instance, scorecard_ids: Collection[str], terms: Terms) -> Mapping[str, Sequence[HeardFlag]]:
    """Return the flags that were heard in these scorecards by the same terms, with their words."""
    if terms.is_silent or not scorecard_ids:
        return {}
    hearings = instance.store.hearings_of(scorecard_ids, bank=terms.bank, policy=terms.policy)
    return {hearing.scorecard_id: hearing.flags for hearing in hearings}


def hear_opening(
    instance: Instance, opening_id: str, *, is_reread: bool = False, on_scorecard: OnScorecard | None = None
) -> None:
    """Read what has not been read yet of an opening's submitted scorecards, and keep what was heard.

    Raises NotFound if there is no such opening.
    """
    terms = terms_of(instance, instance.store.opening_of(opening_id), is_reread=is_reread)
    if terms.is_silent:
        return
    if terms.bank:
        instance.shelf.keep_current(instance.now())
    kept = {own.scorecard_id for own in instance.store.heard_in(opening_id, bank=terms.bank, policy=terms.policy)}
    seats = [seat for seat in instance.store.seats(opening_id=opening_id) if not seat.candidate.erased_at]
    hear(instance, [s for s in seats if s.scorecard.submitted_at and s.scorecard.id not in kept], terms, on_scorecard)


def hear(instance: Instance, seats: Iterable[Seat], terms: Terms, on_scorecard: OnScorecard | None = None) -> None:
    """Read submitted scorecards and keep what was heard. What was heard before by the same terms is kept already.

    One whose bank is gone, or whose guide or policy that bank does not have, is kept as silent: there is nothing to
    read it by.
    """
    seats = tuple(seats)
    failed: list[Exception] = []
    for done, seat in enumerate(seats, 1):
        try:
            _hear(instance, seat, terms)
        except Exception as error:  # one that cannot be read must not keep the others from being read
            failed.append(error)
        if on_scorecard:
            on_scorecard(done, len(seats))
    if failed:
        raise failed[0]


def _hear(instance: Instance, seat: Seat, terms: Terms) -> None:
    """Read a scorecard and keep what was heard, unless its transcript was changed meanwhile: then it waits."""
    store, interview = instance.store, seat.interview.id
    beside = store.find_transcript(interview)
    hearing = _hearing(instance, seat, terms)
    with store.transaction():
        is_there = not store.candidate_of(seat.candidate.id).erased_at
        if is_there and store.find_transcript(interview) == beside:
            store.add_hearing(hearing)


def _hearing(instance: Instance, seat: Seat, terms: Terms) -> Hearing:
    bank, policy = terms.bank or seat.interview.bank, terms.policy or seat.interview.policy
    try:
        scorer = instance.shelf.pinned(bank)
        is_own = (bank, policy) == (seat.interview.bank, seat.interview.policy)
        flags = tuple(_flags(instance, seat, scorer, policy, is_own=is_own))
    except (NotFound, BankInvalid):
        return Hearing(seat.scorecard.id, bank, policy, (), "", instance.now())
    return Hearing(seat.scorecard.id, bank, policy, flags, scorer.reader.version, instance.now())


def _flags(instance: Instance, seat: Seat, scorer: Scorer, policy: str, *, is_own: bool) -> Iterator[HeardFlag]:
    (card,) = cards_of(instance, [seat])
    stands = policy_of(scorer.bank, policy)
    transcribed = heard_answers(instance, seat) or {}
    for answer in (own for own in card.answers if not own.is_skipped):
        heard = transcribed.get(answer.question.id)
        if is_own:  # as raters are shown it
            for said in said_of(instance, card, answer, heard):
                yield from (_heard(answer, said.source, said.text, flag) for flag in said.flags)
            continue
        for source, text in (("notes", answer.text), ("transcript", heard.text if heard else "")):
            flags = _read_by(scorer, stands, card, answer, source, text) if text.strip() else ()
            yield from (_heard(answer, source, text, flag) for flag in flags)


def _read_by(scorer: Scorer, policy: Policy, card: Card, answer: Answer, source: str, text: str) -> tuple[Flag, ...]:
    register = "notes" if source == "notes" else "spoken"
    score = scorer.score(text, register, speaker_of(card), (), answer.wording)
    return flags_of(score.findings, scorer.bank, policy)


def _heard(answer: Answer, source: str, text: str, flag: Flag) -> HeardFlag:
    found = flag.finding
    return HeardFlag(
        answer.question.id,
        source,
        found.philosophy,
        found.stance,
        flag.kind,
        flag.severity or "",
        round(found.confidence, 3),
        found.quote.start,
        found.quote.end,
        found.quote.of(text),
        found.is_tentative,
    )
