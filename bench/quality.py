"""How well the scorer reads text that its phrases were not written for (bench/data)."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from screener.bank.load import load_library
from screener.journeys.statements import flagger, rater
from screener.paths import shipped

DATA = Path(__file__).parent / "data"
QUESTIONS = shipped("questions")


def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the labelled lines of a file."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def statement_figures() -> list[tuple[str, str]]:
    """Return precision, recall and errors on labelled statements."""
    philosophies = load_library(QUESTIONS).bank.philosophies
    flag = flagger(QUESTIONS)
    counts: Counter[str] = Counter()
    for row in rows_of("statements.jsonl"):
        gold = {label["philosophy"]: label["stance"] for label in row["labels"]}
        found = {f.philosophy: f.stance for f in flag(row["text"], row["register"], row["speaker"])}
        for kind in ("risky", "healthy"):
            held = {p for p, s in gold.items() if s == "asserted" and philosophies[p].kind == kind}
            flagged = {p for p, s in found.items() if s == "asserted" and philosophies[p].kind == kind}
            counts[f"{kind} hit"] += len(held & flagged)
            counts[f"{kind} missed"] += len(held - flagged)
            counts[f"{kind} false"] += len(flagged - held)
            if kind == "risky":
                others = {p for p, s in gold.items() if s != "asserted" and philosophies[p].kind == kind}
                counts["not held"] += len(others)
                counts["wrong way"] += len(others & flagged)
                counts["neutral"] += not gold
                counts["neutral flagged"] += bool(not gold and flagged)
        counts["found"] += len(gold.keys() & found.keys())
        counts["stance right"] += sum(found.get(p) == s for p, s in gold.items())
    return [
        ("risky beliefs asserted: precision", _share(counts["risky hit"], counts["risky hit"] + counts["risky false"])),
        ("risky beliefs asserted: recall", _share(counts["risky hit"], counts["risky hit"] + counts["risky missed"])),
        ("healthy ones: precision", _share(counts["healthy hit"], counts["healthy hit"] + counts["healthy false"])),
        ("healthy ones: recall", _share(counts["healthy hit"], counts["healthy hit"] + counts["healthy missed"])),
        (
            "wrong-way flags (rejected, reported or past, flagged as asserted)",
            _share(counts["wrong way"], counts["not held"]),
        ),
        ("statements without any belief that were flagged", _share(counts["neutral flagged"], counts["neutral"])),
        ("stance right where the philosophy was found", _share(counts["stance right"], counts["found"])),
    ]


def answer_figures() -> list[tuple[str, str]]:
    """Return agreement with the rater's levels."""
    rate = rater(QUESTIONS)
    pairs: list[tuple[int, int]] = []
    cells = invented = empty = empty_rated = 0
    for row in rows_of("answers.jsonl"):
        found = {c: r["level"] for c, r in rate(row["text"], row["register"], row["candidate"]).items()}
        cells += len(row["ratings"])
        pairs += [(level, found[c]) for c, level in row["ratings"].items() if c in found]
        extra = [c for c in found if c not in row["ratings"] and c not in row["optional"]]
        invented += len(extra)
        empty += not row["ratings"]
        empty_rated += bool(not row["ratings"] and extra)
    return [
        ("rated cells for which a level was suggested", _share(len(pairs), cells)),
        ("of these exactly the rater's level", _share(sum(a == b for a, b in pairs), len(pairs))),
        ("of these within one level", _share(sum(abs(a - b) <= 1 for a, b in pairs), len(pairs))),
        ("quadratic weighted kappa of these", f"{weighted_kappa(pairs):.2f}" if len(pairs) > 1 else "too few"),
        ("cells rated that the rater left without a rating", str(invented)),
        ("answers with nothing to judge by that were rated", _share(empty_rated, empty)),
    ]


def weighted_kappa(pairs: list[tuple[int, int]]) -> float:
    """Return Cohen's kappa with quadratic weights (Cohen 1968) of two raters on levels 1 to 5."""
    rows, columns = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = sum((a - b) ** 2 for a, b in pairs)
    chance = sum((a - b) ** 2 * rows[a] * columns[b] / len(pairs) for a in rows for b in columns)
    return 1 - seen / chance if chance else 1.0


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part} of {whole})" if whole else "none"
