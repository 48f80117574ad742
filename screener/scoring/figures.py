"""How well beliefs and levels are read, against texts that people have labelled."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Claim:
    """A belief that a reader found in a text, with the quotation that it gives."""

    philosophy: str
    stance: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class LabelledStatement:
    """A text and the stance of each belief in it."""

    text: str
    stances: Mapping[str, str]


@dataclass(frozen=True)
class LabelledAnswer:
    """An answer's levels; on `optional` competencies neither a level nor none counts."""

    ratings: Mapping[str, float]
    optional: frozenset[str]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of nothing is 0."""
        return self.part / self.of if self.of else 0.0


@dataclass
class Hits:
    """What was found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return Share(self.right, self.right + self.wrong).share

    @property
    def recall(self) -> float:
        """Share of what there is that was found."""
        return Share(self.right, self.right + self.missed).share

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return Share(2 * self.right, 2 * self.right + self.wrong + self.missed).share

    @property
    def held(self) -> int:
        """How many there are."""
        return self.right + self.missed


@dataclass
class StatementFigures:
    """Beliefs found against beliefs labelled. `each` is about asserted ones."""

    each: dict[str, Hits] = field(default_factory=lambda: defaultdict(Hits))
    kinds: Mapping[str, str] = field(default_factory=dict)
    statements: int = 0
    wrong_way: Share = Share(0, 0)
    false_flags: Share = Share(0, 0)
    stance: Share = Share(0, 0)
    broken_quotes: int = 0

    def of_kind(self, kind: str) -> Hits:
        """Return the hits of all risky or all healthy beliefs together."""
        total = Hits()
        for name, hits in self.each.items():
            if self.kinds.get(name) == kind:
                total = Hits(total.right + hits.right, total.wrong + hits.wrong, total.missed + hits.missed)
        return total

    def macro_f1(self, kind: str) -> float:
        """Return the mean F1 of the beliefs of a kind that the labels hold."""
        held = [hits.f1 for name, hits in self.each.items() if self.kinds.get(name) == kind and hits.held]
        return sum(held) / len(held) if held else 0.0


def statement_figures(
    read: Iterable[tuple[LabelledStatement, Sequence[Claim]]], kinds: Mapping[str, str]
) -> StatementFigures:
    """Count hits and misses. `kinds` tells risky from healthy beliefs."""
    figures = StatementFigures(kinds=kinds)
    counts: Counter[str] = Counter()
    for item, claims in read:
        figures.statements += 1
        asserted = {c.philosophy for c in claims if c.stance == "asserted"}
        held = {name for name, stance in item.stances.items() if stance == "asserted"}
        for name in asserted | held:
            figures.each[name].right += name in asserted and name in held
            figures.each[name].wrong += name not in held
            figures.each[name].missed += name not in asserted
        risky = {name for name in asserted if kinds.get(name) == "risky"}
        others = {n for n, s in item.stances.items() if s != "asserted" and kinds.get(n) == "risky"}
        counts.update(not_held=len(others), wrong_way=len(others & risky))
        counts.update(neutral=not item.stances, flagged=bool(not item.stances and risky))
        for claim in claims:
            if claim.philosophy in item.stances:
                counts.update(seen=1, right=claim.stance == item.stances[claim.philosophy])
            figures.broken_quotes += not claim.quote or item.text[claim.start : claim.end] != claim.quote
    figures.wrong_way = Share(counts["wrong_way"], counts["not_held"])
    figures.false_flags = Share(counts["flagged"], counts["neutral"])
    figures.stance = Share(counts["right"], counts["seen"])
    return figures


@dataclass(frozen=True)
class AnswerFigures:
    """Levels suggested against levels given."""

    answers: int
    coverage: Share  # cells with a level for which one was suggested
    invented: int  # cells without a level for which one was suggested
    empty_rated: Share  # answers with nothing to judge by for which a level was suggested
    kappa: float  # quadratic weights
    exact: float
    within_one: float
    mean_difference: float

    @property
    def invented_per_100(self) -> float:
        """Invented levels in a hundred answers."""
        return 100 * self.invented / self.answers if self.answers else 0.0


def answer_figures(rated: Iterable[tuple[LabelledAnswer, Mapping[str, int]]]) -> AnswerFigures:
    """Compare levels. Halves in the labels mean that the raters differed."""
    pairs: list[tuple[float, float]] = []
    counts: Counter[str] = Counter()
    for item, levels in rated:
        pairs += [(level, levels[name]) for name, level in item.ratings.items() if name in levels]
        extra = [name for name in levels if name not in item.ratings and name not in item.optional]
        counts.update(answers=1, cells=len(item.ratings), invented=len(extra))
        counts.update(empty=not item.ratings, empty_rated=bool(not item.ratings and extra))
    size = len(pairs) or 1
    return AnswerFigures(
        counts["answers"],
        Share(len(pairs), counts["cells"]),
        counts["invented"],
        Share(counts["empty_rated"], counts["empty"]),
        weighted_kappa(pairs),
        sum(abs(a - b) <= 0.5 for a, b in pairs) / size,
        sum(abs(a - b) <= 1 for a, b in pairs) / size,
        sum(b - a for a, b in pairs) / size,
    )


def weighted_kappa(pairs: Sequence[tuple[float, float]], levels: int = 5) -> float:
    """Return Cohen's kappa with quadratic weights (Cohen 1968). 0 without pairs, 1 if chance cannot err."""
    if not pairs:
        return 0.0
    rows, columns = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)

    def weight(a: float, b: float) -> float:
        return (a - b) ** 2 / (levels - 1) ** 2

    seen = sum(weight(a, b) for a, b in pairs)
    chance = sum(weight(a, b) * rows[a] * columns[b] / len(pairs) for a in rows for b in columns)
    return 1 - seen / chance if chance else 1.0
