"""Sex and race or ethnicity, as candidates give them of their own free will: kept apart, counted, never looked up.

A candidate answers by a personal address, without signing in. Nobody is told what somebody answered or whether, not
even who opens the same address again.
"""

import base64
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from screener.errors import Conflict, NotFound, Refused
from screener.journeys.access import must_be_kept
from screener.journeys.instance import Instance
from screener.journeys.openings import managed_opening
from screener.storage.records import Candidate, Opening, Person
from screener.storage.voluntary import VoluntaryAnswer

SEX, RACE = "sex", "race"
NOT_SAID = "not-said"
FEWEST_TOLD = 10  # below, nobody is told how many have answered
_ADDRESS, _ANSWER = "voluntary address", "voluntary answer"  # what the secret is used for
_SEAL_BYTES = 18


@dataclass(frozen=True)
class Category:
    """An answer that can be chosen, and who is meant by it."""

    id: str
    name: str
    meaning: str = ""


@dataclass(frozen=True)
class VoluntaryQuestion:
    """A question with its categories."""

    id: str
    name: str
    categories: tuple[Category, ...]


# The categories of the EEO-1 report (29 CFR 1602.7), in the words of its instructions.
QUESTIONS = (
    VoluntaryQuestion(SEX, "Sex", (Category("female", "Female"), Category("male", "Male"))),
    VoluntaryQuestion(
        RACE,
        "Race or ethnicity",
        (
            Category(
                "hispanic",
                "Hispanic or Latino",
                "A person of Cuban, Mexican, Puerto Rican, South or Central American, or other Spanish culture or "
                "origin regardless of race.",
            ),
            Category(
                "white",
                "White (not Hispanic or Latino)",
                "A person having origins in any of the original peoples of Europe, the Middle East, or North Africa.",
            ),
            Category(
                "black",
                "Black or African American (not Hispanic or Latino)",
                "A person having origins in any of the black racial groups of Africa.",
            ),
            Category(
                "pacific",
                "Native Hawaiian or Other Pacific Islander (not Hispanic or Latino)",
                "A person having origins in any of the peoples of Hawaii, Guam, Samoa, or other Pacific Islands.",
            ),
            Category(
                "asian",
                "Asian (not Hispanic or Latino)",
                "A person having origins in any of the original peoples of the Far East, Southeast Asia, or the Indian "
                "Subcontinent, including, for example, Cambodia, China, India, Japan, Korea, Malaysia, Pakistan, the "
                "Philippine Islands, Thailand, and Vietnam.",
            ),
            Category(
                "native",
                "American Indian or Alaska Native (not Hispanic or Latino)",
                "A person having origins in any of the original peoples of North and South America (including Central "
                "America), and who maintain tribal affiliation or community attachment.",
            ),
            Category(
                "several",
                "Two or More Races (not Hispanic or Latino)",
                "All persons who identify with more than one of the above five races.",
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Invitation:
    """What a candidate is asked for. Nothing in it says who the candidate is, or what they answered before."""

    opening: Opening
    questions: tuple[VoluntaryQuestion, ...] = QUESTIONS


@dataclass(frozen=True)
class Addresses:
    """The candidates of an opening who take part, with what their addresses end in, and how many have answered.

    `answered` counts those who withdrew too; None as long as fewer than ten have.
    """

    opening: Opening
    people: tuple[tuple[Candidate, str], ...]
    answered: int | None


def token_of(instance: Instance, candidate_id: str) -> str:
    """Return what a candidate's personal address ends in: it names the candidate and cannot be made up."""
    return f"{candidate_id}.{_seal(instance, candidate_id)}"


def invitation_of(instance: Instance, token: str) -> Invitation:
    """Return what the candidate of an address is asked. Raises NotFound if it was not made by this instance."""
    return Invitation(instance.store.opening_of(_candidate_of(instance, token).opening_id))


def answer(instance: Instance, token: str, given: Mapping[str, str]) -> bool:
    """Keep a candidate's answers in the place of earlier ones; whether anything is kept of them.

    What somebody does not wish to say is deleted. Raises NotFound if the address was not made by this instance,
    Refused for a question without an answer, Conflict once the opening is closed.
    """
    with instance.store.transaction():  # so that the opening is not closed meanwhile
        candidate = _candidate_of(instance, token)
        if instance.store.opening_of(candidate.opening_id).closed_at:
            raise Conflict("The post has been filled, so answers can no longer be given or changed.")
        kept = {question.id: _chosen(question, given.get(question.id, "")) for question in QUESTIONS}
        key = _key(instance, candidate.id)
        if any(kept.values()):
            instance.voluntary.keep_answer(VoluntaryAnswer(key, kept[SEX], kept[RACE]))
        else:
            instance.voluntary.remove_answer(key)
    return any(kept.values())


def addresses_of(instance: Instance, actor: Person, opening_id: str) -> Addresses:
    """Return the addresses to be sent to an opening's candidates, and how many of these have answered.

    Raises NotFound, NotAllowed but for HR.
    """
    opening, _ = managed_opening(instance, actor, opening_id)
    candidates, _ = instance.store.candidates_of(opening_id)
    taking_part = [candidate for candidate in candidates if not candidate.withdrawn_at]
    people = tuple((candidate, token_of(instance, candidate.id)) for candidate in taking_part)
    # Over all candidates, so that nothing is learnt by withdrawing one; and a small number would tell of single people.
    answered = sum(bool(own) for own in categories_of(instance, [candidate.id for candidate in candidates]))
    return Addresses(opening, people, answered if answered >= FEWEST_TOLD else None)


def categories_of(instance: Instance, candidate_ids: Iterable[str]) -> tuple[Mapping[str, str], ...]:
    """Return the names of the categories that each candidate gave, by question, in the order of the ids.

    Only for counting: no page and no export shows what comes of it beside a person.
    """
    names = {(question.id, own.id): own.name for question in QUESTIONS for own in question.categories}
    answers = instance.voluntary.answers()

    def of(candidate_id: str) -> Mapping[str, str]:
        found = answers.get(_key(instance, candidate_id))
        given = {SEX: found.sex, RACE: found.race} if found else {}
        return {question: names[question, own] for question, own in given.items() if (question, own) in names}

    return tuple(of(candidate_id) for candidate_id in candidate_ids)


def _chosen(question: VoluntaryQuestion, sent: str) -> str:
    if sent == NOT_SAID:
        return ""
    if sent not in {category.id for category in question.categories}:
        raise Refused("Choose one. “I do not wish to say” is an answer too.", question.id)
    return sent


def _candidate_of(instance: Instance, token: str) -> Candidate:
    candidate_id, _, seal = token.rpartition(".")
    expected = _seal(instance, candidate_id).encode()
    if not hmac.compare_digest(seal.encode(errors="replace"), expected):
        raise NotFound("there is no such address")
    candidate = instance.store.candidate_of(candidate_id)
    must_be_kept(candidate)
    return candidate


def forget_answer(instance: Instance, candidate: Candidate) -> None:
    """Delete the answer of a candidate who is erased, unless it has come into counts already.

    Once an opening is closed, its answers are counted; one that went afterwards would tell by the count that moves.
    """
    if not instance.store.opening_of(candidate.opening_id).closed_at:
        instance.voluntary.remove_answer(_key(instance, candidate.id))


def _seal(instance: Instance, candidate_id: str) -> str:
    return base64.urlsafe_b64encode(_keyed(instance, _ADDRESS, candidate_id)[:_SEAL_BYTES]).decode()


def _key(instance: Instance, candidate_id: str) -> str:
    """Return what a candidate's answers are kept under: without the secret nobody can tell whose they are."""
    return _keyed(instance, _ANSWER, candidate_id).hex()


def _keyed(instance: Instance, purpose: str, candidate_id: str) -> bytes:
    text = f"{purpose}\0{candidate_id}".encode(errors="replace")
    return hmac.new(instance.secret.encode(), text, sha256).digest()
