"""`screener score`: a transcript against a guide."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console

from screener.cli.progress import progress
from screener.journeys.transcripts import score_transcript
from screener.paths import shipped
from screener.rendering.report_json import report_data


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--guide", required=True, metavar="ID", help="The guide that the interview followed.")
@click.option("--candidate-speaker", metavar="NAME", help="Who is the candidate (default: derived, with the reason).")
@click.option("--policy", default="default", show_default=True, metavar="ID", help="What counts as risky.")
@click.option("--bank", type=click.Path(path_type=Path), help="A bank's folder (default: the shipped one).")
@click.option("--format", "style", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
def command(file: Path, guide: str, candidate_speaker: str | None, policy: str, bank: Path | None, style: str) -> None:
    """Score the transcript FILE (WebVTT, SRT, Word, Markdown or text with `Name:` lines) against a guide.

    Reports by question: the answer, suggested levels and flags with quotations, placements, follow-up probes,
    and what was never asked. Only the candidate's words are evidence.
    """
    folder = bank or shipped("questions")
    with progress("reading answers") as on_answer:
        interview = score_transcript(
            file, folder, guide, candidate=candidate_speaker, policy=policy, on_answer=on_answer
        )
    report = report_data(interview, file.name)
    if style == "json":
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    elif style == "html":
        from screener.rendering.report_html import report_page

        sys.stdout.write(report_page(report))
    else:
        from screener.rendering.report_text import print_report

        print_report(report, Console(highlight=False, emoji=False))
