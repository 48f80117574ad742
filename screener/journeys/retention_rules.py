"""How long data on candidates are kept, by where an organisation and its candidates are. No legal advice.

Years are years of the calendar. A rule says when data go; where a law asks that records be kept for at least that time,
erasing somebody before asks for a second look.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from screener.errors import Unreadable

if TYPE_CHECKING:
    from screener.journeys.settings import Retention

NO_RULE = ""  # nothing is deleted by itself


@dataclass(frozen=True)
class Rule:
    """For how long data are kept after the decision.

    `is_minimum` where the law asks that they be kept for so long; else it asks that they go by then. `source` is where
    it stands, `note` what else there is to know.
    """

    id: str
    name: str
    days: int
    years: int
    is_minimum: bool
    source: str
    note: str = ""

    @property
    def period(self) -> str:
        """The time in words."""
        if self.years:
            return f"{self.years} year{'s' if self.years > 1 else ''}"
        return f"{self.days} day{'s' if self.days > 1 else ''}"

    def ends(self, start: datetime) -> datetime:
        """Return when data that began to count at a moment may go. A day that a year does not have is the next one."""
        if not self.years:
            return start + timedelta(days=self.days)
        try:
            return start.replace(year=start.year + self.years)
        except ValueError:  # 29 February
            return start.replace(year=start.year + self.years, month=3, day=1)


_SHIPPED = (
    Rule("germany-180-days", "Germany: 180 days", 180, 0, False, "§ 15 (4) AGG, § 61b (1) ArbGG",
         "Two months to claim and three to sue after a rejection, and a month for the post."),
    Rule("france-2-years", "France: 2 years", 0, 2, False, "CNIL, recruitment guide",
         "At most two years after the last contact."),
    Rule("us-1-year", "United States: 1 year", 0, 1, True, "29 CFR 1602.14",
         "Private employers. Longer once a charge is filed: put a legal hold on."),
    Rule("us-contractors-2-years", "United States, federal contractors: 2 years", 0, 2, True,
         "41 CFR 60-1.12, 60-300.80, 60-741.80",
         "One year with fewer than 150 employees or without a contract of at least 150,000 dollars."),
    Rule("us-agencies-2-years", "United States, federal agencies: 2 years", 0, 2, True, "General Records Schedule 2.1",
         "Ask your records officer: periods differ by kind of record."),
    Rule("california-4-years", "California: 4 years", 0, 4, True, "2 CCR 11013(c)",
         "Since October 2025, data of automated-decision systems included."),
)  # fmt: skip
SHIPPED: Mapping[str, Rule] = {rule.id: rule for rule in _SHIPPED}


def rules_in(settings: "Retention") -> Mapping[str, Rule]:
    """Return the rules that can be chosen: ours, and those of the organisation, which go before ours.

    Raises Unreadable if the settings name none that there is.
    """
    own = {
        name: Rule(name, rule.name, rule.days or 0, rule.years or 0, rule.is_minimum, rule.source)
        for name, rule in settings.rules.items()
    }
    for name, rule in own.items():
        if bool(rule.days) == bool(rule.years):
            raise Unreadable(f"settings.yaml: the rule `{name}` under `retention` needs either `days` or `years`")
    rules = {**SHIPPED, **own}
    if settings.rule and settings.rule not in rules:
        known = ", ".join(rules)
        raise Unreadable(f"settings.yaml: there is no rule `{settings.rule}` for `retention` (choose one of {known})")
    return rules
