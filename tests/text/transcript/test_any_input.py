"""Whatever the bytes are: a transcript whose words lead back to the file, or a clear refusal."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from screener.errors import Unreadable
from screener.text.spans import Span
from screener.text.transcript.read import read_transcript
from screener.text.transcript.turns import Transcript

LINES = st.sampled_from(
    [
        "Ines:", "Tom:", "**Ines:**", "[00:01:03] Tom:", "Ines   0:03", "WEBVTT", "1", "<v Tom>", "</v>", "&amp;", "We asked.",
        "00:00:01.000 --> 00:00:02.000", "00:00:01,000 --> 00:00:02,000", "?", "\\[00:01\\]", "", "…", "\u202eב", "🙂",
    ]
)  # fmt: skip
TALKS = st.lists(LINES, max_size=30).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", " ", "\n\n"]).map(lambda gap: gap.join(lines))
)
NAMES = st.sampled_from(["talk.txt", "talk.vtt", "talk.srt", "talk.md", "talk.docx"])


def read_or_refused(content: bytes, name: str) -> Transcript | str:
    try:
        return read_transcript(content, name)
    except Unreadable as error:
        return str(error)


def check(content: bytes, name: str) -> None:
    transcript = read_or_refused(content, name)
    if isinstance(transcript, str):
        assert len(transcript.splitlines()) == 1
        return
    assert transcript.turns
    for turn in transcript.turns:
        assert turn.speaker.strip()
        for piece in turn.pieces:
            here, there = piece.here.of(turn.text), piece.source.of(transcript.source)
            assert here == there or there.startswith("&")
        assert turn.in_source(Span(0, len(turn.text)))


@given(TALKS, NAMES)
@settings(max_examples=400)
@example("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Tom></v>\n", "talk.vtt")
def test_any_talk_is_read_or_refused(talk: str, name: str) -> None:
    check(talk.encode(), name)


@given(st.binary(max_size=300), NAMES)
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    check(content, name)
