"""What a changed bank would change in the stored answers of finished interviews.

Nothing is kept and nothing changes by it: a finished interview stays with the bank that it was held with.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from screener.bank.load import Library, library_of, load_library
from screener.errors import BankInvalid
from screener.journeys.access import must_manage
from screener.journeys.banks import bank_folder_of, scorer_of
from screener.journeys.blinding import Plain, Veil
from screener.journeys.imports import heard_to
from screener.journeys.instance import QUESTIONS, Instance
from screener.journeys.readings import Quotation, SuggestedFlag, SuggestedLevel, suggested_flag, suggested_level
from screener.journeys.rereading_cluster import changes_on_cluster
from screener.journeys.rereading_stored import (
    TRANSCRIPT,
    Missing,
    Shelves,
    Stored,
    finished_scorecards,
    stored_answers,
)
from screener.journeys.rereading_work import Banks, Contents, changes_in
from screener.scoring.changed import APPEARS, DISAPPEARS, Changes, FlagChange, LevelChange
from screener.scoring.flags import Flag
from screener.scoring.ratings import Rating
from screener.storage.records import Person
from screener.text.spans import Span

OnAnswer = Callable[[int, int], None]  # told how many are done, and of how many
IsCancelled = Callable[[], bool]


@dataclass(frozen=True)
class FlagEffect:
    """A flag as raters are shown it before and after; None where it is not shown.

    `what` is "appears", "disappears", or some of "stance", "severity", "kind" and "suggestion": whether it is only one.
    """

    philosophy: str
    name: str
    what: tuple[str, ...]
    before: SuggestedFlag | None
    after: SuggestedFlag | None


@dataclass(frozen=True)
class LevelEffect:
    """A suggested level before and after, None where none is suggested, beside the level that the rater gave.

    `what` is "appears", "disappears" or "level"; `given` is None for "no evidence".
    """

    competency: str
    name: str
    what: tuple[str, ...]
    before: SuggestedLevel | None
    after: SuggestedLevel | None
    given: int | None


@dataclass(frozen=True)
class AnswerEffect:
    """What changes in an answer by one source, which is notes or transcript."""

    round: int
    rater: str
    question: str
    wording: str
    source: str
    flags: tuple[FlagEffect, ...]
    levels: tuple[LevelEffect, ...]


@dataclass(frozen=True)
class CandidateEffect:
    """What changes for a candidate. While names are hidden `candidate` is a letter and `candidate_id` is ""."""

    opening_id: str
    opening: str
    candidate_id: str
    candidate: str
    answers: tuple[AnswerEffect, ...]


@dataclass(frozen=True)
class Unread:
    """A scorecard, or one question of it (`wording`, otherwise ""), that could not be read by both banks, and why."""

    opening_id: str
    opening: str
    candidate_id: str
    candidate: str
    round: int
    rater: str
    wording: str
    reason: str


@dataclass(frozen=True)
class Counts:
    """How many flags, or levels, appear, disappear, or show otherwise."""

    appears: int = 0
    disappears: int = 0
    changes: int = 0


@dataclass(frozen=True)
class Total:
    """The changes of one belief or competency."""

    id: str
    name: str
    counts: Counts


@dataclass(frozen=True)
class Effect:
    """What another bank would change. All of it is plain data.

    `before` and `after` are the banks' fingerprints; `before` is "" where each interview's own was meant. `answers`
    counts the texts that were read, notes and transcript singly, of `of` that there are, in so many `scorecards` of
    so many `candidates`. One that is not complete was cancelled: it holds what had been found by then.
    """

    before: str
    after: str
    is_complete: bool
    answers: int
    of: int
    scorecards: int
    candidates: int
    flags: Counts
    levels: Counts
    beliefs: tuple[Total, ...]
    competencies: tuple[Total, ...]
    changes: tuple[CandidateEffect, ...]
    unread: tuple[Unread, ...]


def reread(
    instance: Instance,
    before: Contents | None,
    after: Contents,
    *,
    viewer: Person | None = None,
    opening_id: str = "",
    workers: int = 1,
    on_answer: OnAnswer = lambda _done, _of: None,
    is_cancelled: IsCancelled = lambda: False,
) -> Effect:
    """Read the stored answers of finished interviews by two banks, and return what differs.

    A bank is given by the contents of its files by their path; a `before` of None is the one that each interview was
    held with. A `viewer` gets what HR may read; without one it is for who holds the instance's folder. The effect is
    the same for any number of `workers`, which are processes of low priority; none is left behind. When `is_cancelled`
    says so it ends within a second or two.

    Raises BankInvalid if a bank has mistakes, NotAllowed but for HR, NotFound if there is no opening of that id.
    """
    where = Path(QUESTIONS)
    first = library_of(before, where) if before is not None else None
    work = _Rereading(instance, first, library_of(after, where), where, on_answer, is_cancelled)
    return work.effect(viewer, opening_id, workers)


def reread_by_folder(
    instance: Instance,
    folder: Path | None,
    *,
    opening_id: str = "",
    workers: int = 1,
    cluster: str = "",
    on_answer: OnAnswer = lambda _done, _of: None,
) -> Effect:
    """Return what the bank in a folder would change of what today's reads, for who holds the instance's folder.

    Without a folder: what today's bank changes of what interviews were held with. Raises BankInvalid if a bank has
    mistakes, NotFound if there is no bank or no opening of that id.

    A `cluster` is the address of a Dask scheduler whose workers read, in the place of processes here. Raises Refused
    for one that is not safe, Unreadable for one that cannot be used.
    """
    today = instance.shelf.current()
    if today.trouble:
        raise BankInvalid(today.trouble)
    where = bank_folder_of(folder or instance.folder)
    after = load_library(where)
    before = library_of(today.version.files, instance.folder / QUESTIONS) if folder else None
    return _Rereading(instance, before, after, where, on_answer, lambda: False, cluster).effect(
        None, opening_id, workers
    )


class _Rereading:
    """Reads stored answers by two banks."""

    def __init__(
        self, instance: Instance, before: Library | None, after: Library, where: Path, on_answer: OnAnswer,
        is_cancelled: IsCancelled, cluster: str = "",
    ) -> None:  # fmt: skip
        self._cluster = cluster
        self._instance, self._on_answer, self._is_cancelled = instance, on_answer, is_cancelled
        libraries = [library for library in (before, after) if library]
        self._contents = {library.bank.fingerprint: library.contents for library in libraries}
        self._ready = {library.bank.fingerprint: scorer_of(library, where) for library in libraries}
        self._before, self._after = before.bank if before else None, after.bank

    def effect(self, viewer: Person | None, opening_id: str, workers: int) -> Effect:
        """Read everything, and return what differs."""
        if viewer:
            must_manage(viewer)
        finished = finished_scorecards(self._instance, viewer, opening_id)
        shelves = Shelves(self._instance, self._before, self._after)
        found = list(stored_answers(shelves, finished, self._is_cancelled))
        stored = [own for own in found if isinstance(own, Stored)]
        missing = sorted((own for own in found if isinstance(own, Missing)), key=lambda own: own.place)
        is_all_there = not self._is_cancelled()
        read = list(self._read(stored, workers)) if is_all_there else []
        changed = sorted((own for own in read if own[1]), key=lambda pair: pair[0].place)
        effects = tuple(self._of_candidate(list(own)) for _, own in groupby(changed, _candidate_of))
        answers = [answer for own in effects for answer in own.answers]
        return Effect(
            self._before.fingerprint if self._before else "",
            self._after.fingerprint,
            is_all_there and len(read) == len(stored),
            len(read),
            len(stored),
            len({own.finished.number for own, _ in read}),
            len({own.finished.seat.candidate.id for own, _ in read}),
            _counts(flag.what for answer in answers for flag in answer.flags),
            _counts(level.what for answer in answers for level in answer.levels),
            _totals((flag.philosophy, flag.name, flag.what) for answer in answers for flag in answer.flags),
            _totals((level.competency, level.name, level.what) for answer in answers for level in answer.levels),
            effects,
            tuple(map(_unread, missing)),
        )

    def _read(self, stored: Sequence[Stored], workers: int) -> Iterator[tuple[Stored, Changes]]:
        """Read the answers by both banks; of one that was held with the new bank it is known that nothing differs."""
        new = self._after.fingerprint
        same = [own for own in stored if own.pair.bank == new]
        others = [own for own in stored if own.pair.bank != new]
        yield from ((own, Changes()) for own in same)
        self._on_answer(len(same), len(stored))
        banks = Banks({new: self._contents[new], **self._held_with(others)}, self._ready)
        pairs = [own.pair for own in others]
        if self._cluster:
            found = changes_on_cluster(pairs, banks.contents, new, self._cluster, self._is_cancelled)
        else:
            found = changes_in(pairs, banks, new, workers, self._is_cancelled)
        with closing(found):  # whatever happens, no process is left behind
            for done, pair in enumerate(zip(others, found, strict=False), len(same) + 1):
                self._on_answer(done, len(stored))
                yield pair

    def _held_with(self, stored: Iterable[Stored]) -> Mapping[str, Contents]:
        """Return the files of the banks by which answers are read first."""
        today = self._instance.shelf.current().version
        known = {today.fingerprint: today.files, **self._contents}

        def contents(fingerprint: str) -> Contents:
            kept = None if fingerprint in known else self._instance.store.find_bank(fingerprint)
            return kept.files if kept else known[fingerprint]

        return {own: contents(own) for own in dict.fromkeys(own.pair.bank for own in stored)}

    def _of_candidate(self, changed: Sequence[tuple[Stored, Changes]]) -> CandidateEffect:
        finished = changed[0][0].finished
        opening, candidate = finished.seat.opening, finished.seat.candidate
        plain: Plain = str
        if finished.hidden:
            texts = (own.pair.told.text for own, _ in changed)
            plain = partial(Veil(finished.hidden, {candidate.id}, texts).over, candidate_id=candidate.id)
        return CandidateEffect(
            opening.id,
            opening.title,
            "" if finished.hidden else candidate.id,
            finished.name,
            tuple(self._of_answer(*own, plain) for own in changed),
        )

    def _of_answer(self, stored: Stored, changes: Changes, plain: Plain) -> AnswerEffect:
        seat, text = stored.finished.seat, stored.pair.told.text
        heard = heard_to(self._instance, seat, stored.question) if stored.source == TRANSCRIPT else None

        def quotation(span: Span, shows: str = "") -> Quotation:
            seconds = heard.score.place(heard.answer, span).seconds if heard else None
            return Quotation(plain(span.of(text)), span.start, span.end, seconds, shows)

        return AnswerEffect(
            seat.interview.round,
            seat.rater.name,
            stored.question,
            stored.wording,
            stored.source,
            tuple(_flag_effect(own, quotation) for own in changes.flags),
            tuple(_level_effect(own, stored.ratings[own.competency].level, quotation) for own in changes.levels),
        )


def _candidate_of(changed: tuple[Stored, Changes]) -> str:
    return changed[0].finished.seat.candidate.id


def _flag_effect(change: FlagChange, quotation: Callable[[Span], Quotation]) -> FlagEffect:
    def shown(flag: Flag | None) -> SuggestedFlag | None:
        return suggested_flag(flag, quotation) if flag else None

    name = next(flag.name for flag in (change.after, change.before) if flag)
    return FlagEffect(change.philosophy, name, change.what, shown(change.before), shown(change.after))


def _level_effect(change: LevelChange, given: int | None, quotation: Callable[[Span, str], Quotation]) -> LevelEffect:
    def shown(level: Rating | None) -> SuggestedLevel | None:
        return suggested_level(level, quotation) if level else None

    name = next(level.name for level in (change.after, change.before) if level)
    return LevelEffect(change.competency, name, change.what, shown(change.before), shown(change.after), given)


def _counts(changes: Iterable[tuple[str, ...]]) -> Counts:
    counted = Counter(what[0] if what[0] in (APPEARS, DISAPPEARS) else "changes" for what in changes)
    return Counts(counted[APPEARS], counted[DISAPPEARS], counted["changes"])


def _totals(changes: Iterable[tuple[str, str, tuple[str, ...]]]) -> tuple[Total, ...]:
    """Return the changes by belief or competency, those with the most first."""
    found: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for own, name, what in changes:
        found[own, name].append(what)
    ordered = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple(Total(own, name, _counts(whats)) for (own, name), whats in ordered)


def _unread(missing: Missing) -> Unread:
    seat, hidden = missing.finished.seat, missing.finished.hidden
    return Unread(
        seat.opening.id,
        seat.opening.title,
        "" if hidden else seat.candidate.id,
        missing.finished.name,
        seat.interview.round,
        seat.rater.name,
        missing.wording,
        missing.reason,
    )
