"""Composing a guide: its frame, what it rates, and its questions in their order; what comes out is a draft."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Any

from screener.bank.composing import (
    WANTED,
    Covered,
    Shortfall,
    can_be_put_to,
    coverage_of,
    minutes_for_two,
    planned_minutes,
    proposal,
    rearranged,
)
from screener.bank.lengths import Length, lengths_named
from screener.bank.load import Bank, Library
from screener.bank.model import Guide, Question, Rubric
from screener.bank.yamltext import file_text
from screener.errors import NotFound, Refused
from screener.journeys.access import must_manage
from screener.journeys.bank_drafts import start_draft
from screener.journeys.bank_edits import draft_of_edit, edited
from screener.journeys.bank_files import hash_of
from screener.journeys.bank_forms import free_name, short_name, title_of
from screener.journeys.bank_proof import quick_problems
from screener.journeys.guides import weighting_of
from screener.journeys.instance import Instance
from screener.journeys.limits import LONGEST_TEXT, one_line, several_lines
from screener.storage.bank import BankDraft
from screener.storage.records import Person

MOST_MINUTES = 240
ROLES = ("sales", "marketing", "both", "any")
ALL = "all"
_ENTRIES = {"single_question_reason": "Why one question on a competency is enough", "reason": "Reason"}  # on the page
_NOTHING = Covered(ALL, 0, 0, 0)
_FRAME = ("minutes", "opening_minutes", "closing_minutes")
_GONE = (
    "The file of this guide has a mistake now, or is gone. What you have entered is still here: keep it when the file "
    "is mended, or keep it as a new guide."
)


@dataclass(frozen=True)
class Composition:
    """A guide as it was entered: texts as they were typed. `weights` has weight and reason of what is rated, in order.

    `base` is the hash of the file that was opened.
    """

    name: str = ""
    role: str = "any"
    minutes: str = "60"
    opening: str = ""
    opening_minutes: str = "4"
    closing: str = ""
    closing_minutes: str = "5"
    weights: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    single_question_reason: str = ""
    base: str = ""


@dataclass(frozen=True)
class Asked:
    """A question of the guide. `starts` is the minute at which it begins, `question` None if the bank has none such."""

    id: str
    question: Question | None
    starts: int
    wordings: tuple[str, ...]


@dataclass(frozen=True)
class Budget:
    """The minutes that the guide's parts take of those that it has."""

    minutes: int
    needed: int

    @property
    def left(self) -> int:
        """What is left over; negative if the parts take too long."""
        return self.minutes - self.needed


@dataclass(frozen=True)
class Composer:
    """What the page shows. `budget` is None as long as the minutes are not numbers, `problems` as long as something is
    entered that cannot be kept; `offered` are questions to add, by competency: on `about`, or on all.

    `guide_id` is "" for a new guide. `needed` are the minutes that two questions on each competency take, if that is
    longer than there are and nothing says why one is enough; `other` is a length that the opening names instead of the
    guide's. With `trouble` the guide that was opened cannot be read any more: then `guide` is None.
    """

    guide_id: str
    guide: Guide | None
    trouble: str
    entered: Composition
    rubrics: tuple[Rubric, ...]
    asked: tuple[Asked, ...]
    about: str
    offered: tuple[tuple[str, tuple[Question, ...]], ...]
    budget: Budget | None
    needed: int | None
    other: Length | None
    coverage: tuple[Covered, ...]
    problems: tuple[str, ...] | None
    shortfalls: tuple[Shortfall, ...]
    is_proposed: bool
    names: Mapping[str, str]
    guides: tuple[Guide, ...]


def begun(instance: Instance, actor: Person, guide_id: str = "", like: str = "") -> Composer:
    """Return a guide of the bank to be changed, or a new one, with the frame of another one (`like`) if it is named.

    Raises NotAllowed but for HR, NotFound if there is no such guide.
    """
    must_manage(actor)
    library = instance.shelf.library()
    if guide_id:
        content = library.contents[library.paths[f"guides/{_guide_of(library, guide_id).id}"]]
        entered = replace(_composition(_guide_of(library, guide_id)), base=hash_of(content))
    else:
        entered = replace(_composition(_guide_of(library, like)), name="", questions=()) if like else Composition()
    return _composer(instance, library, guide_id, entered, "")


def composed(
    instance: Instance, actor: Person, guide_id: str, entered: Composition, wish: str = "", about: str = ""
) -> Composer:
    """Return the page for what was entered, after a wish: `add:`, `remove:`, `up:` or `down:` with a question's id,
    `propose` (what is missing) or `again` (a wholly new proposal).

    Questions are offered on the competency `about`, on all that is rated (`ALL`), or without a word on what has fewest.
    Raises NotAllowed but for HR, NotFound if the guide is not there and never was opened.
    """
    must_manage(actor)
    library = instance.shelf.library()
    if wish in ("propose", "again"):
        entered, shortfalls = _proposed(library.bank, entered, kept=entered.questions if wish == "propose" else ())
        page = _composer(instance, library, guide_id, entered, about)
        return replace(page, shortfalls=shortfalls, is_proposed=page.budget is not None)
    what, _, name = wish.partition(":")
    entered = replace(entered, questions=rearranged(entered.questions, what, name))
    return _composer(instance, library, guide_id, entered, about)


def mistakes_in(entered: Composition) -> tuple[Refused, ...]:
    """Return what has to be mended before a guide can be kept, each with its field."""
    found: list[Refused] = []

    def check(read: Any, *given: Any, **wish: Any) -> None:
        try:
            read(*given, **wish)
        except Refused as refusal:
            found.append(refusal)

    check(one_line, entered.name, "name")
    for part in _FRAME:
        check(_minutes, getattr(entered, part), part)
    for text in ("opening", "closing"):
        check(several_lines, getattr(entered, text), text, longest=LONGEST_TEXT, is_needed=True)
    check(several_lines, entered.single_question_reason, "single_question_reason", longest=LONGEST_TEXT)
    for name, own in entered.weights.items():
        check(weighting_of, name, *own)
    if entered.role not in ROLES:
        found.append(Refused("Choose one.", "role"))
    if not entered.weights:
        found.append(Refused("Choose what is rated: five to eight competencies.", "competency"))
    if not entered.questions:
        found.append(Refused("Add at least one question, or have some proposed.", "questions"))
    return tuple(found)


def keep_guide(instance: Instance, actor: Person, guide_id: str, entered: Composition) -> BankDraft:
    """Make a draft of a guide: a new file, or the file that it has with nothing changed in it but what was changed.

    Raises NotAllowed but for HR, NotFound, Refused for what `mistakes_in` names, if nothing was changed and if the
    guide that was opened cannot be read any more, Conflict if the file is not the one that was opened.
    """
    must_manage(actor)
    if mistakes := mistakes_in(entered):
        raise mistakes[0]
    library = instance.shelf.library()
    if entered.base and guide_id and guide_id not in library.bank.guides:
        raise Refused(_GONE)
    if not guide_id:
        taken = {PurePosixPath(path).stem for path in library.contents if path.startswith("guides/")}
        name = free_name(short_name(entered.name) or "guide", taken)
        path = f"guides/{name}.yaml"
        content = file_text(path, _data(name, entered)).encode()
        return start_draft(
            instance, actor, title_of("guide", one_line(entered.name, "name")), {path: content}, library.contents
        )
    guide = _guide_of(library, guide_id)
    title = f"Changes to the guide “{guide.name[:80]}”"
    return draft_of_edit(instance, actor, f"guides/{guide.id}", entered.base, _data(guide.id, entered), "id", title)


def _guide_of(library: Library, guide_id: str) -> Guide:
    guide = library.bank.guides.get(guide_id)
    if guide is None:
        raise NotFound(f"there is no guide `{guide_id}`, or its file has a mistake")
    return guide


def _composition(guide: Guide) -> Composition:
    return Composition(
        name=guide.name,
        role=guide.role,
        minutes=str(guide.minutes),
        opening=guide.opening,
        opening_minutes=str(guide.opening_minutes),
        closing=guide.closing,
        closing_minutes=str(guide.closing_minutes),
        weights={own.id: (f"{own.weight:g}", own.reason or "") for own in guide.competencies},
        questions=tuple(guide.questions),
        single_question_reason=guide.single_question_reason or "",
    )


def _composer(instance: Instance, library: Library, guide_id: str, entered: Composition, about: str) -> Composer:
    bank = library.bank
    known = [bank.questions[name] for name in entered.questions if name in bank.questions]
    coverage = coverage_of(known, entered.weights)
    about = about or min(coverage, key=lambda own: own.own, default=_NOTHING).competency
    rubrics = {**{name: bank.rubrics[name] for name in entered.weights if name in bank.rubrics}, **bank.rubrics}
    is_gone = bool(guide_id and entered.base) and guide_id not in bank.guides
    guide = _guide_of(library, guide_id) if guide_id and not is_gone else None
    budget = _budget(bank, entered)
    return Composer(
        guide_id=guide_id,
        guide=guide,
        trouble=_GONE if is_gone else "",
        entered=entered,
        rubrics=tuple(rubrics.values()),
        asked=tuple(_asked(bank, entered)),
        about=about,
        offered=_offered(bank, entered, about),
        budget=budget,
        needed=_needed(bank, entered, budget),
        other=_other_length(entered, budget),
        coverage=coverage,
        problems=_problems(instance, library, guide, entered),
        shortfalls=(),
        is_proposed=False,
        names={name: rubric.name for name, rubric in bank.rubrics.items()},
        guides=tuple(bank.guides.values()),
    )


def _asked(bank: Bank, entered: Composition) -> list[Asked]:
    found = [bank.questions.get(name) for name in entered.questions]
    begin = _number(entered.opening_minutes) or 0
    starts = accumulate((question.minutes if question else 0 for question in found), initial=begin)
    return [
        Asked(name, question, start, wordings_of(question, entered.role) if question else ())
        for name, question, start in zip(entered.questions, found, starts, strict=False)
    ]


def wordings_of(question: Question, role: str) -> tuple[str, ...]:
    """Return how a question is put to a role; every wording that it has if none is for that role."""
    return question.ask.spoken_to(role if role in ROLES else "any") or question.ask.spoken_to("any")


def _offered(bank: Bank, entered: Composition, about: str) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    role = entered.role if entered.role in ROLES else "any"
    left = [q for q in bank.questions.values() if q.id not in entered.questions and can_be_put_to(q, role)]
    by_competency = (
        (name, tuple(q for q in left if q.competency == name))
        for name in (entered.weights if about == ALL else (about,))
    )
    return tuple((name, own) for name, own in by_competency if own)


def _budget(bank: Bank, entered: Composition) -> Budget | None:
    minutes, opening, closing = (_number(getattr(entered, part)) for part in _FRAME)
    if minutes is None or opening is None or closing is None:
        return None
    return Budget(minutes, planned_minutes(bank.questions, entered.questions, opening, closing))


def _needed(bank: Bank, entered: Composition, budget: Budget | None) -> int | None:
    """Return how long two questions on each competency take, if that is longer than the guide and matters to it."""
    known = [bank.questions[name] for name in entered.questions if name in bank.questions]
    is_thin = any(own.own < WANTED for own in coverage_of(known, entered.weights))
    if budget is None or not is_thin or entered.role not in ROLES or entered.single_question_reason.strip():
        return None
    needed = minutes_for_two(bank.questions, entered.role, _weights(entered))
    needed += sum(_number(getattr(entered, part)) or 0 for part in _FRAME[1:])
    return needed if needed > budget.minutes else None


def _other_length(entered: Composition, budget: Budget | None) -> Length | None:
    """Return the longest time that the opening names, if it names no time that is the guide's."""
    named = [own for own in lengths_named(entered.opening) if own.minutes <= MOST_MINUTES]
    if budget is None or any(own.minutes == budget.minutes for own in named):
        return None
    return max(named, key=lambda own: own.minutes, default=None)


def _proposed(bank: Bank, entered: Composition, kept: tuple[str, ...]) -> tuple[Composition, tuple[Shortfall, ...]]:
    frame = _budget(bank, replace(entered, questions=()))
    if frame is None or entered.role not in ROLES:
        return entered, ()
    found = proposal(bank.questions, entered.role, frame.left, _weights(entered), kept)
    return replace(entered, questions=found.questions), found.shortfalls


def _problems(
    instance: Instance, library: Library, guide: Guide | None, entered: Composition
) -> tuple[str, ...] | None:
    """Return what the checks say of the guide. Texts that are missing are asked for anyway."""
    texts = (entered.name, entered.opening, entered.closing)
    name, opening, closing = (text.strip() or "…" for text in texts)
    filled = replace(entered, name=name, opening=opening, closing=closing)
    if mistakes_in(filled):
        return None
    if guide:
        path = library.paths[f"guides/{guide.id}"]
        try:
            content = edited(library.contents[path], _data(guide.id, filled), "id")
        except Refused as refusal:
            return (str(refusal),)
    else:
        path = "guides/new-guide.yaml"
        content = file_text(path, _data("new-guide", filled)).encode()
    names = {**_ENTRIES, **{name: rubric.name for name, rubric in library.bank.rubrics.items()}}
    found = quick_problems(library, instance.shelf.folder, {path: content})
    return tuple(_as_sentence(problem.message, names) for problem in found if problem.file == path)


def _as_sentence(message: str, names: Mapping[str, str]) -> str:
    said = re.sub(r"`([^`]+)`", lambda found: f"“{names.get(found[1], found[1])}”", message)
    return f"{said[0].upper()}{said[1:]}."


def _data(guide_id: str, entered: Composition) -> dict[str, Any]:
    """Return what the guide's file says."""
    reason = several_lines(entered.single_question_reason, "single_question_reason", longest=LONGEST_TEXT)
    return {
        "id": guide_id,
        "name": one_line(entered.name, "name"),
        "role": entered.role,
        "minutes": _minutes(entered.minutes, "minutes"),
        "opening": several_lines(entered.opening, "opening", longest=LONGEST_TEXT),
        "opening_minutes": _minutes(entered.opening_minutes, "opening_minutes"),
        "closing": several_lines(entered.closing, "closing", longest=LONGEST_TEXT),
        "closing_minutes": _minutes(entered.closing_minutes, "closing_minutes"),
        "competencies": [_weighted(name, own) for name, own in entered.weights.items()],
        "questions": list(entered.questions),
        **({"single_question_reason": reason} if reason else {}),
    }


def _weighted(name: str, own: tuple[str, str]) -> dict[str, Any]:
    weighting = weighting_of(name, *own)
    number = int(weighting.weight) if weighting.weight.is_integer() else weighting.weight
    return {"id": name, "weight": number} | ({"reason": weighting.reason} if weighting.reason else {})


def _weights(entered: Composition) -> Mapping[str, float]:
    return {name: _weight(own) for name, own in entered.weights.items()}


def _weight(own: tuple[str, str]) -> float:
    try:
        return weighting_of("", own[0], own[1] or "…").weight
    except Refused:
        return 1


def _number(text: str) -> int | None:
    try:
        return _minutes(text, "")
    except Refused:
        return None


def _minutes(text: str, field: str) -> int:
    if re.fullmatch("[0-9]{1,3}", text := text.strip()) and 1 <= int(text) <= MOST_MINUTES:
        return int(text)
    raise Refused(f"Enter whole minutes, from 1 to {MOST_MINUTES}.", field)
