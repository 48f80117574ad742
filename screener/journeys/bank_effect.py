"""What a draft of the bank would change in finished interviews: worked out beside everything else, for one person."""

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from screener.errors import BankInvalid, Conflict, NotFound, ScreenerError
from screener.journeys.access import must_manage
from screener.journeys.audit import About, note
from screener.journeys.bank_drafts import open_draft, seal_of
from screener.journeys.bank_proof import changed_library
from screener.journeys.instance import Instance, moment_of, new_id
from screener.journeys.rereading import reread
from screener.journeys.rereading_stored import sight_of
from screener.journeys.tidying import KEPT_HOURS
from screener.storage.bank import BankEffect, EffectState
from screener.storage.records import Person

KEPT = timedelta(hours=KEPT_HOURS)  # quotations are personal data, and worked out anew in a minute
_GIVEN_UP = timedelta(minutes=2)  # without a sign, the server that worked on it has gone
_TOLD_EVERY = 0.5  # seconds
_HAS_MISTAKES = "with this change the bank would have a mistake. Mend what is told above, then try again."
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class EffectPage:
    """How far an effect has come, and what came of it: the fields of `rereading.Effect` as plain data, or a message.

    It is outdated once the draft, or the bank beside which it was read, has other contents.
    """

    id: str
    state: EffectState
    done: int
    total: int
    begun_at: str
    found: Mapping[str, Any] | None
    message: str
    is_outdated: bool

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100."""
        return round(100 * self.done / self.total) if self.total else 0


def begin_effect(instance: Instance, actor: Person, draft_id: str) -> str:
    """Note that the effect of a draft is wanted, and return its id; `work_out` does the work.

    What the same person had begun before is stopped. Raises NotAllowed but for HR, NotFound, Conflict if
    the draft has ended.
    """
    must_manage(actor)
    draft, store = open_draft(instance, draft_id), instance.store
    now = instance.now()
    seal = _seal(instance, draft.id)
    effect = BankEffect(new_id(), draft.id, actor.id, seal, now, now, "running", 0, 0, "")
    with store.transaction():
        store.stop_bank_effects(actor.id, now)
        store.add_bank_effect(effect)
        note(instance, actor, "bank.effect", About(subject=draft.id))
    return effect.id


def work_out(instance: Instance, effect_id: str, *, workers: int = 1) -> None:
    """Read the stored answers of finished interviews by today's bank and by the draft's, and keep what differs."""
    store = instance.store
    effect = store.find_bank_effect(effect_id)
    if effect is None:
        return
    progress, result = _Progress(instance, effect_id), dict[str, Any]()
    try:
        library, folder = instance.shelf.library(), instance.shelf.folder
        contents = {file.path: file.content for file in store.bank_draft_files_of(effect.draft_id)}
        viewer = store.person_of(effect.person_id)
        sight = sight_of(instance, viewer)
        found = reread(
            instance,
            instance.shelf.current().version.files,
            changed_library(library, folder, contents).contents,
            viewer=viewer,
            workers=workers,
            on_answer=progress.tell,
            is_cancelled=progress.is_stopped,
        )
        state: EffectState = "done" if found.is_complete else "stopped"
        result = {"found": asdict(found), "sight": sight} if found.is_complete else {}
    except BankInvalid:
        state, result = "failed", {"message": _HAS_MISTAKES}
    except ScreenerError as error:
        state, result = "failed", {"message": str(error)}
    except Exception:
        _log.exception("the effect of a draft of the bank could not be worked out")
        state, result = "failed", {"message": "The mistake is ours and has been written to the server's log."}
    store.end_bank_effect(effect_id, state, json.dumps(result, ensure_ascii=False), instance.now())
    store.release()


def find_effect(instance: Instance, actor: Person, draft_id: str) -> EffectPage | None:
    """Return what was last worked out for a person and a draft; None if nothing was. Raises NotAllowed but for HR."""
    must_manage(actor)
    effect = instance.store.find_effect_of_draft(draft_id, actor.id)
    now = moment_of(instance.now())
    if effect is None or now - moment_of(effect.begun_at) > KEPT:
        return None
    state = effect.state
    if state == "running" and now - moment_of(effect.seen_at) > _GIVEN_UP:
        state = "stopped"
    result = json.loads(effect.result) if effect.result else {}
    if state == "done" and result["sight"] != sight_of(instance, actor):
        return None  # names are hidden since, or a scorecard of one's own has to be submitted first
    is_outdated = effect.seal != _seal(instance, draft_id)
    return EffectPage(
        effect.id, state, effect.done, effect.total, effect.begun_at, result.get("found"), result.get("message", ""),
        is_outdated,
    )  # fmt: skip


def stop_effect(instance: Instance, actor: Person, effect_id: str) -> str:
    """Stop working an effect out, and return the id of its draft. Raises NotAllowed but for HR, NotFound, Conflict."""
    must_manage(actor)
    effect = instance.store.find_bank_effect(effect_id)
    if effect is None or effect.person_id != actor.id:
        raise NotFound("there is no such piece of work")
    if effect.state != "running":
        raise Conflict("This has come to its end already. Reload the page.")
    instance.store.end_bank_effect(effect_id, "stopped", "", instance.now())
    return effect.draft_id


def _seal(instance: Instance, draft_id: str) -> str:
    """Return what changes with the draft, and with the bank that it is compared with."""
    return f"{seal_of(instance.store.bank_draft_files_of(draft_id))} {instance.shelf.current().version.fingerprint}"


class _Progress:
    """Tells now and then how far it has come, and learns on that occasion whether it is still wanted."""

    def __init__(self, instance: Instance, effect_id: str) -> None:
        self._instance, self._id = instance, effect_id
        self._done = self._total = 0
        self._told_at = float("-inf")
        self._is_wanted = True

    def tell(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self.is_stopped()

    def is_stopped(self) -> bool:
        is_last = bool(self._total) and self._done == self._total
        if is_last or time.monotonic() - self._told_at >= _TOLD_EVERY:
            self._told_at = time.monotonic()
            now = self._instance.now()
            self._is_wanted = self._instance.store.advance_bank_effect(self._id, self._done, self._total, now)
        return not self._is_wanted
