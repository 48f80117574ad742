from dataclasses import replace

from screener.scoring.answer import Scorer
from screener.scoring.flags import flags_of

TEXT = "Marketing is there to serve sales."


def test_the_policy_says_how_severe_and_how_sure(scorer: Scorer) -> None:
    findings = scorer.findings(TEXT)
    policy = scorer.bank.policies["default"]
    (flag,) = flags_of(findings, scorer.bank, policy)
    assert (flag.finding.philosophy, flag.severity, flag.is_risk) == ("marketing-serves-sales", "high", True)
    strict = policy.model_copy(
        update={"show_from": 0.99, "flags": [f.model_copy(update={"show_from": None}) for f in policy.flags]}
    )
    assert flags_of(findings, scorer.bank, strict) == ()


def test_a_belief_that_an_organisation_accepts_is_shown_without_severity(scorer: Scorer) -> None:
    policy = scorer.bank.policies["default"]
    flags = [f for f in policy.flags if f.philosophy != "marketing-serves-sales"]
    (flag,) = flags_of(scorer.findings(TEXT), scorer.bank, policy.model_copy(update={"flags": flags}))
    assert flag.severity is None
    assert not flag.is_risk


def test_a_rejected_belief_is_no_risk_and_brings_its_own_probe(scorer: Scorer) -> None:
    (flag,) = flags_of(
        scorer.findings("I don't think that marketing is there to serve sales."),
        scorer.bank,
        scorer.bank.policies["default"],
    )
    assert flag.finding.stance == "rejected"
    assert not flag.is_risk
    assert flag.probe == scorer.bank.philosophies["marketing-serves-sales"].probes.rejected


def test_a_belief_known_by_its_examples_alone_has_a_threshold_of_its_own(scorer: Scorer) -> None:
    (found,) = scorer.findings(TEXT)
    faint = replace(found, confidence=0.3, is_tentative=True)
    policy = scorer.bank.policies["default"].model_copy(update={"show_from": 0.6, "suggest_from": 0.3})
    assert [flag.finding for flag in flags_of((faint,), scorer.bank, policy)] == [faint]
    assert flags_of((replace(faint, is_tentative=False),), scorer.bank, policy) == ()
    assert flags_of((replace(faint, confidence=0.29),), scorer.bank, policy) == ()
