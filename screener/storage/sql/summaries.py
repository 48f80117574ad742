"""Summaries, hearings and hidden names in SQL."""

from collections.abc import Collection

from screener.storage.records import ConsensusLevel, Rating
from screener.storage.rows import from_row
from screener.storage.sql.connection import SqlConnection, listed, marks
from screener.storage.summaries import Blinding, Heard, Hearing, Summary, heard_of

_OF_OPENING = """
JOIN scorecard ON scorecard.id = {table}.scorecard_id
JOIN interview ON interview.id = scorecard.interview_id
JOIN candidate ON candidate.id = interview.candidate_id
WHERE candidate.opening_id = :opening
"""


class SqlSummaries(SqlConnection):
    """See SummaryStore."""

    def add_summary(self, summary: Summary) -> None:
        """Keep a summary; one that is kept already stays."""
        self._insert("scorecard_summary", summary, otherwise="ON CONFLICT (scorecard_id) DO NOTHING")

    def summaries_of(self, opening_id: str) -> tuple[Summary, ...]:
        """Return the summaries of an opening's scorecards."""
        where = _OF_OPENING.format(table="scorecard_summary")
        return self._all(Summary, "scorecard_summary", where, {"opening": opening_id})

    def add_hearing(self, hearing: Hearing) -> None:
        """Keep a hearing; one with the same bank and policy stays."""
        once = "ON CONFLICT (scorecard_id, bank, policy) DO NOTHING"
        with self.transaction():
            self._insert("hearing", hearing, otherwise=once)
            self._insert("heard", heard_of(hearing), otherwise=once)

    def forget_hearings(self, interview_id: str) -> None:
        """Remove what was heard in an interview's scorecards: they are to be read again."""
        where = "WHERE scorecard_id IN (SELECT id FROM scorecard WHERE interview_id = ?)"
        with self.transaction():
            for table in ("hearing", "heard"):
                self._write(f"DELETE FROM {table} {where}", (interview_id,))  # noqa: S608

    def heard_in(self, opening_id: str, *, bank: str = "", policy: str = "") -> tuple[Heard, ...]:
        """Return what was heard with one bank and policy, without words; "" is what each interview was held with."""
        where = _OF_OPENING.format(table="heard") + (
            "AND heard.bank = coalesce(nullif(:bank, ''), interview.bank) "
            "AND heard.policy = coalesce(nullif(:policy, ''), interview.policy)"
        )
        return self._all(Heard, "heard", where, {"opening": opening_id, "bank": bank, "policy": policy})

    def hearings_of(self, scorecard_ids: Collection[str], *, bank: str = "", policy: str = "") -> tuple[Hearing, ...]:
        """Return the hearings with one bank and policy; "" is what each interview was held with."""
        where = (
            "JOIN scorecard ON scorecard.id = hearing.scorecard_id "
            "JOIN interview ON interview.id = scorecard.interview_id "
            "WHERE hearing.bank = coalesce(nullif(?, ''), interview.bank) "
            f"AND hearing.policy = coalesce(nullif(?, ''), interview.policy) AND scorecard.id IN {marks(scorecard_ids)}"
        )
        return self._all(Hearing, "hearing", where, (bank, policy, *scorecard_ids))

    def ratings_in(self, opening_id: str) -> tuple[Rating, ...]:
        """Return the ratings that count of an opening's submitted scorecards, skipped questions left out."""
        sql = (
            f"SELECT {listed(Rating, 'latest')} FROM ("  # noqa: S608
            "SELECT rating.*, row_number() OVER (PARTITION BY rating.scorecard_id, rating.question, rating.competency "
            "ORDER BY rating.written_at DESC, rating.id DESC) AS rank FROM rating "
            "JOIN scorecard ON scorecard.id = rating.scorecard_id AND scorecard.submitted_at IS NOT NULL "
            "JOIN interview ON interview.id = scorecard.interview_id "
            "JOIN candidate ON candidate.id = interview.candidate_id AND candidate.opening_id = ?"
            ") AS latest WHERE rank = 1 AND coalesce((SELECT state FROM asking "
            "WHERE asking.scorecard_id = latest.scorecard_id AND asking.question = latest.question "
            "ORDER BY asking.written_at DESC, asking.id DESC LIMIT 1), '') <> 'skipped' ORDER BY latest.id"
        )
        return tuple(from_row(Rating, row) for row in self._rows(sql, (opening_id,)))

    def settled_in(self, opening_id: str) -> tuple[ConsensusLevel, ...]:
        """Return what counts of the finished discussions: the level settled on last for each round and competency."""
        sql = (
            f"SELECT {listed(ConsensusLevel, 'consensus_level')} FROM consensus_level "  # noqa: S608
            "JOIN consensus ON consensus.candidate_id = consensus_level.candidate_id "
            "AND consensus.round = consensus_level.round AND consensus.final_at IS NOT NULL "
            "JOIN candidate ON candidate.id = consensus_level.candidate_id "
            "WHERE candidate.opening_id = ? AND NOT EXISTS (SELECT 1 FROM consensus_level AS later "
            "WHERE later.candidate_id = consensus_level.candidate_id AND later.round = consensus_level.round "
            "AND later.competency = consensus_level.competency AND later.id > consensus_level.id) "
            "ORDER BY consensus_level.id"
        )
        return tuple(ConsensusLevel(*row) for row in self._rows(sql, (opening_id,)))

    def add_blinding(self, blinding: Blinding) -> None:
        """Keep that names were hidden or shown again."""
        self._insert("blinding", blinding)

    def blindings_of(self, opening_id: str) -> tuple[Blinding, ...]:
        """Return when names were hidden and shown again, in the order in which it was done, whatever the clock said."""
        return self._all(Blinding, "blinding", "WHERE opening_id = ? ORDER BY rowid", (opening_id,))
