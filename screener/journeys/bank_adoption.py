"""Adopting a change of the bank: proved with the whole bank, and then written and noted, all of it or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from screener.errors import Conflict, Refused
from screener.journeys.access import must_manage
from screener.journeys.audit import note
from screener.journeys.bank_drafts import NOTHING_CHANGED, end_draft, open_draft, seal_of
from screener.journeys.bank_files import Contents, content_of, hash_of, path_within, write_files
from screener.journeys.bank_proof import OnFile, Proof, prove
from screener.journeys.bank_states import add_state
from screener.journeys.instance import Instance
from screener.journeys.limits import LONGEST_REASON, several_lines
from screener.storage.bank import BankDraftFile, BankSave, BankVersion, SaveKind
from screener.storage.records import Person

_MOST_PROOFS = 3  # others may adopt something while one proves


@dataclass(frozen=True)
class Adoption:
    """What came of adopting a change: the state that was saved, or None with what stands in its way."""

    save: BankSave | None
    proof: Proof


def adopt_draft(
    instance: Instance, actor: Person, draft_id: str, reason: str, seal: str, on_file: OnFile = lambda _done, _of: None
) -> Adoption:
    """Prove a draft with the whole bank, and write it to disk if it is clean.

    Raises NotAllowed but for HR, NotFound, Conflict if it has ended, is not what was shown (`seal`), or goes by files
    that have changed since; Refused without a reason.
    """
    must_manage(actor)

    def is_as_shown() -> None:
        open_draft(instance, draft_id)
        if seal != seal_of(instance.store.bank_draft_files_of(draft_id)):
            raise Conflict("This draft has been changed since you looked at it. Look at it again before you adopt it.")

    def end() -> None:
        is_as_shown()  # nobody has written into it, or adopted it, while it was proved
        end_draft(instance, draft_id)

    is_as_shown()
    files, kind = instance.store.bank_draft_files_of(draft_id), open_draft(instance, draft_id).kind
    return adopt(instance, actor, files, kind, reason, on_file, end)


def save_file(instance: Instance, actor: Person, path: str, text: str, base: str, reason: str) -> Adoption:
    """Prove a changed file with the whole bank, and write it to disk if it is clean.

    Raises NotAllowed but for HR, Conflict if the file is not as it was (`base`), Refused without a reason.
    """
    must_manage(actor)
    on_disk = instance.shelf.library().contents.get(path_within(path))
    return adopt(instance, actor, [BankDraftFile("", path, base, content_of(text, on_disk))], "edited", reason)


def adopt(
    instance: Instance,
    person: Person | None,
    files: Sequence[BankDraftFile],
    kind: SaveKind,
    reason: str,
    on_file: OnFile = lambda _done, _of: None,
    at_last: Callable[[], None] = lambda: None,
) -> Adoption:
    """Prove a change with the whole bank, and write it to disk if it is clean. Who may do so is for the caller to ask.

    What else belongs to it is done by `at_last`, in the same transaction. Raises Conflict if a file is not as the
    change goes by, or others change the bank again and again; Refused without a reason or if nothing would change.
    """
    reason = several_lines(reason, "reason", longest=LONGEST_REASON, is_needed=True)
    shelf, contents = instance.shelf, {file.path: file.content for file in files}
    for _ in range(_MOST_PROOFS):
        library = shelf.library()
        _refuse_conflicts(library.contents, files)
        proof = prove(library, shelf.folder, contents, on_file)
        if not proof.is_clean:
            return Adoption(None, proof)
        if proof.library.contents == library.contents:
            raise Refused(NOTHING_CHANGED)
        with instance.store.transaction(), shelf.edited():
            if shelf.library().contents != library.contents:
                continue  # what was proved is not what would be there
            at_last()
            now = instance.now()
            version = BankVersion(proof.library.bank.fingerprint, proof.library.contents, now)
            save = add_state(instance.store, version, BankSave(0, "", kind, person.id if person else None, reason, now))
            facts = {
                "bank": version.fingerprint,
                "was": library.bank.fingerprint,
                "by": kind,
                "files": sorted(contents),
            }
            note(instance, person, "bank.adopted", facts=facts, words={"reason": reason})
            write_files(shelf.folder, contents)
        return Adoption(save, proof)
    raise Conflict("Others are changing the bank in this very moment. Try again in a minute.")


def _refuse_conflicts(on_disk: Contents, files: Iterable[BankDraftFile]) -> None:
    """Raise Conflict for a file that is not as the change goes by. One that is already as it should become is none."""
    for file in files:
        if hash_of(on_disk.get(file.path)) not in (file.base, hash_of(file.content)):
            raise Conflict(
                f"{file.path} has been changed since you began. Nothing was overwritten: look at the difference, "
                "take over what you need, and save again."
            )
