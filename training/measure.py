"""How well tuned weights read batches that they were not tuned on: figures and a reliability plot for docs/.

python -m training.measure     measures the shipped weights through the whole program and prints Markdown
"""

import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from screener.journeys.banks import open_scorer
from screener.journeys.evaluating import evaluate_file
from screener.rendering.figures import figures_text
from training.corpus import BANK, HELD_OUT, HERE, Statement, answers, statements
from training.recipe import Recipe

DOCS = Path(__file__).parent.parent / "docs"
BINS = 10


def report(recipe: Recipe, trained_on: Sequence[str]) -> None:
    """Keep the recipe and the reliability plot of the weights that are shipped in docs/."""
    (DOCS / "reliability.svg").write_text(plot(reliability(sureness(list(statements(HELD_OUT))))), encoding="utf-8")
    _keep_recipe(recipe, trained_on)


def sureness(items: Sequence[Statement]) -> list[tuple[float, bool]]:
    """Return for each finding of the whole reader how sure it was, and whether belief and stance were right."""
    scorer = open_scorer(BANK)
    found = []
    for item in items:
        wanted = {label.philosophy: label.stance for label in item.labels}
        for finding in scorer.findings(item.text, item.register, item.speaker):
            found.append((finding.confidence, wanted.get(finding.philosophy) == finding.stance))
    return found


def reliability(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, float, float, int]]:
    """Return for each tenth of sureness: where it begins, the mean sureness, the share that is right, how many."""
    bins = []
    for number in range(BINS):
        inside = [(sure, right) for sure, right in pairs if min(BINS - 1, int(sure * BINS)) == number]
        if inside:
            sure, right = np.mean(inside, axis=0)
            bins.append((number / BINS, float(sure), float(right), len(inside)))
    return bins


def plot(bins: Sequence[tuple[float, float, float, int]], size: int = 320) -> str:
    """Return the reliability plot as SVG: sureness along, share that is right up; on the diagonal it is honest."""
    edge = 44
    span = size - 2 * edge

    def at(x: float, y: float) -> tuple[float, float]:
        return round(edge + x * span, 1), round(size - edge - y * span, 1)

    left, bottom = at(0, 0)
    right, top = at(1, 1)
    points = [at(sure, share) for _, sure, share, _ in bins]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" font-family="sans-serif" '
        f'font-size="11" aria-label="How often findings are right, by how sure the reader was">',
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#555"/>',
        f'<path d="M{left} {bottom}L{right} {top}" stroke="#aaa" stroke-dasharray="4 4"/>',
        f'<path d="M{" L".join(f"{x} {y}" for x, y in points)}" fill="none" stroke="#1b5e8c" stroke-width="2"/>',
        *(f'<circle cx="{x}" cy="{y}" r="3.5" fill="#1b5e8c"/>' for x, y in points),
    ]
    for tenth in (0, 0.5, 1):
        x, _ = at(tenth, 0)
        _, y = at(0, tenth)
        parts.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle">{tenth:g}</text>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{tenth:g}</text>')
    parts.append(f'<text x="{size / 2}" y="{size - 10}" text-anchor="middle">how sure the reader was</text>')
    parts.append(
        f'<text transform="translate(13 {size / 2}) rotate(-90)" text-anchor="middle">share that was right</text>'
    )
    return "\n".join([*parts, "</svg>", ""])


def held_out_figures() -> Iterator[str]:
    """Return Markdown tables: the held-out batches, read by the whole program with the shipped bank and policy."""
    for folder in ("statements", "answers"):
        for batch in HELD_OUT:
            path = HERE / folder / f"{batch}.jsonl"
            if path.exists():
                yield f"\n### {batch}\n\n```text\n{figures_text(evaluate_file(BANK, path).figures)}\n```"


def _keep_recipe(recipe: Recipe, trained_on: Sequence[str]) -> None:
    rows = "\n".join(f"| {name} | {value} |" for name, value in _settings(asdict(recipe)))
    text = f"""# How the shipped weights were made

Written by `make model` on {datetime.now(UTC):%d %B %Y} ({platform.machine()}, Python {platform.python_version()}).
Tuned on the batches {", ".join(trained_on)}; counts of items: {sum(1 for _ in statements(trained_on))} statements,
{sum(1 for _ in answers(trained_on))} answers. Held out: {", ".join(HELD_OUT)}.

| setting | value |
| --- | --- |
{rows}
"""
    (DOCS / "reader-recipe.md").write_text(text, encoding="utf-8")


def _settings(values: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _settings(value, f"{within}{name}: ")
        else:
            yield f"{within}{name}", value


def main() -> None:
    """Print the figures of the held-out batches, and how often findings are right by how sure the reader was."""
    print(*held_out_figures(), sep="\n")
    for low, sure, right, count in reliability(sureness(list(statements(HELD_OUT)))):
        print(f"sure {low:.1f} to {low + 1 / BINS:.1f}: {count:5} findings, mean {sure:.2f}, right {right:.2f}")


if __name__ == "__main__":
    main()
