import pytest

from screener.errors import NotFound, Unreadable
from screener.text.transcript.read import read_transcript
from screener.text.transcript.roles import roles_of
from screener.text.transcript.turns import Transcript


def talk(*turns: tuple[str, str]) -> Transcript:
    return read_transcript("\n\n".join(f"{name}: {words}" for name, words in turns).encode(), "talk.txt")


LONG = "We sat down and went through the whole list of accounts, one after the other, until it was dark."


def test_it_takes_the_candidate_as_given() -> None:
    roles = roles_of(talk(("Ines Cole", "Why?"), ("Tom Ray", LONG)), "tom ray")
    assert (roles.candidate, roles.interviewers) == ("Tom Ray", ("Ines Cole",))


def test_part_of_a_name_is_enough_if_only_one_bears_it() -> None:
    assert roles_of(talk(("Ines Cole", "Why?"), ("Tom Ray", LONG)), "ray").candidate == "Tom Ray"


def test_it_says_who_speaks_if_nobody_bears_the_name() -> None:
    with pytest.raises(NotFound, match="Ines Cole, Tom Ray"):
        roles_of(talk(("Ines Cole", "Why?"), ("Tom Ray", LONG)), "Anna")


def test_labels_tell_who_is_who() -> None:
    roles = roles_of(talk(("Interviewer", LONG), ("Tom", "Yes."), ("Interviewer", "Why?")))
    assert roles.candidate == "Tom"
    assert "only one not labelled" in roles.reason
    assert roles_of(talk(("Candidate", "Yes."), ("Ines", LONG))).candidate == "Candidate"


def test_who_speaks_most_and_asks_least_is_the_candidate() -> None:
    roles = roles_of(talk(("Ines", "Why was it? And then?"), ("Tom", LONG), ("Ines", "Who?"), ("Tom", LONG)))
    assert roles.candidate == "Tom"
    assert "speaks most" in roles.reason


def test_it_refuses_to_guess() -> None:
    with pytest.raises(Unreadable, match="not clear who is the candidate"):
        roles_of(talk(("Ines", LONG), ("Tom", LONG)))


def test_one_speaker_alone_cannot_be_told_apart_unless_named() -> None:
    alone = talk(("Tom", LONG))
    with pytest.raises(Unreadable, match="only one speaker, Tom"):
        roles_of(alone)
    assert roles_of(alone, "Tom").candidate == "Tom"


def test_an_initial_makes_nobody_the_candidate() -> None:
    roles = roles_of(
        talk(("Tom A. Berg", "Why? And then?"), ("Jo Bell", LONG), ("Tom A. Berg", "Who?"), ("Jo Bell", LONG))
    )
    assert roles.candidate == "Jo Bell"


def test_a_role_may_stand_in_brackets() -> None:
    assert roles_of(talk(("Ana Ruiz (candidate)", "Yes."), ("Tom Berg (HR)", LONG))).candidate == "Ana Ruiz (candidate)"
