"""`screener eval`: how well a bank and the reader read labelled text."""

import json
from pathlib import Path

import click

from screener.cli.progress import progress
from screener.journeys.evaluating import Evaluation, evaluate_file
from screener.paths import shipped
from screener.rendering.figures import figures_data, figures_text


@click.command()
@click.argument("labelled", type=click.Path(path_type=Path))
@click.option("--bank", type=click.Path(path_type=Path), help="A bank's folder (default: the shipped one).")
@click.option("--policy", default="default", show_default=True, help="How sure the reader must be.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--errors",
    type=click.IntRange(min=0),
    default=0,
    help="Show so many texts that were read otherwise, on standard error.",
)
def command(labelled: Path, bank: Path | None, policy: str, form: str, errors: int) -> None:
    """Measure the reader on a file of JSON lines.

    LABELLED holds statements {"id", "text", "labels": [{"philosophy", "stance"}]} or answers {"id", "question",
    "text", "ratings": {competency: level}, "optional": [competencies]}.
    """
    with progress("reading") as on_row:
        evaluation = evaluate_file(bank or shipped("questions"), labelled, policy, on_row)
    if form == "json":
        click.echo(json.dumps(figures_data(evaluation.figures)))
    else:
        click.echo(figures_text(evaluation.figures))
    _show(evaluation, errors)


def _show(evaluation: Evaluation, errors: int) -> None:
    for key, text, wanted, found in evaluation.differences[:errors]:
        click.echo(f"\n{key}: {text}\n  wanted  {wanted}\n  found   {found}", err=True)
