"""What a bank holds, thing by thing, and the things in which words are found."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screener.bank.load import Library
from screener.bank.model import Question
from screener.text.normal import plain_words

Words = tuple[tuple[str, bool], ...]  # stretches of a text, and whether they are what was looked for
_AROUND = 70  # characters shown on either side of what was found
_MARKS = re.compile(r"<<|>>|\*\*")
_ROLES = {"sales": "sales leaders", "marketing": "marketing leaders", "both": "leaders of both", "any": "any leader"}


@dataclass(frozen=True)
class Thing:
    """Something that a bank holds: under which heading and address it stands, what it is, and its file's path.

    `part` names the place on a page that holds several things; `group` is the heading within its kind.
    """

    kind: str
    folder: str
    name: str
    part: str
    title: str
    what: str
    group: str
    path: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A thing in which all words were found, and the words around the first of them."""

    thing: Thing
    around: Words


def things_of(library: Library) -> tuple[Thing, ...]:
    """Return everything that a bank holds, kind by kind, as it stands in the files."""
    return (*_files(library), *_parts(library))


def search(things: Iterable[Thing], words: str) -> tuple[Hit, ...]:
    """Return the things in which every word, or a word that begins so, is found: those with it in their name first.

    The order of words, capitals, accents and punctuation make no difference.
    """
    patterns = [re.compile(rf"(?<![a-z0-9_']){re.escape(word)}") for word in plain_words(words).split()]
    if not patterns:
        return ()
    found = []
    for thing in things:
        plain = [plain_words(text) for text in thing.texts]
        if all(any(pattern.search(text) for text in plain) for pattern in patterns):
            in_name = all(any(pattern.search(text) for text in plain[:2]) for pattern in patterns)
            found.append((not in_name, Hit(thing, _around(thing.texts, plain, patterns))))
    return tuple(hit for _, hit in sorted(found, key=lambda pair: pair[0]))


def title_of(library: Library, kind: str, name: str) -> str:
    """Return what a file is called on pages; a question by what is asked."""
    bank = library.bank
    if kind == "items":
        return wording(bank.questions[name])
    if kind == "single":
        return {"words": "Word lists", "behaviours": "Behaviours", "sources": "Sources"}[name]
    if kind == "lexicon":
        return f"Cues: {name}"
    named: Mapping[str, Mapping[str, Any]] = {
        "guides": bank.guides, "rubrics": bank.rubrics, "philosophies": bank.philosophies, "policies": bank.policies,
        "placements": bank.placements, "surveys": bank.surveys, "needs": bank.needs,
    }  # fmt: skip
    return str(named[kind][name].name)


def wording(question: Question) -> str:
    """Return the first wording of a question."""
    return next(iter(question.ask.spoken_to("any")), question.id)


def _files(library: Library) -> Iterator[Thing]:
    for key, path in library.paths.items():
        kind, name = key.split("/", 1)
        if kind == "single":
            continue
        title, texts = title_of(library, kind, name), tuple(_texts(library.documents[key].data))
        what, group = _described(library, kind, name)
        yield Thing(kind, kind, name, "", title, what, group, path, (name, title, *texts))


def _described(library: Library, kind: str, name: str) -> tuple[str, str]:
    """Return what a thing is, in a line, and the heading that it stands under."""
    bank = library.bank
    if kind == "items":
        question = bank.questions[name]
        rubric = bank.rubrics.get(question.competency)
        return f"{question.kind.replace('-', ' ').capitalize()}, {question.minutes} minutes", (
            rubric.name if rubric else question.competency
        )
    if kind == "guides":
        guide = bank.guides[name]
        return f"For {_ROLES[guide.role]}: {len(guide.questions)} questions in {guide.minutes} minutes", ""
    if kind == "philosophies":
        return (philosophy := bank.philosophies[name]).belief, f"{philosophy.kind.capitalize()} beliefs"
    says: Mapping[str, str] = {
        **{f"rubrics/{r.id}": r.rates for r in bank.rubrics.values()},
        **{f"policies/{p.id}": p.summary for p in bank.policies.values()},
        **{f"placements/{p.id}": p.explains for p in bank.placements.values()},
        **{f"surveys/{s.id}": s.source for s in bank.surveys.values()},
        **{f"needs/{n.id}": n.explains for n in bank.needs.values()},
        **{f"lexicon/{c.id}": c.says for c in bank.cues.values()},
    }
    return says[f"{kind}/{name}"], "Cues" if kind == "lexicon" else ""


def _parts(library: Library) -> Iterator[Thing]:
    """Return the things of which one file holds several."""
    bank, paths = library.bank, library.paths
    for name, entries in bank.words.items():
        what = f"Word list: {', '.join(entries[:6])}{' …' if len(entries) > 6 else ''}"
        path = paths["single/words"]
        yield Thing("lexicon", "lexicon", "words", name, name, what, "Word lists", path, (name, name, *entries))
    for behaviour in bank.behaviours.values():
        texts = (behaviour.id, behaviour.says, *_texts(behaviour.model_dump()))
        path = paths["single/behaviours"]
        yield Thing("lexicon", "lexicon", "behaviours", behaviour.id, behaviour.says, "Behaviour that rules ask for",
                    "Behaviours", path, texts)  # fmt: skip
    for number, source in enumerate(bank.sources.values(), 1):
        by = ", ".join(word for word in (source.author, source.published) if word)
        texts = (source.title, by, source.about)
        path = paths["single/sources"]
        yield Thing("sources", "sources", "", f"source-{number}", source.title, by or source.about, "", path, texts)


def _texts(node: Any) -> Iterator[str]:
    """Return every text in plain data, without the marks of examples and anchors."""
    if isinstance(node, str):
        yield _MARKS.sub("", node)
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _around(texts: tuple[str, ...], plain: list[str], patterns: list[re.Pattern[str]]) -> Words:
    """Return a stretch of the text that holds most of the words, other than the name if there is one."""

    def held(place: int) -> int:
        return sum(bool(pattern.search(plain[place])) for pattern in patterns)

    places = [place for place in range(2, len(texts)) if texts[place] not in texts[:2] and held(place)]
    place = max(places or range(min(2, len(texts))), key=held)
    text = texts[place]
    spans = sorted(found.span() for pattern in patterns for found in pattern.finditer(plain[place]))
    first = spans[0][0] if spans else 0
    start = text.rfind(" ", 0, max(0, first - _AROUND)) + 1 if first > _AROUND else 0
    end = text.find(" ", first + _AROUND) if len(text) > first + _AROUND else -1
    end = len(text) if end < 0 else end
    stretches = [("…", False)] if start else []
    for begin, finish in spans:
        if start <= begin and finish <= end:
            stretches += [(text[start:begin], False), (text[begin:finish], True)]
            start = finish
    stretches += [(text[start:end], False), ("…" if end < len(text) else "", False)]
    return tuple(stretch for stretch in stretches if stretch[0])
