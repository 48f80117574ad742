"""Personal subjects that a question seems to ask about, which many laws keep out of interviews.

A short list of words, so it is a hint and no more: it misses what is asked in other words, and lawful questions may
hold one of these. Words that interviews in sales and marketing are full of (a party, a partner, the origin of a lead)
are left out, or count only with words around them.
"""

import re
from collections.abc import Iterable, Mapping

_WORDS: Mapping[str, tuple[str, ...]] = {
    "age": ("how old (are|were) you", "(what|your) age", "(date|year) of birth", "(when|year) were you born",
            "birthdays?", "retire", "retirement", "too (old|young)"),
    "family": ("(have|start|want|your) (a )?family", "family (life|plans?|planning|situation|status)", "married",
               "marry", "marriage", "marital", "spouse", "husband", "wife", "divorced?",
               "single (parent|mother|father)", "girlfriend", "boyfriend", "your (parents|mother|father)"),
    "children": ("child", "children", "kids?", "sons?", "daughters?", "child ?care", "bab(y|ies)"),
    "pregnancy": ("pregnant", "pregnancy", "maternity", "paternity", "parental leave"),
    "health": ("your health", "(mental|physical) health", "health (conditions?|issues?|problems?)", "illness(es)?",
               "diseases?", "sick", "medications?", "smokers?"),
    "disability": ("disabled", "disabilit(y|ies)", "handicap(ped|s)?", "impairments?", "wheelchair"),
    "religion": ("religions?", "religious", "your faith", "church", "mosque", "synagogue", "pray", "prayers?",
                 "believe in god", "muslim", "christian", "catholic", "protestant", "jewish", "hindu", "buddhist",
                 "atheist"),
    "origin": ("nationality", "citizen(ship)?", "(country|place) of (birth|origin)", "where (are you|were you) from",
               "where do you (really )?come from", "where were you born", "your (accent|ancestry|origins?|race)",
               "ethnic(ity)?", "immigrants?", "immigration", "immigrated", "native (language|speaker)",
               "mother tongue"),
    "politics": ("political (beliefs?|opinions?|party|views?)", "your politics", "politically active", "voted for",
                 "(did|do|will|would) you vote"),
}  # fmt: skip
_PATTERNS = {
    subject: re.compile(rf"\b({'|'.join(words)})\b", re.IGNORECASE) for subject, words in _WORDS.items()
}  # fmt: skip


def personal_subjects(texts: Iterable[str]) -> tuple[str, ...]:
    """Return which personal subjects words seem to ask about, always in the same order; none for most questions."""
    said = " | ".join(" ".join(text.split()) for text in texts)
    return tuple(subject for subject, pattern in _PATTERNS.items() if pattern.search(said))
