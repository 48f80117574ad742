"""A new belief from a form, and the stand that each policy takes on it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from screener.bank.checks.example_missing import INDIRECT_NEEDED, PHILOSOPHY_NEEDS
from screener.bank.load import Library, kind_of
from screener.bank.yamledit import added, appended
from screener.bank.yamlfile import PathKey
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

ACCEPTED = "accepted"  # in the place of a severity
STANCES = ("asserted", "past", "rejected", "reported")
# What kinds of examples a form asks for, and how many of each the check wants at least.
EXAMPLES_NEEDED: Mapping[str, int] = {
    "asserted": PHILOSOPHY_NEEDS["asserted"] - INDIRECT_NEEDED, "indirect": INDIRECT_NEEDED,
    **{stance: PHILOSOPHY_NEEDS[stance] for stance in (*STANCES[1:], "none")},
}  # fmt: skip


@dataclass(frozen=True)
class NewExample:
    """A statement as it was entered; `group` is one of `EXAMPLES_NEEDED`, `place` where it stands in it from 0.

    `speaker` and `register` are empty for what is usual: not known, and spoken.
    """

    group: str
    place: int
    text: str
    speaker: str
    register: str
    is_known_miss: bool


@dataclass(frozen=True)
class Stand:
    """How a policy sees a belief: a severity, `ACCEPTED`, or "" for neither; and why."""

    severity: str
    reason: str


@dataclass(frozen=True)
class NewBelief:
    """A belief as it was entered: texts as they were typed, choices by their ids.

    `counterparts` are given by their kind, risky and healthy; those of the other kind than the belief's count.
    """

    name: str
    short_name: str
    kind: str
    role: str
    belief: str
    matters: str
    not_this: str
    counterparts: Mapping[str, tuple[str, ...]]
    competencies: tuple[str, ...]
    probes: Mapping[str, str]
    sources: tuple[str, ...]
    patterns: str
    examples: tuple[NewExample, ...]
    stands: Mapping[str, Stand]


def make_belief(instance: Instance, actor: Person, entered: NewBelief, wish: Wish) -> Made:
    """Turn a belief into its file, and put the policies' stands into theirs; see `make`.

    Raises NotAllowed but for HR.
    """
    return make(instance, actor, partial(_filled, entered), wish)


def _filled(entered: NewBelief, library: Library) -> Filled:
    taken = {PurePosixPath(path).stem for path in library.contents if kind_of(path) == "philosophies"}
    typed = short_name(entered.short_name)
    name = typed or free_name(short_name(entered.name) or "new-belief", taken)
    filled = Filled(title_of("belief", line(entered.name) or name))
    if name in taken:
        message = f"There is a belief “{name}” already. Please choose another name for its file."
        filled.hindrances.append(Mistake(("short_name",), message))
        return filled
    path = f"philosophies/{name}.yaml"
    others = "risky" if entered.kind == "healthy" else "healthy"
    filled.places[path, ("counterparts",)] = ("counterparts", others)
    filled.places[path, ("id",)] = ("short_name",)
    data = {
        "id": name,
        "name": line(entered.name),
        "kind": entered.kind,
        "role": entered.role,
        "belief": line(entered.belief),
        "matters": line(entered.matters),
        "not_this": lines(entered.not_this),
        "counterparts": list(entered.counterparts.get(others, ())),
        "competencies": list(entered.competencies),
        "probes": {stance: line(entered.probes.get(stance, "")) for stance in STANCES},
        "sources": list(entered.sources),
        "patterns": lines(entered.patterns),
        "examples": _examples(entered, filled, path),
    }
    filled.add_new(path, without_empty(data, "patterns"))
    if entered.kind != "healthy":
        for policy in library.bank.policies:
            _take_stand(filled, library, policy, entered.stands.get(policy, Stand("", "")), name)
    return filled


def _examples(entered: NewBelief, filled: Filled, path: str) -> list[Any]:
    """Return the examples that hold something, group by group, and note where there are too few."""
    written: list[tuple[PathKey, Any]] = []
    counts = Counter(example.group for example in entered.examples if line(example.text))
    spare = max(0, counts["indirect"] - EXAMPLES_NEEDED["indirect"])  # an indirect one asserts the belief, too
    for group, needed in EXAMPLES_NEEDED.items():
        own = {example.place: example for example in entered.examples if example.group == group and line(example.text)}
        written += [(("example", group, place), _example(own[place])) for place in sorted(own)]
        missing = needed - len(own) - (spare if group == "asserted" else 0)
        if missing > 0:
            empty = next(place for place in range(len(own) + 1) if place not in own)
            words = "one more" if missing == 1 else f"{missing} more"
            filled.mistakes.append(Mistake(("example", group, empty, "text"), f"Please write {words} of these."))
    return sequence_of(written, filled, path, "examples")


def _example(example: NewExample) -> dict[str, Any]:
    return without_empty(
        {
            "stance": "asserted" if example.group == "indirect" else example.group,
            "indirect": example.group == "indirect",
            "speaker": example.speaker,
            "register": example.register,
            "known_miss": example.is_known_miss,
            "text": line(example.text),
        },
        "indirect",
        "speaker",
        "register",
        "known_miss",
    )


def _take_stand(filled: Filled, library: Library, policy: str, stand: Stand, name: str) -> None:
    """Have a policy flag the belief, or accept it with a reason."""
    path, entry = library.paths[f"policies/{policy}"], ("policy", policy)
    reason = line(stand.reason)
    filled.places[path, ()] = entry
    if not stand.severity:
        filled.mistakes.append(Mistake(entry, "Please choose one: a policy takes a stand on every risky belief."))
        return
    if stand.severity != ACCEPTED:
        flag = without_empty({"philosophy": name, "severity": stand.severity, "reason": reason}, "reason")
        filled.change(library, path, entry, lambda text: appended(text, ("flags",), flag))
        return
    if not reason:
        entry = ("reason", policy)
        filled.mistakes.append(Mistake(entry, "Please say why this is not a risk here."))
    accepted = {"philosophy": name, "reason": reason}
    has_list = "accepted" in library.document("policies", policy).data

    def accept(text: str) -> str:
        if has_list:
            return appended(text, ("accepted",), accepted)
        return added(text, (), "accepted", [accepted], after="flags")

    filled.change(library, path, entry, accept)
