"""The states that the bank has been in: each is kept when first seen, with who brought it about if that is known."""

from dataclasses import replace

from screener.storage.bank import BankSave, BankVersion
from screener.storage.store import Store

_BANK = "bank"  # what whoever notes a state writes on: the last one has to stay the last


def note_state(store: Store, version: BankVersion, at: str) -> None:
    """Keep the state that the bank on disk is in, unless it was the last that was noted.

    The first is where the history begins; later ones were brought about outside of Screener, else they would have been
    noted already.
    """
    last = store.last_bank_save()
    if last and last.bank == version.fingerprint:
        return
    with store.transaction(_BANK):
        last = store.last_bank_save()  # another server may have seen it too
        if last is None or last.bank != version.fingerprint:
            add_state(store, version, BankSave(0, "", "outside" if last else "begun", None, "", at))


def add_state(store: Store, version: BankVersion, save: BankSave) -> BankSave:
    """Keep a state of the bank and what is noted with it."""
    with store.transaction(_BANK):
        store.keep_bank(replace(version, kept_at=save.at))
        return store.add_bank_save(replace(save, bank=version.fingerprint))
