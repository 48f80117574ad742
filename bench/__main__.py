"""`make bench`: measure, print, and keep the figures in docs/benchmarks.md."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.backup import backup_figures
from bench.bank import bank_figures
from bench.comparing import comparing_figures
from bench.measure import speed
from bench.quality import answer_figures, statement_figures
from bench.reliability import HEADING as RELIABILITY
from bench.reliability import reliability_figures
from bench.rereading import rereading_figures
from bench.storage import HEADING as STORAGE
from bench.storage import storage_figures
from bench.web import web_figures

KEPT = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [heading, tuple("---" for _ in heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """Say what was measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        pairs = (line.split(":", 1) for line in cpuinfo.read_text(encoding="utf-8").splitlines() if ":" in line)
        told = {name.strip(): value.strip() for name, value in pairs}
        model = told.get("model name", model)
        if "avx2" in told.get("flags", ""):  # the reader takes much longer without VNNI
            model += " with VNNI" if "vnni" in told["flags"] else " without VNNI"
    return f"{os.cpu_count()} × {model}, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    """Measure everything."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # commands start as they do for users, from compiled modules
    text = f"""# Figures

Made by `make bench` on {datetime.now(UTC):%d %B %Y} ({machine()}). Times are the fastest of several runs.

## Speed and memory

{table(("what", "measured", "bar"), speed())}

## Pages

Two openings with 1,350 invented candidates between them, three raters with twelve answers each; asked over loopback by
wrk on the same two cores. One client asks the server of `screener serve`; eight ask two processes of gunicorn.

{table(("what", "measured", "bar"), web_figures())}

## Comparing candidates

Openings of invented candidates, each rated by three raters on nine competencies; the page's time is the server's,
without the network. The export is a command in a process of its own, with its progress bar on a terminal.

{table(("what", "measured", "bar"), comparing_figures())}

![How the comparison page's time grows from 100 to 10,000 candidates; the dashed line is linear](comparison-growth.svg)

## Editing the bank

The shipped bank of 138 files; what somebody who types waits for is the server's time, without the network.

{table(("what", "measured", "bar"), bank_figures())}

## Re-reading stored answers

Notes of finished interviews read by the bank that they were held with and by a changed one; whole commands.

{table(("what", "measured", "bar"), rereading_figures())}

## Backups

A database of a gigabyte of notes; a save every 20 ms, each on disk before the next, by a thread of the process that
makes the backup.

{table(("what", "measured", "bar"), backup_figures())}

## Reliability

Interviewers each save every two seconds, over loopback, before two processes of gunicorn; who asks shares the two cores
with who answers. Times count from when a save was due. The archive has six openings at work in either size, so that the
pages show the same; their time is the server's, without the network. docs/reliability.md says what the model is.

{table(RELIABILITY, reliability_figures())}

## SQLite and PostgreSQL

What the store itself can do, without pages: both write through to this machine's disk.

{table(STORAGE, storage_figures())}

## Quality of the reader

Measured on the labelled text in bench/data, by one writer who knew neither the phrases nor the corpus. It is small:
read the figures as rough. docs/model-card.md has those on the batches of the corpus that are held out.

{table(("statements", "measured"), statement_figures())}

{table(("answers", "measured"), answer_figures())}
"""
    KEPT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
