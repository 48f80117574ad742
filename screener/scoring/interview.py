"""A whole conversation against a guide: answers by question, what each shows, and what was never asked."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from screener.bank.load import Bank
from screener.bank.model import Guide, Policy, Question
from screener.scoring.answer import AnswerScore, Scorer
from screener.scoring.asked import Asked, Match, Similarity, closes, match_questions, was_asked
from screener.scoring.flags import Flag, flags_of
from screener.text.normal import plain_words
from screener.text.spans import Span
from screener.text.transcript.roles import Roles
from screener.text.transcript.turns import Transcript, Turn

_BETWEEN_TURNS = "\n\n"
_BACKCHANNELS = set("uh huh mhm aha ah oh okay ok yes yeah yep right sure good i see of course go on".split())
_HUMMING = re.compile("h?m+")


@dataclass(frozen=True)
class Place:
    """Where a quotation stands: the turn in which it begins, by its number from 0, and the places in the file."""

    turn: int
    source: tuple[Span, ...]
    seconds: float | None


@dataclass(frozen=True)
class Answer:
    """What the candidate said in reply, over one turn or several. It is read when somebody first asks what is in it."""

    turns: tuple[int, ...]
    starts: tuple[int, ...]  # where each turn begins in `text`
    text: str
    policy: Policy
    bank: Bank
    read: Callable[[], AnswerScore] = field(compare=False, repr=False)

    @cached_property
    def score(self) -> AnswerScore:
        """What was found in it."""
        return self.read()

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """What the organisation's policy lets show of that."""
        return flags_of(self.score.findings, self.bank, self.policy)


@dataclass(frozen=True)
class QuestionScore:
    """A question of the guide: how it came up, in whose turn, what was answered, which probes were put."""

    question: Question
    wording: str
    how: Asked
    turn: int | None
    answer: Answer | None
    probes_asked: tuple[str, ...]
    probes_not_asked: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """A competency in this interview: its questions, those asked, and the levels suggested for single answers."""

    competency: str
    name: str
    weight: float
    questions: int
    asked: int
    levels: tuple[int, ...]


@dataclass(frozen=True)
class InterviewScore:
    """Everything about one conversation."""

    transcript: Transcript
    roles: Roles
    guide: Guide
    policy: Policy
    questions: tuple[QuestionScore, ...]
    elsewhere: tuple[Answer, ...]  # what the candidate said that answers no question of the guide
    bank: Bank
    reader: str  # the version of what read it

    @property
    def bank_fingerprint(self) -> str:
        """The state of the bank that it was scored with."""
        return self.bank.fingerprint

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Everything that the candidate said."""
        return (*(q.answer for q in self.questions if q.answer), *self.elsewhere)

    @cached_property
    def coverage(self) -> tuple[Coverage, ...]:
        """What was asked on each competency of the guide, and the levels suggested."""
        return tuple(
            Coverage(
                weight.id,
                self.bank.rubrics[weight.id].name,
                weight.weight,
                questions=sum(q.question.competency == weight.id for q in self.questions),
                asked=sum(q.question.competency == weight.id and q.how is not Asked.NOT_ASKED for q in self.questions),
                levels=tuple(
                    rating.level
                    for q in self.questions
                    if q.answer
                    for rating in q.answer.score.ratings
                    if rating.competency == weight.id
                ),
            )
            for weight in self.guide.competencies
        )

    def place(self, answer: Answer, span: Span) -> Place:
        """Return where a stretch of an answer stands."""
        source: list[Span] = []
        for start, number in zip(answer.starts, answer.turns, strict=True):
            turn = self.transcript.turns[number]
            if Span(start, start + len(turn.text)).touches(span):
                source += turn.in_source(Span(span.start - start, span.end - start))
        index = bisect_right(answer.starts, span.start) - 1
        here = span.start - answer.starts[index]
        turn = self.transcript.turns[answer.turns[index]]
        return Place(answer.turns[index], tuple(source), turn.seconds_at(here))


def score_interview(
    transcript: Transcript, roles: Roles, guide: Guide, policy: Policy, scorer: Scorer
) -> InterviewScore:
    """Score a conversation. Only the candidate's turns are evidence; other turns only tell what was asked."""
    return _Interview(transcript, roles, guide, policy, scorer).score()


class _Interview:
    def __init__(self, transcript: Transcript, roles: Roles, guide: Guide, policy: Policy, scorer: Scorer) -> None:
        self.transcript, self.roles, self.guide, self.policy, self.scorer = transcript, roles, guide, policy, scorer
        self.bank: Bank = scorer.bank
        self.turns: tuple[Turn, ...] = transcript.turns
        self.questions = [self.bank.questions[name] for name in guide.questions]
        self.wordings = [question.ask.spoken_to(guide.role) for question in self.questions]
        self.similarity = Similarity(
            wording for q in self.bank.questions.values() for wording in q.ask.spoken_to("any")
        )

    def score(self) -> InterviewScore:
        asking = {n: turn.text for n, turn in enumerate(self.turns) if turn.speaker != self.roles.candidate}
        matches = match_questions(self.wordings, asking, self.similarity)
        starts = sorted({match.turn for match in matches if match} | {n for n, text in asking.items() if closes(text)})
        asked = {match.turn for match in matches if match}
        questions = tuple(
            self._question(question, wordings, match, starts)
            for question, wordings, match in zip(self.questions, self.wordings, matches, strict=True)
        )
        elsewhere = tuple(self._elsewhere(n for n in range(len(self.turns)) if _asked_before(n, starts) not in asked))
        return InterviewScore(
            self.transcript,
            self.roles,
            self.guide,
            self.policy,
            questions,
            elsewhere,
            self.bank,
            self.scorer.reader.version,
        )

    def _question(
        self, question: Question, wordings: Sequence[str], match: Match | None, starts: Sequence[int]
    ) -> QuestionScore:
        if match is None:
            return QuestionScore(question, wordings[0], Asked.NOT_ASKED, None, None, (), tuple(question.probes))
        end = next((start for start in starts if start > match.turn), len(self.turns))
        said = range(match.turn + 1, end)
        prompts = [self.turns[n].text for n in said if self.turns[n].speaker != self.roles.candidate]
        put = tuple(probe for probe in question.probes if was_asked(probe, prompts, self.similarity))
        rated = [question.competency, *(c for c in question.also if c in {w.id for w in self.guide.competencies})]
        wording = max(wordings, key=lambda w: self.similarity.between(self.turns[match.turn].text, w))
        return QuestionScore(
            question,
            wording,
            match.how,
            match.turn,
            self._answer([n for n in said if self.turns[n].speaker == self.roles.candidate], rated, wording),
            put,
            tuple(probe for probe in question.probes if probe not in put),
        )

    def _answer(self, numbers: list[int], competencies: Sequence[str], question: str = "") -> Answer | None:
        if not numbers:
            return None
        text, starts = "", []
        for before, number in zip([numbers[0], *numbers], numbers, strict=False):
            text += self._separator(text, range(before + 1, number))
            starts.append(len(text))
            text += self.turns[number].text
        told = (text, "spoken", _speaker(self.guide), competencies, question, self.policy.levels_from)
        read = partial(self.scorer.score, *told)
        return Answer(tuple(numbers), tuple(starts), text, self.policy, self.bank, read)

    def _separator(self, text: str, between: Iterable[int]) -> str:
        """Go on in the same sentence where the interviewers only said mm-hm into it."""
        if not text:
            return ""
        goes_on = text[-1] not in ".!?…" and all(_is_backchannel(self.turns[n].text) for n in between)
        return " " if goes_on else _BETWEEN_TURNS

    def _elsewhere(self, numbers: Iterable[int]) -> Iterator[Answer]:
        """Read what belongs to no question turn by turn, for flags only: without a question there is no rating."""
        for number in numbers:
            if self.turns[number].speaker == self.roles.candidate and (answer := self._answer([number], ())):
                yield answer


def _asked_before(turn: int, starts: Sequence[int]) -> int | None:
    """Return the turn in which the question was asked, or the questions ended, that a turn comes after."""
    index = bisect_right(starts, turn) - 1
    return starts[index] if index >= 0 else None


def _is_backchannel(text: str) -> bool:
    return all(word in _BACKCHANNELS or _HUMMING.fullmatch(word) for word in plain_words(text).split())


def _speaker(guide: Guide) -> str:
    return "unknown" if guide.role == "any" else guide.role
