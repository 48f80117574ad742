"""Figures of the reader as lines of text and as data."""

from typing import Any

from screener.scoring.figures import AnswerFigures, Share, StatementFigures


def figures_text(figures: StatementFigures | AnswerFigures) -> str:
    """Return figures as text for a terminal."""
    lines = _of_answers(figures) if isinstance(figures, AnswerFigures) else _of_statements(figures)
    return "\n".join(lines)


def _of_statements(figures: StatementFigures) -> list[str]:
    lines = [f"{figures.statements} statements"]
    for kind in ("risky", "healthy"):
        total = figures.of_kind(kind)
        lines.append(
            f"{kind:8} asserted: precision {total.precision:.3f}  recall {total.recall:.3f}  "
            f"F1 micro {total.f1:.3f}  macro {figures.macro_f1(kind):.3f}"
        )
        lines += [
            f"   {name:26} P {hits.precision:.2f}  R {hits.recall:.2f}  F1 {hits.f1:.2f}  ({hits.held} labelled)"
            for name, hits in sorted(figures.each.items())
            if figures.kinds.get(name) == kind
        ]
    return [
        *lines,
        f"wrong-way flags: {_share(figures.wrong_way)}",
        f"false flags per 100 statements without a belief: {100 * figures.false_flags.share:.1f} "
        f"({figures.false_flags.part} of {figures.false_flags.of})",
        f"stance right where the belief was found: {_share(figures.stance)}",
        f"broken quotations: {figures.broken_quotes}",
    ]


def _of_answers(figures: AnswerFigures) -> list[str]:
    return [
        f"{figures.answers} answers, {figures.coverage.of} levels given",
        f"level suggested where one was given: {_share(figures.coverage)}",
        f"quadratic weighted kappa {figures.kappa:.3f}  exact {figures.exact:.3f}  within 1 {figures.within_one:.3f}  "
        f"mean difference {figures.mean_difference:+.2f}",
        f"levels suggested where none was given: {figures.invented} ({figures.invented_per_100:.0f} per 100 answers)",
        f"answers with nothing to judge by that got a level: {_share(figures.empty_rated)}",
    ]


def _share(share: Share) -> str:
    return f"{share.share:.3f} ({share.part} of {share.of})"


def figures_data(figures: StatementFigures | AnswerFigures) -> dict[str, Any]:
    """Return figures as data that `json` can write."""
    if isinstance(figures, AnswerFigures):
        return {
            "answers": figures.answers,
            "cells": figures.coverage.of,
            "coverage": figures.coverage.share,
            "invented_cells": figures.invented,
            "empty_answers_rated": figures.empty_rated.part,
            "empty_answers": figures.empty_rated.of,
            "qwk": figures.kappa,
            "exact": figures.exact,
            "within_one": figures.within_one,
            "mean_difference": figures.mean_difference,
        }
    return {
        "statements": figures.statements,
        **{kind: _kind_data(figures, kind) for kind in ("risky", "healthy")},
        "wrong_way_flags": {
            "flagged": figures.wrong_way.part, "of": figures.wrong_way.of, "rate": figures.wrong_way.share,
        },
        "false_flags_per_100_neutral": 100 * figures.false_flags.share,
        "neutral": figures.false_flags.of,
        "stance_accuracy": figures.stance.share,
        "broken_quotes": figures.broken_quotes,
    }  # fmt: skip


def _kind_data(figures: StatementFigures, kind: str) -> dict[str, Any]:
    total = figures.of_kind(kind)
    return {
        "precision": total.precision,
        "recall": total.recall,
        "f1_micro": total.f1,
        "f1_macro": figures.macro_f1(kind),
        "each": {
            name: [hits.precision, hits.recall, hits.f1, hits.held]
            for name, hits in sorted(figures.each.items())
            if figures.kinds.get(name) == kind
        },
    }
