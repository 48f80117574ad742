"""`make model`: tune the reader on the corpus and write the weights that are shipped. `quick` tries the program out.

python -m training [full|quick] [FOLDER]
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from training.base import CACHE, base
from training.corpus import CALIBRATION, HELD_OUT, answers, batches_of, statements
from training.export import calibrated, export, write_background
from training.measure import report
from training.recipe import QUICK, Recipe
from training.train import Trainer

SHIPPED = Path(__file__).parent.parent / "screener" / "reading" / "weights"


def main() -> None:
    """Tune, export, calibrate, and measure on batches that were held out."""
    size = sys.argv[1] if len(sys.argv) > 1 else "full"
    recipe = {"full": Recipe(), "quick": QUICK}[size]
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else SHIPPED if size == "full" else CACHE.parent / "quick"
    trained_on = [b for b in batches_of() if b not in (*CALIBRATION, *HELD_OUT)]
    items, rated = list(statements(trained_on)), list(answers(trained_on))
    say(f"{len(items)} statements and {len(rated)} answers of {len(trained_on)} batches; {asdict(recipe)}")
    began = time.monotonic()
    trainer = Trainer(recipe, base(), items, rated)
    network = trainer.run(CACHE.parent / f"{size}-listed.pt", say)
    export(network, base(), folder)
    write_background(folder, items)
    scale = calibrated(folder, items, list(statements(CALIBRATION)), list(answers(CALIBRATION)))
    say(f"written to {folder} after {time.monotonic() - began:.0f} s; {json.dumps(scale)}")
    if folder == SHIPPED:
        report(recipe, trained_on)


def say(line: str) -> None:
    """Tell how far the work has come."""
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    main()
