"""A policy takes a stand on every risky philosophy, once."""

from collections.abc import Iterator

from screener.bank.load import Library
from screener.bank.problems import Problem

CODE = "policy-gap"


def check(library: Library) -> Iterator[Problem]:
    """Report risky philosophies that a policy forgets, or both flags and accepts."""
    risky = {p.id for p in library.bank.philosophies.values() if p.kind == "risky"}
    for policy in library.bank.policies.values():
        document = library.document("policies", policy.id)
        flagged = {f.philosophy for f in policy.flags}
        accepted = {a.philosophy for a in policy.accepted}
        for name in sorted(risky - flagged - accepted):
            message = f"takes no stand on `{name}` (list it under `flags`, or under `accepted` with a reason)"
            yield document.problem(("flags",), CODE, message, key=True)
        for index, entry in enumerate(policy.accepted):
            if entry.philosophy in flagged:
                message = f"`{entry.philosophy}` is both flagged and accepted (keep one)"
                yield document.problem(("accepted", index), CODE, message)
