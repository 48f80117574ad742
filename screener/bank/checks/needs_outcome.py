"""Every set of answers to a needs assessment leads to an outcome, and each outcome can be reached."""

from collections.abc import Iterator

from screener.bank.load import Library
from screener.bank.model import Needs
from screener.bank.problems import Problem

CODE = "needs-outcome"


def check(library: Library) -> Iterator[Problem]:
    """Report a missing last resort, margins out of reach, and weights that the guide does not rate."""
    for needs in library.bank.needs.values():
        document = library.document("needs", needs.id)
        last = needs.outcomes[-1]
        if (last.lead, last.margin) != ("even", 0):
            message = "the last outcome must hold whatever was answered (`lead: even`, `margin: 0`)"
            yield document.problem(("outcomes", len(needs.outcomes) - 1), CODE, message)
        always = next(
            (i for i, o in enumerate(needs.outcomes) if (o.lead, o.margin) == ("even", 0)), len(needs.outcomes)
        )
        for index, outcome in enumerate(needs.outcomes):
            if index > always:
                message = f"never reached: `{needs.outcomes[always].id}` above it always holds (move that to the end)"
                yield document.problem(("outcomes", index), CODE, message)
            for earlier in needs.outcomes[:index]:
                if index <= always and earlier.lead == outcome.lead and earlier.margin <= outcome.margin:
                    message = f"never reached: `{earlier.id}` above it holds as soon (put the larger margin first)"
                    yield document.problem(("outcomes", index, "margin"), CODE, message)
                    break
            if outcome.margin > (most := _most_points(needs, outcome.lead)):
                message = f"a margin of {outcome.margin} cannot be reached, {most} is the most (lower it)"
                yield document.problem(("outcomes", index, "margin"), CODE, message)
            guide = library.bank.guides.get(outcome.guide)
            rated = {c.id for c in guide.competencies} if guide else set()
            for place, weight in enumerate(outcome.weights):
                if guide and weight.competency not in rated:
                    message = (
                        f"`{weight.competency}` is not rated by the guide `{guide.id}` (drop it, or change the guide)"
                    )
                    yield document.problem(("outcomes", index, "weights", place, "competency"), CODE, message)


def _most_points(needs: Needs, lead: str) -> int:
    return sum(max((a.points for a in q.answers if a.need == lead), default=0) for q in needs.questions)
