"""Hiding candidates' names for a discussion, and who showed them again."""

import hmac
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from screener.journeys.access import opening_for
from screener.journeys.audit import About, note
from screener.journeys.instance import Instance, new_id
from screener.journeys.scorecards import Card
from screener.storage.records import Candidate, Opening, Person
from screener.storage.summaries import Blinding, HeardFlag

Plain = Callable[[str], str]  # a text as it may be shown: without names while they are hidden
_LETTERS = 26
_SHORT = 2  # letters of a name that is sought with its capitals alone
_EDGE = r"[^\W_]"  # what may not stand beside a name: a letter or a figure
_BLANKLESS = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff]")


@dataclass(frozen=True)
class Blind:
    """Whether an opening's names are hidden, and every time that was changed, in time."""

    is_on: bool
    history: tuple[Blinding, ...]


def blind_of(instance: Instance, opening: Opening) -> Blind:
    """Return whether an opening's names are hidden."""
    history = instance.store.blindings_of(opening.id)
    return Blind(bool(history) and history[-1].is_blind, history)


def set_blind(instance: Instance, actor: Person, opening_id: str, *, is_blind: bool) -> None:
    """Hide the names of an opening's candidates in comparisons for everybody, or show them again; who did is kept.

    Doing it twice changes nothing. Raises NotFound for those who may not see the opening.
    """
    with instance.store.transaction():
        opening, _ = opening_for(instance.store, actor, opening_id)
        if blind_of(instance, opening).is_on != is_blind:
            instance.store.add_blinding(Blinding(new_id(), opening_id, is_blind, actor.id, instance.now()))
            note(instance, actor, "names.hidden" if is_blind else "names.shown", About(opening_id))


def labels_of(candidates: Iterable[Candidate], secret: str) -> Mapping[str, str]:
    """Return what candidates are called while names are hidden, by id: Candidate A, B, … in an order that says nothing.

    The order comes from their ids and the instance's secret, so a letter stays with its candidate as long as nobody is
    added, and who knows the ids cannot work it out.
    """

    def place(candidate_id: str) -> bytes:
        return hmac.digest(secret.encode(), f"letter {candidate_id}".encode(), "sha256")

    ids = sorted((candidate.id for candidate in candidates), key=place)
    return {own: f"Candidate {_letters(number)}" for number, own in enumerate(ids)}


def nameless(candidate: Candidate, label: str) -> Candidate:
    """Return a candidate without anything that says who it is."""
    return replace(candidate, name=label, note="")


class Names:
    """An opening's candidates with what they are called while names are hidden, made once for all their texts."""

    def __init__(self, candidates: Iterable[Candidate], secret: str) -> None:
        self.candidates = tuple(candidates)
        self.labels = labels_of(self.candidates, secret)
        self.folded = {own.id: _folded(own.name) for own in self.candidates}


class Veil:
    """Replaces candidates' names in texts by what they are called while names are hidden.

    The names of those who are shown go whole and in parts. Of others, whom a note may mention too, only whole names do:
    some part of some name stands in every text.
    """

    def __init__(self, names: Names, shown: Collection[str], texts: Iterable[str]) -> None:
        candidates, labels, said = names.candidates, names.labels, _folded("\n".join(texts))
        others = (own for own in candidates if own.id not in shown and names.folded[own.id] in said)
        self._whole = tuple((_name_in_text(own.name), labels[own.id]) for own in others)
        self._parts = {
            own.id: tuple((part, labels[own.id]) for part in _parts_of(own.name))
            for own in candidates
            if own.id in shown
        }

    def over(self, text: str, candidate_id: str) -> str:
        """Return what was said of a candidate without names; a part that two of them share counts as this one's."""
        own = self._parts[candidate_id]
        others = (part for name, parts in self._parts.items() if name != candidate_id for part in parts)
        named = sorted((*own, *others, *self._whole), key=lambda part: len(part[0]), reverse=True)
        sought = "|".join(f"({part})" for part, _ in named)
        text = unicodedata.normalize("NFC", text)
        return re.sub(sought, lambda found: named[(found.lastindex or 1) - 1][1], text, flags=re.IGNORECASE)


def texts_of(cards: Iterable[Card], heard: Mapping[str, Sequence[HeardFlag]] | None = None) -> Iterator[str]:
    """Return everything that was written or heard in scorecards, in which a name may stand; `heard` is by scorecard."""
    for card in cards:
        yield card.closing_text
        yield from (flag.quote for flag in (heard or {}).get(card.seat.scorecard.id, ()))
        for answer in card.answers:
            yield answer.text
            yield answer.asking.reason if answer.asking else ""
            for flag in answer.flag_answers:
                yield from (flag.quote, flag.reason)


def _parts_of(name: str) -> Iterable[str]:
    """Return patterns for a name and the words that it consists of, but for its particles: "van" is no name alone."""
    name = unicodedata.normalize("NFC", name)  # a letter and its accent are one, or the words would end between them
    words = dict.fromkeys([*re.split(r"[\s‐-]+", name), *re.findall(r"[^\W\d_]+", name)])
    names = [word for word in words if word != word.lower() or word == word.upper()] or list(words)
    return dict.fromkeys(map(_name_in_text, [name, *(word for word in names if len(word) > 1)]))


def _name_in_text(name: str) -> str:
    """Return a pattern for a name where it stands as a word; in scripts without blanks it may stand anywhere."""
    name = unicodedata.normalize("NFC", name)
    pattern = r"\s+".join(map(re.escape, name.split()))
    if len(name) <= _SHORT:  # "do" is a word, "Do" may be a name
        pattern = f"(?-i:{pattern})"
    before = "" if _BLANKLESS.match(name[0]) else rf"(?<!{_EDGE})"
    after = "" if _BLANKLESS.match(name[-1]) else rf"(?!{_EDGE})"
    return before + pattern + after


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _letters(number: int) -> str:
    """Write a number from 0 in letters: A … Z, AA, AB …"""
    word = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        word = chr(ord("A") + rest) + word
    return word
