"""Why a text was read as it was, in plain English; the terminal and pages say it in the same words."""

from collections.abc import Iterator, Mapping
from typing import Any

from screener.rendering.words import decimals
from screener.scoring.explain import Belief, Level, Match, Use
from screener.scoring.phrasebook import STRENGTHS
from screener.scoring.reader import Finding, Settled, Weighed
from screener.text.quality import Quality
from screener.text.stance import Doubt, Stance, StanceRule

STANCES: Mapping[Stance, str] = {
    "asserted": "holds it",
    "past": "has moved on from it",
    "rejected": "rejects it",
    "reported": "reports it",
}
_RULES: Mapping[StanceRule, str] = {
    "written": "The phrase itself says how it is meant",
    "joke": "Taken back as a joke",
    "turn": "The speaker has changed their mind about it",
    "disapproval": "The speaker turns against it",
    "answer": "A question that the next sentence answers with a no",
    "approval": "Told of others, and approved of",
    "report": "Told of others, without taking a side",
    "past": "Put into the speaker's past",
    "negation": "Denied in the same clause",
    "plain": "Nothing around it takes it back: the speaker says it themselves",
}
_DOUBTS: Mapping[Doubt, str] = {
    "inferred": "the stance is inferred from the words around it",
    "hedge": "it is hedged",
    "hypothetical": "it is only supposed",
    "question": "it stands in a question",
    "speaker": "only one function would say it, and it is not known who speaks",
}
_USES: Mapping[Use, str] = {
    "counts": "It counts.",
    "outweighed": "It does not decide: other words outweigh it.",
    "network-counts": "It does not count: what the trained reader heard goes before it (see the belief).",
    "other-stance": "It does not count: said in this way it shows nothing.",
    "too-unsure": "It does not count: it is not sure enough.",
    "judged-by-network": "It is not used: the trained reader judges its competency, and no rule is asked.",
    "not-rated": "It is not used: its competency is not rated here.",
}
_SETTLED: Mapping[Settled, str] = {
    "alike": "",
    "outweighs": "Phrases were said in several ways: moving on outweighs rejecting, rejecting outweighs holding, and "
    "holding outweighs reporting.",
    "too-faint": "Another phrase would outweigh this, but it is not sure enough.",
    "against-deeds": "One phrase rejects it and another, elsewhere, holds it: words against deeds, so rejecting is "
    "believed less.",
}
_WEIGHED: Mapping[Weighed, str] = {
    "phrases-alone": "Only phrases were looked for.",
    "heard-alone": "No phrase matched: the trained reader alone hears that the speaker {heard}.",
    "unheard": "A phrase matched, of which the trained reader hears nothing: the phrase counts, a little less.",
    "heard-faintly": "A phrase matched, of which the trained reader hears too little to have a say: the phrase "
    "counts, a little less.",
    "heard-tentatively": "A phrase matched. The trained reader knows this belief by its examples alone and has no "
    "say: the phrase counts, a little less.",
    "agree": "Phrases and the trained reader agree that the speaker {matched}: together they are surer than either.",
    "apart": "In one place a phrase says that the speaker {matched}, in another the trained reader hears that the "
    "speaker {heard}: the trained reader counts, because it has read the whole.",
    "network-accuses": "The trained reader hears in the same words that the speaker {heard}, a phrase that the speaker "
    "{matched}. The reading that accuses gives way: the phrase counts, less surely.",
    "phrases-accuse": "A phrase says that the speaker {matched}, the trained reader hears in the same words that the "
    "speaker {heard}. The reading that accuses gives way: the trained reader counts, less surely.",
    "neither-accuses": "A phrase says that the speaker {matched}, the trained reader hears in the same words that the "
    "speaker {heard}. Neither accuses: the trained reader counts, less surely.",
}
_FAINT_BELOW = 0.20  # a belief that nobody need look at, unless it shows or a phrase of HR's speaks for it
_BY_EXAMPLES = "It knows this belief by its examples alone: a suggestion."


def unreadable(quality: Quality) -> str:
    """Say why a text cannot be read, as the end of a sentence; empty if it can."""
    return quality.reason.removeprefix("garbled: ")


def decided(match: Match) -> str:
    """Say what decided about the stance of a phrase."""
    return f"{_RULES[match.signal.rule]}."


def lowered(match: Match) -> str:
    """Say why a phrase is less sure than its strength; empty if it is not."""
    if not match.signal.doubts:
        return ""
    strength = match.signal.strength
    reasons = ", and ".join(_DOUBTS[doubt] for doubt in match.signal.doubts)
    return f"A {strength} phrase counts {sure(STRENGTHS[strength])}; this one less, because {reasons}."


def used(match: Match) -> str:
    """Say what became of a phrase."""
    return _USES[match.use]


def weighed(belief: Belief) -> str:
    """Say how what the phrases came to and what the trained reader heard were weighed."""
    weighing = belief.weighing
    heard = STANCES[weighing.heard.stance] if weighing.heard else ""
    matched = STANCES[weighing.matched.stance] if weighing.matched else ""
    sentences = [_SETTLED[weighing.matched.settled] if weighing.matched else ""]
    sentences.append(_WEIGHED[weighing.weighed].format(heard=heard, matched=matched))
    if weighing.finding.is_tentative:
        sentences.append(_BY_EXAMPLES)
    return " ".join(filter(None, sentences))


def verdict(belief: Belief) -> str:
    """Say whether a belief shows under the policy, and as what."""
    finding = belief.weighing.finding
    found, wanted = _beside(finding.confidence, belief.shown_from)
    if not belief.is_shown:
        return f"Not shown: {found} is less than the {wanted} that the policy asks for."
    return f"Shown{_as_what(belief, finding)}: {found}, and the policy asks for {wanted}."


def is_faint(belief: Mapping[str, Any]) -> bool:
    """Whether a belief of an explanation's data is hardly heard: it is named with the others, and no more."""
    return not belief["is_shown"] and not belief["by_phrases"] and belief["confidence"] < _FAINT_BELOW


def sure(confidence: float) -> str:
    """Write how sure something is, from 0 to 1."""
    return decimals(confidence, 2)


def _beside(confidence: float, wanted: float) -> tuple[str, str]:
    """Write how sure something is and how sure it has to be, with a third decimal where two would tell it wrongly."""
    shown = sure(confidence), sure(wanted)
    is_enough, looks_enough = confidence >= wanted, float(shown[0]) >= float(shown[1])
    return shown if is_enough == looks_enough else (decimals(confidence, 3), decimals(wanted, 3))


def _as_what(belief: Belief, finding: Finding) -> str:
    if finding.is_tentative:
        return " as a suggestion" + (f" of a {belief.severity} risk" if belief.is_risk else "")
    if belief.is_risk:
        return f" as a {belief.severity} risk"
    if belief.kind == "risky" and finding.stance == "asserted":
        return ", which the policy does not regard as risky"
    return ""


def explained(level: Level) -> str:
    """Say what gave a level, or why there is none."""
    return " ".join(_explained(level))


def _explained(level: Level) -> Iterator[str]:
    if level.rating is None:
        is_judged = level.is_by_network
        none = "The trained reader finds nothing to judge by." if is_judged else "No rule of the rubric holds."
        yield f"{none} No evidence, no level."
        return
    if level.rule:
        yield f"By the rule in {level.rule.file}:{level.rule.line}, the first from the top that holds."
    if level.unheld is not None:
        yield f"Judged {level.unheld} by the trained reader; the rubric's rules are not asked."
    if level.held_back_by:
        beliefs = " and ".join(f"“{name}”" for name in level.held_back_by)
        held = f"Held back to {level.rating.level}" if level.unheld != level.rating.level else "No more than 2"
        yield f"{held}, because the speaker is found to hold {beliefs}; half the sureness is enough then."
    found, needed = _beside(level.rating.confidence, level.needed)
    if level.is_suggested:
        yield f"Suggested: {found}, and {needed} is needed."
    else:
        yield f"Not suggested: {found} is less than the {needed} that is needed."
