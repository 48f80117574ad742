"""A bank that may be scored with: nothing in it is wrong that a score could rest on."""

from pathlib import Path

from screener.bank.checks import run_checks
from screener.bank.load import Bank, Library, load_library
from screener.bank.model import Guide, Policy, Question
from screener.bank.problems import Problem, has_errors
from screener.bank.suggest import did_you_mean
from screener.errors import BankInvalid, NotFound
from screener.scoring.answer import Scorer
from screener.scoring.phrase_check import check_phrases
from screener.scoring.phrasebook import stance_reader
from screener.scoring.trained import TrainedReader, begin_loading, weights_version
from screener.text.phrase import PhraseError


def bank_folder_of(folder: Path) -> Path:
    """Return the folder of a bank, given that or an instance, which has it within."""
    within = folder / "questions"
    return within if within.is_dir() and not (folder / "rubrics").is_dir() else folder


def open_scorer(folder: Path) -> Scorer:
    """Load the bank in `folder` (or in the instance there) and make it ready for scoring.

    Examples are not run; `screener check` does that. Raises NotFound if there is no bank, BankInvalid if it has
    mistakes.
    """
    prepare_reading()
    folder = bank_folder_of(folder)
    return scorer_of(load_library(folder), folder)


def reader_version() -> str:
    """Return which weights are read with here. Raises Unreadable if they are missing."""
    return weights_version()


def prepare_reading() -> None:
    """Begin to read the reader's weights, beside everything else: the first answer need not wait for them then."""
    begin_loading()


def library_problems(folder: Path) -> list[Problem]:
    """Return everything that is wrong with the bank in `folder`, but for its examples. Raises NotFound."""
    library = load_library(folder)
    return [*library.problems, *run_checks(library)]


def scorer_of(library: Library, folder: Path) -> Scorer:
    """Make a bank ready for scoring; `folder` names it in what is raised.

    Raises BankInvalid if it has mistakes.
    """
    problems = [*library.problems, *run_checks(library)]
    if has_errors(problems):
        raise _invalid(folder, problems)
    try:
        stances = stance_reader(library.bank)
        return Scorer(library.bank, TrainedReader(library.bank, stances), stances)
    except PhraseError:
        raise _invalid(folder, list(check_phrases(library))) from None


def guide_of(bank: Bank, name: str) -> Guide:
    """Return a guide by its id.

    Raises NotFound.
    """
    if name not in bank.guides:
        raise NotFound(f"there is no guide `{name}` ({did_you_mean(name, bank.guides)})")
    return bank.guides[name]


def policy_of(bank: Bank, name: str) -> Policy:
    """Return a policy by its id.

    Raises NotFound.
    """
    if name not in bank.policies:
        raise NotFound(f"there is no policy `{name}` ({did_you_mean(name, bank.policies)})")
    return bank.policies[name]


def wording_of(question: Question, guide: Guide, role: str) -> str:
    """Return how a question is spoken in a guide; one for everybody is spoken to the kind of leader of the post."""
    wordings = question.ask.spoken_to(guide.role)
    if guide.role == "any":
        wordings = question.ask.spoken_to(role) or wordings
    return wordings[0]


def _invalid(folder: Path, problems: list[Problem]) -> BankInvalid:
    problems = [problem for problem in problems if problem.level == "error"]
    first = min(problems)
    count = f"{len(problems)} problems; the first is" if len(problems) > 1 else "a problem:"
    return BankInvalid(
        f"the bank in {folder} has {count} {first.file}:{first.line}:{first.column} {first.code} {first.message}; "
        f"`screener check {folder}` lists all"
    )
