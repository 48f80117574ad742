"""Rules, holds and reports in SQL."""

from collections.abc import Mapping

from screener.storage.records import Candidate, Opening
from screener.storage.retention import Decided, Expiry, Hold, LastDone, OpeningRule
from screener.storage.rows import columns_of, from_row
from screener.storage.sql.connection import SqlConnection, listed

_INTERVIEWS = "SELECT id FROM interview WHERE candidate_id = :candidate"
_CARDS = f"SELECT id FROM scorecard WHERE interview_id IN ({_INTERVIEWS})"  # noqa: S608
# Where the times of a candidate stand: table, column, and what its rows go by.
_TIMES = (
    *((table, "saved_at", f"scorecard_id IN ({_CARDS})") for table in ("draft", "rating", "asking", "flag_answer")),
    ("placement_choice", "saved_at", f"scorecard_id IN ({_CARDS})"),
    ("reading", "shown_at", f"scorecard_id IN ({_CARDS})"),
    *(("scorecard", column, f"interview_id IN ({_INTERVIEWS})") for column in ("left_at", "submitted_at")),
    *(("transcript_file", column, f"interview_id IN ({_INTERVIEWS})") for column in ("attached_at", "removed_at")),
    *(("interview", column, "candidate_id = :candidate") for column in ("created_at", "started_at")),
    *(("consensus", column, "candidate_id = :candidate") for column in ("opened_at", "final_at")),
    ("consensus_level", "saved_at", "candidate_id = :candidate"),
    ("selection", "at", "candidate_id = :candidate"),
    *(("candidate", column, "id = :candidate") for column in ("added_at", "withdrawn_at")),
)
_LAST = " UNION ALL ".join(f"SELECT max({column}) AS at FROM {table} WHERE {where}" for table, column, where in _TIMES)  # noqa: S608
# What people do all day long, each read from its newest row or from a table that stays small.
_NEWEST = """
SELECT at FROM audit_entry WHERE number = (SELECT max(number) FROM audit_entry)
UNION ALL SELECT saved_at FROM draft WHERE id = (SELECT max(id) FROM draft)
UNION ALL SELECT saved_at FROM rating WHERE id = (SELECT max(id) FROM rating)
UNION ALL SELECT max(seen_at) FROM session
UNION ALL SELECT max(created_at) FROM person
UNION ALL SELECT max(closed_at) FROM opening
UNION ALL SELECT max(created_at) FROM opening
"""


class SqlRetention(SqlConnection):
    """See RetentionStore."""

    def set_opening_rule(self, rule: OpeningRule) -> None:
        """Keep the rule of an opening in the place of an earlier one."""
        changed = "rule = excluded.rule, person_id = excluded.person_id, at = excluded.at"
        self._insert("opening_rule", rule, otherwise=f"ON CONFLICT (opening_id) DO UPDATE SET {changed}")

    def opening_rules(self) -> Mapping[str, OpeningRule]:
        """Return the rules that were chosen, by opening."""
        return {rule.opening_id: rule for rule in self._all(OpeningRule, "opening_rule", "")}

    def add_hold(self, hold: Hold) -> None:
        """Keep a hold."""
        self._insert("legal_hold", hold)

    def lift_hold(self, hold_id: str, person_id: str, at: str) -> bool:
        """End a hold; False if it has ended or there is none."""
        sql = "UPDATE legal_hold SET lifted_by = ?, lifted_at = ? WHERE id = ? AND lifted_at IS NULL"
        return self._write(sql, (person_id, at, hold_id)) == 1

    def holds(self) -> tuple[Hold, ...]:
        """Return the holds that are on, in time."""
        return self._all(Hold, "legal_hold", "WHERE lifted_at IS NULL ORDER BY at, id")

    def holds_of(self, opening_id: str) -> tuple[Hold, ...]:
        """Return every hold on an opening or one of its candidates, lifted ones too, in time."""
        return self._all(Hold, "legal_hold", "WHERE opening_id = ? ORDER BY at, id", (opening_id,))

    def decided(self, *, opening_id: str = "") -> tuple[Decided, ...]:
        """Return the candidates on whom everything is decided and who are not erased, of one opening or of all."""
        own = "AND opening.id = :opening " if opening_id else ""
        rows = self._rows(
            f"SELECT {listed(Candidate, 'candidate')}, {listed(Opening, 'opening')} "  # noqa: S608
            "FROM candidate JOIN opening ON opening.id = candidate.opening_id WHERE candidate.erased_at IS NULL "
            f"AND (opening.closed_at IS NOT NULL OR candidate.withdrawn_at IS NOT NULL) {own}"
            "ORDER BY coalesce(opening.closed_at, ''), opening.id, candidate.id",
            {"opening": opening_id} if opening_id else {},
        )
        split = len(columns_of(Candidate))
        openings: dict[str, Opening] = {}
        found = []
        for row in rows:
            opening = openings.setdefault(row[split], from_row(Opening, row[split:]))
            found.append(Decided(from_row(Candidate, row[:split]), opening))
        return tuple(found)

    def kept_candidates(self) -> Mapping[str, int]:
        """Return how many candidates of each opening are not erased; openings without any are not in it."""
        return dict(
            self._rows("SELECT opening_id, count(*) FROM candidate WHERE erased_at IS NULL GROUP BY opening_id")
        )

    def last_record_of(self, candidate_id: str) -> str:
        """Return when something was last kept of a candidate."""
        rows = self._rows(f"SELECT max(at) FROM ({_LAST}) AS times", {"candidate": candidate_id})  # noqa: S608
        return rows[0][0] or ""

    def newest_record(self) -> str:
        """Return the latest time of anything that somebody did; "" where nobody has done anything yet."""
        return max((at for (at,) in self._rows(_NEWEST) if at), default="")

    def add_expiry(self, expiry: Expiry) -> None:
        """Keep what a look at everything that is due came to."""
        self._insert("expiry", expiry)

    def expiries(self, *, limit: int = -1) -> tuple[Expiry, ...]:
        """Return these, the newest first."""
        stretch = "LIMIT :limit" if limit >= 0 else ""
        return self._all(Expiry, "expiry", f"ORDER BY at DESC, id {stretch}", {"limit": limit} if stretch else {})

    def note_done(self, done: LastDone) -> None:
        """Keep when a piece of work was last done, in the place of the time before."""
        self._insert("last_done", done, otherwise="ON CONFLICT (name) DO UPDATE SET at = excluded.at")

    def last_done(self, name: str) -> str:
        """Return when a piece of work was last done; "" for never."""
        return next((at for (at,) in self._rows("SELECT at FROM last_done WHERE name = ?", (name,))), "")
