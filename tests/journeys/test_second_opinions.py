"""A second reader is asked only where one was set up, only after rating, and what it says is kept."""

import json

import pytest

from screener.errors import NotAllowed, NotFound
from screener.journeys.readings import read_answer, second_reader_address
from screener.journeys.second_opinions import SecondOpinion, second_opinion
from screener.storage.records import Interview
from tests.journeys.entries import OPINION, bank_of, begun, card_of, draft, questions_of, rating, send
from tests.office import Office
from tests.second.server import saying, sending, serving

REPLY = {
    "findings": [
        {
            "quotation": "marketing is there to serve sales", "philosophy": "marketing-serves-sales",
            "stance": "asserted", "confidence": 0.9,
        },
        {"quotation": "they never do anything", "philosophy": "sole-credit", "stance": "asserted", "confidence": 0.9},
    ],
    "levels": [{"quotations": ["We bring the money in"], "competency": "standing", "level": 2}],
}  # fmt: skip


@pytest.fixture
def interview(office: Office) -> Interview:
    return begun(office)


@pytest.fixture
def question(office: Office) -> str:
    return next(q for q in questions_of(office) if bank_of(office).questions[q].competency == "standing")


def set_up(office: Office, address: str) -> None:
    settings = f"address: {address}\nmodel: small\nseconds: 20\n"
    (office.instance.folder / "second-reader.yaml").write_text(settings, encoding="utf-8")


def asked(office: Office, interview: Interview, question: str) -> SecondOpinion:
    return second_opinion(office.instance, office.marcus, interview.id, question)


def test_without_an_address_nobody_is_asked(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question, 1))
    assert second_reader_address(office.instance) == ""
    assert read_answer(office.instance, office.marcus, interview.id, question).second_reader == ""
    with pytest.raises(NotFound, match="no second reader"):
        asked(office, interview, question)


def test_nobody_is_asked_before_the_rater_has_rated(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION))
    with serving(saying(REPLY)) as running:
        set_up(office, running.address)
        with pytest.raises(NotAllowed):
            asked(office, interview, question)
        assert running.received == []


def test_both_readers_stand_side_by_side_and_inventions_are_dropped(
    office: Office, interview: Interview, question: str
) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question, 1))
    with serving(saying(REPLY)) as running:
        set_up(office, running.address)
        (source,) = asked(office, interview, question).sources
        assert len(running.received) == 1
        (seat, *_) = office.instance.store.seats(interview_id=interview.id)
        assert seat.candidate.name not in json.dumps(running.received[0].body)
    (belief,) = [b for b in source.beliefs if b.second]
    assert belief.second == "asserted"
    assert belief.quotes == ("Look, marketing is there to serve sales.",), "the whole sentence, with what stands before"
    (level,) = source.levels
    assert level.second == "2"
    assert source.dropped == 1


def test_what_it_said_is_kept(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question, 1))
    with serving(saying(REPLY)) as running:
        set_up(office, running.address)
        asked(office, interview, question)
    kept = office.instance.store.readings_of([card_of(office, interview).seat.scorecard.id])
    (reading,) = [r for r in kept if r.source == "second reader, notes"]
    assert json.loads(reading.data)["model"] == "small"


def test_its_trouble_is_told_and_takes_nothing_away(office: Office, interview: Interview, question: str) -> None:
    send(office, interview, draft(question, OPINION), rating(office, question, 1))
    with serving(sending(500, b"<h1>oops</h1>")) as running:
        set_up(office, running.address)
        (source,) = asked(office, interview, question).sources
    assert "HTTP 500" in source.trouble
    assert (source.beliefs, source.levels) == ((), ())
    assert read_answer(office.instance, office.marcus, interview.id, question).sources[0].flags
