"""A new question from a form, and the guides that are to ask it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from screener.bank.composing import planned_minutes
from screener.bank.load import Bank, Library, kind_of
from screener.bank.model import Guide, Question
from screener.bank.personal import personal_subjects
from screener.bank.yamledit import inserted, replaced
from screener.journeys.bank_forms import (
    Filled,
    Made,
    Mistake,
    Wish,
    free_name,
    line,
    lines,
    make,
    sequence_of,
    short_name,
    title_of,
    without_empty,
)
from screener.journeys.instance import Instance
from screener.storage.records import Person

__all__ = ["FIRST", "INSTEAD", "ROLES", "Guide", "NewQuestion", "make_question", "planned_in", "wording_in"]

FIRST = "first"  # in the place of the question after which a guide asks it
INSTEAD = "instead:"  # before the question that a guide no longer asks
ROLES = ("sales", "marketing", "both")
_WORDS_OF_AN_ID = 4
_SAYING_LITTLE = frozenset(
    """about after again anybody anything asked been before being both case could describe does doing done ever find
    first from gave give given have having here into know last looked made make many more most much once only other over
    people please since some somebody something suppose take taken tell than that their them then there they thing
    things think this those through time told took walk want were what when where which while whom whose will with
    would year your yours yourself""".split()
)


@dataclass(frozen=True)
class NewQuestion:
    """A question as it was entered: texts as they were typed, choices by their ids.

    `guides` gives for each guide that is to ask it the question after which it comes, `FIRST`, or the question
    that it takes the place of, behind `INSTEAD`.
    """

    competency: str
    also: tuple[str, ...]
    kind: str
    perspective: str
    minutes: str
    ask: Mapping[str, str]
    why: str
    listen_for: str
    probes: tuple[str, ...]
    placement: str
    source: str
    short_name: str
    guides: Mapping[str, str]


def make_question(instance: Instance, actor: Person, entered: NewQuestion, wish: Wish) -> Made:
    """Turn a question into its file, and put it into the guides that are to ask it; see `make`.

    Raises NotAllowed but for HR.
    """
    made = make(instance, actor, partial(_filled, entered), wish)
    return replace(made, personal=personal_subjects([*entered.ask.values(), *entered.probes]))


def planned_in(guide: Guide, bank: Bank) -> int:
    """Return how many minutes a guide's parts take."""
    return planned_minutes(bank.questions, guide.questions, guide.opening_minutes, guide.closing_minutes)


def wording_in(guide: Guide, question: Question) -> str:
    """Return how a guide words a question; its id if it has no wording for the guide's leaders."""
    return next(iter(question.ask.spoken_to(guide.role)), question.id)


def _filled(entered: NewQuestion, library: Library) -> Filled:
    name, hindrances = _name(entered, library)
    filled = Filled(title_of("question", name), hindrances=hindrances)
    if hindrances:
        return filled
    path = f"items/{entered.competency}/{name}.yaml"
    probes = [(("probes", place), text) for place, typed in enumerate(entered.probes) if (text := line(typed))]
    minutes = line(entered.minutes)
    data = {
        "id": name,
        "competency": entered.competency,
        "also": [other for other in entered.also if other != entered.competency],
        "kind": entered.kind,
        "perspective": entered.perspective,
        "minutes": int(minutes) if re.fullmatch("[0-9]{1,4}", minutes) else minutes,
        "ask": {role: text for role in ROLES if (text := line(entered.ask.get(role, "")))},
        "why": line(entered.why),
        "listen_for": lines(entered.listen_for),
        "probes": sequence_of(probes, filled, path, "probes"),
        "placement": entered.placement,
        "source": entered.source,
    }
    filled.add_new(path, without_empty(data, "also", "placement"))
    for guide, place in entered.guides.items():
        _ask_in(filled, library, guide, place, name)
        _must_rate(filled, library, guide, entered.competency)
    return filled


def _name(entered: NewQuestion, library: Library) -> tuple[str, list[Mistake]]:
    """Return the id of the question, and what keeps it from having one."""
    if entered.competency not in library.bank.rubrics:
        return "", [Mistake(("competency",), "Please choose one: the question is filed under it.")]
    taken = {PurePosixPath(path).stem for path in library.contents if kind_of(path) == "items"}
    if typed := short_name(entered.short_name):
        name = f"{entered.competency}-{typed.removeprefix(f'{entered.competency}-')}"
        if free_name(name, taken) != name:
            message = f"There is a question “{name}” already, or this name is too long. Please choose another one."
            return name, [Mistake(("short_name",), message)]
        return name, []
    wording = next((text for role in ROLES if (text := entered.ask.get(role, "")).strip()), "")
    words = [word for word in short_name(wording, 100).split("-") if len(word) > 3 and word not in _SAYING_LITTLE]
    ending = "-".join(words[:_WORDS_OF_AN_ID]) or short_name(wording) or "new"
    return free_name(f"{entered.competency}-{ending}", taken), []


def _ask_in(filled: Filled, library: Library, guide: str, place: str, name: str) -> None:
    """Have a guide ask the question after another one, or in the place of another one."""
    entry, other = ("guide", guide), place.removeprefix(INSTEAD)
    known = library.bank.guides.get(guide)
    if known is None or (place != FIRST and other not in known.questions):
        filled.mistakes.append(Mistake(entry, "This guide has been changed meanwhile. Please choose again."))
        return
    at = -1 if place == FIRST else known.questions.index(other)

    def edit(text: str) -> str:
        if place.startswith(INSTEAD):
            return replaced(text, ("questions", at), name)
        return inserted(text, ("questions",), at + 1, name)

    filled.change(library, library.paths[f"guides/{guide}"], entry, edit)


def _must_rate(filled: Filled, library: Library, guide: str, competency: str) -> None:
    """Say so if a guide does not rate what the answer shows."""
    known = library.bank.guides.get(guide)
    if known and competency not in {weight.id for weight in known.competencies}:
        message = f"This guide does not rate “{library.bank.rubrics[competency].name}”. Add it to the guide first."
        filled.mistakes.append(Mistake(("guide", guide), message))
