"""A throw-away instance with an invented company, its candidates, and interviews as their panels held them.

Everything is done by the journeys that people use, at times that a clock of its own gives.
"""

import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from screener.bank.load import Bank
from screener.journeys import imports, live, readings
from screener.journeys.accounts import new_address
from screener.journeys.demo_files import (
    DemoAnswer,
    DemoCandidate,
    DemoOffice,
    DemoOpening,
    DemoScorecard,
    candidates_of,
    office_of,
)
from screener.journeys.instance import Instance, make_instance, must_be_new, new_id, open_instance
from screener.journeys.journal import record
from screener.journeys.scorecards import CLOSING
from screener.paths import inside
from screener.storage.records import (
    Candidate,
    Consensus,
    ConsensusLevel,
    Interview,
    Opening,
    Person,
    Scorecard,
    Weighting,
)

_SEED = 7


@dataclass
class _Clock:
    """Gives the time that the demonstration says it is; afterwards the real one."""

    moment: datetime | None = None

    def __call__(self) -> datetime:
        return self.moment or datetime.now(UTC)


@dataclass(frozen=True)
class SignIn:
    """A one-time address's secret for a role of the demonstration."""

    role: str
    name: str
    secret: str


def make_demo(folder: Path, *, candidates: int = 0, on_candidate: Callable[[int, int], None] | None = None) -> None:
    """Make a demonstration in a new folder, with at least as many candidates as asked for.

    Beyond the invented ones, candidates are put together from their answers. `on_candidate` is told after each how many
    are done, and of how many. Raises Refused if the folder is there and not empty.
    """
    must_be_new(folder)
    unfinished = folder.with_name(f"{folder.name}.unfinished")  # so that what is interrupted is not taken for whole
    shutil.rmtree(unfinished, ignore_errors=True)
    make_instance(unfinished)
    clock = _Clock()
    instance = open_instance(unfinished, clock)
    builder = _Builder(instance, clock, inside("demo"))
    written = candidates_of(inside("demo"))
    extra = max(0, candidates - len(written) - len(builder.unwritten))
    for done, candidate in enumerate([*written, *builder.put_together(written, extra)], 1):
        builder.add(candidate)
        if on_candidate:
            on_candidate(done, len(written) + extra)
    builder.plan()
    instance.store.close()
    unfinished.replace(folder)


def sign_ins(instance: Instance) -> tuple[SignIn, ...]:
    """Return an address for the first person of each role."""
    people = [person for person in instance.store.persons() if not person.ended_at]
    administrator = next(person for person in people if person.role == "administrator")
    found: dict[str, SignIn] = {}
    for role in ("administrator", "hr", "hiring-manager", "interviewer"):
        person = next((p for p in people if p.role == role and p.email), None)
        if person is not None:
            found[role] = SignIn(role, person.name, new_address(instance, administrator, person.id))
    return tuple(found.values())


class _Builder:
    """Fills an instance."""

    def __init__(self, instance: Instance, clock: _Clock, files: Path) -> None:
        self.instance, self.clock, self.files = instance, clock, files
        self.office: DemoOffice = office_of(files)
        self.bank: Bank = instance.shelf.current().bank
        self.today = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        self.days = cycle(range(2, 12))
        self.adopted, self.dismissed = cycle(self.office.adopted_because), cycle(self.office.dismissed_because)
        clock.moment = self.today - timedelta(days=20)
        self.people = {p.id: self._person(p.id, p.name, p.role, p.email or "") for p in self.office.people}
        self.openings = {opening.id: self._opening(opening) for opening in self.office.openings}
        self.candidates: dict[str, Candidate] = {}

    @property
    def unwritten(self) -> list[str]:
        """The names of candidates who are only planned for."""
        return [plan.name for plan in self.office.planned if plan.name]

    def add(self, written: DemoCandidate) -> None:
        """Add a candidate with the interviews that were held, and the consensus if there was one."""
        candidate = self._candidate(written.id, written.name, written.opening)
        for scorecard, day in zip(written.scorecards, self.days, strict=False):
            self._hold(candidate, written, scorecard, day)
        if written.consensus:
            self._settle(candidate, written)
        self.clock.moment = None

    def plan(self) -> None:
        """Add the interviews yet to be held."""
        for plan in self.office.planned:
            candidate = self.candidates.get(plan.candidate or "")
            if candidate is None:
                candidate = self._candidate(new_id(), plan.name or "", plan.opening or "")
            for rater in plan.raters:
                self._interview(candidate, [self.people[rater]])
        second = self.office.second_round
        self._interview(
            self.candidates[second.candidate], [self.people[rater] for rater in second.raters],
            round=2, is_joint=True, carried=second.carried, carried_note=second.note,
        )  # fmt: skip

    def put_together(self, written: Sequence[DemoCandidate], count: int) -> Iterator[DemoCandidate]:
        """Return further candidates whose answers are drawn from those of the invented ones."""
        dice = random.Random(_SEED)  # noqa: S311 (no secret: the same candidates each time)
        finished = [c for c in written if all(s.state == "submitted" for s in c.scorecards)]
        for number in range(count):
            pattern = dice.choice(finished)
            pool = [c for c in finished if c.opening == pattern.opening]
            name = f"{dice.choice(self.office.first_names)} {dice.choice(self.office.last_names)}"
            cards = [self._mixed(card, pool, dice) for card in pattern.scorecards]
            yield DemoCandidate(
                id=f"drawn-{number}",
                name=name,
                opening=pattern.opening,
                who="Put together from others.",
                scorecards=cards,
            )

    def _mixed(self, card: DemoScorecard, pool: Sequence[DemoCandidate], dice: random.Random) -> DemoScorecard:
        others = [c for candidate in pool for c in candidate.scorecards if c.rater == card.rater]
        answers = [dice.choice(others).answers[place] for place in range(len(card.answers))]
        return card.model_copy(update={"answers": answers})

    def _person(self, _id: str, name: str, role: str, email: str) -> Person:
        person = Person(new_id(), name, role, email, created_at=self.instance.now())  # type: ignore[arg-type]
        self.instance.store.add_person(person)
        return person

    def _opening(self, written: DemoOpening) -> Opening:
        needs = next(iter(self.bank.needs.values()))
        outcome = next(found for found in needs.outcomes if found.id == written.outcome)
        equal = {w.id: Weighting(w.id, w.weight) for w in self.bank.guides[outcome.guide].competencies}
        changed = {w.competency: Weighting(w.competency, w.weight, w.reason) for w in outcome.weights}
        weights = tuple({**equal, **changed}[competency] for competency in equal)
        hr = next(person for person in self.people.values() if person.role == "hr")
        opening = Opening(
            new_id(), written.title, written.role, outcome.guide, "default", weights, hr.id, self.instance.now(),
            written.needs, written.outcome,
        )  # fmt: skip
        self.instance.store.add_opening(opening)
        for member in written.panel:
            is_moderator = member == written.moderator
            self.instance.store.set_panelist(opening.id, self.people[member].id, is_moderator=is_moderator)
        return opening

    def _candidate(self, name_id: str, name: str, opening: str) -> Candidate:
        candidate = Candidate(new_id(), self.openings[opening].id, name, "", self.instance.now())
        self.instance.store.add_candidates([candidate])
        self.candidates[name_id] = candidate
        return candidate

    def _interview(self, candidate: Candidate, raters: Sequence[Person], **changes: Any) -> Interview:
        opening = next(o for o in self.openings.values() if o.id == candidate.opening_id)
        now = self.instance.now()
        interview = Interview(
            new_id(), candidate.id, 1, len(raters) > 1, opening.guide, opening.policy, "nothing", "", now
        )
        interview = replace(interview, **changes)
        cards = [Scorecard(new_id(), interview.id, rater.id, now) for rater in raters]
        self.instance.store.add_interview(interview, cards)
        return interview

    def _hold(self, candidate: Candidate, written: DemoCandidate, card: DemoScorecard, day: int) -> None:
        """Hold one interview: begin, note and rate, leave, look at suggestions, submit."""
        rater = self.people[card.rater]
        is_now = card.state == "interviewing" and written.opening == self.office.openings[0].id
        begun = self.today - timedelta(days=day, hours=len(card.rater) % 4)
        self.clock.moment = datetime.now(UTC) - timedelta(minutes=card.minutes) if is_now else begun
        interview = self._interview(candidate, [rater])
        live.begin(self.instance, rater, interview.id)
        pace = timedelta(minutes=card.minutes / max(1, len(card.answers) + 1))
        for answer in card.answers:
            self._forward(pace)
            competency = self.bank.questions[answer.question].competency
            record(self.instance, rater, interview.id, list(_entries(answer, competency)))
        if is_now:
            return
        self._forward(timedelta(minutes=3))
        live.leave(self.instance, rater, interview.id)
        if written.transcript and card.rater == self._recorded(written):
            self._attach(rater, interview, written)
        if card.state != "submitted":
            return
        if written.consensus or written.transcript:  # of the others the suggestions have not been looked at yet
            self._weigh_flags(rater, interview, card)
        if card.closing:
            record(self.instance, rater, interview.id, [_draft(CLOSING, card.closing)])
        self._forward(timedelta(minutes=11))
        live.submit(self.instance, rater, interview.id)

    def _recorded(self, written: DemoCandidate) -> str:
        """Return the rater whose conversation was recorded: the one who speaks in the transcript."""
        text = (self.files / "transcripts" / (written.transcript or "")).read_text(encoding="utf-8")
        return next(card.rater for card in written.scorecards if self.people[card.rater].name in text)

    def _attach(self, rater: Person, interview: Interview, written: DemoCandidate) -> None:
        path = self.files / "transcripts" / (written.transcript or "")
        consent = "asked and agreed at the start"
        imports.attach(self.instance, rater, interview.id, path.name, path.read_bytes(), consent)
        speakers = imports.attached_of(self.instance, rater, interview.id).speakers
        roles = {s.label: imports.CANDIDATE if s.label == written.name else imports.INTERVIEWER for s in speakers}
        imports.assign(self.instance, rater, interview.id, roles)

    def _weigh_flags(self, rater: Person, interview: Interview, card: DemoScorecard) -> None:
        """Look at suggestions and answer the flags as somebody would who rated as this rater did."""
        readings.read_ahead(self.instance, rater, interview.id)
        for answer in card.answers:
            if answer.level is None:
                continue
            self._forward(timedelta(seconds=20))
            reading = readings.read_answer(self.instance, rater, interview.id, answer.question)
            risks = {(s.source, flag.philosophy) for s in reading.sources for flag in s.flags if flag.is_risk}
            for source, philosophy in sorted(risks):
                is_low = answer.level in (1, 2)
                given = {
                    "source": source,
                    "philosophy": philosophy,
                    "verdict": "adopted" if is_low else "dismissed",
                    "reason": next(self.adopted if is_low else self.dismissed),
                    "key": new_id(),
                }
                readings.answer_flag(self.instance, rater, interview.id, answer.question, given)

    def _settle(self, candidate: Candidate, written: DemoCandidate) -> None:
        assert written.consensus is not None  # noqa: S101 (asked before)
        store, moderator = self.instance.store, self.people[written.consensus.moderator]
        self.clock.moment = self.today - timedelta(days=1)
        store.open_consensus(Consensus(candidate.id, 1, moderator.id, self.instance.now()))
        for competency, settled in written.consensus.levels.items():
            self._forward(timedelta(minutes=4))
            level = None if settled.level == "none" else settled.level
            store.add_consensus_level(
                ConsensusLevel(candidate.id, 1, competency, level, settled.reason, moderator.id, self.instance.now())
            )
        store.finish_consensus(candidate.id, 1, self.instance.now())

    def _forward(self, by: timedelta) -> None:
        assert self.clock.moment is not None  # noqa: S101 (set when the interview began)
        self.clock.moment += by


def _entries(answer: DemoAnswer, competency: str) -> Iterator[Mapping[str, Any]]:
    """Return what a rater's page would have sent for an answer."""
    if answer.skipped:
        yield {
            "key": new_id(),
            "kind": "asking",
            "question": answer.question,
            "state": "skipped",
            "reason": answer.skipped,
        }
    if answer.notes:
        yield _draft(answer.question, answer.notes)
    own = {competency: answer.level} if answer.level else {}
    for rated, level in {**own, **answer.also}.items():
        yield {
            "key": new_id(), "kind": "rating", "question": answer.question, "competency": rated,
            "level": None if level == "none" else level,
        }  # fmt: skip
    if answer.place:
        place = answer.place
        yield {
            "key": new_id(), "kind": "placement", "question": answer.question, "value": place.value,
            "amount": place.amount,
        }  # fmt: skip


def _draft(question: str, text: str) -> Mapping[str, Any]:
    return {"key": new_id(), "kind": "draft", "question": question, "text": text, "parent": 0, "window": "demo"}
