"""Why a text was read as it was: the steps lead to what the scorer says, and each names its words and its place."""

import random
from pathlib import Path

import pytest

from screener.bank.load import Library, load_library
from screener.journeys.banks import scorer_of
from screener.paths import shipped
from screener.scoring.answer import Scorer
from screener.scoring.explain import Belief, Explanation, Match, Trial, explain
from screener.scoring.flags import flags_of
from tests.factories import write_bank
from training.corpus import statements

BANK = shipped("questions")
SERVES = "marketing-serves-sales"
BELIEF = "Marketing is there to serve sales."
CASE = "I called her that evening and asked what we had missed."
HELD_BACK = "We missed the year because marketing sent us nothing usable. You can't harvest what nobody sowed."


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(BANK)


@pytest.fixture(scope="module")
def trained(library: Library) -> Scorer:
    return scorer_of(library, BANK)


def phrases_only(text: str, library: Library, scorer: Scorer, **given: str) -> Explanation:
    return explain(Trial(text, **given), scorer, library)


def match_of(explanation: Explanation, name: str) -> Match:
    return next(match for match in explanation.matches if match.id == name)


def belief_of(explanation: Explanation, name: str) -> Belief:
    return next(belief for belief in explanation.beliefs if belief.weighing.finding.philosophy == name)


def test_it_explains_what_the_scorer_says_and_nothing_else(trained: Scorer, library: Library) -> None:
    policy = library.bank.policies["default"]
    for item in random.Random(5).sample(list(statements()), 60):
        trial = Trial(item.text, item.register, item.speaker)
        explained = explain(trial, trained, library)
        score = trained.score(item.text, item.register, item.speaker, None, "", policy.levels_from)
        assert {belief.weighing.finding for belief in explained.beliefs} == set(score.findings)
        flags = flags_of(score.findings, library.bank, policy)
        shown = {b.weighing.finding: (b.severity, b.is_risk) for b in explained.beliefs if b.is_shown}
        assert shown == {flag.finding: (flag.severity, flag.is_risk) for flag in flags}
        assert tuple(level.rating for level in explained.levels if level.is_suggested) == score.ratings
        assert explained.places == score.placements


def test_a_question_brings_its_wording_and_its_competencies(trained: Scorer, library: Library) -> None:
    question = library.bank.questions["standing-asked-for-judgement"]
    explained = explain(Trial(CASE, speaker="marketing", question=question.id), trained, library)
    assert explained.wording == question.ask.marketing
    assert [level.competency for level in explained.levels] == [question.competency, *question.also]
    anybody = explain(Trial(CASE, question=question.id), trained, library)
    assert anybody.wording in question.ask.spoken_to("any")


def test_a_phrase_is_named_as_it_is_written_with_its_line(scorer: Scorer, library: Library) -> None:
    explained = phrases_only(f"{BELIEF} {CASE} The CEO should fix it.", library, scorer)
    assert {match.kind for match in explained.matches} == {"belief", "sign", "behaviour", "place"}
    for match in explained.matches:
        lines = (BANK / match.place.file).read_text(encoding="utf-8").splitlines()[match.place.line - 1 :]
        assert lines[0].lstrip().startswith("- ")
        assert match.signal.phrase in " ".join(line.strip() for line in lines[:3])  # long ones go on
        assert match.signal.matched.of(explained.trial.text)


def test_phrases_stand_in_the_order_of_the_text(scorer: Scorer, library: Library) -> None:
    spans = [match.signal.matched for match in phrases_only(f"{CASE} {BELIEF}", library, scorer).matches]
    assert len(spans) > 2
    assert spans == sorted(spans)


def test_a_match_keeps_what_decided_and_what_there_is_to_doubt(scorer: Scorer, library: Library) -> None:
    text = "My old boss said marketing is there to serve sales, I guess, and he was right."
    signal = match_of(phrases_only(text, library, scorer), SERVES).signal
    assert (signal.stance, signal.rule, signal.doubts) == ("asserted", "approval", ("inferred", "hedge"))
    assert [(kind, span.of(text)) for kind, span in signal.cues] == [("approval", "he was right"), ("hedge", "I guess")]


def test_words_of_one_function_are_doubted_if_it_is_not_known_who_speaks(tmp_path: Path) -> None:
    words = {"words": "the credit belongs to us", "speaker": "sales", "strength": "medium"}
    library = load_library(write_bank(tmp_path, risky={"patterns": [words]}))
    scorer = Scorer(library.bank)
    text = "Honestly, the credit belongs to us in May."
    unknown = match_of(explain(Trial(text), scorer, library), "sole-credit").signal
    assert (unknown.strength, unknown.doubts) == ("medium", ("speaker",))
    assert match_of(explain(Trial(text, speaker="sales"), scorer, library), "sole-credit").signal.doubts == ()


# What became of phrases


def test_a_phrase_that_another_stance_outweighs_does_not_count(scorer: Scorer, library: Library) -> None:
    explained = phrases_only(f"I used to think that marketing is there to serve sales. {BELIEF}", library, scorer)
    uses = [(match.signal.stance, match.use) for match in explained.matches if match.id == SERVES]
    assert uses == [("past", "counts"), ("asserted", "outweighed")]
    weighing = belief_of(explained, SERVES).weighing
    assert (weighing.weighed, weighing.finding.settled) == ("phrases-alone", "outweighs")


def test_words_against_deeds_are_settled_as_such(scorer: Scorer, library: Library) -> None:
    explained = phrases_only(f"I don't think that marketing is there to serve sales. {BELIEF}", library, scorer)
    assert belief_of(explained, SERVES).weighing.finding.settled == "against-deeds"


def test_what_would_outweigh_is_passed_over_if_it_is_too_faint(scorer: Scorer, library: Library) -> None:
    weak = "I guess, if I said that, maybe one could say I don't think that marketing is there to serve sales."
    explained = phrases_only(f"{BELIEF} {weak}", library, scorer)
    assert belief_of(explained, SERVES).weighing.finding.settled == "too-faint"


def test_where_the_network_counts_the_phrase_does_not(trained: Scorer, library: Library) -> None:
    explained = explain(
        Trial("My old boss said marketing is there to serve sales, and he was right."), trained, library
    )
    weighing = belief_of(explained, SERVES).weighing
    assert (weighing.weighed, match_of(explained, SERVES).use) == ("phrases-accuse", "network-counts")
    assert weighing.matched
    assert weighing.heard
    assert weighing.matched.stance == "asserted"
    assert weighing.heard.stance == weighing.finding.stance != "asserted"


def test_where_both_agree_the_phrase_counts(trained: Scorer, library: Library) -> None:
    explained = explain(Trial(BELIEF), trained, library)
    assert belief_of(explained, SERVES).weighing.weighed == "agree"
    assert match_of(explained, SERVES).use == "counts"


def test_signs_count_where_rules_give_the_level_and_are_not_used_where_the_network_does(
    scorer: Scorer, trained: Scorer, library: Library
) -> None:
    text = f"{CASE} I never asked her first step."
    assert match_of(phrases_only(text, library, scorer), "first-step").use == "counts"
    assert match_of(explain(Trial(text), trained, library), "first-step").use == "judged-by-network"
    assert match_of(explain(Trial(text), trained, library), "own-action").use == "judged-by-network"


def test_signs_and_places_of_other_competencies_are_not_used(scorer: Scorer, library: Library) -> None:
    text = f"{CASE} The CEO should fix it."
    elsewhere = phrases_only(text, library, scorer, question="standing-asked-for-judgement")
    assert match_of(elsewhere, "first-step").use == match_of(elsewhere, "chief-executive").use == "not-rated"
    assert elsewhere.places == ()
    assert match_of(phrases_only(text, library, scorer), "chief-executive").use == "counts"


def test_what_is_told_of_others_is_no_sign_and_no_place(scorer: Scorer, library: Library) -> None:
    explained = phrases_only("My boss says the CEO should fix it.", library, scorer)
    assert match_of(explained, "somebody-elses-job").use == "other-stance"
    assert match_of(explained, "chief-executive").use == "other-stance"


def test_of_two_places_the_surer_counts(scorer: Scorer, library: Library) -> None:
    explained = phrases_only(
        "The CEO should fix it. I guess sales and marketing should fix it together.", library, scorer
    )
    assert [placed.value for placed in explained.places] == ["chief-executive"]
    assert match_of(explained, "chief-executive").use == "counts"
    assert match_of(explained, "both-together").use == "outweighed"


def test_a_sign_that_is_hardly_heard_is_too_unsure(scorer: Scorer, library: Library) -> None:
    explained = phrases_only("Suppose I guess I called her that evening, maybe?", library, scorer)
    assert match_of(explained, "own-action").use == "too-unsure"


# Levels


def test_a_level_by_a_rule_names_the_rule_and_its_line(scorer: Scorer, library: Library) -> None:
    (level,) = [own for own in phrases_only(BELIEF, library, scorer).levels if own.competency == "standing"]
    assert not level.is_by_network
    assert level.rating
    assert level.rule
    lines = (BANK / level.rule.file).read_text(encoding="utf-8").splitlines()[level.rule.line - 1 :]
    assert f"level: {level.rating.level}" in lines[0]
    assert level.rating.because in lines[1]


def test_a_rule_that_is_not_sure_enough_suggests_nothing_and_is_named_all_the_same(tmp_path: Path) -> None:
    library = load_library(write_bank(tmp_path, policy={"levels_from": 0.95}))
    trial = Trial("We had standing of kind amber there.")
    (level,) = explain(trial, Scorer(library.bank), library).levels
    assert level.rating
    assert level.rule
    assert (level.rating.level, level.is_suggested, level.needed) == (2, False, 0.95)


def test_a_belief_holds_a_level_back(trained: Scorer, library: Library) -> None:
    levels = explain(Trial(HELD_BACK, speaker="sales"), trained, library).levels
    credit = next(level for level in levels if level.competency == "credit")
    assert credit.is_by_network
    assert credit.held_back_by == ("It was the other side's fault",)
    assert credit.needed == library.bank.policies["default"].levels_from / 2
    assert credit.rating
    assert credit.rating.level <= 2


def test_without_evidence_a_question_still_says_that_there_is_no_level(trained: Scorer, library: Library) -> None:
    text = "The office moved from Leeds to York in March."
    asked = explain(Trial(text, question="standing-asked-for-judgement"), trained, library)
    assert asked.levels
    assert not any(level.is_suggested for level in asked.levels)


def test_a_text_that_cannot_be_read_says_why_and_shows_only_its_sentences(trained: Scorer, library: Library) -> None:
    explained = explain(Trial("Hm. Yes."), trained, library)
    assert "too short" in explained.quality.reason
    assert [own.span.of("Hm. Yes.") for own in explained.sentences] == ["Hm.", "Yes."]
    assert (explained.matches, explained.beliefs, explained.levels, explained.places) == ((), (), (), ())
