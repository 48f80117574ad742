"""Findings under an organisation's policy: what is risky here, how severe, and what is sure enough to show."""

from dataclasses import dataclass

from screener.bank.load import Bank
from screener.bank.model import FlagPolicy, Policy
from screener.scoring.reader import Finding


@dataclass(frozen=True)
class Flag:
    """A finding as an organisation sees it. `severity` is None for a philosophy that it does not regard as risky."""

    finding: Finding
    name: str
    kind: str
    severity: str | None
    probe: str

    @property
    def is_risk(self) -> bool:
        """Whether the candidate holds it now and the organisation regards it as risky."""
        return self.severity is not None and self.finding.stance == "asserted"


def flags_of(findings: tuple[Finding, ...], bank: Bank, policy: Policy) -> tuple[Flag, ...]:
    """Return what the policy lets show, in the order of the quotations."""
    stands = {stand.philosophy: stand for stand in policy.flags}
    return tuple(
        _flag(finding, bank, stands.get(finding.philosophy))
        for finding in findings
        if finding.confidence >= shown_from(finding, policy)
    )


def shown_from(finding: Finding, policy: Policy) -> float:
    """Return the confidence from which a policy lets a finding show. A tentative one is seldom sure of itself."""
    own = next((f.show_from for f in policy.flags if f.philosophy == finding.philosophy), None)
    usual = policy.suggest_from if finding.is_tentative else policy.show_from
    return usual if own is None else own


def _flag(finding: Finding, bank: Bank, stand: FlagPolicy | None) -> Flag:
    philosophy = bank.philosophies[finding.philosophy]
    probe: str = getattr(philosophy.probes, finding.stance)
    return Flag(finding, philosophy.name, philosophy.kind, stand.severity if stand else None, probe)
