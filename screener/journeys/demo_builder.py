"""Fills an instance with an invented company, by the journeys that people use and at times that a clock gives."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from screener.bank.load import Bank
from screener.journeys import calibration, imports, live, openings, readings, selection, voluntary
from screener.journeys.demo_files import (
    DemoAnswer,
    DemoCandidate,
    DemoOffice,
    DemoOpening,
    DemoPast,
    DemoScorecard,
    office_of,
)
from screener.journeys.instance import Instance, new_id
from screener.journeys.journal import record
from screener.journeys.scorecards import CLOSING
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
class DemoClock:
    """Gives the time that the demonstration says it is; afterwards the real one."""

    moment: datetime | None = None

    def __call__(self) -> datetime:
        """Return the time."""
        return self.moment or datetime.now(UTC)


class Builder:
    """Fills an instance."""

    def __init__(self, instance: Instance, clock: DemoClock, files: Path) -> None:
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

    def practise(self) -> None:
        """Let people rate sample answers."""
        references = {sample.key: sample.reference for sample in calibration.samples_of(self.bank)}
        self.clock.moment = self.today - timedelta(days=15)
        for written in self.office.practice:
            for apart in written.apart:
                self._forward(timedelta(minutes=2))
                rater = self.people[written.rater]
                turn = calibration.turn_of(self.instance, rater, calibration.MIXTURE)
                level = _practised(references[turn.key], apart)
                calibration.rate(self.instance, rater, calibration.MIXTURE, turn.key, turn.run, level)
        self.clock.moment = None

    def put_together(
        self, written: Sequence[DemoCandidate], count: int, *, like: str = "", seed: int = _SEED
    ) -> Iterator[DemoCandidate]:
        """Return further candidates whose answers are drawn from those of the invented ones, or of one opening's.

        Each is put together from two of them, question by question, so that all raters heard the same answer.
        """
        dice = random.Random(seed)  # noqa: S311 (no secret: the same candidates each time)
        finished = [c for c in written if all(s.state == "submitted" for s in c.scorecards)]
        finished = [c for c in finished if like in ("", c.opening)]
        for number in range(count):
            pattern = dice.choice(finished)
            others = [c for c in finished if c.opening == pattern.opening and c != pattern]
            two = [pattern, dice.choice(others or [pattern])]
            name = f"{dice.choice(self.office.first_names)} {dice.choice(self.office.last_names)}"
            heard = [dice.choice(two) for _ in pattern.scorecards[0].answers]
            cards = [_mixed(card, heard) for card in pattern.scorecards]
            yield DemoCandidate(
                id=f"drawn-{number}",
                name=name,
                opening=pattern.opening,
                who="Put together from others.",
                scorecards=cards,
            )

    def finish(self, past: DemoPast, written: Sequence[DemoCandidate]) -> None:
        """Add an opening of earlier years: its candidates, whom it chose, what they said of themselves, and its end."""
        today, self.today = self.today, self.today - timedelta(days=past.days_ago)
        self.clock.moment = self.today - timedelta(days=20)
        pattern = next(opening for opening in self.office.openings if opening.id == past.like)
        opening = self._opening(pattern.model_copy(update={"title": past.title}))
        self.openings[past.id] = opening
        drawn = list(self.put_together(written, past.candidates, like=past.like, seed=past.days_ago))
        for number, one in enumerate(drawn):
            update = {"id": f"{past.id}-{number}", "opening": past.id}
            self.add(one.model_copy(update=update))
        self.clock.moment = self.today
        best = sorted(drawn, key=_mean_level, reverse=True)[: past.chosen]
        hr = self.people[next(person.id for person in self.office.people if person.role == "hr")]
        dice = random.Random(past.days_ago)  # noqa: S311 (no secret: the same answers each time)
        for number, one in enumerate(drawn):
            candidate = self.candidates[f"{past.id}-{number}"]
            if one in best:
                selection.note_chosen(self.instance, hr, candidate.id, is_chosen=True)
            if dice.random() < past.answered:
                given = {question: dice.choice(answers) for question, answers in self.office.voluntary.items()}
                voluntary.answer(self.instance, voluntary.token_of(self.instance, candidate.id), given)
        openings.close_opening(self.instance, hr, opening.id)
        self.clock.moment, self.today = None, today

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


def _practised(reference: int | None, apart: int | str) -> int | None:
    """Return the level that somebody gave who was so far from the reference, or saw a little where nothing was."""
    if isinstance(apart, str):
        return None
    if reference is None:
        return 2 if apart else None
    return min(5, max(1, reference + apart))


def _mixed(card: DemoScorecard, heard: Sequence[DemoCandidate]) -> DemoScorecard:
    """Return a rater's scorecard with answers of other candidates; what that rater did not hear of them stays."""
    own = [next((c for c in one.scorecards if c.rater == card.rater), card) for one in heard]
    return card.model_copy(update={"answers": [given.answers[place] for place, given in enumerate(own)]})


def _mean_level(candidate: DemoCandidate) -> float:
    levels = [a.level for card in candidate.scorecards for a in card.answers if isinstance(a.level, int)]
    return sum(levels) / len(levels) if levels else 0.0


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
