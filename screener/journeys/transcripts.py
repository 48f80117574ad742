"""A transcript on disk, a bank and a guide → a scored interview."""

from collections.abc import Callable
from pathlib import Path

from screener.errors import NotFound, Unreadable
from screener.journeys.banks import guide_of, open_scorer, policy_of
from screener.scoring.interview import InterviewScore, score_interview
from screener.text.transcript.read import read_transcript
from screener.text.transcript.roles import roles_of


def score_transcript(
    path: Path,
    bank_folder: Path,
    guide: str,
    *,
    candidate: str | None = None,
    policy: str = "default",
    on_answer: Callable[[int, int], None] = lambda _done, _of: None,
) -> InterviewScore:
    """Score the transcript at `path`. `on_answer` is told after each answer how many are read, and of how many.

    Raises Unreadable or NotFound with what to do, BankInvalid if the bank has mistakes.
    """
    content = read_file(path)  # before the bank: a mistyped file name should be told at once
    try:
        transcript = read_transcript(content, path.name)
        roles = roles_of(transcript, candidate)
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from None
    except NotFound as error:
        raise NotFound(f"{path}: {error}") from None
    scorer = open_scorer(bank_folder)
    stand = policy_of(scorer.bank, policy)
    interview = score_interview(transcript, roles, guide_of(scorer.bank, guide), stand, scorer)
    for number, answer in enumerate(interview.answers, 1):
        _ = answer.score  # read now, while somebody watches how far it has come
        on_answer(number, len(interview.answers))
    return interview


def read_file(path: Path) -> bytes:
    """Return a file's bytes.

    Raises NotFound or Unreadable with what to do.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"there is no file {path} (check the name and the folder)") from None
    except IsADirectoryError:
        raise Unreadable(f"{path} is a folder (give the transcript file in it)") from None
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}") from None
