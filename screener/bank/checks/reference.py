"""Whatever a file refers to by its id exists."""

from collections.abc import Container, Iterable, Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem
from screener.bank.suggest import did_you_mean
from screener.bank.yamlfile import PathKey

CODE = "dangling-reference"
FOLDERS = {
    "question": "items", "guide": "guides", "competency": "rubrics", "philosophy": "philosophies",
    "healthy philosophy": "philosophies", "risky philosophy": "philosophies", "placement": "placements",
    "survey": "surveys", "behaviour": "single",
}  # fmt: skip
Reference = tuple[str, str, PathKey, str, str]  # kind and id of the file, path in it, kind and id referred to


def check(library: Library) -> Iterator[Problem]:
    """Report ids that nothing bears."""
    bank = library.bank
    known: dict[str, Iterable[str]] = {
        "question": bank.questions, "guide": bank.guides, "competency": bank.rubrics,
        "philosophy": bank.philosophies, "placement": bank.placements, "survey": bank.surveys,
        "behaviour": bank.behaviours,
        "healthy philosophy": [p.id for p in bank.philosophies.values() if p.kind == "healthy"],
        "risky philosophy": [p.id for p in bank.philosophies.values() if p.kind == "risky"],
    }  # fmt: skip
    known |= {f"sign of {r.id}": [s.id for s in r.signs] for r in bank.rubrics.values()}
    known |= {f"group of {s.id}": [g.id for g in s.groups] for s in bank.surveys.values()}
    known |= {f"value of {p.id}": ["none", *(v.id for v in p.values)] for p in bank.placements.values()}
    for kind, name, path, target, wanted in _references(library):
        names = known[target]
        if not _stands_in(wanted, names) and not _is_unusable(target, wanted, library):
            message = f"there is no {target} `{wanted}` ({did_you_mean(wanted, names)})"
            yield library.document(kind, name).problem(path, CODE, message)


def _is_unusable(target: str, wanted: str, library: Library) -> bool:
    """Tell whether it exists in a file that has mistakes: that is reported already."""
    name = "behaviours" if target == "behaviour" else wanted
    return f"{FOLDERS.get(target)}/{name}" in library.unusable


def _stands_in(name: str, names: Iterable[str]) -> bool:
    return name in names if isinstance(names, Container) else name in set(names)


def _references(library: Library) -> Iterator[Reference]:
    yield from _of_questions_and_guides(library)
    yield from _of_philosophies_and_policies(library)
    yield from _of_rubrics(library)
    yield from _of_placements_and_needs(library)


def _of_questions_and_guides(library: Library) -> Iterator[Reference]:
    for question in library.bank.questions.values():
        yield "items", question.id, ("competency",), "competency", question.competency
        yield from _each("items", question.id, ("also",), "competency", question.also)
        if question.placement:
            yield "items", question.id, ("placement",), "placement", question.placement
    for guide in library.bank.guides.values():
        yield from _each("guides", guide.id, ("questions",), "question", guide.questions)
        for index, weight in enumerate(guide.competencies):
            yield "guides", guide.id, ("competencies", index, "id"), "competency", weight.id


def _of_philosophies_and_policies(library: Library) -> Iterator[Reference]:
    for philosophy in library.bank.philosophies.values():
        against = "healthy philosophy" if philosophy.kind == "risky" else "risky philosophy"
        yield from _each("philosophies", philosophy.id, ("counterparts",), against, philosophy.counterparts)
        yield from _each("philosophies", philosophy.id, ("competencies",), "competency", philosophy.competencies)
    for policy in library.bank.policies.values():
        for index, flag in enumerate(policy.flags):
            yield "policies", policy.id, ("flags", index, "philosophy"), "philosophy", flag.philosophy
        for index, accepted in enumerate(policy.accepted):
            yield "policies", policy.id, ("accepted", index, "philosophy"), "philosophy", accepted.philosophy


def _of_rubrics(library: Library) -> Iterator[Reference]:
    for rubric in library.bank.rubrics.values():
        targets = {"philosophy": "philosophy", "sign": f"sign of {rubric.id}", "behaviour": "behaviour"}
        for number, rule in enumerate(rubric.rules):
            for part in ("all", "any", "unless"):
                for index, condition in enumerate(getattr(rule, part)):
                    kind, wanted = condition.named
                    if kind:
                        yield (
                            "rubrics",
                            rubric.id,
                            ("rules", number, part, index, kind),
                            targets[kind],
                            wanted,
                        )


def _of_placements_and_needs(library: Library) -> Iterator[Reference]:
    for placement in library.bank.placements.values():
        yield "placements", placement.id, ("competency",), "competency", placement.competency
        if placement.survey:
            yield "placements", placement.id, ("survey",), "survey", placement.survey
        for index, example in enumerate(placement.examples):
            path: PathKey = ("examples", index, "value")
            yield "placements", placement.id, path, f"value of {placement.id}", example.value
    for survey in library.bank.surveys.values():
        for index, share in enumerate(survey.shares):
            if share.of:
                yield "surveys", survey.id, ("shares", index, "of"), f"group of {survey.id}", share.of
    for needs in library.bank.needs.values():
        for index, outcome in enumerate(needs.outcomes):
            yield "needs", needs.id, ("outcomes", index, "guide"), "guide", outcome.guide
            for place, weight in enumerate(outcome.weights):
                path = ("outcomes", index, "weights", place, "competency")
                yield "needs", needs.id, path, "competency", weight.competency


def _each(kind: str, name: str, path: PathKey, target: str, ids: Iterable[str]) -> Iterator[Reference]:
    for index, wanted in enumerate(ids):
        yield kind, name, (*path, index), target, wanted
