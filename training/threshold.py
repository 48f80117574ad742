"""What each threshold would let show, so that the policies' `show_from` can be chosen.

python -m training.threshold [FILE ...]     on the batches for calibration, or on labelled files

It is chosen on batches that neither tune nor measure.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from screener.journeys.banks import open_scorer
from screener.scoring.answer import Scorer
from screener.scoring.figures import Claim, LabelledStatement, StatementFigures, statement_figures
from screener.scoring.reader import Finding
from training.corpus import BANK, CALIBRATION, HERE

THRESHOLDS = tuple(number / 20 for number in range(4, 16))

ReadStatements = Sequence[tuple[LabelledStatement, Sequence[Finding]]]


def main() -> None:
    """Print a line for each threshold and file."""
    usual = [HERE / "statements" / f"{name}.jsonl" for name in CALIBRATION if name.startswith("s")]
    scorer = open_scorer(BANK)
    for path in [Path(name) for name in sys.argv[1:]] or usual:
        read = list(_read(path, scorer))
        print(f"{path.stem}: {len(read)} statements")
        for threshold in THRESHOLDS:
            print(f"  {threshold:.2f}  {_line(figures_at(threshold, read, scorer))}", flush=True)


def figures_at(threshold: float, read: ReadStatements, scorer: Scorer) -> StatementFigures:
    """Return the figures that texts would have if a policy let everything show from this threshold on."""
    kinds = {name: philosophy.kind for name, philosophy in scorer.bank.philosophies.items()}
    return statement_figures(
        ((item, [_claim(f, item.text) for f in findings if f.confidence >= threshold]) for item, findings in read),
        kinds,
    )


def _read(path: Path, scorer: Scorer) -> Iterator[tuple[LabelledStatement, Sequence[Finding]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        stances = {label["philosophy"]: label["stance"] for label in row["labels"]}
        told = (row["text"], row.get("register") or "spoken", row.get("speaker") or "unknown")
        yield LabelledStatement(row["text"], stances), scorer.findings(*told)


def _claim(finding: Finding, text: str) -> Claim:
    quote = finding.quote
    return Claim(finding.philosophy, finding.stance, quote.start, quote.end, quote.of(text))


def _line(figures: StatementFigures) -> str:
    risky = figures.of_kind("risky")
    return (
        f"macro-F1 {figures.macro_f1('risky'):.3f}  precision {risky.precision:.3f}  recall {risky.recall:.3f}  "
        f"wrong way {figures.wrong_way.part}/{figures.wrong_way.of}  "
        f"false flags {figures.false_flags.part}/{figures.false_flags.of}  stance {figures.stance.share:.2f}"
    )


if __name__ == "__main__":
    main()
