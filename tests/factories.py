"""A small bank without mistakes, made of plain data, so that each test changes one thing in it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from screener.bank.problems import Problem

Data = dict[str, Any]
Change = Data | str | bytes | None  # keys to replace (None removes one), a whole content, or no such file

COMPETENCIES = ("standing", "credit", "customer", "listening", "repair")
SLOTS: Mapping[str, str] = {
    "risky": "philosophies/sole-credit.yaml",
    "healthy": "philosophies/shared-credit.yaml",
    "rubric": "rubrics/standing.yaml",
    "question": "items/standing/standing-case.yaml",
    "guide": "guides/sales-leader.yaml",
    "policy": "policies/default.yaml",
    "placement": "placements/fix-owner.yaml",
    "survey": "surveys/fix-owner.yaml",
    "needs": "needs/greater-need.yaml",
    "words": "lexicon/words.yaml",
    "behaviours": "lexicon/behaviours.yaml",
    "cue": "lexicon/negation.yaml",
    "sources": "sources.yaml",
}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, _: object) -> bool:
        return True


def as_yaml(data: object) -> str:
    """Write data as people do: no anchors, one line for each text, keys in the order given."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, width=10_000, allow_unicode=True)


def write_bank(folder: Path, *, extra: Mapping[str, Change] | None = None, **changes: Change) -> Path:
    """Write the bank into `folder`. `changes` go by the names of SLOTS, `extra` files by their path."""
    files: dict[str, Change] = {**make_bank(), **(extra or {})}
    for slot, change in changes.items():
        path = SLOTS[slot]
        files[path] = _changed(files[path], change)
    for path, content in files.items():
        if content is not None:
            write_file(folder / path, content)
    return folder


def write_change(folder: Path, slot: str, change: Change) -> Path:
    """Write the bank with one change, for tables of cases."""
    return write_bank(folder, extra={SLOTS[slot]: _changed(make_bank()[SLOTS[slot]], change)})


def write_file(path: Path, content: Data | str | bytes) -> Path:
    """Write one file, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = as_yaml(content) if isinstance(content, dict) else content
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _changed(data: Change, change: Change) -> Change:
    if not isinstance(change, dict) or not isinstance(data, dict):
        return change
    return {key: value for key, value in {**data, **change}.items() if value is not None}


def place_of(file: Path, words: str, nth: int = 1) -> str:
    """Return `line:column` of the nth occurrence of `words` in a file, counted from 1."""
    text, start = file.read_text(encoding="utf-8"), -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return f"{text.count(chr(10), 0, start) + 1}:{start - text.rfind(chr(10), 0, start)}"


def shown(problems: Iterable[Problem], folder: Path) -> list[str]:
    """Return each problem as `file:line:column code`, the file within the folder, in order."""
    return [f"{Path(p.file).relative_to(folder).as_posix()}:{p.line}:{p.column} {p.code}" for p in sorted(problems)]


def make_bank() -> dict[str, Change]:
    """Return the data of every file by its path in the bank."""
    bank: dict[str, Change] = {
        SLOTS["risky"]: make_philosophy(),
        SLOTS["healthy"]: make_philosophy(
            "shared-credit", "we share the credit", kind="healthy", counterparts=["sole-credit"]
        ),
        SLOTS["guide"]: make_guide(),
        SLOTS["policy"]: make_policy(),
        SLOTS["placement"]: make_placement(),
        SLOTS["survey"]: make_survey(),
        SLOTS["needs"]: make_needs(),
        SLOTS["words"]: {"id": "words", "lists": {"number": ["one", "two"], "ours": ["my people", "our team"]}},
        SLOTS["behaviours"]: make_behaviours(),
        SLOTS["cue"]: make_cue("negation", "not"),
        "lexicon/past.yaml": make_cue("past", "used to"),
        "lexicon/reporting.yaml": make_cue("reporting", "says"),
        SLOTS["sources"]: {"id": "sources", "sources": [{"title": "A Book", "about": "What it is about"}]},
    }
    for competency in COMPETENCIES:
        bank[f"rubrics/{competency}.yaml"] = make_rubric(competency)
        bank[f"items/{competency}/{competency}-case.yaml"] = make_question(competency)
    return bank


def make_philosophy(name: str = "sole-credit", belief: str = "the credit belongs to us", **changes: Any) -> Data:
    """Return a philosophy with all the examples that it needs, two phrases and a word list of its own."""
    direct = [{"stance": "asserted", "text": f"Honestly, <<{belief}>> in {n}."} for n in ("May", "June", "July")]
    indirect = [
        {"stance": "asserted", "indirect": True, "text": f"In {n} <<our team made {name} alone>>."}
        for n in ("May", "June", "July")
    ]
    others = [
        {"stance": stance, "text": f"{before} <<{belief}>> in {month}."}
        for stance, before in (("past", "I used to say"), ("rejected", "I do not say"), ("reported", "He says"))
        for month in ("May", "June")
    ]
    misses = [{"stance": "none", "text": f"We meet in {month}."} for month in ("May", "June", "July")]
    return {
        "id": name, "name": f"On {name}", "kind": "risky", "role": "both", "belief": belief,
        "matters": "It matters.", "not_this": ["Pride in a team"], "counterparts": ["shared-credit"],
        "competencies": ["credit"],
        "probes": {"asserted": "Who else?", "past": "What changed?", "rejected": "Why?", "reported": "And you?"},
        "sources": ["A Book"],
        "words": {"made": ["made", "won"]},
        "patterns": [belief, f"{{ours}} {{made}} {name} alone"],
        "examples": [*direct, *indirect, *others, *misses],
    } | changes  # fmt: skip


def make_rubric(competency: str = "standing", **changes: Any) -> Data:
    """Return a rubric in which a kind, from one to five, is the level; five needs a case too."""
    kinds = ("red", "amber", "yellow", "lime", "green")
    rules: list[Data] = [
        {"level": level, "because": f"It is {kind}", "all": [{"sign": f"kind-{kind}"}]}
        for level, kind in enumerate(kinds, 1)
    ]
    rules[4]["all"].append({"behaviour": "case"})
    rules[4]["unless"] = [{"philosophy": "sole-credit", "stance": "asserted"}]
    examples: list[Data] = [
        {"level": level, "question": "How is it?", "text": f"{when} we had <<{competency} of kind {kind}>> there."}
        for level, kind in enumerate(kinds, 1)
        for when in ("Last spring", "Last autumn")
    ]
    nothing = [
        {"level": "none", "question": "How is it?", "text": f"We {do} every single week."} for do in ("sit", "go")
    ]
    return {
        "id": competency, "name": competency.title(), "rates": "What it rates", "sources": ["A Book"],
        "levels": [
            {"level": level, "short": f"**Kind** {kind}", "long": f"What is heard is {kind}"}
            for level, kind in enumerate(kinds, 1)
        ],
        "signs": [
            {"id": f"kind-{kind}", "for": level > 2, "says": "It", "patterns": [f"{competency} of kind {kind}"]}
            for level, kind in enumerate(kinds, 1)
        ],
        "rules": rules,
        "examples": [*examples, *nothing],
    } | changes  # fmt: skip


def make_question(competency: str = "standing", **changes: Any) -> Data:
    """Return a question that can be put to every leader."""
    return {
        "id": f"{competency}-case", "competency": competency, "kind": "past-behaviour", "perspective": "importance",
        "minutes": 5, "ask": {"sales": "Tell me.", "marketing": "Tell me.", "both": "Tell me."}, "why": "To know.",
        "listen_for": ["A case"], "probes": ["What did you do?", "And then?"], "source": "A Book",
    } | changes  # fmt: skip


def make_guide(**changes: Any) -> Data:
    """Return a guide with one question on each competency: 34 of 40 minutes."""
    return {
        "id": "sales-leader", "name": "Sales leader", "role": "sales", "minutes": 40,
        "opening": "Welcome.", "opening_minutes": 4, "closing": "Thank you.", "closing_minutes": 5,
        "competencies": [{"id": competency, "weight": 1} for competency in COMPETENCIES],
        "questions": [f"{competency}-case" for competency in COMPETENCIES],
        "single_question_reason": "It is a short guide.",
    } | changes  # fmt: skip


def make_policy(**changes: Any) -> Data:
    """Return a policy that flags the one risky philosophy."""
    return {
        "id": "default", "name": "Partners", "summary": "A summary", "position": "A position", "sources": ["A Book"],
        "show_from": 0.5, "flags": [{"philosophy": "sole-credit", "severity": "high"}],
    } | changes  # fmt: skip


def make_placement(**changes: Any) -> Data:
    """Return a placement of two values, shown with a survey."""
    boss = [{"value": "boss", "text": f"I think <<the boss mends it>> in {month}."} for month in ("May", "June")]
    both = [{"value": "both", "text": f"I think <<we mend it together>> in {month}."} for month in ("May", "June")]
    none = [{"value": "none", "text": f"I think it will rain in {month}."} for month in ("May", "June")]
    return {
        "id": "fix-owner", "name": "Who owns the fix", "competency": "repair", "explains": "It explains.",
        "survey": "fix-owner", "sources": ["A Book"],
        "values": [
            {"id": "boss", "label": "The boss", "means": "One mends it", "patterns": ["the boss mends it"]},
            {"id": "both", "label": "Both", "means": "Two mend it", "patterns": ["we mend it together"]},
        ],
        "examples": [*boss, *both, *none],
    } | changes  # fmt: skip


def make_survey(**changes: Any) -> Data:
    """Return a survey with one group and two shares."""
    return {
        "id": "fix-owner", "name": "Who should own it", "source": "A Book", "note": "How to read it",
        "groups": [{"id": "asked", "label": "All who were asked", "share": 1}],
        "shares": [
            {"value": "boss", "label": "The boss", "share": 0.4, "of": "asked"},
            {"value": "both", "label": "Both", "share": 0.6, "of": "asked"},
        ],
    } | changes  # fmt: skip


def make_needs(**changes: Any) -> Data:
    """Return a needs assessment of one question and two outcomes."""
    outcome = {"guide": "sales-leader", "reason": "For a reason."}
    return {
        "id": "greater-need", "name": "The greater need", "explains": "It explains.", "sources": ["A Book"],
        "questions": [
            {"id": "gap", "text": "What is the gap?", "answers": [
                {"id": "leads", "text": "Leads", "need": "marketing", "points": 2},
                {"id": "deals", "text": "Deals", "need": "sales", "points": 3},
            ]},
        ],
        "outcomes": [
            {"id": "more-sales", "name": "Sales", "lead": "sales", "margin": 3, **outcome,
             "weights": [{"competency": "customer", "weight": 2, "reason": "They count."}]},
            {"id": "no-lead", "name": "Neither", "lead": "even", "margin": 0, **outcome},
        ],
    } | changes  # fmt: skip


def make_behaviours(**changes: Any) -> Data:
    """Return the behaviours: one, a case."""
    return {
        "id": "behaviours",
        "behaviours": [
            {"id": "case", "says": "A case", "patterns": ["last (spring|autumn)"],
             "fires": ["<<Last spring>> we met.", "We met <<last autumn>>."],
             "silent": ["We meet every spring.", "People count."]},
        ],
    } | changes  # fmt: skip


def make_cue(kind: str, phrase: str, **changes: Any) -> Data:
    """Return a kind of cue with one phrase."""
    return {
        "id": kind, "says": f"Words of {kind}", "phrases": [phrase],
        "fires": [f"It is <<{phrase}>> so.", f"We <<{phrase}>> it."], "silent": ["We met them.", "Rain fell."],
    } | changes  # fmt: skip
