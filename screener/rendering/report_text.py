"""A scored interview for the terminal."""

from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from screener.rendering.words import clock, doubtful_guide, nothing_found, printable, sureness

_STANCES = {"asserted": "holds it", "past": "has moved on from it", "rejected": "rejects it", "reported": "reports it"}
_SEVERITY_STYLES = {"high": "bold red", "medium": "bold yellow", "low": "bold cyan"}
_LONGEST = 500  # characters of an answer that are shown


def print_report(report: dict[str, Any], console: Console) -> None:
    """Print the data of a report (`report_json.report_data`)."""
    console.print(_head(report))
    console.print(_coverage(report))
    for number, question in enumerate(report["questions"], 1):
        if question["answer"] or question["asked_as"]:
            console.print(_question(number, len(report["questions"]), question))
    found_elsewhere = [a for a in report["elsewhere"] if a["flags"] or a["placements"]]
    if found_elsewhere:
        console.rule("Said outside of the guide's questions", align="left", style="dim")
        for answer in found_elsewhere:
            console.print(Padding(Group(*_findings(answer)), (0, 0, 1, 2)))
    if report["not_asked"]:
        console.rule("Not asked", align="left", style="dim")
        for question in report["questions"]:
            if question["id"] in report["not_asked"]:
                console.print(Padding(f"[dim]{question['competency']}[/]  {escape(question['text'])}", (0, 0, 0, 2)))
    console.print("\nSuggestions quote; they do not decide. What was not found may still be there.", style="italic dim")


def _head(report: dict[str, Any]) -> RenderableType:
    candidate = report["candidate"]
    lines = [
        f"[bold]{escape(candidate['name'])}[/]  (candidate: {escape(candidate['known_by'])})",
        f"asked by {escape(', '.join(report['interviewers']) or 'nobody named')}",
        escape(f"guide {report['guide']['name']} · policy {report['policy']['name']} · bank {report['bank']}"),
    ]
    if report["words_before_first_speaker"]:
        lines.append(f"left out: {report['words_before_first_speaker']} words above the first speaker's name")
    if note := doubtful_guide(report):
        lines.append(f"[yellow]{note}[/]")
    return Panel("\n".join(lines), title=escape(report["file"]), title_align="left", border_style="dim")


def _coverage(report: dict[str, Any]) -> RenderableType:
    table = Table(title="Coverage", title_justify="left", title_style="bold", box=None, pad_edge=False)
    for heading in ("Competency", "Asked", "Levels suggested, by answer"):
        table.add_column(heading, header_style="dim")
    for row in report["coverage"]:
        levels = ", ".join(map(str, row["levels"])) or f"[dim]{nothing_found(row['asked'])}[/]"
        table.add_row(escape(row["name"]), f"{row['asked']} of {row['questions']}", levels)
    return Padding(table, (1, 0))


def _question(number: int, of: int, question: dict[str, Any]) -> RenderableType:
    parts: list[RenderableType] = []
    if question["asked"] != "asked":
        parts.append(f"[dim]{question['asked']}:[/] {escape(_short(question['asked_as'] or ''))}")
    if answer := question["answer"]:
        parts.append(Text(_short(answer["text"]), style="dim"))
        parts += _findings(answer)
    else:
        parts.append("[dim]no answer[/]")
    for probe in question["probes_not_asked"]:
        parts.append(f"[dim]not heard:[/] {escape(probe)}")
    title = f"Question {number} of {of}. {escape(question['text'])}"
    return Group(Text(), Text.from_markup(f"[bold]{title}[/]"), Padding(Group(*parts), (0, 0, 0, 2)))


def _findings(answer: dict[str, Any]) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if not answer["readable"]:
        parts.append(f"[yellow]not read:[/] {escape(answer['unreadable_because'])}")
    for rating in answer["ratings"]:
        parts.append(
            f"[bold]{escape(rating['name'])}: level {rating['level']} suggested[/] "
            f"({sureness(rating['confidence'])}) {escape(rating['because'])}"
        )
        parts += [_quoted(evidence, evidence["reason"]) for evidence in rating["evidence"]]
    for flag in answer["flags"]:
        parts.append(_flag(flag))
        parts.append(_quoted(flag, None))
        parts.append(Padding(f"[dim]ask:[/] {escape(flag['probe'])}", (0, 0, 0, 4)))
    for placed in answer["placements"]:
        amount = f" ({placed['amount']})" if placed["amount"] is not None else ""
        parts.append(f"[dim]placement[/] {escape(placed['name'])}: {escape(placed['label'])}{amount}")
        parts.append(_quoted(placed, None))
    return parts


def _flag(flag: dict[str, Any]) -> str:
    stance = _STANCES[flag["stance"]]
    if flag["is_risk"]:
        style = _SEVERITY_STYLES[flag["severity"]]
        mark = f"[{style}]▲ {flag['severity']} risk[/]"
    else:
        mark = "[green]●[/]" if flag["kind"] == "healthy" else "○"
    return f"{mark} [bold]{escape(flag['name'])}[/]: {stance} ({sureness(flag['confidence'], flag['is_tentative'])})"


def _quoted(quotation: dict[str, Any], reason: str | None) -> RenderableType:
    when = _clock(quotation["seconds"])
    note = f" [dim]{escape(reason)}[/]" if reason else ""
    return Padding(f"“{escape(printable(quotation['quote']))}”{when}{note}", (0, 0, 0, 4))


def _clock(seconds: float | None) -> str:
    return "" if seconds is None else f" [dim]{clock(seconds)}[/]"


def _short(text: str) -> str:
    text = printable(" ".join(text.split()))
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
