"""The forms by which something new comes into the bank. What was entered is judged by the journeys, not here."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from screener.journeys.bank_forms import Bank, Mistake
from screener.journeys.bank_new_belief import ACCEPTED, EXAMPLES_NEEDED, STANCES, NewBelief, NewExample, Stand
from screener.journeys.bank_new_question import FIRST, INSTEAD, ROLES, Guide, NewQuestion, planned_in, wording_in
from screener.web.filters import plural
from screener.web.forms import Form

MOST_EXAMPLES = 40  # of each group; more are written in the file
GROUPS: Mapping[str, str] = {
    "asserted": "They hold it, in plain words", "indirect": "They hold it, without the obvious words",
    "past": "They held it once and have moved on", "rejected": "They reject it", "reported": "Others hold it, they say",
    "none": "Near misses: it sounds like it, and is not",
}  # fmt: skip
_KINDS = {
    "past-behaviour": "What they did in a real case. This is the best evidence.",
    "situation": "What they would do in a case that you describe.",
    "view": "What they think. It shows beliefs, and no deeds.",
    "background": "What they have done so far: posts, years, trades.",
}
_PERSPECTIVES = {
    "importance": "How important each function is: who ranks above whom, who gives way.",
    "time": "Now against later: this quarter, or the years after it.",
    "intimacy": "Closeness to the customer: who meets them, and who may.",
    "contribution": "Who contributes what: credit, blame, what counts as a result.",
    "together": "Pulling it together: shared goals, repair, one leader over both.",
}
_WORDINGS = {
    "sales": "As a sales leader is asked", "marketing": "As a marketing leader is asked",
    "both": "As somebody who leads both is asked",
}  # fmt: skip
_FOLLOW_UPS = ("First follow-up", "Second follow-up", "Third follow-up, if there is one", "Fourth, if there is one")
_PROBES = {
    "asserted": "To somebody who holds it", "past": "To somebody who has moved on from it",
    "rejected": "To somebody who rejects it", "reported": "To somebody who tells that others hold it",
}  # fmt: skip
_LEADERS = {"sales": "Sales leaders", "marketing": "Marketing leaders", "both": "Both alike"}
_SPEAKERS = {"": "not known", "sales": "leads sales", "marketing": "leads marketing", "both": "leads both"}
_REGISTERS = {"": "said aloud", "notes": "an interviewer’s notes"}
_SEVERITIES = {
    "high": "High", "medium": "Medium", "low": "Low", ACCEPTED: "Not a risk here, for the reason below",
}  # fmt: skip
_LONGEST_SHOWN = 70  # characters of a question in a list


def _choice(label: str, choices: dict[str, str] | None = None) -> RadioField:
    return RadioField(label, choices=choices, validate_choice=False)


def _choices(label: str) -> SelectMultipleField:
    return SelectMultipleField(
        label, validate_choice=False, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


class NewThing(Form):
    """A form whose entries are named by paths, joined by hyphens: `probes-2`, `example-past-0-text`."""

    def refuse_all(self, mistakes: Iterable[Mistake]) -> None:
        """Show each mistake beside the entry that it is about."""
        for mistake in mistakes:
            name, rest = self._nearest(mistake.path)
            message = mistake.message
            if rest and isinstance(rest[0], int) and isinstance(self._fields.get(name), TextAreaField):
                message = f"Line {self._line(name, rest[0])}: {message}"
            self.refuse(message, name)

    def text(self, name: str) -> str:
        """Return what was entered under a name; "" if there is no such entry."""
        field: Field | None = self._fields.get(name)
        return str(field.data or "") if field else ""

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return what was ticked under a name."""
        return tuple(self._fields[name].data or ())

    def _nearest(self, path: tuple[str | int, ...]) -> tuple[str, tuple[str | int, ...]]:
        """Return the entry at a path, or the first one within it or around it, and the rest of the path."""
        for length in range(len(path), 0, -1):
            name = "-".join(map(str, path[:length]))
            found = name if name in self._fields else next((f for f in self._fields if f.startswith(f"{name}-")), "")
            if found:
                return found, path[length:]
        return "", path

    def _line(self, name: str, place: int) -> int:
        """Return the number of a line from its place among those that hold something."""
        filled = [number for number, line in enumerate(self.text(name).splitlines(), 1) if line.strip()]
        return filled[place] if place < len(filled) else place + 1


class QuestionForm(NewThing):
    """A new question; `question_form` adds its wordings, follow-ups and guides."""

    competency = _choice("What does the answer show?")
    also = _choices("May it show something else, too?")
    kind = _choice("What kind of question is it?", _KINDS)
    perspective = _choice("What does it look at?", _PERSPECTIVES)
    minutes = StringField("Minutes for the answer, with follow-ups")
    why = TextAreaField("Why is it asked?")
    listen_for = TextAreaField("What does good evidence sound like?")
    placement = SelectField("Does the answer place them in a scheme?", validate_choice=False)
    source = SelectField("What is it drawn from?", validate_choice=False)
    short_name = StringField("Short name for the file")

    def entered(self) -> NewQuestion:
        """Return what was entered."""
        guides = {name.removeprefix("guide-"): self.text(name) for name in self._fields if name.startswith("guide-")}
        return NewQuestion(
            self.text("competency"),
            self.chosen("also"),
            self.text("kind"),
            self.text("perspective"),
            self.text("minutes"),
            {role: self.text(f"ask-{role}") for role in ROLES},
            self.text("why"),
            self.text("listen_for"),
            tuple(self.text(f"probes-{place}") for place in range(len(_FOLLOW_UPS))),
            self.text("placement"),
            self.text("source"),
            self.text("short_name"),
            {guide: after for guide, after in guides.items() if after},
        )


class BeliefForm(NewThing):
    """A new belief; `belief_form` adds its follow-ups, examples and the policies."""

    name = StringField("Name")
    kind = _choice(
        "Is it risky or healthy?",
        {"risky": "Risky: it harms the work of the two functions.", "healthy": "Healthy: it helps."},
    )
    role = _choice("For which leaders is it most telling?", _LEADERS)
    belief = TextAreaField("The belief, as its holder would put it")
    matters = TextAreaField("Why does it matter in this job?")
    not_this = TextAreaField("What is easily taken for it, and is not?")
    competencies = _choices("Which competencies does it bear upon?")
    sources = _choices("What is it drawn from?")
    patterns = TextAreaField("Phrases")
    short_name = StringField("Short name for the file")

    def entered(self) -> NewBelief:
        """Return what was entered."""
        policies = [n.removeprefix("policy-") for n in self._fields if n.startswith("policy-")]
        return NewBelief(
            self.text("name"),
            self.text("short_name"),
            self.text("kind"),
            self.text("role"),
            self.text("belief"),
            self.text("matters"),
            self.text("not_this"),
            {kind: self.chosen(f"counterparts-{kind}") for kind in ("healthy", "risky")},
            self.chosen("competencies"),
            {stance: self.text(f"probes-{stance}") for stance in STANCES},
            self.chosen("sources"),
            self.text("patterns"),
            tuple(self._examples()),
            {policy: Stand(self.text(f"policy-{policy}"), self.text(f"reason-{policy}")) for policy in policies},
        )

    def examples_of(self, group: str) -> list[dict[str, Any]]:
        """Return the entries of a group's examples, in their order."""
        parts = ("text", "speaker", "register", "miss")
        count = sum(name.startswith(f"example-{group}-") and name.endswith("-text") for name in self._fields)
        return [{part: self[f"example-{group}-{place}-{part}"] for part in parts} for place in range(count)]

    def _examples(self) -> Iterable[NewExample]:
        for group in GROUPS:
            for place, entry in enumerate(self.examples_of(group)):
                text, speaker, register = (str(entry[part].data or "") for part in ("text", "speaker", "register"))
                yield NewExample(group, place, text, speaker, register, bool(entry["miss"].data))


def question_form(bank: Bank) -> QuestionForm:
    """Return the form for a question, with what the bank offers."""

    class OwnForm(QuestionForm):
        """With the guides of this bank."""

    for role, label in _WORDINGS.items():
        setattr(OwnForm, f"ask-{role}", TextAreaField(label))
    for place, label in enumerate(_FOLLOW_UPS):
        setattr(OwnForm, f"probes-{place}", StringField(label))
    for guide in bank.guides.values():
        setattr(OwnForm, f"guide-{guide.id}", _place_in(guide, bank))
    form = OwnForm()
    competencies = {rubric.id: rubric.name for rubric in bank.rubrics.values()}
    form.competency.choices = {r.id: f"{r.name}: {r.rates[0].lower()}{r.rates[1:]}" for r in bank.rubrics.values()}
    form.also.choices = competencies
    form.placement.choices = {"": "No"} | {p.id: p.name for p in bank.placements.values()}
    form.source.choices = {"": "Choose a source"} | {title: title for title in bank.sources}
    return form


def _place_in(guide: Guide, bank: Bank) -> SelectField:
    """Return the choice where a guide asks the question; its label says how much room the guide has."""
    asked = [bank.questions[name] for name in guide.questions if name in bank.questions]
    words = {question.id: f"“{_shortened(wording_in(guide, question))}”" for question in asked}
    choices = {
        "": "not asked",
        FIRST: "as the first question",
        **{name: f"after {own}" for name, own in words.items()},
        **{f"{INSTEAD}{q.id}": f"in place of {words[q.id]} ({plural(q.minutes, 'minute')})" for q in asked},
    }
    planned, most = planned_in(guide, bank), guide.minutes
    room = f"{most - planned} of {most} minutes are free" if planned < most else f"full: {planned} of {most} minutes"
    label = f"In the guide “{guide.name}” ({room})"
    return SelectField(label, choices=choices, validate_choice=False)


def belief_form(bank: Bank, sent: Iterable[str], adding: str = "") -> BeliefForm:
    """Return the form for a belief, with room for the examples that were `sent` and one more in the group `adding`."""

    class OwnForm(BeliefForm):
        """With the policies of this bank."""

    for kind, label in (
        ("healthy", "Which healthy beliefs stand against it?"),
        ("risky", "Which risky beliefs does it stand against?"),
    ):
        setattr(OwnForm, f"counterparts-{kind}", _choices(label))
    for stance, label in _PROBES.items():
        setattr(OwnForm, f"probes-{stance}", StringField(label))
    for group, count in _rooms(sent, adding).items():
        for place in range(count):
            _add_example(OwnForm, f"example-{group}-{place}", f"{GROUPS[group].split(':')[0]}: example {place + 1}")
    for policy in bank.policies.values():
        setattr(OwnForm, f"policy-{policy.id}", _choice(f"How severe is it under “{policy.name}”?", _SEVERITIES))
        setattr(OwnForm, f"reason-{policy.id}", TextAreaField(f"Why, under “{policy.name}”"))
    form = OwnForm()
    for kind in ("healthy", "risky"):
        known = {p.id: p.name for p in bank.philosophies.values() if p.kind == kind}
        form[f"counterparts-{kind}"].choices = known
    form.competencies.choices = {rubric.id: rubric.name for rubric in bank.rubrics.values()}
    form.sources.choices = {title: title for title in bank.sources}
    return form


def _rooms(sent: Iterable[str], adding: str) -> dict[str, int]:
    """Return how many examples each group has room for."""
    rooms = dict(EXAMPLES_NEEDED)
    for name in sent:
        if (found := re.fullmatch("example-([a-z]+)-([0-9]{1,2})-text", name)) and found[1] in rooms:
            rooms[found[1]] = max(rooms[found[1]], int(found[2]) + 1)
    if adding in rooms:
        rooms[adding] += 1
    return {group: min(count, MOST_EXAMPLES) for group, count in rooms.items()}


def _add_example(form: type[BeliefForm], name: str, label: str) -> None:
    setattr(form, f"{name}-text", TextAreaField(label))
    setattr(form, f"{name}-speaker", SelectField("Who speaks", choices=_SPEAKERS, validate_choice=False))
    setattr(form, f"{name}-register", SelectField("Written as", choices=_REGISTERS, validate_choice=False))
    setattr(form, f"{name}-miss", BooleanField("No phrase finds it (the reader may still suggest it by likeness)"))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
