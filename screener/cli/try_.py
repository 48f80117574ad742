"""`screener try`: why a text is read as it is."""

import json
import sys
from pathlib import Path

import click

from screener.bank.parts import REGISTERS, SPEAKERS
from screener.cli.meant import meant_bank
from screener.errors import Unreadable
from screener.journeys.trying import Trial, try_text
from screener.rendering.explanation_json import explanation_data


@click.command()
@click.argument("text")
@click.option(
    "--bank",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="An instance, or the folder of a bank (default: the one in the current folder, else the shipped one).",
)
@click.option(
    "--register", type=click.Choice(REGISTERS), default="spoken", show_default=True, help="As what it is read."
)
@click.option(
    "--speaker", type=click.Choice(SPEAKERS), default="unknown", show_default=True, help="What the speaker leads."
)
@click.option("--question", default="", metavar="ID", help="The question that it answers.")
@click.option(
    "--policy", default="default", show_default=True, metavar="ID", help="What counts as risky, and from when."
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(text: str, bank: Path | None, register: str, speaker: str, question: str, policy: str, style: str) -> None:
    """Read TEXT (a sentence or an answer; - for standard input) and say why it is read as it is.

    Shows the phrases that match with their places in the bank, what decided how each is meant, what the trained reader
    hears, how both were weighed, what the policy lets show, and what gives each level. With --question it is rated as
    an answer to that question; without one, on every competency.
    """
    trial = Trial(_given(text), register, speaker, question, policy)
    meant = meant_bank(bank)
    data = explanation_data(try_text(meant.folder, trial))
    if meant.told:
        click.echo(f"Read with {meant.told}; --bank names another.", err=True)
    if style == "json":
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        from rich.console import Console

        from screener.rendering.explanation_text import print_explanation

        print_explanation(data, Console(highlight=False, emoji=False))


def _given(text: str) -> str:
    """Return the text of the argument or of standard input. Raises Unreadable for what is no UTF-8."""
    try:
        if text == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        text.encode("utf-8")
    except UnicodeError:
        raise Unreadable("the text is not UTF-8 (convert it to UTF-8)") from None
    return text
