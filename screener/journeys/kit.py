"""The interview kit: what a panel holds in its hands, and what candidates are told beforehand."""

from dataclasses import dataclass

from screener.bank.load import Bank
from screener.bank.model import Guide, Placement, Question, Rubric
from screener.errors import NotFound, Refused
from screener.journeys.access import opening_for
from screener.journeys.banks import wording_of
from screener.journeys.instance import Instance
from screener.storage.records import Opening, Panelist, Person


@dataclass(frozen=True)
class KitQuestion:
    """A question as it is printed. `starts` is the minute at which its turn comes if all goes to plan."""

    number: int
    question: Question
    wording: str
    starts: int
    rubric: Rubric
    placement: Placement | None


@dataclass(frozen=True)
class Kit:
    """A printable interview. `contact` is whom candidates may ask; None where that person is no longer there."""

    opening: Opening
    guide: Guide
    questions: tuple[KitQuestion, ...]
    panel: tuple[Panelist, ...]
    contact: Person | None


def kit_of(instance: Instance, actor: Person, opening_id: str) -> Kit:
    """Return an opening's kit.

    Raises NotFound for those who may not see the opening, Refused if its guide is no longer in the bank.
    """
    store, bank = instance.store, instance.shelf.current().bank
    opening, panel = opening_for(store, actor, opening_id)
    guide = bank.guides.get(opening.guide)
    if guide is None:
        raise Refused(f"The guide “{opening.guide}” is no longer in the question bank. Choose another one first.")
    try:
        contact: Person | None = store.person_of(opening.created_by)
    except NotFound:
        contact = None
    if contact and contact.ended_at:
        contact = None
    return Kit(opening, guide, _questions(bank, guide, opening.role), panel, contact)


def _questions(bank: Bank, guide: Guide, role: str) -> tuple[KitQuestion, ...]:
    starts, found = guide.opening_minutes, []
    for number, name in enumerate(guide.questions, 1):
        question = bank.questions[name]
        wording = wording_of(question, guide, role)
        placement = bank.placements.get(question.placement or "")
        found.append(KitQuestion(number, question, wording, starts, bank.rubrics[question.competency], placement))
        starts += question.minutes
    return tuple(found)
