"""A policy's thresholds and stands as they are set on a page; what comes out is a draft."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from screener.bank.load import Bank, Library
from screener.bank.model import Philosophy, Policy
from screener.errors import NotFound, Refused
from screener.journeys.access import must_manage
from screener.journeys.bank_edits import draft_of_edit
from screener.journeys.bank_files import hash_of
from screener.journeys.instance import Instance
from screener.journeys.limits import LONGEST_REASON, several_lines
from screener.journeys.threshold_figures import AllFigures, Bars, Listened, bars_of, figures_of, heard_under
from screener.storage.bank import BankDraft
from screener.storage.records import Person

SEVERITIES = ("high", "medium", "low")
ACCEPTED = "accepted"  # in the place of a severity: not a risk here
USUAL = ("show_from", "suggest_from", "levels_from")
_NUMBER = re.compile("[0-9]{0,9}[.,]?[0-9]{1,20}")
_NEVER = 2.0  # more than anything is sure
_GONE = (
    "The file of this policy has a mistake now, or is gone. What you have entered is still here: keep it when the file "
    "is mended."
)


@dataclass(frozen=True)
class Stand:
    """What an organisation makes of a belief, as it was entered; `own` is a threshold of its own, "" for the usual."""

    severity: str = ""
    own: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Thresholds:
    """A policy's numbers and stands as they were entered. `base` is the hash of the file that was opened."""

    show_from: str
    suggest_from: str
    levels_from: str
    stands: Mapping[str, Stand] = field(default_factory=dict)
    base: str = ""


@dataclass(frozen=True)
class ThresholdsPage:
    """What the page shows. `figures` is None with too few candidates (`heard`).

    With `trouble` the policy that was opened cannot be read any more: then `policy` is None.
    """

    policy_id: str
    policy: Policy | None
    trouble: str
    entered: Thresholds
    beliefs: tuple[Philosophy, ...]
    figures: AllFigures | None
    heard: Listened


def thresholds_of(instance: Instance, actor: Person, policy_id: str) -> ThresholdsPage:
    """Return a policy to be changed. Raises NotAllowed but for HR, NotFound if there is no such policy."""
    must_manage(actor)
    library = instance.shelf.library()
    policy = _policy_of(library, policy_id)
    return _page(instance, actor, library, policy_id, _as_it_is(library, policy))


def thought_over(instance: Instance, actor: Person, policy_id: str, entered: Thresholds) -> ThresholdsPage:
    """Return the page for what was entered.

    Raises NotAllowed but for HR, NotFound if the policy is not there and never was opened.
    """
    must_manage(actor)
    library = instance.shelf.library()
    if not entered.base:
        _policy_of(library, policy_id)
    return _page(instance, actor, library, policy_id, entered)


def mistakes_in(entered: Thresholds) -> tuple[Refused, ...]:
    """Return what has to be mended before the policy can be kept, each with its field."""
    found: list[Refused] = []

    def check(read: Callable[..., object], *given: object) -> None:
        try:
            read(*given)
        except Refused as refusal:
            found.append(refusal)

    for name in USUAL:
        check(_share, getattr(entered, name), name)
    for name, stand in entered.stands.items():
        if stand.own.strip():
            check(_share, stand.own, f"own-{name}")
        check(_reason, stand, name)
        if stand.severity not in (*SEVERITIES, ACCEPTED):
            found.append(Refused("Choose how this organisation sees it.", f"severity-{name}"))
    if entered.stands and all(stand.severity == ACCEPTED for stand in entered.stands.values()):
        found.append(Refused("At least one belief has to be a risk here."))
    return tuple(found)


def keep_thresholds(instance: Instance, actor: Person, policy_id: str, entered: Thresholds) -> BankDraft:
    """Make a draft of a policy's file with nothing changed in it but what was changed.

    Raises NotAllowed but for HR, NotFound, Refused for what `mistakes_in` names, if nothing was changed and if the
    policy that was opened cannot be read any more, Conflict if the file is not the one that was opened.
    """
    must_manage(actor)
    if mistakes := mistakes_in(entered):
        raise mistakes[0]
    library = instance.shelf.library()
    if entered.base and policy_id not in library.bank.policies:
        raise Refused(_GONE)
    policy = _policy_of(library, policy_id)
    data, title = _data(library, policy, entered), f"Thresholds of the policy “{policy.name[:80]}”"
    return draft_of_edit(instance, actor, f"policies/{policy.id}", entered.base, data, "philosophy", title)


def _policy_of(library: Library, policy_id: str) -> Policy:
    policy = library.bank.policies.get(policy_id)
    if policy is None:
        raise NotFound(f"there is no policy `{policy_id}`, or its file has a mistake")
    return policy


def _hash(library: Library, policy: Policy) -> str:
    return hash_of(library.contents[library.paths[f"policies/{policy.id}"]])


def _as_it_is(library: Library, policy: Policy) -> Thresholds:
    stands = {belief.id: Stand() for belief in _beliefs(library.bank, policy)}
    for own in policy.accepted:
        stands[own.philosophy] = Stand(ACCEPTED, "", own.reason)
    for flag in policy.flags:
        threshold = "" if flag.show_from is None else f"{flag.show_from:g}"
        stands[flag.philosophy] = Stand(flag.severity, threshold, flag.reason or "")
    known = {name: stand for name, stand in stands.items() if name in library.bank.philosophies}
    usual = {name: f"{getattr(policy, name):g}" for name in USUAL}
    return Thresholds(**usual, stands=known, base=_hash(library, policy))


def _beliefs(bank: Bank, policy: Policy) -> tuple[Philosophy, ...]:
    """Return the beliefs on which a policy takes a stand, or has to: its own first, in their order."""
    own = [flag.philosophy for flag in policy.flags] + [own.philosophy for own in policy.accepted]
    risky = [belief.id for belief in bank.philosophies.values() if belief.kind == "risky"]
    return tuple(bank.philosophies[name] for name in dict.fromkeys([*own, *risky]) if name in bank.philosophies)


def _page(instance: Instance, actor: Person, library: Library, policy_id: str, entered: Thresholds) -> ThresholdsPage:
    policy, heard = library.bank.policies.get(policy_id), heard_under(instance, actor, policy_id)
    figures = None
    if policy and heard.is_enough:
        figures = figures_of(instance, heard, policy_id, _bars_now(policy, entered), _bars_then(entered))
    beliefs = tuple(library.bank.philosophies[name] for name in entered.stands if name in library.bank.philosophies)
    return ThresholdsPage(policy_id, policy, "" if policy else _GONE, entered, beliefs, figures, heard)


def _bars_now(policy: Policy, entered: Thresholds) -> Mapping[str, Bars | None]:
    risks = {flag.philosophy for flag in policy.flags}
    return {name: bars_of(policy, name) if name in risks else None for name in entered.stands}


def _bars_then(entered: Thresholds) -> Mapping[str, Bars | None]:
    """Return what was entered; a number that is none shows nothing."""
    found: dict[str, Bars | None] = {}
    for name, stand in entered.stands.items():
        texts = (stand.own, stand.own) if stand.own.strip() else (entered.show_from, entered.suggest_from)
        bars = [_share_or_none(text) for text in texts]
        found[name] = None if stand.severity == ACCEPTED else Bars(*(_NEVER if bar is None else bar for bar in bars))
    return found


def _data(library: Library, policy: Policy, entered: Thresholds) -> dict[str, Any]:
    """Return what the policy's file says: all that it says now, with what was entered in its place."""
    document = library.document("policies", policy.id).data
    shares = {name: _share(getattr(entered, name), name) for name in USUAL}
    missing = {name: share for name, share in shares.items() if name not in document and share != getattr(policy, name)}
    data: dict[str, Any] = {}
    for key, value in document.items():
        data[key] = shares.get(key, value)
        data |= missing if key == "show_from" else {}
    flags = {name: _flag(name, stand) for name, stand in entered.stands.items() if stand.severity != ACCEPTED}
    accepted = {
        name: {"philosophy": name, "reason": _reason(stand, name)}
        for name, stand in entered.stands.items()
        if stand.severity == ACCEPTED
    }
    data["flags"] = _in_place(document["flags"], flags, accepted)
    if accepted or "accepted" in data:
        data["accepted"] = _in_place(document.get("accepted") or [], accepted, flags)
    return data


def _in_place(
    now: Iterable[Mapping[str, Any]], own: Mapping[str, Mapping[str, Any]], elsewhere: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """Return a list's entries in their order, without those that went elsewhere, and new ones behind."""
    left = dict(own)
    kept = [left.pop(e["philosophy"], e) for e in now if e["philosophy"] not in elsewhere]
    return [*kept, *left.values()]


def _flag(name: str, stand: Stand) -> dict[str, Any]:
    flag: dict[str, Any] = {"philosophy": name, "severity": stand.severity}
    if stand.own.strip():
        flag["show_from"] = _share(stand.own, f"own-{name}")
    if reason := _reason(stand, name):
        flag["reason"] = reason
    return flag


def _reason(stand: Stand, name: str) -> str:
    reason = several_lines(stand.reason, f"reason-{name}", longest=LONGEST_REASON)
    if not reason and stand.severity == ACCEPTED:
        raise Refused("Say in a few words why this is not a risk here.", f"reason-{name}")
    if not reason and stand.own.strip():
        raise Refused("Say in a few words why this has a threshold of its own.", f"reason-{name}")
    return reason


def _share_or_none(text: str) -> float | None:
    try:
        return _share(text, "")
    except Refused:
        return None


def _share(text: str, field_name: str) -> float:
    if _NUMBER.fullmatch(text := text.strip()) and (number := float(text.replace(",", "."))) <= 1:
        return round(number, 4)
    raise Refused("Enter a number from 0 to 1, for example 0.64.", field_name)
