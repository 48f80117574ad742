"""A throw-away instance with an invented company, its candidates, and interviews as their panels held them.

Everything is done by the journeys that people use, at times that a clock of its own gives.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from screener.journeys.accounts import new_address
from screener.journeys.demo_builder import Builder, DemoClock
from screener.journeys.demo_files import (
    candidates_of,
)
from screener.journeys.instance import Instance, make_instance, must_be_new, open_instance
from screener.paths import inside


@dataclass(frozen=True)
class SignIn:
    """A one-time address's secret for a role of the demonstration."""

    role: str
    name: str
    secret: str


def make_demo(folder: Path, *, candidates: int = 0, on_step: Callable[[int, int], None] | None = None) -> None:
    """Make a demonstration in a new folder, with at least as many candidates as asked for.

    Beyond the invented ones, candidates are put together from their answers. `on_step` is told after each how many
    are done, and of how many. Raises Refused if the folder is there and not empty.
    """
    must_be_new(folder)
    unfinished = folder.with_name(f"{folder.name}.unfinished")  # so that what is interrupted is not taken for whole
    shutil.rmtree(unfinished, ignore_errors=True)
    make_instance(unfinished)
    clock = DemoClock()
    instance = open_instance(unfinished, clock)
    builder = Builder(instance, clock, inside("demo"))
    written = candidates_of(inside("demo"))
    extra = max(0, candidates - len(written) - len(builder.unwritten))
    steps: list[Callable[[], None]] = [
        *(partial(builder.add, candidate) for candidate in [*written, *builder.put_together(written, extra)]),
        *(partial(builder.finish, past, written) for past in builder.office.past),
        builder.plan,
        builder.practise,
    ]
    for done, step in enumerate(steps, 1):
        step()
        if on_step:
            on_step(done, len(steps))
    instance.close()
    unfinished.replace(folder)


def sign_ins(instance: Instance) -> tuple[SignIn, ...]:
    """Return an address for the first person of each role."""
    people = [person for person in instance.store.persons() if not person.ended_at]
    administrator = next(person for person in people if person.role == "administrator")
    found: dict[str, SignIn] = {}
    for role in ("administrator", "hr", "hiring-manager", "interviewer"):
        person = next((p for p in people if p.role == role and p.email), None)
        if person is not None:
            found[role] = SignIn(role, person.name, new_address(instance, administrator, person.id))
    return tuple(found.values())
