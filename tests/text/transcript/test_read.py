import time
from io import BytesIO

import docx
import pytest

from screener.errors import Unreadable
from screener.text.passage import Passage
from screener.text.spans import Span
from screener.text.transcript.read import MAX_BYTES, read_transcript
from screener.text.transcript.turns import Transcript

TEXTS = {
    "plain": "Ines Cole: What did you plan?\n\nTom Ray: The year. And then\n\nsome more.\n\nInes Cole: Why?\nTom Ray: To know.\n",
    "bold": "**Ines Cole:** What did you plan?\n\n**Tom Ray:** The year. And then\n\nsome more.\n\n**Ines Cole:** Why?\n\n"
    "**Tom Ray:** To know.\n",
    "bold, colon outside": "**Ines Cole**: What did you plan?\n\n**Tom Ray**: The year. And then\n\nsome more.\n\n"
    "**Ines Cole**: Why?\n\n**Tom Ray**: To know.\n",
    "time after": "Ines Cole (00:01:04): What did you plan?\nTom Ray (00:01:09): The year. And then\n\nsome more.\n"
    "Ines Cole (00:01:14): Why?\nTom Ray (00:01:16): To know.\n",
    "time before": "[00:01:03] Ines Cole: What did you plan?\n[00:01:09] Tom Ray: The year. And then\n\nsome more.\n"
    "[00:01:14] Ines Cole: Why?\n[00:01:16] Tom Ray: To know.\n",
    "heading": "Ines Cole   1:04\nWhat did you plan?\n\nTom Ray   1:09\nThe year. And then\n\nsome more.\n\n"
    "Ines Cole   1:14\nWhy?\n\nTom Ray   1:16\nTo know.\n",
    "Windows line ends": "Ines Cole: What did you plan?\r\n\r\nTom Ray: The year. And then\r\n\r\nsome more.\r\n\r\n"
    "Ines Cole: Why?\r\nTom Ray: To know.\r\n",
    "WebVTT voices": "WEBVTT\n\n1\n00:01:04.000 --> 00:01:06.000\n<v Ines Cole>What did you</v>\n\n"
    "00:01:06.000 --> 00:01:08.000\n<v Ines Cole>plan?</v>\n\n00:01:09.000 --> 00:01:11.000\n<v Tom Ray>The year.</v>\n\n"
    "00:01:11.000 --> 00:01:13.000\n<v Tom Ray>And then <i>some more.</i></v>\n\n00:01:14.000 --> 00:01:15.000\n"
    "<v Ines Cole>Why?</v>\n\n00:01:16.000 --> 00:01:17.000\n<v Tom Ray>To know.</v>\n",
    "WebVTT names": "WEBVTT\n\n1\n00:01:04.000 --> 00:01:08.000\nInes Cole: What did you plan?\n\n2\n"
    "00:01:09.000 --> 00:01:11.000\nTom Ray: The year.\n\n3\n00:01:11.000 --> 00:01:13.000\nTom Ray: And then some more.\n\n4\n"
    "00:01:14.000 --> 00:01:15.000\nInes Cole: Why?\n\n5\n00:01:16.000 --> 00:01:17.000\nTom Ray: To know.\n",
    "SRT": "1\n00:01:04,000 --> 00:01:08,000\nInes Cole: What did you plan?\n\n2\n00:01:09,000 --> 00:01:11,000\n"
    "Tom Ray: The year.\n\n3\n00:01:11,000 --> 00:01:13,000\nAnd then some more.\n\n4\n00:01:14,000 --> 00:01:15,000\n"
    "Ines Cole: Why?\n\n5\n00:01:16,000 --> 00:01:17,000\nTom Ray: To know.\n",
}  # fmt: skip


def transcript(text: str) -> Transcript:
    return read_transcript(text.encode(), "talk.txt")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_it_reads_who_said_what_in_every_manner(text: str) -> None:
    turns = [(t.speaker, " ".join(t.text.split())) for t in transcript(text).turns]
    assert turns == [
        ("Ines Cole", "What did you plan?"),
        ("Tom Ray", "The year. And then some more."),
        ("Ines Cole", "Why?"),
        ("Tom Ray", "To know."),
    ]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_word_leads_back_to_its_place_in_the_file(text: str) -> None:
    read = transcript(text)
    for turn in read.turns:
        for word in turn.text.split():
            start = turn.text.index(word)
            places = turn.in_source(Span(start, start + len(word)))
            assert "".join(place.of(read.source) for place in places) == word


def test_a_quotation_across_cues_leads_back_to_both() -> None:
    read = transcript(TEXTS["WebVTT voices"])
    turn = read.turns[1]
    whole = turn.in_source(Span(0, len(turn.text)))
    assert [place.of(read.source) for place in whole] == ["The year.", "And then ", "some more."]


def test_it_keeps_when_a_turn_began() -> None:
    assert [t.seconds for t in transcript(TEXTS["WebVTT voices"]).turns] == [64, 69, 74, 76]
    assert transcript(TEXTS["time after"]).turns[1].seconds == 69


def test_words_into_which_somebody_spoke_are_joined() -> None:
    text = (
        "WEBVTT\n\n00:00:01.000 --> 00:00:05.000\n<v Tom Ray>We always asked the field</v>\n\n"
        "00:00:04.000 --> 00:00:04.500\n<v Ines Cole>Mm-hm.</v>\n\n00:00:05.000 --> 00:00:07.000\n<v Tom Ray>before we printed.</v>\n"
    )
    assert [t.text for t in transcript(text).turns] == ["We always asked the field before we printed.", "Mm-hm."]


def test_rolling_captions_are_not_said_twice() -> None:
    text = (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nTom Ray: We asked\n\n00:00:02.000 --> 00:00:03.000\nWe asked\nthe field.\n\n"
        "00:00:03.000 --> 00:00:04.000\nInes Cole: And?\n"
    )
    assert transcript(text).turns[0].text == "We asked the field."


def test_escapes_are_read_as_what_they_stand_for() -> None:
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Tom>Sales &amp; marketing</v>\n\n00:00:03.000 --> 00:00:04.000\n<v Ines>Yes</v>\n"
    read = transcript(text)
    assert read.turns[0].text == "Sales & marketing"
    assert read.turns[0].in_source(Span(6, 7))[0].of(read.source) == "&amp;"


def test_time_stamps_inside_speech_are_nobodys_words() -> None:
    read = transcript("**Tom:** We asked. \\[01:04:04.06\\] Then we printed.\n\n**Ines:** Why?\n")
    assert read.turns[0].text == "We asked.\n\nThen we printed."


def test_a_sentence_with_a_colon_is_no_speaker() -> None:
    read = transcript("Tom: We asked.\nOne thing: the field was late.\n\nInes: Why?\n")
    assert read.speakers == ("Tom", "Ines")


def test_it_counts_the_words_before_the_first_speaker() -> None:
    assert transcript("# Interview of May\n\nTom: We asked.\nInes: Why?\n").unassigned_words == 4


def word_document(*paragraphs: str) -> bytes:
    document, stream = docx.Document(), BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(stream)
    return stream.getvalue()


def test_it_reads_a_word_document_as_teams_exports_it() -> None:
    content = word_document("Ines Cole   0:03\nWhat did you plan?", "Tom Ray   0:09\nThe year.", "And more.")
    turns = read_transcript(content, "talk.docx").turns
    assert [(t.speaker, t.text.split()) for t in turns] == [
        ("Ines Cole", ["What", "did", "you", "plan?"]),
        ("Tom Ray", ["The", "year.", "And", "more."]),
    ]


BAD = [
    (b"", "empty"),
    (b" \n\n ", "empty"),
    (b"\x89PNG\r\n\x1a\n\0\0\0", "not text"),
    ("Tom: Hello".encode("utf-16"), "UTF-16"),
    (b"Tom: caf\xe9 and so on\nInes: yes", "line 1 is not UTF-8"),
    (b"We talked for an hour about this and that.", "nobody is named"),
    (b"PK\x03\x04 broken", "damaged"),
    (word_document("Ines Cole   0:03\nWhy?")[:-200], "damaged"),
    (b"x" * (MAX_BYTES + 1), "at most 5 MB"),
]


@pytest.mark.parametrize(("content", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_it_refuses_what_is_no_transcript_and_says_what_to_do(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_transcript(content, "talk.txt")


def test_it_refuses_broken_subtitles() -> None:
    with pytest.raises(Unreadable, match="not valid WebVTT"):
        read_transcript(b"00:00:01.000 --> 00:00:02.000\nTom: Hello", "talk.vtt")
    with pytest.raises(Unreadable, match="not valid SRT"):
        read_transcript(b"no subtitles at all", "talk.srt")


LABELS = {
    "surname first": ("Ruiz, Ana", "Ruiz, Ana"),
    "accents that stand alone": ("Jose\u0301 Diaz", "Jose\u0301 Diaz"),
    "another script": ("דנה", "דנה"),
    "a mark of writing direction": ("\u200fAna", "Ana"),
    "lower case": ("ana", "ana"),
}


@pytest.mark.parametrize(("label", "name"), LABELS.values(), ids=LABELS)
def test_no_speaker_is_folded_into_another(label: str, name: str) -> None:
    read = transcript(f"{label}: Why?\nTom: We asked.\n{label}: So it was theirs?\nTom: No.\n{label}: Fine.\n")
    assert read.speakers == (name, "Tom")
    assert [t.text for t in read.turns if t.speaker == "Tom"] == ["We asked.", "No."]


def test_words_in_the_tables_of_a_word_document_are_read() -> None:
    document, stream = docx.Document(), BytesIO()
    table = document.add_table(rows=2, cols=1)
    table.cell(0, 0).text = "Ines: What did you plan?"
    table.cell(1, 0).text = "Tom: The year."
    document.save(stream)
    assert [t.text for t in read_transcript(stream.getvalue(), "talk.docx").turns] == [
        "What did you plan?",
        "The year.",
    ]


SLOW = {
    "dots": "Tom: " + "." * 200_000 + "x\nInes: Why?\n",
    "spaces": "Tom: a" + " " * 200_000 + "b\nInes: Why?\n",
    "lines": "Tom: a\n" + "and b\n" * 60_000 + "Ines: Why?\n",
    "tags": "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nTom: " + "<" * 100_000 + "\n",
    "line breaks after a number": "1" + "\n" * 100_000 + "Tom: a\nInes: b\n",
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_it_takes_no_longer_for_odd_files(text: str) -> None:
    begin = time.process_time()
    read = transcript(text)
    for turn in read.turns:
        Passage(turn.text)
    assert time.process_time() - begin < 5


def test_a_time_stamp_right_behind_a_name_is_nobodys_words() -> None:
    read = transcript("**Tom:** \\[00:01:04.06\\] We asked.\n\n**Ines:** Why?\n\n**Tom:** [01:10] Because.\n")
    assert [turn.text for turn in read.turns] == ["We asked.", "Why?", "Because."]


def test_a_label_without_words_is_no_speaker() -> None:
    assert transcript("**Tom:** We asked.\n\n**Break:** \\[12:00\\]\n\n**Ines:** Why?\n").speakers == ("Tom", "Ines")
