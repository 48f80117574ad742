"""A question can be put to the leaders whose guides hold it."""

from collections.abc import Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem

CODE = "question-wording"


def check(library: Library) -> Iterator[Problem]:
    """Report questions without any wording, and guides that hold a question without theirs."""
    questions = library.bank.questions
    for question in questions.values():
        if not question.ask.spoken_to("any"):
            message = "no wording (write it under `sales`, `marketing` or `both`)"
            yield library.document("items", question.id).problem(("ask",), CODE, message, key=True)
    for guide in library.bank.guides.values():
        roles = ("sales", "marketing", "both") if guide.role == "any" else (guide.role,)
        for index, name in enumerate(guide.questions):
            missing = [r for r in roles if name in questions and not questions[name].ask.spoken_to(r)]
            if missing:
                message = f"`{name}` has no wording for {', '.join(missing)} (write it, or choose another question)"
                yield library.document("guides", guide.id).problem(("questions", index), CODE, message)
