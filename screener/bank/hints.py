"""What each field of a bank's files holds, in one sentence: editors show it beside the field."""

from collections.abc import Mapping

_SHARED: Mapping[str, str] = {
    "id": "The name of this thing: lower-case words joined by hyphens. A file is called as its id.",
    "name": "The name as people read it.",
    "sources": "The publications that this is drawn from, by title as in sources.yaml.",
    "source": "The publication that this is drawn from, by title as in sources.yaml.",
    "words": "Word lists for the phrases of this file: a name and its entries. A phrase uses one as {name}.",
    "patterns": "Phrases by which this is found. One is enough.",
    "text": "What was said or noted. The words that are the evidence stand between << and >>.",
    "known_miss": "true if this cannot be read rightly yet; the check says when it starts to work.",
    "register": "spoken: what somebody said. notes: an interviewer's shorthand.",
    "speaker": "Which function the speaker leads: sales, marketing, both or unknown.",
    "examples": "Texts that prove this file: each is read when the bank is checked.",
    "fires": "Sentences in which a phrase must be found; << >> mark the words.",
    "silent": "Sentences that look alike and in which no phrase may be found.",
    "says": "What it shows, in one plain sentence.",
    "reason": "Why, in one sentence that can be read with the results.",
    "competency": "The competency: the id of a rating scale in rubrics/.",
    "philosophy": "The belief: the id of a file in philosophies/.",
    "weight": "How much it counts: 1 is normal, 2 counts double. Other than 1 needs a reason.",
    "minutes": "How long it takes, in minutes.",
    "label": "The name as people read it.",
    "explains": "What it is, in plain words for whoever uses it.",
    "share": "A share between 0 and 1.",
    "show_from": "How sure the reader must be (0 to 1) for a belief to be shown.",
    "levels": "The five levels, the lowest first.",
    "questions": "The questions, in the order in which they are asked.",
    "all": "Conditions that must all hold.",
    "any": "Conditions of which one must hold.",
    "unless": "Conditions of which none may hold.",
}
_OWN: Mapping[str, Mapping[str, str]] = {
    "PatternMapping": {
        "words": "The phrase. ( | ) one of several, [ ] may be left out, * any ending, ~ a gap, {name} a word list.",
        "stance": "How the words themselves mean it; asserted unless they deny it.",
        "speaker": "Only where the speaker leads this function.",
        "strength": "How much the phrase proves by itself: strong, medium or weak.",
    },
    "PhilosophyExample": {
        "stance": "How the speaker stands to the belief: asserted, past, rejected, reported; none for a near miss.",
        "indirect": "true if the belief is asserted without the obvious words.",
    },
    "StanceProbes": {
        "asserted": "What to ask somebody who holds the belief.",
        "past": "What to ask somebody who has moved on from it.",
        "rejected": "What to ask somebody who argues against it.",
        "reported": "What to ask somebody who tells that others hold it.",
    },
    "Philosophy": {
        "kind": "risky or healthy.",
        "role": "For which leader it is most telling: sales, marketing or both.",
        "belief": "The belief itself, as its holder would put it.",
        "matters": "Why it matters in this job.",
        "not_this": "What is easily taken for it and is not.",
        "counterparts": "The beliefs of the other kind that stand against it.",
        "competencies": "The competencies that it bears upon.",
        "probes": "What to ask next, by the stance that was heard. Asked aloud, neutral and open.",
    },
    "Level": {
        "level": "The level, 1 to 5.",
        "short": "The anchor for the live screen: at most 14 words, the key word in **bold**.",
        "long": "The anchor in full, for training raters.",
    },
    "Sign": {
        "id": "The sign's name within this file.",
        "for": "true if it speaks for a high level, false if against.",
    },
    "Condition": {
        "stance": "The stance in which the belief must be found.",
        "sign": "A sign of this file, by its id.",
        "behaviour": "A behaviour of lexicon/behaviours.yaml, by its id.",
    },
    "Rule": {"level": "The level that the answer shows.", "because": "What the level rests on, in one sentence."},
    "RatedExample": {
        "level": "The level that the answer shows, 1 to 5; none if it gives nothing to judge by.",
        "question": "What was asked.",
        "why": "Why this level, in one line for training raters.",
    },
    "Rubric": {
        "rates": "What is rated, in a few words.",
        "signs": "What speaks for a high level or against it, each with its phrases.",
        "rules": "From the top; the first that holds gives the level.",
    },
    "Wordings": {
        "sales": "As it is asked of a sales leader.",
        "marketing": "As it is asked of a marketing leader.",
        "both": "As it is asked of somebody who leads both.",
    },
    "Question": {
        "also": "Other competencies on which the answer may bring evidence.",
        "kind": "past-behaviour, situation, view or background.",
        "perspective": "importance, time, intimacy, contribution or together.",
        "ask": "How it is spoken, for each kind of leader that it can be put to.",
        "why": "Why it is asked.",
        "listen_for": "What good evidence sounds like.",
        "probes": "Two to four follow-ups, the same for everybody.",
        "placement": "The scheme that is asked under it: the id of a file in placements/.",
    },
    "Weight": {"id": "The competency: the id of a rating scale in rubrics/."},
    "Guide": {
        "role": "For which leader: sales, marketing, both, or any.",
        "opening": "What the interviewer says first.",
        "opening_minutes": "How long the opening takes, in minutes.",
        "closing": "What the interviewer says at the end.",
        "closing_minutes": "How long the closing takes, in minutes.",
        "competencies": "What the interview rates, with weights.",
        "single_question_reason": "Needed where a competency has one question only.",
    },
    "FlagPolicy": {"severity": "How severe it is here: high, medium or low."},
    "Policy": {
        "summary": "The policy in one or two sentences.",
        "position": "The stand that it takes where the sources disagree.",
        "suggest_from": "The same for beliefs that are known by their examples alone.",
        "levels_from": "How sure the reader must be (0 to 1) for a level to be suggested.",
        "flags": "The beliefs that this organisation regards as risky, and how severe each is.",
        "accepted": "Beliefs that this organisation does not regard as risky, and why.",
    },
    "PlacementValue": {
        "means": "What the value stands for.",
        "counts": "years if the value carries an amount.",
    },
    "PlacementExample": {"value": "The value that the text takes; none if it takes none."},
    "Placement": {
        "survey": "The survey that is shown beside it: the id of a file in surveys/.",
        "beside": "A sentence that is shown beside it.",
        "values": "The values, in the order of the keys 1, 2, 3.",
    },
    "NeedAnswer": {
        "text": "The answer as it is offered.",
        "need": "The need that it points to: sales, marketing or even.",
        "points": "How strongly, 0 to 10.",
    },
    "NeedQuestion": {"text": "What the organisation is asked.", "answers": "The answers to choose from."},
    "Outcome": {
        "lead": "Which need is ahead: sales, marketing or even.",
        "margin": "By how many points at least.",
        "guide": "The guide that is proposed: the id of a file in guides/.",
        "weights": "The weights that are proposed, each with its reason.",
    },
    "Needs": {
        "questions": "What the organisation is asked about itself.",
        "outcomes": "From the top; the first whose conditions hold.",
    },
    "SurveyShare": {
        "value": "The answer, by the id of the placement's value.",
        "of": "The group that it is a share of.",
    },
    "Survey": {
        "note": "How to read it.",
        "groups": "Parts of the respondents.",
        "shares": "The share of each answer.",
    },
    "WordLists": {"lists": "The lists: a name and its entries. A phrase uses one as {name}."},
    "Behaviours": {"behaviours": "What makes an answer evidence and not mere opinion."},
    "Cue": {"phrases": "The words by which it is recognised."},
    "Source": {
        "title": "The title, as files cite it.",
        "author": "Who wrote it.",
        "published": "When it was published.",
        "about": "What it is about, in one sentence.",
    },
    "Sources": {"sources": "The publications that files cite."},
}


def hint_of(shape: str, field: str) -> str:
    """Return what a field of a shape (the name of its model) holds; "" if nothing is written of it."""
    return _OWN.get(shape, {}).get(field) or _SHARED.get(field, "")
