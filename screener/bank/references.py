"""Who refers to what: every id, title and word list that a file of a bank names, with its place."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from screener.bank.load import Library
from screener.bank.phrases import LIST_NAMED, list_entries_of, own_list_entries_of, phrases_of
from screener.bank.yamlfile import PathKey

SOURCE, WORD_LIST, BEHAVIOUR = "source", "word list", "behaviour"
_FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "question": "items",
        "guide": "guides",
        "competency": "rubrics",
        "philosophy": "philosophies",
        "healthy philosophy": "philosophies",
        "risky philosophy": "philosophies",
        "placement": "placements",
        "survey": "surveys",
    }
)
_SINGLE_FILES: Mapping[str, str] = MappingProxyType(
    {SOURCE: "single/sources", WORD_LIST: "single/words", BEHAVIOUR: "single/behaviours"}
)


class Reference(NamedTuple):
    """A file (kind and id) names something at a path: what kind of thing it is, and its id or title.

    Kinds are worded as in messages; `sign of x`, `value of x` and `group of x` are parts of the file itself.
    """

    kind: str
    name: str
    path: PathKey
    target: str
    wanted: str

    @property
    def file(self) -> str:
        """The kind/name of the file that holds what is wanted; empty for a part of the file itself."""
        if self.target in _SINGLE_FILES:
            return _SINGLE_FILES[self.target]
        return f"{_FOLDERS[self.target]}/{self.wanted}" if self.target in _FOLDERS else ""


def references_of(library: Library) -> Iterator[Reference]:
    """Return every reference of the bank, those to nothing too."""
    yield from _of_questions_and_guides(library)
    yield from _of_philosophies_and_policies(library)
    yield from _of_rubrics(library)
    yield from _of_placements_and_surveys(library)
    yield from _of_needs(library)
    yield from _of_phrases(library)


def _of_questions_and_guides(library: Library) -> Iterator[Reference]:
    for question in library.bank.questions.values():
        yield Reference("items", question.id, ("competency",), "competency", question.competency)
        yield from _each("items", question.id, "also", "competency", question.also)
        if question.placement:
            yield Reference("items", question.id, ("placement",), "placement", question.placement)
        yield Reference("items", question.id, ("source",), SOURCE, question.source)
    for guide in library.bank.guides.values():
        yield from _each("guides", guide.id, "questions", "question", guide.questions)
        for index, weight in enumerate(guide.competencies):
            yield Reference("guides", guide.id, ("competencies", index, "id"), "competency", weight.id)


def _of_philosophies_and_policies(library: Library) -> Iterator[Reference]:
    for philosophy in library.bank.philosophies.values():
        against = "healthy philosophy" if philosophy.kind == "risky" else "risky philosophy"
        yield from _each("philosophies", philosophy.id, "counterparts", against, philosophy.counterparts)
        yield from _each("philosophies", philosophy.id, "competencies", "competency", philosophy.competencies)
        yield from _each("philosophies", philosophy.id, "sources", SOURCE, philosophy.sources)
    for policy in library.bank.policies.values():
        for index, flag in enumerate(policy.flags):
            yield Reference("policies", policy.id, ("flags", index, "philosophy"), "philosophy", flag.philosophy)
        for index, accepted in enumerate(policy.accepted):
            path: PathKey = ("accepted", index, "philosophy")
            yield Reference("policies", policy.id, path, "philosophy", accepted.philosophy)
        yield from _each("policies", policy.id, "sources", SOURCE, policy.sources)


def _of_rubrics(library: Library) -> Iterator[Reference]:
    for rubric in library.bank.rubrics.values():
        targets = {"philosophy": "philosophy", "sign": f"sign of {rubric.id}", "behaviour": BEHAVIOUR}
        for number, rule in enumerate(rubric.rules):
            for part in ("all", "any", "unless"):
                for index, condition in enumerate(getattr(rule, part)):
                    kind, wanted = condition.named
                    if kind:
                        path: PathKey = ("rules", number, part, index, kind)
                        yield Reference("rubrics", rubric.id, path, targets[kind], wanted)
        yield from _each("rubrics", rubric.id, "sources", SOURCE, rubric.sources)


def _of_placements_and_surveys(library: Library) -> Iterator[Reference]:
    for placement in library.bank.placements.values():
        yield Reference("placements", placement.id, ("competency",), "competency", placement.competency)
        if placement.survey:
            yield Reference("placements", placement.id, ("survey",), "survey", placement.survey)
        for index, example in enumerate(placement.examples):
            path: PathKey = ("examples", index, "value")
            yield Reference("placements", placement.id, path, f"value of {placement.id}", example.value)
        yield from _each("placements", placement.id, "sources", SOURCE, placement.sources)
    for survey in library.bank.surveys.values():
        for index, share in enumerate(survey.shares):
            if share.of:
                yield Reference("surveys", survey.id, ("shares", index, "of"), f"group of {survey.id}", share.of)
        yield Reference("surveys", survey.id, ("source",), SOURCE, survey.source)


def _of_needs(library: Library) -> Iterator[Reference]:
    for needs in library.bank.needs.values():
        for index, outcome in enumerate(needs.outcomes):
            yield Reference("needs", needs.id, ("outcomes", index, "guide"), "guide", outcome.guide)
            for place, weight in enumerate(outcome.weights):
                path: PathKey = ("outcomes", index, "weights", place, "competency")
                yield Reference("needs", needs.id, path, "competency", weight.competency)
        yield from _each("needs", needs.id, "sources", SOURCE, needs.sources)


def _of_phrases(library: Library) -> Iterator[Reference]:
    """Return the word lists that phrases name as `{list}`, but for those of the phrase's own file."""
    for place in (*list_entries_of(library), *own_list_entries_of(library), *phrases_of(library)):
        for name in LIST_NAMED.findall(place.phrase):
            if name not in place.words:
                yield Reference(place.kind, place.name, place.path, WORD_LIST, name)


def _each(kind: str, name: str, key: str, target: str, wanted: Iterable[str]) -> Iterator[Reference]:
    for index, one in enumerate(wanted):
        yield Reference(kind, name, (key, index), target, one)
