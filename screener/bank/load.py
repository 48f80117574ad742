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
_SINGLE_FILES: Mapping[str, type[parts.Entry]] = MappingProxyType(
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


@dataclass
class Library:
    """A bank together with the files and documents it was read from and what is wrong with them."""

    bank: Bank
    documents: dict[str, Document] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    # kind/name of files with mistakes: not in the bank, yet not missing
    unusable: set[str] = field(default_factory=set)

    def document(self, kind: str, name: str) -> Document:
        """Return the document of the thing called `name` in the folder `kind`."""
        return self.documents[f"{kind}/{name}"]

    def ids(self, single: str) -> list[str]:
        """Return the ids (of sources: the titles) in a file of which there is one, as they stand there."""
        document = self.documents.get(f"single/{single}")
        return [entry.get("id") or entry["title"] for entry in document.data[single]] if document else []


def load_library(folder: Path, overlay: Mapping[str, bytes] | None = None) -> Library:
    """Read a bank's folder. `overlay` holds unsaved contents by the file's path within the folder.

    Raises NotFound if the folder does not exist or holds no bank.
    """
    contents, problems, unusable = _read_files(folder, overlay or {})
    if not contents and not unusable:
        raise NotFound(f"{folder} holds no bank (expected folders such as philosophies/ and rubrics/)")
    library = library_of(contents, folder)
    library.problems[:0] = problems
    library.unusable |= unusable
    return library


def library_of(contents: Mapping[str, bytes], folder: Path) -> Library:
    """Read a bank from the contents of its files by their path; `folder` only names it in problems."""
    problems: list[Problem] = []
    unusable: set[str] = set()
    entries: dict[str, dict[str, parts.Entry]] = {kind: {} for kind in (*KINDS, "single")}
    documents: dict[str, Document] = {}
    for relative, content in contents.items():
        kind = "single" if relative in _SINGLE_FILES else relative.split("/", 1)[0]
        document = read_document(content, (folder / relative).as_posix())
        entry = _entry(document, _SINGLE_FILES.get(relative) or KINDS[kind])
        problems += document.problems
        if entry is None:
            unusable.add(_key(relative))
            continue
        if entry.id in entries[kind]:
            other = documents[f"{kind}/{entry.id}"].file
            message = f"`{entry.id}` is taken by {other} (rename one of the two)"
            problems.append(document.problem(("id",), "duplicate-id", message))
            continue
        entries[kind][entry.id] = entry
        documents[f"{kind}/{entry.id}"] = document
    return Library(_bank(entries, fingerprint_of(contents)), documents, contents, problems, unusable)


def _entry(document: Document, kind: type[E]) -> E | None:
    return shaped(document, kind) if document.data is not None else None


def _read_files(folder: Path, overlay: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Problem], set[str]]:
    """Return the contents by their path in the folder, what could not be read, and the kind/name of that."""
    if folder.is_file():
        raise NotFound(f"{folder} is a file (give the folder of a bank, such as questions/)")
    if not folder.is_dir():
        raise NotFound(f"there is no folder {folder} (give the folder of a bank, such as questions/)")
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    unusable: set[str] = set()
    names = {path.relative_to(folder).as_posix() for path in files_of(folder)} | set(overlay)
    for relative in sorted(names):
        path = folder / relative
        steps = PurePosixPath(relative).parts
        is_read = relative in _SINGLE_FILES or (path.suffix == ".yaml" and steps[0] in KINDS and ".." not in steps)
        if not is_read:
            message = f"this file is not read (bank files end in .yaml and lie in {', '.join(KINDS)})"
            problems.append(Problem(path.as_posix(), 1, 1, "file-not-read", message, "warning"))
            continue
        try:
            contents[relative] = overlay[relative] if relative in overlay else path.read_bytes()
        except OSError as error:
            message = f"cannot be read: {error.strerror} (mend it or remove it)"
            problems.append(Problem(path.as_posix(), 1, 1, "file-unreadable", message))
            unusable.add(_key(relative))
    return contents, problems, unusable


def _key(relative: str) -> str:
    kind = "single" if relative in _SINGLE_FILES else relative.split("/", 1)[0]
    return f"{kind}/{PurePosixPath(relative).stem}"


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
