"""What erasing a candidate removes, table by table, in SQL.

A test plants a word in every column and looks for it afterwards; it fails for a column that is neither here nor among
those that hold no words about candidates.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from screener.storage.rows import to_row
from screener.storage.sql.connection import SqlConnection
from screener.storage.summaries import Hearing

_INTERVIEWS = "SELECT id FROM interview WHERE candidate_id = :candidate"
_CARDS = f"SELECT id FROM scorecard WHERE interview_id IN ({_INTERVIEWS})"  # noqa: S608
_OF_CARDS = f"scorecard_id IN ({_CARDS})"
# What nobody has submitted comes to no figure.
_OPEN_CARDS = f"scorecard_id IN ({_CARDS} AND submitted_at IS NULL)"
_OPENING = "opening_id IN (SELECT opening_id FROM candidate WHERE id = :candidate)"


@dataclass(frozen=True)
class Removal:
    """Which rows go, or which of their columns are emptied."""

    table: str
    where: str
    emptied: tuple[str, ...] = ()


REMOVALS = (
    Removal("draft", _OF_CARDS),
    Removal("reading", _OF_CARDS),
    Removal("rating", _OPEN_CARDS),
    Removal("placement_choice", _OPEN_CARDS),
    Removal("asking", _OPEN_CARDS),
    Removal("asking", _OF_CARDS, ("reason",)),
    Removal("flag_answer", _OPEN_CARDS),
    Removal("flag_answer", _OF_CARDS, ("quote", "reason")),
    Removal("transcript_file", f"interview_id IN ({_INTERVIEWS})"),
    Removal("interview", "candidate_id = :candidate", ("carried_note", "planned_for")),
    Removal("consensus_level", "candidate_id = :candidate", ("reason",)),
    Removal("external_id", "candidate_id = :candidate"),
    Removal("legal_hold", _OPENING + " AND (candidate_id = :candidate OR candidate_id = '')", ("reason",)),
    # Lists that wait, and effects of drafts, hold words of many people: they are quickly uploaded and worked out again.
    Removal("import_file", _OPENING),
    Removal("bank_effect", "id <> ''"),
)


class SqlErasing(SqlConnection):
    """See ErasingStore."""

    def erase_words(self, candidate_id: str) -> Mapping[str, int]:
        """Remove every word about a candidate, and return how many rows of which table were removed or emptied."""
        counts: dict[str, int] = {}
        with self.transaction():
            for removal in REMOVALS:
                number = self._write(*_statement(removal, candidate_id))
                if number:
                    counts[removal.table] = counts.get(removal.table, 0) + number
            if hearings := self._empty_hearings(candidate_id):
                counts["hearing"] = hearings
        return counts

    def erased_candidates(self) -> Mapping[str, str]:
        """Return when which candidates were erased, by their ids."""
        return dict(
            self._rows("SELECT id, erased_at FROM candidate WHERE erased_at IS NOT NULL ORDER BY erased_at, id")
        )

    def _empty_hearings(self, candidate_id: str) -> int:
        """Take the words out of what was heard; which beliefs, in which stance, stays as a figure."""
        hearings = self._all(Hearing, "hearing", f"WHERE {_OF_CARDS}", {"candidate": candidate_id})
        for hearing in hearings:
            flags = tuple(flag._replace(start=0, end=0, quote="") for flag in hearing.flags)
            emptied = Hearing(hearing.scorecard_id, hearing.bank, hearing.policy, flags, "", "")
            self._write(
                "UPDATE hearing SET flags = :flags WHERE scorecard_id = :scorecard_id AND bank = :bank "
                "AND policy = :policy",
                {name: value for name, value in to_row(emptied).items() if name not in ("reader", "read_at")},
            )
        return len(hearings)


def _statement(removal: Removal, candidate_id: str) -> tuple[str, Mapping[str, str]]:
    values = {"candidate": candidate_id} if ":candidate" in removal.where else {}
    if not removal.emptied:
        return f"DELETE FROM {removal.table} WHERE {removal.where}", values  # noqa: S608
    emptied = ", ".join(f"{column} = ''" for column in removal.emptied)
    return f"UPDATE {removal.table} SET {emptied} WHERE {removal.where}", values  # noqa: S608
