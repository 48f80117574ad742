"""A folder → a bank and its problems. The only module of the core that opens files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TypeVar

from screener.bank import model, parts
from screener.bank.fingerprint import fingerprint_of
from screener.bank.problems import Problem
from screener.bank.shape import shaped
from screener.bank.yamlfile import Document, read_document
from screener.errors import NotFound

E = TypeVar("E", bound=parts.Entry)

KINDS: Mapping[str, type[parts.Entry]] = MappingProxyType(
    {
        "items": model.Question,
        "guides": model.Guide,
        "rubrics": model.Rubric,
        "philosophies": model.Philosophy,
        "policies": model.Policy,
        "placements": model.Placement,
        "surveys": model.Survey,
        "needs": model.Needs,
        "lexicon": model.Cue,
    }
)
SINGLE_FILES: Mapping[str, type[parts.Entry]] = MappingProxyType(
    {
        "sources.yaml": model.Sources,
        "lexicon/words.yaml": model.WordLists,
        "lexicon/behaviours.yaml": model.Behaviours,
    }
)
_NOT_READ = {"samples"}


@dataclass(frozen=True)
class Bank:
    """Everything that a bank holds, by id."""

    questions: Mapping[str, model.Question]
    guides: Mapping[str, model.Guide]
    rubrics: Mapping[str, model.Rubric]
    philosophies: Mapping[str, model.Philosophy]
    policies: Mapping[str, model.Policy]
    placements: Mapping[str, model.Placement]
    surveys: Mapping[str, model.Survey]
    needs: Mapping[str, model.Needs]
    cues: Mapping[str, model.Cue]
    behaviours: Mapping[str, model.Behaviour]
    behaviour_words: Mapping[str, list[str]]
    words: Mapping[str, list[str]]
    sources: Mapping[str, model.Source]
    fingerprint: str


@dataclass(frozen=True)
class ReadFile:
    """A file as it was read: its places and problems, and what it holds; None if that has mistakes."""

    document: Document
    entry: parts.Entry | None


@dataclass
class Library:
    """A bank together with the files and documents it was read from and what is wrong with them."""

    bank: Bank
    documents: dict[str, Document] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    # kind/name of files with mistakes: not in the bank, yet not missing
    unusable: set[str] = field(default_factory=set)
    # kind/name → the file's path within the bank
    paths: dict[str, str] = field(default_factory=dict)
    files: Mapping[str, ReadFile] = field(default_factory=dict)

    def document(self, kind: str, name: str) -> Document:
        """Return the document of the thing called `name` in the folder `kind`."""
        return self.documents[f"{kind}/{name}"]

    def ids(self, single: str) -> list[str]:
        """Return the ids (of sources: the titles) in a file of which there is one, as they stand there."""
        document = self.documents.get(f"single/{single}")
        return [entry.get("id") or entry["title"] for entry in document.data[single]] if document else []


def load_library(folder: Path, before: Library | None = None) -> Library:
    """Read a bank's folder. Files that are as they were in `before`, read from there, are not read again.

    Raises NotFound if the folder does not exist or holds no bank.
    """
    contents, problems, unusable = _read_files(folder)
    if not contents and not unusable:
        raise NotFound(f"{folder} holds no bank (expected folders such as philosophies/ and rubrics/)")
    library = library_of(contents, folder, before)
    library.problems[:0] = problems
    library.unusable |= unusable
    return library


def library_of(contents: Mapping[str, bytes], folder: Path, before: Library | None = None) -> Library:
    """Read a bank from the contents of its files by their path; `folder` only names it in problems.

    Files that are as they were in `before`, a library of the same folder, are not read again.
    """
    problems: list[Problem] = []
    unusable: set[str] = set()
    entries: dict[str, dict[str, parts.Entry]] = {kind: {} for kind in (*KINDS, "single")}
    documents: dict[str, Document] = {}
    paths: dict[str, str] = {}
    files: dict[str, ReadFile] = {}
    for relative in sorted(contents):
        is_known = before is not None and before.contents.get(relative) == contents[relative]
        read = before.files[relative] if before and is_known else _read(contents[relative], folder, relative)
        files[relative] = read
        problems += read.document.problems
        if read.entry is None:
            unusable.add(key_of(relative))
            continue
        kind, name = kind_of(relative), read.entry.id
        if name in entries[kind]:
            other = documents[f"{kind}/{name}"].file
            message = f"`{name}` is taken by {other} (rename one of the two)"
            problems.append(read.document.problem(("id",), "duplicate-id", message))
            continue
        entries[kind][name] = read.entry
        documents[f"{kind}/{name}"] = read.document
        paths[f"{kind}/{name}"] = relative
    bank = _bank(entries, fingerprint_of(contents))
    return Library(bank, documents, contents, problems, unusable, paths, files)


def _read(content: bytes, folder: Path, relative: str) -> ReadFile:
    document = read_document(content, (folder / relative).as_posix())
    return ReadFile(document, shaped(document, shape_of(relative)) if document.data is not None else None)


def shape_of(relative: str) -> type[parts.Entry]:
    """Return the shape of the file at a path within a bank for which `is_bank_file` holds."""
    return SINGLE_FILES.get(relative) or KINDS[kind_of(relative)]


def kind_of(relative: str) -> str:
    """Return the folder that says what a file holds, or `single` for files of which there is one."""
    return "single" if relative in SINGLE_FILES else relative.split("/", 1)[0]


def is_bank_file(relative: str) -> bool:
    """Tell whether a file at this path within a bank's folder is read."""
    path = PurePosixPath(relative)
    is_plain = path.as_posix() == relative and not any(step.startswith(".") for step in path.parts)
    in_a_kind = len(path.parts) > 1 and path.parts[0] in KINDS and path.suffix == ".yaml"
    return relative in SINGLE_FILES or (is_plain and in_a_kind)


def _read_files(folder: Path) -> tuple[dict[str, bytes], list[Problem], set[str]]:
    """Return the contents by their path in the folder, what could not be read, and the kind/name of that."""
    if folder.is_file():
        raise NotFound(f"{folder} is a file (give the folder of a bank, such as questions/)")
    if not folder.is_dir():
        raise NotFound(f"there is no folder {folder} (give the folder of a bank, such as questions/)")
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    unusable: set[str] = set()
    for path in files_of(folder):
        relative = path.relative_to(folder).as_posix()
        if not is_bank_file(relative):
            message = f"this file is not read (bank files end in .yaml and lie in {', '.join(KINDS)})"
            problems.append(Problem(path.as_posix(), 1, 1, "file-not-read", message, "warning"))
            continue
        try:
            contents[relative] = path.read_bytes()
        except OSError as error:
            message = f"cannot be read: {error.strerror} (mend it or remove it)"
            problems.append(Problem(path.as_posix(), 1, 1, "file-unreadable", message))
            unusable.add(key_of(relative))
    return contents, problems, unusable


def key_of(relative: str) -> str:
    """Return kind/name of the file at a path, as libraries name what it should hold."""
    return f"{kind_of(relative)}/{PurePosixPath(relative).stem}"


def files_of(folder: Path) -> Iterator[Path]:
    """Return the YAML files of a bank in order, without samples and hidden ones."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if parts[0] in _NOT_READ or any(part.startswith(".") for part in parts):
            continue
        if path.suffix.lower() in {".yaml", ".yml"}:
            yield path


def _bank(entries: Mapping[str, Mapping[str, parts.Entry]], fingerprint: str) -> Bank:
    words, behaviours, sources = (entries["single"].get(name) for name in ("words", "behaviours", "sources"))
    return Bank(
        questions=_only(model.Question, entries["items"]),
        guides=_only(model.Guide, entries["guides"]),
        rubrics=_only(model.Rubric, entries["rubrics"]),
        philosophies=_only(model.Philosophy, entries["philosophies"]),
        policies=_only(model.Policy, entries["policies"]),
        placements=_only(model.Placement, entries["placements"]),
        surveys=_only(model.Survey, entries["surveys"]),
        needs=_only(model.Needs, entries["needs"]),
        cues=_only(model.Cue, entries["lexicon"]),
        behaviours={b.id: b for b in behaviours.behaviours} if isinstance(behaviours, model.Behaviours) else {},
        behaviour_words=behaviours.words if isinstance(behaviours, model.Behaviours) else {},
        words=words.lists if isinstance(words, model.WordLists) else {},
        sources={s.title: s for s in sources.sources} if isinstance(sources, model.Sources) else {},
        fingerprint=fingerprint,
    )


def _only(kind: type[E], entries: Mapping[str, parts.Entry]) -> dict[str, E]:
    return {name: entry for name, entry in entries.items() if isinstance(entry, kind)}
