"""How well a second reader reads labelled statements: `python -m bench.second ADDRESS MODEL FILE [N]`.

ADDRESS is that of an OpenAI-compatible server (such as http://127.0.0.1:8080/v1), FILE holds JSON lines with `text`,
`speaker` and `labels`, N says how many of them to read (all, if it is not given). A key is taken from the variable
SECOND_READER_KEY if that is set. Every finding counts, whatever its confidence; a statement with trouble holds none.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from screener.bank.load import load_library
from screener.paths import shipped
from screener.rendering.figures import figures_text
from screener.scoring.figures import Claim, LabelledStatement, statement_figures
from screener.second.client import SecondReader
from screener.second.opinion import Opinion
from screener.second.settings import Settings

_KEY = "SECOND_READER_KEY"
_SECONDS = 600  # a small machine needs minutes to read the beliefs for the first time


def claims_of(opinion: Opinion, text: str) -> list[Claim]:
    """Return what an opinion claims, in the form in which figures are counted."""
    return [Claim(f.philosophy, f.stance, f.quote.start, f.quote.end, f.quote.of(text)) for f in opinion.findings]


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and return the exit status."""
    if not 3 <= len(arguments) <= 4 or not all(number.isdecimal() for number in arguments[3:]):
        print(__doc__)
        return 2
    address, model, path = arguments[:3]
    try:
        settings = Settings(
            address=address, model=model, key_from=_KEY if _KEY in os.environ else None, seconds=_SECONDS
        )
    except ValidationError as error:
        print("\n".join(f"{detail['loc'][0]}: {detail['msg']}" for detail in error.errors()))
        return 2
    lines = [line for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    _measure(
        SecondReader(settings), [json.loads(line) for line in lines[: int(arguments[3]) if arguments[3:] else None]]
    )
    return 0


def _measure(reader: SecondReader, rows: list[dict[str, Any]]) -> None:
    bank = load_library(shipped("questions")).bank
    counts: Counter[str] = Counter()
    read, seconds = [], []
    for row in rows:
        text, speaker = str(row["text"]), str(row.get("speaker") or "unknown")
        begun = time.monotonic()
        opinion = reader.read(bank, text, str(row.get("question") or ""), speaker)
        seconds.append(time.monotonic() - begun)
        print(f"{len(seconds)} of {len(rows)}: {seconds[-1]:.1f} s", file=sys.stderr)
        wanted = {label["philosophy"]: label["stance"] for label in row["labels"]}
        read.append((LabelledStatement(text, wanted), claims_of(opinion, text)))
        counts.update(["trouble: " + opinion.trouble] if opinion.trouble else [])
        counts.update(f"dropped: {dropped.why}" for dropped in opinion.dropped)
        counts.update(findings=len(opinion.findings), levels=len(opinion.levels))
    print(figures_text(statement_figures(read, {name: p.kind for name, p in bank.philosophies.items()})))
    for what, number in sorted(counts.items()):
        print(f"{what}: {number}")
    if seconds:
        print(f"seconds a statement: {sorted(seconds)[len(seconds) // 2]:.1f} (median), {max(seconds):.1f} (longest)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
