"""What each threshold would let show, so that the policies' `show_from` can be chosen.

python -m training.threshold [FILE ...]     on the batches for calibration, or on labelled files

It is chosen on batches that neither tune nor measure.
"""

import sys
from pathlib import Path

from screener.journeys.banks import open_scorer
from screener.journeys.evaluating import labelled_rows, read_statement
from screener.journeys.statements import Flagger
from screener.scoring.figures import StatementFigures, statement_figures
from training.corpus import BANK, CALIBRATION, HERE

THRESHOLDS = tuple(number / 20 for number in range(4, 16))


def main() -> None:
    """Print a line for each threshold and file."""
    usual = [HERE / "statements" / f"{name}.jsonl" for name in CALIBRATION if name.startswith("s")]
    scorer = open_scorer(BANK)
    everything = scorer.bank.policies["default"].model_copy(update={"show_from": 0.0, "suggest_from": 0.0, "flags": []})
    flag = Flagger(scorer, everything)
    for path in [Path(name) for name in sys.argv[1:]] or usual:
        read = [read_statement(row, flag) for row in labelled_rows(path)]
        print(f"{path.stem}: {len(read)} statements")
        for threshold in THRESHOLDS:
            shown = ((item, [f for f in found if f.confidence >= threshold]) for item, found in read)
            print(f"  {threshold:.2f}  {_line(statement_figures(shown, flag.kinds))}", flush=True)


def _line(figures: StatementFigures) -> str:
    risky = figures.of_kind("risky")
    return (
        f"macro-F1 {figures.macro_f1('risky'):.3f}  precision {risky.precision:.3f}  recall {risky.recall:.3f}  "
        f"wrong way {figures.wrong_way.part}/{figures.wrong_way.of}  "
        f"false flags {figures.false_flags.part}/{figures.false_flags.of}  stance {figures.stance.share:.2f}"
    )


if __name__ == "__main__":
    main()
