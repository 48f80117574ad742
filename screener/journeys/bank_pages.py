"""The bank as HR reads it: what there is, what is wrong on disk, one thing with where it is used and what it cites."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from screener.bank.checks import run_checks
from screener.bank.load import Library, key_of
from screener.bank.model import Source
from screener.bank.references import SOURCE, WORD_LIST, Reference, references_of
from screener.errors import NotFound
from screener.journeys.access import must_manage
from screener.journeys.bank_details import Details, details_of
from screener.journeys.bank_search import Hit, Thing, search, things_of, title_of
from screener.journeys.instance import Instance
from screener.journeys.question_use import NEVER_ASKED, QuestionUse, question_use, told_apart
from screener.scoring.phrase_check import check_phrases
from screener.storage.bank import BankDraft
from screener.storage.records import Person

MOST_HITS = 100
ORDERS: Mapping[str, str] = {
    "": "By rating scale", "asked": "Most asked", "apart": "Tells candidates apart best", "never": "Never asked",
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of thing: the folder that it goes by, its headings for many and for one, and what it is for."""

    folder: str
    many: str
    one: str
    about: str


KINDS = (
    Kind("items", "Questions", "Question", "What is asked, in which words, and what to listen for"),
    Kind("guides", "Guides", "Guide", "Which questions an interview asks, in which order and with which weights"),
    Kind("rubrics", "Rating scales", "Rating scale", "The five levels of a competency, and what speaks for each"),
    Kind("philosophies", "Beliefs", "Belief", "What candidates may think of the other function, and how it sounds"),
    Kind("policies", "Policies", "Policy", "What your organisation regards as risky, and how severe it is"),
    Kind("placements", "Places", "Place", "Schemes in which an answer places somebody without being better or worse"),
    Kind("surveys", "Surveys", "Survey", "Published figures that are shown beside a place"),
    Kind("needs", "Needs assessments", "Needs assessment", "What you answer about the post before you interview"),
    Kind("lexicon", "Words and cues", "Words and cues", "The word lists and cues by which texts are read"),
    Kind("sources", "Sources", "Source", "The publications that the bank draws on"),
)
_BY_FOLDER: Mapping[str, Kind] = {kind.folder: kind for kind in KINDS}
_SINGLE = {"words": "lexicon", "behaviours": "lexicon", "sources": "sources"}
_HEADINGS: Mapping[tuple[str, str], str] = {
    ("items", "competency"): "Questions that are rated on it",
    ("items", "also"): "Questions that may bring evidence on it",
    ("items", "placement"): "Questions under which it is asked",
    ("guides", "questions"): "Guides that ask it",
    ("guides", "competencies"): "Guides that rate it",
    ("rubrics", "rules"): "Rating scales with a rule that asks for it",
    ("philosophies", "counterparts"): "Beliefs that it stands against",
    ("philosophies", "competencies"): "Beliefs that bear upon it",
    ("policies", "flags"): "Policies that flag it",
    ("policies", "accepted"): "Policies that accept it",
    ("placements", "competency"): "Places that are asked under it",
    ("placements", "survey"): "Places that show it",
    ("needs", "outcomes"): "Needs assessments that may propose it",
}


@dataclass(frozen=True)
class BankProblem:
    """A mistake in the files on disk; `path` is the file's path within the bank."""

    path: str
    line: int
    column: int
    message: str
    is_error: bool


@dataclass(frozen=True)
class Group:
    """Things under a heading, which is empty where there is only one."""

    heading: str
    things: tuple[Thing, ...]


@dataclass(frozen=True)
class Overview:
    """What the bank holds. With a search `hits` are shown, with a kind alone its `groups`, with neither the kinds.

    `counts` say how many things of each kind there are, or were found. `use` is by question, and only there where
    questions are listed, as `order` (one of ORDERS) says.
    """

    search: str
    kind: Kind | None
    order: str
    counts: Mapping[str, int]
    problems: tuple[BankProblem, ...]
    groups: tuple[Group, ...]
    hits: tuple[Hit, ...]
    found: int
    use: Mapping[str, QuestionUse]
    fingerprint: str
    drafts: int


@dataclass(frozen=True)
class Use:
    """A thing that refers to another. `heading` says how; `part` what of a page with several things is referred to."""

    heading: str
    folder: str
    name: str
    title: str
    part: str = ""


@dataclass(frozen=True)
class Page:
    """One thing of the bank. `thing` is None while its file has mistakes, which `problems` tell.

    `drafts` are those that wait and would change it.
    """

    kind: Kind
    name: str
    title: str
    path: str
    thing: object
    details: Details | None
    use: QuestionUse
    used_by: tuple[Use, ...]
    sources: tuple[Source, ...]
    problems: tuple[BankProblem, ...]
    drafts: tuple[BankDraft, ...]


def overview(instance: Instance, actor: Person, words: str = "", kind: str = "", order: str = "") -> Overview:
    """Return what the bank on disk holds: all of a kind, or what is found. `order` is for a list of all questions.

    Raises NotAllowed but for HR, NotFound for a kind or an order that there is not.
    """
    must_manage(actor)
    if kind and kind not in _BY_FOLDER:
        raise NotFound(f"a bank holds no {kind}")
    if order not in ORDERS:
        raise NotFound(f"there is no list of questions by {order}")
    library = instance.shelf.library()
    things, words = things_of(library), " ".join(words.split())
    hits = search(things, words)
    counts = Counter(hit.thing.kind for hit in hits) if words else Counter(thing.kind for thing in things)
    own = tuple(hit for hit in hits if kind in ("", hit.thing.kind))
    listed = [thing for thing in things if thing.kind == kind and not words]
    use = question_use(instance, actor, library.bank) if kind == "items" and not words else {}
    return Overview(
        words,
        _BY_FOLDER.get(kind),
        order,
        counts,
        _problems(instance, library),
        _grouped(_ordered(listed, use, order) if kind == "items" else listed),
        own[:MOST_HITS],
        len(own),
        use,
        library.bank.fingerprint,
        len(instance.store.bank_drafts()),
    )


def page_of(
    instance: Instance, actor: Person, folder: str, name: str, changed: Library | None = None, path: str = ""
) -> Page:
    """Return one thing of the bank on disk, or of one that somebody is `changed`-ing, where it is known by its path.

    `words`, `behaviours` and `sources` are files of their own. Raises NotAllowed but for HR, NotFound for what there is
    not.
    """
    must_manage(actor)
    library = changed or instance.shelf.library()
    bank = library.bank
    key = f"{'single' if _SINGLE.get(name) == folder else folder}/{name}"
    path = path or library.paths.get(key) or next((path for path in library.contents if key_of(path) == key), "")
    if folder not in _BY_FOLDER or path not in library.files:
        raise NotFound(f"there is no {folder}/{name}")
    problems = tuple(own for own in _problems(instance, library) if own.path == path) if not changed else ()
    drafts = () if changed else tuple(drafts_of(instance, path))
    thing = library.files[path].entry
    if thing is None:
        return Page(_BY_FOLDER[folder], name, name, path, None, None, NEVER_ASKED, (), (), problems, drafts)
    key = f"{key.split('/', 1)[0]}/{thing.id}"
    use = (
        question_use(instance, actor, bank).get(name, NEVER_ASKED) if folder == "items" and not changed else NEVER_ASKED
    )
    references = tuple(references_of(library))
    return Page(
        _BY_FOLDER[folder],
        name,
        title_of(library, *key.split("/", 1)) if library.paths.get(key) == path else name,
        path,
        thing,
        details_of(bank, thing),
        use,
        tuple(_uses(library, references, key)),
        tuple(_cited(library, references, key)),
        problems,
        drafts,
    )


def drafts_of(instance: Instance, path: str) -> Iterator[BankDraft]:
    """Return the drafts that wait and would change a file."""
    for draft in instance.store.bank_drafts():
        if any(file.path == path for file in instance.store.bank_draft_files_of(draft.id)):
            yield draft


def _problems(instance: Instance, library: Library) -> tuple[BankProblem, ...]:
    """Return what is wrong on disk. The phrases of a bank that is in use were looked at when it was taken over."""
    found = [*library.problems, *run_checks(library)]
    if library.bank.fingerprint != instance.shelf.current().version.fingerprint:
        found += check_phrases(library)
    folder = instance.shelf.folder
    return tuple(
        BankProblem(PurePosixPath(own.file).relative_to(folder.as_posix()).as_posix(), own.line, own.column,
                    own.message, own.level == "error")
        for own in sorted(found)
    )  # fmt: skip


def _ordered(questions: list[Thing], use: Mapping[str, QuestionUse], order: str) -> list[Thing]:
    """Return questions in an order. If it goes across rating scales, each says what it is rated on."""
    if order == "never":
        return [question for question in questions if not use.get(question.name, NEVER_ASKED).asked]
    if not order:
        return questions

    def most(question: Thing) -> tuple[int, int]:
        own = use.get(question.name, NEVER_ASKED)
        return told_apart(own) if order == "apart" else 0, own.asked

    ordered = sorted(questions, key=most, reverse=True)
    return [replace(own, what=f"{own.group}: {own.what[0].lower()}{own.what[1:]}", group="") for own in ordered]


def _grouped(things: Iterable[Thing]) -> tuple[Group, ...]:
    groups: dict[str, list[Thing]] = {}
    for thing in things:
        groups.setdefault(thing.group, []).append(thing)
    return tuple(Group(heading, tuple(own)) for heading, own in groups.items())


def _uses(library: Library, references: Iterable[Reference], key: str) -> Iterator[Use]:
    """Return what refers to a file or to a part of it, in the order of kinds."""
    found: dict[Use, int] = {}
    for own in references:
        if own.file != key or f"{own.kind}/{own.name}" == key:
            continue
        folder = _SINGLE[own.name] if own.kind == "single" else own.kind
        part = own.wanted if key.startswith("single/") else ""
        use = Use(_heading(own, _BY_FOLDER[folder]), folder, own.name, title_of(library, own.kind, own.name), part)
        found[use] = KINDS.index(_BY_FOLDER[folder])
    yield from sorted(found, key=lambda use: found[use])


def _heading(reference: Reference, kind: Kind) -> str:
    if reference.target == SOURCE:
        return f"{kind.many} that cite it"
    if reference.target == WORD_LIST:
        return f"{kind.many} with phrases that name it"
    return _HEADINGS[reference.kind, str(reference.path[0])]


def _cited(library: Library, references: Iterable[Reference], key: str) -> Iterator[Source]:
    sources = library.bank.sources
    titles = dict.fromkeys(
        own.wanted for own in references if own.target == SOURCE and f"{own.kind}/{own.name}" == key
    )  # fmt: skip
    return (sources[title] for title in titles if title in sources)
