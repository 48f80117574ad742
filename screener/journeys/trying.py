"""One text tried out on a bank: how it is read, and why."""

from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from screener.bank.load import Bank, library_of, load_library
from screener.bank.suggest import LONGEST, quoted
from screener.errors import NotFound, Refused
from screener.journeys.access import must_manage
from screener.journeys.banks import bank_folder_of, policy_of, prepare_reading, scorer_of
from screener.journeys.instance import Instance
from screener.journeys.limits import LONGEST_NOTE
from screener.scoring.explain import Explanation, Trial, explain
from screener.storage.records import Person

__all__ = ["Choices", "Trial", "choices_for", "try_in", "try_text"]  # a trial is what commands and pages hand in


@dataclass(frozen=True)
class Choices:
    """What a text can be tried with: ids and what people call them."""

    questions: tuple[tuple[str, str], ...]
    policies: tuple[tuple[str, str], ...]


def choices_for(instance: Instance, person: Person) -> Choices:
    """Return the questions and policies of the bank that an instance uses now. Raises NotAllowed but for HR."""
    must_manage(person)
    bank = instance.shelf.current().bank
    questions = sorted(
        (bank.rubrics[q.competency].name, q.ask.spoken_to("any")[0], q.id) for q in bank.questions.values()
    )
    policies = sorted(bank.policies.values(), key=lambda policy: (policy.id != "default", policy.name))
    return Choices(
        tuple((name, f"{competency}: {wording}") for competency, wording, name in questions),
        tuple((policy.id, policy.name) for policy in policies),
    )


def try_text(folder: Path, trial: Trial) -> Explanation:
    """Return how a text is read with the bank in `folder`, or with that of the instance there.

    Raises Refused for a text that is empty or too long, NotFound for an unknown bank, question or policy, BankInvalid
    if the bank has mistakes.
    """
    _check_text(trial.text)
    prepare_reading()
    bank_folder = bank_folder_of(folder)
    library = load_library(bank_folder)
    scorer = scorer_of(library, bank_folder)
    _check_names(trial, scorer.bank)
    return explain(trial, scorer, library)


def try_in(instance: Instance, person: Person, trial: Trial) -> Explanation:
    """Return how a text is read with the bank that an instance uses now.

    Raises NotAllowed but for HR and administrators; otherwise as `try_text`.
    """
    must_manage(person)
    _check_text(trial.text)
    edition = instance.shelf.current()
    _check_names(trial, edition.bank)
    return explain(trial, edition.scorer, library_of(edition.version.files, Path()))


def _check_text(text: str) -> None:
    if not text.strip():
        raise Refused("there is no text to read (write a sentence as somebody would say it)", "text")
    if len(text) > LONGEST_NOTE:
        raise Refused(f"the text has {len(text):,} characters; {LONGEST_NOTE:,} fit (try a part of it)", "text")


def _check_names(trial: Trial, bank: Bank) -> None:
    policy_of(bank, trial.policy)
    if trial.question and trial.question not in bank.questions:
        raise NotFound(f"there is no question {quoted(trial.question)} ({_questions_like(trial.question, bank)})")


def _questions_like(name: str, bank: Bank) -> str:
    """Say which questions there are: those that come near, else those on the competency with which a name begins."""
    by_competency: dict[str, list[str]] = defaultdict(list)
    for question in sorted(bank.questions.values(), key=lambda own: own.id):
        by_competency[question.competency].append(question.id)
    if near := get_close_matches(name[:LONGEST], sorted(bank.questions)):
        return f"did you mean {' or '.join(f'`{one}`' for one in near)}?"
    if own := [one for competency, ids in by_competency.items() if name.startswith(competency) for one in ids]:
        return f"on that competency there are {', '.join(own)}"
    return f"ids begin with their competency: {', '.join(f'{own}-…' for own in sorted(by_competency))}"
