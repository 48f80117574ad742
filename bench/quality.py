"""How well the scorer reads text that neither its phrases nor its weights were made from (bench/data)."""

from pathlib import Path

from screener.journeys.evaluating import evaluate_file
from screener.paths import shipped
from screener.scoring.figures import AnswerFigures, Share, StatementFigures

DATA = Path(__file__).parent / "data"
QUESTIONS = shipped("questions")


def statement_figures() -> list[tuple[str, str]]:
    """Return precision, recall and errors on labelled statements."""
    figures = evaluate_file(QUESTIONS, DATA / "statements.jsonl").figures
    if not isinstance(figures, StatementFigures):
        raise TypeError("bench/data/statements.jsonl holds no labelled statements")
    risky, healthy = figures.of_kind("risky"), figures.of_kind("healthy")
    return [
        ("risky beliefs asserted: macro-F1", f"{figures.macro_f1('risky'):.2f}"),
        ("risky beliefs asserted: precision", _share(Share(risky.right, risky.right + risky.wrong))),
        ("risky beliefs asserted: recall", _share(Share(risky.right, risky.held))),
        ("healthy ones: precision", _share(Share(healthy.right, healthy.right + healthy.wrong))),
        ("healthy ones: recall", _share(Share(healthy.right, healthy.held))),
        ("wrong-way flags (rejected, reported or past, flagged as asserted)", _share(figures.wrong_way)),
        ("statements without any belief that were flagged", _share(figures.false_flags)),
        ("stance right where the philosophy was found", _share(figures.stance)),
        ("broken quotations", str(figures.broken_quotes)),
    ]


def answer_figures() -> list[tuple[str, str]]:
    """Return agreement with the rater's levels."""
    figures = evaluate_file(QUESTIONS, DATA / "answers.jsonl").figures
    if not isinstance(figures, AnswerFigures):
        raise TypeError("bench/data/answers.jsonl holds no labelled answers")
    return [
        ("rated cells for which a level was suggested", _share(figures.coverage)),
        ("of these exactly the rater's level", f"{figures.exact:.2f}"),
        ("of these within one level", f"{figures.within_one:.2f}"),
        ("quadratic weighted kappa of these", f"{figures.kappa:.2f}"),
        ("cells rated that the rater left without a rating", f"{figures.invented} in {figures.answers} answers"),
        ("answers with nothing to judge by that were rated", _share(figures.empty_rated)),
    ]


def _share(share: Share) -> str:
    return f"{share.share:.2f} ({share.part} of {share.of})" if share.of else "none"
