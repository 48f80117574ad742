"""Openings, panels and candidates in SQL."""

from collections.abc import Sequence

from screener.errors import NotFound
from screener.storage.openings import OpeningCount, Progress
from screener.storage.records import Candidate, Opening, Panelist, Person
from screener.storage.rows import columns_of, from_row, to_row
from screener.storage.sql.connection import SqlConnection, folded, listed, marks

_COUNTS = """
SELECT {columns},
  (SELECT count(*) FROM candidate WHERE opening_id = opening.id AND withdrawn_at IS NULL),
  count(scorecard.id), count(scorecard.submitted_at)
FROM opening
LEFT JOIN candidate ON candidate.opening_id = opening.id AND candidate.withdrawn_at IS NULL
LEFT JOIN interview ON interview.candidate_id = candidate.id
LEFT JOIN scorecard ON scorecard.interview_id = interview.id
WHERE opening.id IN (SELECT id FROM opening WHERE {where} {order} LIMIT :limit OFFSET :offset)
GROUP BY opening.id {order}
"""
_NEWEST_OF_A_KIND = "ORDER BY opening.created_at DESC, opening.id"  # as two indexes have them
_NEWEST = "ORDER BY opening.closed_at IS NOT NULL, opening.created_at DESC, opening.id"
_BY_NAME = "ORDER BY withdrawn_at IS NOT NULL, name COLLATE NOCASE, id"


class SqlOpenings(SqlConnection):
    """See OpeningStore."""

    def add_opening(self, opening: Opening) -> None:
        """Keep a new opening."""
        self._insert("opening", opening)

    def change_opening(self, opening: Opening) -> None:
        """Replace everything of an opening but who made it and when."""
        self._write(
            "UPDATE opening SET title = :title, role = :role, guide = :guide, policy = :policy, weights = :weights, "
            "needs = :needs, outcome = :outcome, guide_reason = :guide_reason, closed_at = :closed_at, "
            "ratings_seen = :ratings_seen, suggestions_seen = :suggestions_seen, seen_reason = :seen_reason "
            "WHERE id = :id",
            to_row(opening),
        )

    def opening_of(self, opening_id: str) -> Opening:
        """Return an opening. Raises NotFound."""
        opening = self._one(Opening, "opening", "WHERE id = ?", (opening_id,))
        if opening is None:
            raise NotFound("there is no such opening")
        return opening

    def opening_counts(
        self,
        person_id: str | None,
        *,
        opening_id: str | None = None,
        is_closed: bool | None = None,
        limit: int = -1,
        offset: int = 0,
    ) -> tuple[OpeningCount, ...]:
        """Return a stretch of the openings that meet all the conditions; the open ones and the newest first."""
        order = _NEWEST if is_closed is None else _NEWEST_OF_A_KIND
        sql = _COUNTS.format(
            columns=listed(Opening, "opening"), where=_wanted(person_id, opening_id, is_closed), order=order
        )
        split = len(columns_of(Opening))
        values = {"person": person_id, "opening": opening_id, "limit": limit, "offset": offset}
        rows = self._rows(sql, values)
        return tuple(OpeningCount(from_row(Opening, row[:split]), *row[split:]) for row in rows)

    def number_of_openings(self, person_id: str | None, *, is_closed: bool | None = None) -> int:
        """Return how many openings meet the conditions."""
        sql = f"SELECT count(*) FROM opening WHERE {_wanted(person_id, None, is_closed)}"  # noqa: S608
        return int(self._rows(sql, {"person": person_id})[0][0])

    def progress_of(self, opening_id: str) -> Progress:
        """Return how far an opening's interviews have come, those with candidates who withdrew too."""
        rows = self._rows(
            "SELECT count(interview.started_at), EXISTS ("
            "SELECT 1 FROM candidate JOIN interview ON interview.candidate_id = candidate.id "
            "JOIN scorecard ON scorecard.interview_id = interview.id "
            "WHERE candidate.opening_id = :opening AND scorecard.submitted_at IS NOT NULL), "
            "count(DISTINCT CASE WHEN interview.started_at IS NULL "
            "AND (interview.guide <> opening.guide OR interview.policy <> opening.policy) THEN interview.id END), "
            "count(DISTINCT nullif(interview.bank, '')) "
            "FROM opening JOIN candidate ON candidate.opening_id = opening.id "
            "JOIN interview ON interview.candidate_id = candidate.id WHERE opening.id = :opening",
            {"opening": opening_id},
        )
        begun, submitted, otherwise, banks = rows[0]
        return Progress(bool(begun), bool(submitted), otherwise, banks)

    def panel_of(self, opening_id: str) -> tuple[Panelist, ...]:
        """Return an opening's panel, by name."""
        rows = self._rows(
            f"SELECT panelist.is_moderator, {listed(Person, 'person')} "  # noqa: S608
            "FROM panelist JOIN person ON person.id = panelist.person_id "
            "WHERE opening_id = ? ORDER BY person.name COLLATE NOCASE, person.id",
            (opening_id,),
        )
        return tuple(Panelist(opening_id, from_row(Person, row[1:]), bool(row[0])) for row in rows)

    def set_panelist(self, opening_id: str, person_id: str, *, is_moderator: bool) -> None:
        """Put a person on a panel, or change who moderates."""
        self._write(
            "INSERT INTO panelist (opening_id, person_id, is_moderator) VALUES (?, ?, ?) "
            "ON CONFLICT (opening_id, person_id) DO UPDATE SET is_moderator = excluded.is_moderator",
            (opening_id, person_id, int(is_moderator)),
        )

    def remove_panelist(self, opening_id: str, person_id: str) -> None:
        """Take a person off a panel."""
        self._write("DELETE FROM panelist WHERE opening_id = ? AND person_id = ?", (opening_id, person_id))

    def add_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Keep new candidates."""
        with self.transaction():
            for candidate in candidates:
                self._insert("candidate", candidate)

    def change_candidate(self, candidate: Candidate) -> None:
        """Replace a candidate's name, note, withdrawal and erasure."""
        self._write(
            "UPDATE candidate SET name = :name, note = :note, withdrawn_at = :withdrawn_at, erased_at = :erased_at "
            "WHERE id = :id",
            to_row(candidate),
        )

    def candidate_of(self, candidate_id: str) -> Candidate:
        """Return a candidate. Raises NotFound."""
        candidate = self._one(Candidate, "candidate", "WHERE id = ?", (candidate_id,))
        if candidate is None:
            raise NotFound("there is no such candidate")
        return candidate

    def candidates_of(
        self, opening_id: str, *, search: str = "", limit: int = -1, offset: int = 0
    ) -> tuple[tuple[Candidate, ...], int]:
        """Return a stretch of an opening's candidates by name, and how many there are in all."""
        words = folded(search).split()
        if not words:
            return self._candidates_by_name(opening_id, limit, offset)
        names = self._rows(f"SELECT id, name FROM candidate WHERE opening_id = ? {_BY_NAME}", (opening_id,))  # noqa: S608
        found = [own for own, name in names if all(word in folded(name) for word in words)]
        wanted = found[offset:][: limit if limit >= 0 else None]
        where = f"WHERE id IN {marks(wanted)} {_BY_NAME}"
        return self._all(Candidate, "candidate", where, wanted), len(found)

    def _candidates_by_name(self, opening_id: str, limit: int, offset: int) -> tuple[tuple[Candidate, ...], int]:
        where = f"WHERE opening_id = ? {_BY_NAME} LIMIT ? OFFSET ?"
        found = self._all(Candidate, "candidate", where, (opening_id, limit, offset))
        if limit < 0 and not offset:  # these are all
            return found, len(found)
        return found, int(self._rows("SELECT count(*) FROM candidate WHERE opening_id = ?", (opening_id,))[0][0])


def _wanted(person_id: str | None, opening_id: str | None, is_closed: bool | None) -> str:
    """Return the condition for openings with a person on the panel, one opening, or those that are closed or not."""
    conditions = [] if is_closed is not None else ["1 = 1"]
    if person_id is not None:
        conditions.append("opening.id IN (SELECT opening_id FROM panelist WHERE person_id = :person)")
    if opening_id is not None:
        conditions.append("opening.id = :opening")
    if is_closed is not None:
        conditions.append(f"opening.closed_at IS {'NOT ' if is_closed else ''}NULL")
    return " AND ".join(conditions)
