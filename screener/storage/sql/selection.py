"""Who was chosen, in SQL. Rows are only added."""

from collections.abc import Collection, Mapping

from screener.storage.records import Candidate, Person
from screener.storage.rows import columns_of, from_row
from screener.storage.selection import Outcome, Pooled, Reopening, Selection
from screener.storage.sql.connection import SqlConnection, listed, marks

_LATEST = "SELECT max(id) FROM selection AS newest WHERE newest.candidate_id = candidate.id"
_CHOSEN = "SELECT is_chosen FROM selection WHERE candidate_id = candidate.id ORDER BY id DESC LIMIT 1"


class SqlSelections(SqlConnection):
    """See SelectionStore."""

    def add_selection(self, selection: Selection) -> None:
        """Keep a note."""
        self._insert("selection", selection)

    def add_reopening(self, reopening: Reopening) -> None:
        """Keep that a closed opening was opened again."""
        self._insert("reopening", reopening)

    def reopened(self) -> Mapping[str, str]:
        """Return when openings were opened again, the last time, by their ids."""
        return dict(self._rows("SELECT opening_id, max(at) FROM reopening GROUP BY opening_id"))

    def add_pooled(self, pooled: Pooled) -> None:
        """Keep that an opening belongs to a group; one that belongs to one already stays there."""
        self._insert("pooled", pooled, otherwise="ON CONFLICT (opening_id) DO NOTHING")

    def pooled(self) -> tuple[Pooled, ...]:
        """Return which openings belong to which group."""
        return self._all(Pooled, "pooled", "ORDER BY at, opening_id")

    def find_selection(self, candidate_id: str) -> tuple[Selection, Person] | None:
        """Return the latest note on a candidate, and who made it."""
        rows = self._rows(
            f"SELECT {listed(Selection, 'selection')}, {listed(Person, 'person')} "  # noqa: S608
            "FROM selection JOIN person ON person.id = selection.person_id "
            "WHERE candidate_id = ? ORDER BY selection.id DESC LIMIT 1",
            (candidate_id,),
        )
        split = len(columns_of(Selection))
        return next(((from_row(Selection, row[:split]), from_row(Person, row[split:])) for row in rows), None)

    def selections_of(self, candidate_id: str) -> tuple[Selection, ...]:
        """Return every note on a candidate, in time."""
        return self._all(Selection, "selection", "WHERE candidate_id = ? ORDER BY selection.id", (candidate_id,))

    def chosen_in(self, opening_id: str) -> frozenset[str]:
        """Return the ids of an opening's candidates who were chosen."""
        rows = self._rows(
            "SELECT candidate.id FROM candidate JOIN selection ON selection.candidate_id = candidate.id "  # noqa: S608
            f"WHERE opening_id = ? AND is_chosen = 1 AND selection.id = ({_LATEST})",
            (opening_id,),
        )
        return frozenset(candidate_id for (candidate_id,) in rows)

    def outcomes_of(self, opening_ids: Collection[str]) -> tuple[Outcome, ...]:
        """Return all candidates of these openings, those who withdrew too, in no order that tells anything."""
        rows = self._rows(
            f"SELECT {listed(Candidate, 'candidate')}, coalesce(({_CHOSEN}), 0) FROM candidate "  # noqa: S608
            f"WHERE opening_id IN {marks(opening_ids)} ORDER BY candidate.id",
            tuple(opening_ids),
        )
        return tuple(Outcome(from_row(Candidate, row[:-1]), bool(row[-1])) for row in rows)
