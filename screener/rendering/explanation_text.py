"""Why a text was read as it was, for the terminal."""

from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from screener.rendering.explanation_words import STANCES, is_faint, sure
from screener.rendering.words import printable

_INDENT = 4


def print_explanation(data: dict[str, Any], console: Console) -> None:
    """Print the data of an explanation (`explanation_json.explanation_data`)."""
    console.print(_head(data), Text())
    for number, sentence in enumerate(data["sentences"], 1):
        clauses = " ┊ ".join(clause["quote"] for clause in sentence["clauses"])
        console.print(Padding(_line((f"{number}  ", "dim"), clauses), (0, 0, 0, 2)))
    if not data["readable"]:
        console.print(Text(), _line(("Not read: ", "yellow"), data["unreadable_because"], "."))
        return
    _print_section("Phrases that matched", [_phrase(own) for own in data["phrases"]], console)
    _print_section("Beliefs", _beliefs(data["beliefs"]), console)
    _print_section("Levels", _levels(data), console)
    _print_section("Places (no mark)", [_placed(own) for own in data["places"]], console)


def _head(data: dict[str, Any]) -> Text:
    parts = [f"read as {data['register']}", f"speaker {data['speaker']}", f"policy {data['policy']['name']}"]
    parts.append(f"bank {data['bank']}")
    if data["question"]:
        parts.append(f"in answer to: {data['question']['text']}")
    return _line((" · ".join(parts), "dim"))


def _print_section(title: str, entries: list[RenderableType], console: Console) -> None:
    console.print(Text())
    console.rule(Text(title, style="bold"), align="left", style="dim")
    for entry in entries or [Text("none", style="dim")]:
        console.print(entry)


def _line(*parts: str | tuple[str, str]) -> Text:
    """Return a line of text; a part with a style is a pair."""
    line = Text()
    for part in parts:
        words, style = (part, "") if isinstance(part, str) else part
        line.append(printable(words.replace("\n", " ")), style)
    return line


def _entry(head: Text, *lines: Text | str | None) -> RenderableType:
    below = [_line(own) if isinstance(own, str) else own for own in lines if own]
    return Group(head, Padding(Group(*below), (0, 0, 0, _INDENT)))


def _phrase(own: dict[str, Any]) -> RenderableType:
    cues = ", ".join(f"{cue['kind']} “{cue['quote']}”" for cue in own["cues"])
    of = f"{own['kind']} {own['name']}" + (f" ({own['within']})" if own["kind"] == "sign" else "")
    stance = f"{STANCES[own['stance']]}, " if own["kind"] == "belief" else ""
    return _entry(
        _line((f"“{own['quote']}”", "bold"), f"  {of}: {stance}{sure(own['confidence'])}"),
        _line((f"{own['place']['file']}:{own['place']['line']}", "cyan"), f"  {own['phrase']}"),
        _line(own["decided"], f" Cues: {cues}." if cues else ""),
        " ".join(filter(None, (own["lowered"], own["used"]))),
    )


def _beliefs(beliefs: list[dict[str, Any]]) -> list[RenderableType]:
    told = [own for own in beliefs if not is_faint(own)]
    return [*map(_belief, told), *_faint("Hardly heard by the trained reader, and not shown", beliefs, told)]


def _belief(own: dict[str, Any]) -> RenderableType:
    is_risk = own["is_risk"] and own["is_shown"]
    style = "bold red" if is_risk else "bold" if own["is_shown"] else ""
    sides = [
        f"{side}: {STANCES[found['stance']]}, {_sure(found)}, in “{found['quote']}”"
        for side, found in (("phrases", own["by_phrases"]), ("trained reader", own["by_network"]))
        if found
    ]
    return _entry(
        _line((own["name"], style), f": {STANCES[own['stance']]}, {_sure(own)}"),
        *(_line((side, "dim")) for side in sides),
        own["because"],
        own["verdict"],
    )


def _sure(found: dict[str, Any]) -> str:
    return f"{sure(found['confidence'])}{', a suggestion' if found.get('is_tentative') else ''}"


def _levels(data: dict[str, Any]) -> list[RenderableType]:
    """Return all levels of a question's competencies; without a question, in full only those that are suggested."""
    told = [own for own in data["levels"] if data["question"] or own["is_suggested"]]
    return [*map(_level, told), *_faint("Not sure enough to suggest", data["levels"], told)]


def _level(own: dict[str, Any]) -> RenderableType:
    level = f"level {own['level']}" if own["level"] else "no level"
    return _entry(
        _line((own["name"], "bold" if own["is_suggested"] else ""), f": {level}"),
        own["because"],
        own["explained"],
        *(_line(f"“{evidence['quote']}” ", (evidence["reason"], "dim")) for evidence in own["evidence"]),
    )


def _faint(title: str, every: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[RenderableType]:
    rest = [own for own in every if own not in told]
    listed = ", ".join(f"{own['name']} ({_sure(own)})" for own in rest)
    return [_line((f"{title}: {listed}", "dim"))] if rest else []


def _placed(own: dict[str, Any]) -> RenderableType:
    amount = f" ({own['amount']})" if own["amount"] is not None else ""
    return _line(f"{own['name']}: {own['label']}{amount}, {sure(own['confidence'])}, in “{own['quote']}”")
