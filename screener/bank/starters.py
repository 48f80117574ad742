"""A new file of a bank as its author finds it: every field in its order, what belongs there, and room for each example.

What is written here follows the shapes (`model`), their hints and the numbers that the checks ask for, so that filling
a starter in is all that a file needs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from screener.bank.checks.example_missing import INDIRECT_NEEDED, PHILOSOPHY_NEEDS, RUBRIC_NEEDS
from screener.bank.checks.guide_coverage import FEWEST
from screener.bank.editors import schema_line
from screener.bank.hints import hint_of
from screener.bank.model import Guide, Philosophy, Question, Rubric, StanceProbes, Wordings
from screener.bank.parts import Id, Part
from screener.errors import Refused

EMPTY, LONG, QUOTED = "", ">-", '""'  # what an author fills in: a word, a long text, what is safer between quotes
_CONDITION = "# {philosophy: …, stance: asserted}, {sign: …} or {behaviour: …}"
_RULES = (1, 2, 5, 4, 3)  # levels in the order of their rules: deeds that speak against count over fine words
_UNLESS_NEEDED = " Delete the lines that you do not need."
_HOW = (
    "# Fill in what is empty; `screener check` names each place. Long texts begin below `>-`, indented by two more\n"
    "# blanks. A text that holds `: ` or ` #` stands between double quotes. These notes may be deleted.\n"
)

Skeleton = dict[str, Any]


@dataclass(frozen=True)
class Starter:
    """A new file: its path within the bank, and its text."""

    path: str
    text: str


def starter_of(kind: str, name: str, competencies: Iterable[str]) -> Starter:
    """Return the starter of a question, philosophy, rubric or guide (`KINDS`) that is called `name`.

    `competencies` are those that the bank has; a question's id begins with one. Raises Refused.
    """
    try:
        TypeAdapter(Id).validate_python(name)
    except ValidationError:
        message = f"`{name[:60]}` is no id (use lower-case words joined by hyphens, 80 characters at most)"
        raise Refused(message, "id") from None
    path, known = f"{KINDS[kind].folder}/{name}.yaml", sorted(competencies)
    skeleton: Skeleton = {"id": name}
    if kind == "question":
        competency = _competency_of(name, known)
        path = f"items/{competency}/{name}.yaml"
        skeleton["competency"] = competency
    skeleton |= KINDS[kind].fields()
    text = "\n".join(_mapping(skeleton, KINDS[kind].shape, "", set()))
    return Starter(path, f"{schema_line(path)}{_HOW}{text}\n")


def _competency_of(name: str, known: list[str]) -> str:
    fitting = [competency for competency in known if name.startswith(f"{competency}-")]
    if not fitting:
        beginnings = ", ".join(f"{competency}-…" for competency in known) or "none yet: make a rubric first"
        message = f"a question's id begins with its competency, and `{name[:60]}` does not (known: {beginnings})"
        raise Refused(message, "id")
    return max(fitting, key=len)


def _question() -> Skeleton:
    return {
        "also": "[]", "kind": EMPTY, "perspective": EMPTY, "minutes": EMPTY,
        "ask": dict.fromkeys(Wordings.model_fields, LONG), "why": LONG, "listen_for": [EMPTY] * 2,
        "probes": [EMPTY] * 2, "placement": EMPTY, "source": QUOTED,
    }  # fmt: skip


def _philosophy() -> Skeleton:
    return {
        "name": EMPTY, "kind": EMPTY, "role": EMPTY, "belief": LONG, "matters": LONG, "not_this": [EMPTY] * 2,
        "counterparts": [EMPTY], "competencies": [EMPTY], "probes": dict.fromkeys(StanceProbes.model_fields, EMPTY),
        "sources": [QUOTED], "words": "{}",
        "patterns": [QUOTED, {"words": QUOTED, "stance": "asserted", "speaker": EMPTY, "strength": "strong"}],
        "examples": list(_statements()),
    }  # fmt: skip


def _statements() -> Iterator[Skeleton]:
    """Return room for as many examples of each stance as are needed; the first shows all that can be said of one."""
    rest: Skeleton = {"indirect": "false", "speaker": "unknown", "register": "spoken", "known_miss": "false"}
    for stance, needed in PHILOSOPHY_NEEDS.items():
        for number in range(needed):
            is_indirect = stance == "asserted" and number >= needed - INDIRECT_NEEDED
            yield {"stance": stance, **({"indirect": "true"} if is_indirect else rest), "text": LONG}
            rest = {}


def _rubric() -> Skeleton:
    def sign(speaks_for: str) -> Skeleton:
        proofs: Skeleton = {"patterns": [QUOTED], "fires": [QUOTED] * 2, "silent": [QUOTED] * 2}
        return {"id": EMPTY, "for": speaks_for, "says": EMPTY, **proofs}

    others: Skeleton = {"any": "[]", "unless": "[]"}
    return {
        "name": EMPTY, "rates": EMPTY, "sources": [QUOTED],
        "levels": [{"level": str(level), "short": QUOTED, "long": LONG} for level in range(1, 6)],
        "signs": [sign("true"), sign("false")],
        "rules": [{"level": str(level), "because": EMPTY, "all": [_CONDITION], **others} for level in _RULES],
        "words": "{}",
        "examples": list(_answers()),
    }  # fmt: skip


def _answers() -> Iterator[Skeleton]:
    rest: Skeleton = {"register": "spoken", "speaker": "unknown", "known_miss": "false"}
    for level, needed in RUBRIC_NEEDS.items():
        for _ in range(needed):
            yield {"level": level, "question": QUOTED, **rest, "text": LONG, "why": QUOTED}
            rest = {}


def _guide() -> Skeleton:
    return {
        "name": EMPTY, "role": EMPTY, "minutes": EMPTY, "opening": LONG, "opening_minutes": EMPTY, "closing": LONG,
        "closing_minutes": EMPTY, "competencies": [{"id": EMPTY, "weight": "1", "reason": EMPTY}] * FEWEST,
        "questions": [EMPTY] * 2 * FEWEST, "single_question_reason": EMPTY,
    }  # fmt: skip


@dataclass(frozen=True)
class _Kind:
    folder: str
    shape: type[Part]
    fields: Callable[[], Skeleton]


KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "question": _Kind("items", Question, _question),
        "philosophy": _Kind("philosophies", Philosophy, _philosophy),
        "rubric": _Kind("rubrics", Rubric, _rubric),
        "guide": _Kind("guides", Guide, _guide),
    }
)


def _mapping(skeleton: Skeleton, shape: type[Part], indent: str, told: set[tuple[str, str]]) -> Iterator[str]:
    """Write a mapping line by line. `told` keeps the fields that were explained, so that each is explained once."""
    fields = {field.alias or name: field for name, field in shape.model_fields.items()}
    for key, value in skeleton.items():
        field = fields[key]
        note = ""
        if (shape.__name__, key) not in told and key != "id":
            told.add((shape.__name__, key))
            optional = "" if field.is_required() else _UNLESS_NEEDED if _is_reported(value) else " May be left out."
            note = f"  # {hint_of(shape.__name__, key)}{optional}"
        shown = value if isinstance(value, str) else ""
        yield f"{indent}{key}:{' ' if shown else ''}{shown}{note}"
        part = _part_of(field.annotation)
        if isinstance(value, dict) and part:
            yield from _mapping(value, part, f"{indent}  ", told)
        elif isinstance(value, list):
            for item in value:
                yield from _item(item, part, f"{indent}  ", told)


def _is_reported(value: str | Skeleton | list[Any]) -> bool:
    """Whether the check calls a field empty while it is as the starter has it; without anything it is just left out."""
    return isinstance(value, list) or value in (LONG, QUOTED)


def _item(item: str | Skeleton, part: type[Part] | None, indent: str, told: set[tuple[str, str]]) -> Iterator[str]:
    if isinstance(item, str):
        yield f"{indent}- {item}".rstrip()
    elif part:
        first, *rest = _mapping(item, part, f"{indent}  ", told)
        yield f"{indent}- {first.lstrip()}"
        yield from rest


def _part_of(annotation: Any) -> type[Part] | None:
    """Return the shape that a field holds, one or a list of them; None if it holds plain values."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next((part for argument in get_args(annotation) if (part := _part_of(argument))), None)
