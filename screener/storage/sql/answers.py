"""What raters write, in SQL. Rows are only added."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from screener.storage.records import Asking, Draft, Entry, FlagAnswer, PlacementChoice, Rating, Reading
from screener.storage.rows import from_row
from screener.storage.sql.connection import SqlConnection, listed, marks
from screener.storage.store import K

R = TypeVar("R")

_TABLES: dict[type[Any], str] = {
    Rating: "rating",
    PlacementChoice: "placement_choice",
    Asking: "asking",
    FlagAnswer: "flag_answer",
}
_KEPT: dict[type[Any], str] = {**_TABLES, Draft: "draft", Reading: "reading"}


class SqlAnswers(SqlConnection):
    """See AnswerStore."""

    def append_draft(self, draft: Draft) -> Draft:
        """Add a state of a note and return it with its revision; a repeated key returns what was kept before."""
        with self.transaction(draft.scorecard_id):
            kept = self._one(Draft, "draft", "WHERE scorecard_id = ? AND key = ?", (draft.scorecard_id, draft.key))
            if kept is not None:
                return kept
            latest = "SELECT coalesce(max(revision), 0) FROM draft WHERE scorecard_id = ? AND question = ?"
            draft = replace(draft, revision=self._rows(latest, (draft.scorecard_id, draft.question))[0][0] + 1)
            self._insert("draft", draft)
        return draft

    def heads_of(self, scorecard_ids: Collection[str]) -> tuple[Draft, ...]:
        """Return the drafts that no other follows: one for each note, or one for each window that wrote apart."""
        followed = (
            "SELECT 1 FROM draft AS later WHERE later.scorecard_id = draft.scorecard_id "
            "AND later.question = draft.question AND draft.revision IN (later.parent, later.joined) "
            "AND later.revision > draft.revision"  # a page may name a parent that is not there yet, as after a restore
        )
        where = f"WHERE scorecard_id IN {marks(scorecard_ids)} AND NOT EXISTS ({followed}) ORDER BY id"
        return self._all(Draft, "draft", where, tuple(scorecard_ids))

    def drafts_of(self, scorecard_id: str, question: str) -> tuple[Draft, ...]:
        """Return every state of a note."""
        where = "WHERE scorecard_id = ? AND question = ? ORDER BY revision"
        return self._all(Draft, "draft", where, (scorecard_id, question))

    def append(self, entry: Entry) -> bool:
        """Add what a rater did; False if an entry with its key was kept before."""
        return self._insert(_TABLES[type(entry)], entry, otherwise="ON CONFLICT (scorecard_id, key) DO NOTHING") == 1

    def ratings_of(self, scorecard_ids: Collection[str]) -> tuple[Rating, ...]:
        """Return the latest rating for each question and competency."""
        return self._latest(Rating, "rating", "question, competency", scorecard_ids)

    def rated_counts(self, scorecard_ids: Collection[str], rated_on: Mapping[str, str]) -> Mapping[str, int]:
        """Return how many questions are rated or skipped, by scorecard (0 for one that was not touched)."""
        cards, pairs = marks(scorecard_ids), ", ".join(["(?, ?)"] * len(rated_on))
        newest = f"SELECT max(id) FROM asking WHERE scorecard_id IN {cards} GROUP BY scorecard_id, question"  # noqa: S608
        rated = f"scorecard_id IN {cards} AND (question, competency) IN (VALUES {pairs or '(NULL, NULL)'})"
        sql = (
            "SELECT scorecard_id, count(DISTINCT question) FROM ("  # noqa: S608
            f"SELECT scorecard_id, question FROM rating WHERE {rated} UNION ALL "
            f"SELECT scorecard_id, question FROM asking WHERE id IN ({newest}) AND state = 'skipped'"
            ") AS touched GROUP BY scorecard_id"
        )
        own = [value for pair in rated_on.items() for value in pair]
        counted = dict(self._rows(sql, [*scorecard_ids, *own, *scorecard_ids]))
        return {scorecard_id: counted.get(scorecard_id, 0) for scorecard_id in scorecard_ids}

    def placements_of(self, scorecard_ids: Collection[str]) -> tuple[PlacementChoice, ...]:
        """Return the latest choice for each question and scheme."""
        return self._latest(PlacementChoice, "placement_choice", "question, placement", scorecard_ids)

    def askings_of(self, scorecard_ids: Collection[str]) -> tuple[Asking, ...]:
        """Return how each question came up, the latest."""
        return self._latest(Asking, "asking", "question", scorecard_ids)

    def flag_answers_of(self, scorecard_ids: Collection[str]) -> tuple[FlagAnswer, ...]:
        """Return the latest answer to each flag."""
        return self._latest(FlagAnswer, "flag_answer", "question, source, philosophy", scorecard_ids)

    def everything_of(self, scorecard_id: str, kind: type[K]) -> tuple[K, ...]:
        """Return every record of a kind that a scorecard has, as they were kept, changed and replaced ones too."""
        return self._all(kind, _KEPT[kind], "WHERE scorecard_id = ? ORDER BY id", (scorecard_id,))

    def add_reading(self, reading: Reading) -> None:
        """Keep what was shown to a rater."""
        self._insert("reading", reading)

    def readings_of(self, scorecard_ids: Collection[str]) -> tuple[Reading, ...]:
        """Return the latest reading for each question and source."""
        return self._latest(Reading, "reading", "question, source", scorecard_ids, "id")

    def last_entry_at(self, scorecard_id: str) -> str:
        """Return the latest time at which an entry of a scorecard was kept, notes left out; "" for none."""
        latest = " UNION ALL ".join(
            f"SELECT max(saved_at) AS at FROM {table} WHERE scorecard_id = :card"  # noqa: S608
            for table in _TABLES.values()
        )
        ((at,),) = self._rows(f"SELECT max(at) FROM ({latest}) AS latest", {"card": scorecard_id})  # noqa: S608
        return at or ""

    def has_entry(self, scorecard_id: str, key: str) -> bool:
        """Whether an entry with this key was kept."""
        kept = " UNION ALL ".join(
            f"SELECT 1 FROM {table} WHERE scorecard_id = :card AND key = :key"  # noqa: S608
            for table in _TABLES.values()
        )
        return bool(self._rows(kept, {"card": scorecard_id, "key": key}))

    def _latest(
        self, kind: type[R], table: str, by: str, scorecard_ids: Collection[str], time: str = "written_at"
    ) -> tuple[R, ...]:
        """Return the row that was written last for each scorecard and `by`; what waited for the network comes later."""
        columns = listed(kind, "latest")
        ranked = (
            f"SELECT *, row_number() OVER (PARTITION BY scorecard_id, {by} ORDER BY {time} DESC, id DESC) AS rank "  # noqa: S608
            f"FROM {table} WHERE scorecard_id IN {marks(scorecard_ids)}"
        )
        sql = f"SELECT {columns} FROM ({ranked}) AS latest WHERE rank = 1 ORDER BY id"  # noqa: S608
        return tuple(from_row(kind, row) for row in self._rows(sql, tuple(scorecard_ids)))
