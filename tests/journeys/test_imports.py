"""Transcripts of every format; nobody's words count as the candidate's before a person has said who is who."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest

from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys import imports, live
from screener.journeys.imports import CANDIDATE, INTERVIEWER, LARGEST_FILE, LEFT_OUT
from screener.journeys.readings import read_answer
from screener.paths import shipped
from screener.storage.records import Interview
from tests.journeys.entries import OPINION, bank_of, begun, draft, questions_of, rating, send, submit
from tests.office import Office
from tests.text.transcript.test_read import TEXTS

SAMPLE = shipped("questions") / "samples" / "sales-leader-interview.vtt"


@pytest.fixture
def interview(office: Office) -> Interview:
    return begun(office)


@pytest.fixture
def question(office: Office) -> str:
    return next(q for q in questions_of(office) if bank_of(office).questions[q].competency == "standing")


def attach(office: Office, interview: Interview, content: bytes | str, name: str = "talk.txt", consent: str = "asked") -> imports.Attached:  # fmt: skip
    content = content.encode() if isinstance(content, str) else content
    imports.attach(office.instance, office.marcus, interview.id, name, content, consent)
    return imports.attached_of(office.instance, office.marcus, interview.id)


def assign(office: Office, interview: Interview, **roles: str) -> None:
    imports.assign(office.instance, office.marcus, interview.id, {n.replace("_", " "): r for n, r in roles.items()})


def heard(office: Office, interview: Interview) -> dict[str, imports.HeardAnswer] | None:
    (seat,) = office.instance.store.seats(interview_id=interview.id, person_id=office.marcus.id)
    return imports.heard_answers(office.instance, seat)


def talk(office: Office, question: str, answer: str = OPINION, rest: str = "") -> str:
    """Return a talk in which Ines asks a question of the guide and Tom answers."""
    wording = bank_of(office).questions[question].ask.spoken_to("sales")[0]
    return f"Ines: {wording}\n\nTom: {answer}\n\n{rest}Ines: Thank you.\n\nTom: Not at all.\n"


# Formats


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_manner_of_writing_a_talk_down_is_taken(office: Office, interview: Interview, text: str) -> None:
    attached = attach(office, interview, text)
    assert [speaker.label for speaker in attached.speakers] == ["Ines Cole", "Tom Ray"]
    assert [speaker.words for speaker in attached.speakers] == [5, 8]
    assert attached.speakers[1].first.startswith("The year.")
    assert not attached.is_assigned
    assert attached.file is not None
    assert attached.file.content == text.encode()


def word_file() -> bytes:
    document, buffer = docx.Document(), BytesIO()
    for paragraph in ("Ines Cole: What did you plan?", "Tom Ray: The year.", "Ines Cole: Why?", "Tom Ray: To know."):
        document.add_paragraph(paragraph)
    document.save(buffer)
    return buffer.getvalue()


def test_word_files_are_taken(office: Office, interview: Interview) -> None:
    attached = attach(office, interview, word_file(), "talk.docx")
    assert [speaker.label for speaker in attached.speakers] == ["Ines Cole", "Tom Ray"]


@pytest.mark.parametrize("path", sorted((shipped("questions") / "samples").iterdir()), ids=lambda path: path.name)
def test_the_shipped_samples_are_taken_and_assigned(office: Office, interview: Interview, path: Path) -> None:
    attached = attach(office, interview, path.read_bytes(), path.name)
    roles = {s.label: CANDIDATE if s.label in ("Tariq Solheim", "Leontien Abara") else INTERVIEWER for s in attached.speakers}  # fmt: skip
    imports.assign(office.instance, office.marcus, interview.id, roles)
    answers = heard(office, interview)
    assert answers
    text = path.read_text(encoding="utf-8")
    for answer in answers.values():
        assert all(word in text for word in answer.text.split())


# Files that are none


WRONG: dict[str, tuple[str, bytes, str]] = {
    "empty": ("talk.txt", b"", "The file is empty"),
    "blank": ("talk.txt", b" \n\t\n", "The file is empty"),
    "a picture": ("talk.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "not text"),
    "PDF": ("talk.pdf", b"%PDF-1.7\n", "PDF is not read"),
    "UTF-16": ("talk.txt", "Ines: hello".encode("utf-16"), "UTF-16"),
    "another encoding": ("talk.txt", "Inès: où?\nTom: là".encode("latin-1"), "Line 1 is not UTF-8"),
    "nobody speaks": ("talk.txt", b"We met and talked at length.\n", "Nobody is named"),
    "Word that is none": ("talk.docx", b"Ines: hello\nTom: hello", "Word"),
    "Word cut off": ("talk.docx", word_file()[:1500], "Word"),
    "another zip": ("talk.docx", b"PK\x03\x04" + bytes(200), "Word"),
    "WebVTT without words": ("talk.vtt", b"WEBVTT\n\n", "Nobody is named"),
    "WebVTT that is none": ("talk.vtt", b"Ines: hello", "WebVTT"),
    "SRT that is none": ("talk.srt", b"1\n00:00 --> what\nhello", "Not valid SRT"),
    "too large": ("talk.txt", b"Ines: a\nTom: b\n" + b"x" * LARGEST_FILE, r"5\.0 MB \(at most 5 MB"),
    "a crowd": ("talk.txt", "".join(f"Guest {n}: hello there\n\nGuest {n}: bye\n\n" for n in range(31)).encode(), "thirty"),
    "a long name": ("x" * 121 + ".txt", b"Ines: a\nTom: b\n", "characters; 120 fit"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), WRONG.values(), ids=WRONG)
def test_it_refuses_what_is_no_transcript_with_a_word(
    office: Office, interview: Interview, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        imports.attach(office.instance, office.marcus, interview.id, name, content, "asked")
    assert refusal.value.field == "file"
    assert str(refusal.value)[0].isupper()
    assert str(refusal.value).endswith(".")
    assert office.instance.store.find_transcript(interview.id) is None


def test_the_largest_file_is_taken(office: Office, interview: Interview) -> None:
    start = b"Ines: And then?\n\nTom: "
    content = start + b"word " * ((LARGEST_FILE - len(start)) // 5)
    assert [s.label for s in attach(office, interview, content).speakers] == ["Ines", "Tom"]


@pytest.mark.parametrize("consent", ["", " \n", "\u200b", "x" * 301])
def test_it_refuses_a_recording_without_consent(office: Office, interview: Interview, consent: str) -> None:
    with pytest.raises(Refused) as refusal:
        attach(office, interview, TEXTS["plain"], consent=consent)
    assert refusal.value.field == "consent"


@pytest.mark.parametrize(("name", "kept"), [("", "transcript"), ("../../etc/passwd", "../../etc/passwd"), ("a\x00\nb.txt", "a b.txt")])  # fmt: skip
def test_a_files_name_is_only_shown(office: Office, interview: Interview, name: str, kept: str) -> None:
    attached = attach(office, interview, TEXTS["plain"], name)
    assert attached.file is not None
    assert attached.file.file_name == kept


# Who is who


def test_the_candidate_is_proposed_by_name_or_by_how_they_talk(office: Office, interview: Interview) -> None:
    text = TEXTS["plain"].replace("Tom Ray", "Tessa Brandvold")
    attached = attach(office, interview, text)
    assert {s.label: s.role for s in attached.speakers} == {"Ines Cole": INTERVIEWER, "Tessa Brandvold": CANDIDATE}
    assert "name" in attached.proposal
    attached = attach(office, interview, SAMPLE.read_bytes(), SAMPLE.name)
    assert {s.label for s in attached.speakers if s.role == CANDIDATE} == {"Tariq Solheim"}
    assert attached.proposal


def test_nothing_is_read_before_a_person_has_said_who_is_who(
    office: Office, interview: Interview, question: str
) -> None:
    attach(office, interview, talk(office, question))
    send(office, interview, rating(office, question))
    assert heard(office, interview) is None
    assert read_answer(office.instance, office.marcus, interview.id, question).sources == ()
    assert not live.open_live(office.instance, office.marcus, interview.id).has_transcript


@pytest.mark.parametrize(
    "roles",
    [
        {}, {"Ines": INTERVIEWER}, {"Ines": INTERVIEWER, "Tom": ""}, {"Ines": INTERVIEWER, "Tom": "king"},
        {"Ines": INTERVIEWER, "Tom": INTERVIEWER}, {"Ines": CANDIDATE, "Tom": CANDIDATE},
        {"Ines": LEFT_OUT, "Tom": CANDIDATE}, {"Ines": LEFT_OUT, "Tom": LEFT_OUT},
        {"ines": INTERVIEWER, "tom": CANDIDATE},
    ],
)  # fmt: skip
def test_it_refuses_until_a_candidate_and_an_interviewer_are_named(
    office: Office, interview: Interview, question: str, roles: dict[str, str]
) -> None:
    attach(office, interview, talk(office, question))
    with pytest.raises(Refused):
        imports.assign(office.instance, office.marcus, interview.id, roles)
    assert heard(office, interview) is None


def test_names_that_are_not_in_the_file_are_passed_over(office: Office, interview: Interview, question: str) -> None:
    attach(office, interview, talk(office, question))
    assign(office, interview, Ines=INTERVIEWER, Tom=CANDIDATE, Nobody=CANDIDATE)
    attached = imports.attached_of(office.instance, office.marcus, interview.id)
    assert attached.is_assigned
    assert {s.label: s.role for s in attached.speakers} == {"Ines": INTERVIEWER, "Tom": CANDIDATE}


# What was heard


def test_what_was_said_stands_beside_the_question_it_answers(
    office: Office, interview: Interview, question: str
) -> None:
    attach(office, interview, talk(office, question))
    assign(office, interview, Ines=INTERVIEWER, Tom=CANDIDATE)
    send(office, interview, draft(question, "My own note."), rating(office, question))
    answers = heard(office, interview)
    assert answers is not None
    assert OPINION in answers[question].text
    notes, transcript = read_answer(office.instance, office.marcus, interview.id, question).sources
    assert (notes.source, notes.text) == ("notes", "My own note.")  # kept apart
    assert transcript.source == "transcript"
    assert "marketing-serves-sales" in {flag.philosophy for flag in transcript.flags}
    assert all(transcript.text[q.start : q.end] == q.quote for q in (flag.quotation for flag in transcript.flags))


def test_an_interviewers_words_are_never_evidence(office: Office, interview: Interview, question: str) -> None:
    """Whoever says it: turned round, the same talk shows nothing of it."""
    said = f"Ines: {OPINION}\n\nTom: And what would you do about it yourself, where you are now?\n\n"
    attach(office, interview, talk(office, question, "I moved the visits to Mondays.", said))
    assign(office, interview, Ines=INTERVIEWER, Tom=CANDIDATE)
    answers = heard(office, interview)
    assert answers is not None
    assert OPINION not in " ".join(answer.text for answer in answers.values())
    send(office, interview, rating(office, question))
    for source in read_answer(office.instance, office.marcus, interview.id, question).sources:
        assert source.flags == ()


def test_who_is_left_out_is_not_heard(office: Office, interview: Interview, question: str) -> None:
    said = f"Guest: {OPINION}\n\nTom: Hm, well.\n\n"
    attach(office, interview, talk(office, question, "I moved the visits to Mondays.", said))
    assign(office, interview, Ines=INTERVIEWER, Tom=CANDIDATE, Guest=LEFT_OUT)
    answers = heard(office, interview)
    assert answers is not None
    assert OPINION not in " ".join(answer.text for answer in answers.values())
    assign(office, interview, Ines=INTERVIEWER, Tom=CANDIDATE, Guest=CANDIDATE)  # and may be put right
    answers = heard(office, interview)
    assert answers is not None
    assert OPINION in " ".join(answer.text for answer in answers.values())


def test_who_is_left_out_puts_no_question(office: Office, interview: Interview, question: str) -> None:
    other = next(q for q in questions_of(office) if bank_of(office).questions[q].competency == "horizon")
    wording = bank_of(office).questions[other].ask.spoken_to("sales")[0]
    said = f"Guest: {wording}\n\nTom: We gave up the fair for the three years to come, and it cost us forty orders.\n\n"
    attach(office, interview, talk(office, question, "I moved the visits to Mondays.", said))
    for guest, is_heard in ((INTERVIEWER, True), (LEFT_OUT, False)):
        assign(office, interview, Ines=INTERVIEWER, Tom=CANDIDATE, Guest=guest)
        assert (other in (heard(office, interview) or {})) is is_heard


# Whose, and when


@pytest.mark.parametrize(("actor", "may"), [("marcus", True), ("helen", True), ("sam", True), ("ingrid", False), ("yuki", False)])  # fmt: skip
def test_raters_and_hr_look_after_a_transcript(office: Office, interview: Interview, actor: str, may: bool) -> None:
    by = getattr(office, actor)
    content = TEXTS["plain"].encode()
    steps: list[Callable[[], object]] = [
        lambda: imports.attach(office.instance, by, interview.id, "talk.txt", content, "asked"),
        lambda: imports.attached_of(office.instance, by, interview.id),
        lambda: imports.assign(office.instance, by, interview.id, {"Ines Cole": INTERVIEWER, "Tom Ray": CANDIDATE}),
        lambda: imports.detach(office.instance, by, interview.id),
    ]
    for step in steps:
        if may:
            step()
        else:
            with pytest.raises(NotFound):
                step()


def test_a_transcript_belongs_to_an_interview_that_was_held(office: Office) -> None:
    planned = office.interview(office.candidate(office.opening()), office.marcus)
    with pytest.raises(NotAllowed, match="Begin"):
        attach(office, planned, TEXTS["plain"])


def test_another_file_takes_the_place_of_the_one_before(office: Office, interview: Interview, question: str) -> None:
    attach(office, interview, talk(office, question))
    assign(office, interview, Ines=INTERVIEWER, Tom=CANDIDATE)
    attached = attach(office, interview, TEXTS["plain"])
    assert not attached.is_assigned
    assert heard(office, interview) is None
    imports.detach(office.instance, office.marcus, interview.id)
    assert imports.attached_of(office.instance, office.marcus, interview.id).file is None
    with pytest.raises(NotFound):
        assign(office, interview, Ines=INTERVIEWER)


def test_one_that_comes_after_submitting_is_taken_and_can_still_be_mended(office: Office, interview: Interview) -> None:
    submit(office, interview)
    office.clock.forward(hours=14)
    attach(office, interview, TEXTS["plain"])
    assign(office, interview, Ines_Cole=CANDIDATE, Tom_Ray=INTERVIEWER)
    assign(office, interview, Ines_Cole=INTERVIEWER, Tom_Ray=CANDIDATE)
    assert imports.attached_of(office.instance, office.marcus, interview.id).may_change
    imports.detach(office.instance, office.marcus, interview.id)


def test_it_stays_as_it_is_once_a_rater_has_submitted_beside_it(office: Office) -> None:
    interview = begun(office, office.marcus, office.yuki)
    attach(office, interview, TEXTS["plain"])
    assign(office, interview, Ines_Cole=INTERVIEWER, Tom_Ray=CANDIDATE)
    submit(office, interview, office.yuki)
    steps: list[Callable[[], object]] = [
        lambda: attach(office, interview, TEXTS["plain"]),
        lambda: assign(office, interview, Ines_Cole=INTERVIEWER, Tom_Ray=CANDIDATE),
        lambda: imports.detach(office.instance, office.marcus, interview.id),
        lambda: imports.detach(office.instance, office.helen, interview.id),
    ]
    for step in steps:
        with pytest.raises(Conflict, match="stays as it is"):
            step()
    assert not imports.attached_of(office.instance, office.marcus, interview.id).may_change


def test_a_candidate_of_any_name_is_no_trouble(office: Office, interview: Interview) -> None:
    candidate = office.instance.store.candidate_of(interview.candidate_id)
    for name in ("I", "(.*)", "Ines Cole Tom Ray", "李"):
        office.instance.store.change_candidate(replace(candidate, name=name))
        assert len(attach(office, interview, TEXTS["plain"]).speakers) == 2
