"""Subtitles as meeting programs write them: WebVTT and SRT. Cues are joined into turns."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import webvtt

from screener.errors import Unreadable
from screener.text.spans import Span
from screener.text.transcript.labels import cue_label
from screener.text.transcript.turns import Fragment, Transcript, TurnBuilder

_TAG = re.compile(r"<(?:v(?:\.[^\s<>]*+)?\s+([^<>]+)|[^<>]*+)>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_TIME = r"(\d{1,9})[,.:](\d{1,9})[,.:](\d{1,9})(?:[,.:](\d{0,9}))?"
_TIMES = re.compile(rf"[ \t]*{_TIME} *-[ -] ?> *{_TIME}(?:[ \t].*)?")
_INDEX = re.compile(r"[ \t]*-?\d{1,12}(?:\.\d*)?[ \t]*")
_SENTENCE_END = (".", "!", "?", "…", '"', "”")


@dataclass(frozen=True)
class _Cue:
    start: float
    end: float
    payload: str


@dataclass
class _Open:
    """A turn that may still grow."""

    builder: TurnBuilder
    end: float
    last_line: str = ""


def read_vtt(source: str) -> Transcript:
    """Read WebVTT with voice tags or `Name:` at the beginning of cues.

    Raises Unreadable.
    """
    try:
        captions = webvtt.from_string(source)
    except webvtt.errors.MalformedFileError as error:
        raise Unreadable(
            f"not valid WebVTT: {error} (export it again, or save it as text with `Name:` lines)"
        ) from None
    cues = (_Cue(c.start_in_seconds, c.end_in_seconds, c.raw_text) for c in captions.captions)
    return _transcript(source, "WebVTT", cues)


def read_srt(source: str) -> Transcript:
    """Read SRT with `Name:` at the beginning of cues.

    Raises Unreadable.
    """
    return _transcript(source, "SRT", _subtitles(source))


def _subtitles(source: str) -> Iterator[_Cue]:
    """Cut SRT at its lines of times, in one pass: matching whole cues takes for ever where blanks are many."""
    cues: list[tuple[re.Match[str], list[str]]] = []
    lines: list[str] = []
    before = lines
    for line in source.replace("\r\n", "\n").split("\n"):
        if found := _TIMES.fullmatch(line):
            if lines and _INDEX.fullmatch(lines[-1]):
                lines.pop()
            lines = []
            cues.append((found, lines))
        else:
            lines.append(line)
    if not cues or any(line.strip() for line in before):
        reason = "it begins with other lines than a number and `00:00:01,000 --> 00:00:02,000`"
        raise Unreadable(f"not valid SRT: {reason} (export it again, or save it as text with `Name:` lines)")
    for times, own in cues:
        start, end = times.groups("0")[:4], times.groups("0")[4:]
        yield _Cue(_seconds(*start), _seconds(*end), "\n".join(own))


def _seconds(hours: str, minutes: str, seconds: str, thousandths: str) -> float:
    return 3600 * int(hours) + 60 * int(minutes) + int(seconds) + int(thousandths or 0) / 1000


def _transcript(source: str, format_name: str, cues: Iterable[_Cue]) -> Transcript:
    turns: list[_Open] = []
    unassigned = 0
    for cue, speaker, fragments in _spoken(source, cues):
        line = "".join(fragment.text for fragment in fragments)
        turn = _continued(turns, speaker)
        if turn is None and speaker is None:
            unassigned += len(line.split())
            continue
        if turn is None:
            turn = _Open(TurnBuilder(speaker or "", cue.start), cue.end)
            turns.append(turn)
        if line != turn.last_line:  # rolling captions repeat the line before
            turn.builder.add(fragments, " ", cue.start)
        turn.last_line, turn.end = line, max(turn.end, cue.end)
    return Transcript(source, format_name, tuple(turn.builder.turn() for turn in turns), unassigned)


def _continued(turns: list[_Open], speaker: str | None) -> _Open | None:
    """Return the turn that these words go on with: the last one, or the one before if somebody spoke into it."""
    if turns and speaker in (None, turns[-1].builder.speaker):
        return turns[-1]
    if len(turns) > 1 and turns[-2].builder.speaker == speaker:
        talked_over = (turns[-1].builder.seconds or 0) < turns[-2].end
        if talked_over and not turns[-2].builder.last.endswith(_SENTENCE_END):
            return turns[-2]
    return None


def _spoken(source: str, cues: Iterable[_Cue]) -> Iterator[tuple[_Cue, str | None, list[Fragment]]]:
    """Go through the lines of the cues, each with its speaker if it names one."""
    position = 0
    for cue in cues:
        voice: str | None = None
        for line in cue.payload.splitlines():
            start = source.find(line, position)
            if start < 0:
                continue
            position = start + len(line)
            for named, fragments in _voices(line, start):
                voice = named or voice
                text = "".join(fragment.text for fragment in fragments)
                label = cue_label(text)
                if label:
                    voice, fragments = label.name, _without(fragments, label.length)
                if fragments:
                    yield cue, voice, fragments


def _voices(line: str, start: int) -> Iterator[tuple[str | None, list[Fragment]]]:
    """Cut a line at its voice tags; drop other tags, and turn escapes into what they stand for."""
    voice: str | None = None
    fragments: list[Fragment] = []
    last = 0
    for found in [*_TAG.finditer(line), None]:
        end = found.start() if found else len(line)
        if end > last:
            fragments.append(Fragment(line[last:end], Span(start + last, start + end)))
        if found is None:
            break
        last = found.end()
        if found.group().startswith("&"):
            fragments.append(Fragment(html.unescape(found.group()), Span(start + found.start(), start + last)))
        elif found.group(1):
            if fragments:
                yield voice, _without(fragments, 0)
            voice, fragments = " ".join(html.unescape(found.group(1)).split()), []
    if fragments:
        yield voice, _without(fragments, 0)


def _without(fragments: list[Fragment], length: int) -> list[Fragment]:
    """Drop the first `length` characters, and white space at both ends."""
    kept: list[Fragment] = []
    for fragment in fragments:
        drop = min(length, len(fragment.text))
        length -= drop
        text = fragment.text[drop:] if kept else fragment.text[drop:].lstrip()
        if text == fragment.text:
            kept.append(fragment)
        elif text:
            kept.append(Fragment(text, Span(fragment.source.end - len(text), fragment.source.end)))
    if kept and (trimmed := kept[-1].text.rstrip()) != kept[-1].text:
        begin = kept[-1].source.start
        kept[-1] = Fragment(trimmed, Span(begin, begin + len(trimmed)))
    return [fragment for fragment in kept if fragment.text]
