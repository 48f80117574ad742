"""Who of the speakers is the candidate: as told, or as the conversation shows, with the reason."""

import re
from dataclasses import dataclass

from screener.errors import NotFound, Unreadable
from screener.text.transcript.turns import Transcript

_CANDIDATE = re.compile(r"(?:the )?(?:candidate|interviewee|applicant|a)(?: \d+)?", re.IGNORECASE)
_INTERVIEWER = re.compile(
    r"(?:the )?(?:interviewer|panel|panellist|recruiter|moderator|host|hr|q)(?: \d+)?", re.IGNORECASE
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_CLEARLY_MORE = 1.3  # times the words of the next speaker


@dataclass(frozen=True)
class Roles:
    """The candidate, those who ask, and how that is known."""

    candidate: str
    interviewers: tuple[str, ...]
    reason: str


def roles_of(transcript: Transcript, candidate: str | None = None) -> Roles:
    """Return who is who. `candidate` names the candidate; otherwise labels and questions tell.

    Raises NotFound if nobody bears that name, Unreadable if it cannot be told.
    """
    speakers = transcript.speakers
    if candidate is not None:
        name = _named(candidate, speakers)
        return Roles(name, tuple(s for s in speakers if s != name), "as given")
    if len(speakers) == 1:
        raise Unreadable(
            f"only one speaker, {speakers[0]}, so questions and answers cannot be told apart (label both sides, "
            "or say that this is the candidate with --candidate-speaker)"
        )
    name, reason = _by_label(speakers) or _by_talk(transcript)
    return Roles(name, tuple(s for s in speakers if s != name), reason)


def _named(wanted: str, speakers: tuple[str, ...]) -> str:
    plain = wanted.strip().casefold()
    exact = [s for s in speakers if s.casefold() == plain]
    partial = [s for s in speakers if plain and plain in s.casefold()]
    for found in (exact, partial):
        if len(found) == 1:
            return found[0]
    raise NotFound(f"no speaker is called {wanted!r} (the file names: {', '.join(speakers)})")


def _by_label(speakers: tuple[str, ...]) -> tuple[str, str] | None:
    candidates = [s for s in speakers if _is_labelled(s, _CANDIDATE)]
    if len(candidates) == 1:
        return candidates[0], f"labelled “{candidates[0]}”"
    others = [s for s in speakers if not _is_labelled(s, _INTERVIEWER)]
    if len(others) == 1:
        return others[0], "the only one not labelled as interviewer"
    return None


def _is_labelled(speaker: str, role: "re.Pattern[str]") -> bool:
    """Tell whether the whole label names the role, or what it holds in brackets: "Ana Ruiz (candidate)"."""
    return any(role.fullmatch(words.strip()) for words in (speaker, *_BRACKETS.findall(speaker)))


def _by_talk(transcript: Transcript) -> tuple[str, str]:
    words = dict.fromkeys(transcript.speakers, 0)
    questions = dict(words)
    for turn in transcript.turns:
        words[turn.speaker] += len(turn.text.split())
        questions[turn.speaker] += turn.text.count("?")
    first, second = sorted(words, key=lambda s: -words[s])[:2]
    rate = {s: questions[s] / max(1, words[s]) for s in (first, second)}
    if words[first] >= _CLEARLY_MORE * words[second] and rate[first] < rate[second]:
        reason = f"speaks most ({words[first]} words to {words[second]}) and asks least"
        return first, reason
    raise Unreadable(
        f"it is not clear who is the candidate (say so with --candidate-speaker; the file names: "
        f"{', '.join(transcript.speakers)})"
    )
