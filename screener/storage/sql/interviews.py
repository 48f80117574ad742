"""Interviews, scorecards, transcripts and consensus in SQL."""

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate
from typing import Any

from screener.storage.records import (
    Candidate,
    Consensus,
    ConsensusLevel,
    EarlyLook,
    Interview,
    Opening,
    Person,
    Scorecard,
    Seat,
    TranscriptFile,
)
from screener.storage.rows import columns_of, from_row, to_row
from screener.storage.sql.connection import SqlConnection, listed, marks
from screener.storage.store import RoundToDiscuss

_KINDS: tuple[tuple[type[Any], str], ...] = (
    (Scorecard, "scorecard"),
    (Interview, "interview"),
    (Candidate, "candidate"),
    (Opening, "opening"),
    (Person, "person"),
)
_ENDS = tuple(accumulate(len(columns_of(kind)) for kind, _ in _KINDS))
_PARTS = tuple(zip((0, *_ENDS), _ENDS, (kind for kind, _ in _KINDS), strict=False))
_SEATS = f"""
SELECT {", ".join(listed(kind, table) for kind, table in _KINDS)}
FROM scorecard
JOIN interview ON interview.id = scorecard.interview_id
JOIN candidate ON candidate.id = interview.candidate_id
JOIN opening ON opening.id = candidate.opening_id
JOIN person ON person.id = scorecard.person_id
"""  # noqa: S608
# Named as a list, few openings are looked through by their candidates, however many others have been closed.
_OPEN = "(SELECT id FROM opening WHERE closed_at IS NULL)"
_TO_DISCUSS = f"""
SELECT {listed(Opening, "opening")}, {listed(Candidate, "candidate")}, interview.round, count(*),
  max(scorecard.submitted_at), {listed(Person, "person")}
FROM scorecard
JOIN interview ON interview.id = scorecard.interview_id
JOIN candidate ON candidate.id = interview.candidate_id
JOIN opening ON opening.id = candidate.opening_id
LEFT JOIN consensus ON consensus.candidate_id = candidate.id AND consensus.round = interview.round
LEFT JOIN panelist ON panelist.opening_id = opening.id AND panelist.is_moderator = 1
LEFT JOIN person ON person.id = panelist.person_id
WHERE candidate.opening_id IN {_OPEN} AND candidate.withdrawn_at IS NULL AND consensus.candidate_id IS NULL
GROUP BY opening.id, candidate.id, interview.round, person.id
HAVING count(*) > 1 AND count(*) = count(scorecard.submitted_at)
ORDER BY opening.title COLLATE NOCASE, opening.id, candidate.name COLLATE NOCASE, candidate.id, interview.round
"""  # noqa: S608
_OF_OPENING = """
FROM scorecard
JOIN interview ON interview.id = scorecard.interview_id
JOIN candidate ON candidate.id = interview.candidate_id
JOIN person ON person.id = scorecard.person_id
WHERE candidate.opening_id = ?
"""
_IN_ORDER = " ORDER BY candidate.name COLLATE NOCASE, candidate.id, interview.round, person.name, scorecard.id"


class SqlInterviews(SqlConnection):
    """See InterviewStore."""

    def add_interview(self, interview: Interview, scorecards: Sequence[Scorecard]) -> None:
        """Keep a planned interview with a scorecard for each rater."""
        with self.transaction():
            self._insert("interview", interview)
            for scorecard in scorecards:
                self._insert("scorecard", scorecard)

    def remove_interview(self, interview_id: str) -> bool:
        """Remove an interview that nobody has started; False if somebody has."""
        with self.transaction():
            begun = "SELECT 1 FROM scorecard WHERE interview_id = ? AND started_at IS NOT NULL"
            if self._rows(begun, (interview_id,)):
                return False
            own = "SELECT id FROM scorecard WHERE interview_id = ?"
            self._write(f"DELETE FROM early_look WHERE scorecard_id IN ({own})", (interview_id,))  # noqa: S608
            self._write("DELETE FROM scorecard WHERE interview_id = ?", (interview_id,))
            self._write("DELETE FROM transcript_file WHERE interview_id = ?", (interview_id,))
            return self._write("DELETE FROM interview WHERE id = ?", (interview_id,)) == 1

    def reschedule(self, interview_id: str, planned_for: str) -> bool:
        """Set when an interview that nobody has started is to be held; False if somebody has."""
        sql = (
            "UPDATE interview SET planned_for = ? WHERE id = ? AND NOT EXISTS "
            "(SELECT 1 FROM scorecard WHERE interview_id = interview.id AND started_at IS NOT NULL)"
        )
        return self._write(sql, (planned_for, interview_id)) == 1

    def seats(
        self,
        *,
        person_id: str | None = None,
        opening_id: str | None = None,
        candidate_ids: Collection[str] | None = None,
        interview_id: str | None = None,
        is_open: bool = False,
    ) -> tuple[Seat, ...]:
        """Return the scorecards that meet all the conditions given; `is_open`: not submitted, nobody withdrawn."""
        wanted = {
            "scorecard.person_id = ?": person_id,
            "candidate.opening_id = ?": opening_id,
            "scorecard.interview_id = ?": interview_id,
        }
        conditions = [condition for condition, value in wanted.items() if value is not None]
        values: list[Any] = [value for value in wanted.values() if value is not None]
        if candidate_ids is not None:
            conditions.append(f"interview.candidate_id IN {marks(candidate_ids)}")
            values += candidate_ids
        if is_open:
            conditions.append("scorecard.submitted_at IS NULL AND candidate.withdrawn_at IS NULL")
            conditions.append(f"candidate.opening_id IN {_OPEN}")
        return self._seats(f"WHERE {' AND '.join(conditions)}" if conditions else "", values)

    def seats_in(self, opening: Opening, candidates: Collection[Candidate]) -> tuple[Seat, ...]:
        """Return the scorecards of an opening with candidates that are known, in the order of round and rater."""
        split = len(columns_of(Scorecard))
        rows = self._rows(
            f"SELECT {listed(Scorecard, 'scorecard')}, {listed(Interview, 'interview')} {_OF_OPENING} "
            "ORDER BY interview.round, person.name, scorecard.id",
            (opening.id,),
        )
        raters = self._all(Person, "person", f"WHERE id IN (SELECT person.id {_OF_OPENING})", (opening.id,))
        by_id = {candidate.id: candidate for candidate in candidates}
        people = {person.id: person for person in raters}
        interviews: dict[str, Interview] = {}
        found = []
        for row in rows:
            card = Scorecard(*row[:split])
            if card.interview_id not in interviews:
                interviews[card.interview_id] = from_row(Interview, row[split:])
            interview = interviews[card.interview_id]
            if interview.candidate_id in by_id:
                found.append(Seat(card, interview, by_id[interview.candidate_id], opening, people[card.person_id]))
        return tuple(found)

    def candidates_without_interviews(self, opening_id: str) -> tuple[Candidate, ...]:
        """Return those of an opening's candidates for whom nothing is planned and who have not withdrawn, by name."""
        where = (
            "WHERE opening_id = ? AND withdrawn_at IS NULL AND erased_at IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM interview WHERE interview.candidate_id = candidate.id) "
            "ORDER BY name COLLATE NOCASE, id"
        )
        return self._all(Candidate, "candidate", where, (opening_id,))

    def seats_of_rater(self, person_id: str, *, submitted: int) -> tuple[Seat, ...]:
        """Return a rater's scorecards that are not submitted, and the newest `submitted` of those that are."""
        open_ones = "SELECT id FROM scorecard WHERE person_id = ? AND submitted_at IS NULL"
        newest = (
            "SELECT id FROM scorecard WHERE person_id = ? AND submitted_at IS NOT NULL "
            "ORDER BY submitted_at DESC, id LIMIT ?"
        )
        where = f"WHERE scorecard.id IN ({open_ones} UNION ALL SELECT id FROM ({newest}) AS newest)"  # noqa: S608
        return self._seats(where, [person_id, person_id, submitted])

    def pin(self, interview_id: str, bank: str, at: str) -> None:
        """Pin an interview to a bank at its start; once only."""
        sql = "UPDATE interview SET bank = ?, started_at = ? WHERE id = ? AND started_at IS NULL"
        self._write(sql, (bank, at, interview_id))

    def begin(self, scorecard_id: str, at: str) -> None:
        """Note that a rater has begun; once only."""
        self._write("UPDATE scorecard SET started_at = ? WHERE id = ? AND started_at IS NULL", (at, scorecard_id))

    def leave(self, scorecard_id: str, at: str | None) -> None:
        """Note that the candidate has left, or take that back."""
        self._write("UPDATE scorecard SET left_at = ? WHERE id = ? AND submitted_at IS NULL", (at, scorecard_id))

    def submit(self, scorecard_id: str, at: str) -> bool:
        """Lock a scorecard; False if it was locked before."""
        sql = "UPDATE scorecard SET submitted_at = ? WHERE id = ? AND submitted_at IS NULL"
        return self._write(sql, (at, scorecard_id)) == 1

    def add_early_look(self, look: EarlyLook) -> bool:
        """Note that a rater looked early; False if that was noted before."""
        return self._insert("early_look", look, otherwise="ON CONFLICT DO NOTHING") == 1

    def early_looks_in(self, opening_id: str) -> tuple[EarlyLook, ...]:
        """Return the early looks of an opening's raters, in time."""
        where = (
            "JOIN scorecard ON scorecard.id = early_look.scorecard_id "
            "JOIN interview ON interview.id = scorecard.interview_id "
            "JOIN candidate ON candidate.id = interview.candidate_id "
            "WHERE candidate.opening_id = ? ORDER BY early_look.at, early_look.scorecard_id, early_look.question"
        )
        return self._all(EarlyLook, "early_look", where, (opening_id,))

    def add_transcript(self, transcript: TranscriptFile) -> None:
        """Keep a transcript; one that was attached before is marked as removed."""
        with self.transaction():
            self.remove_transcript(transcript.interview_id, transcript.attached_at)
            self._insert("transcript_file", transcript)

    def find_transcript(self, interview_id: str) -> TranscriptFile | None:
        """Return the transcript that is attached to an interview."""
        where = "WHERE interview_id = ? AND removed_at IS NULL"
        return self._one(TranscriptFile, "transcript_file", where, (interview_id,))

    def transcripts_of(self, interview_id: str) -> tuple[TranscriptFile, ...]:
        """Return every transcript that was attached to an interview, those that were set aside too, in time."""
        where = "WHERE interview_id = ? ORDER BY rowid"  # whatever the clock said
        return self._all(TranscriptFile, "transcript_file", where, (interview_id,))

    def assign_speakers(self, transcript: TranscriptFile) -> None:
        """Replace who is who in a transcript."""
        self._write("UPDATE transcript_file SET speakers = :speakers WHERE id = :id", to_row(transcript))

    def remove_transcript(self, interview_id: str, at: str) -> None:
        """Mark the attached transcript as removed."""
        where = "WHERE interview_id = ? AND removed_at IS NULL"
        self._write(f"UPDATE transcript_file SET removed_at = ? {where}", (at, interview_id))  # noqa: S608

    def open_consensus(self, consensus: Consensus) -> None:
        """Begin a discussion; once only."""
        self._insert("consensus", consensus, otherwise="ON CONFLICT (candidate_id, round) DO NOTHING")

    def find_consensus(self, candidate_id: str, round_: int) -> Consensus | None:
        """Return the discussion of a candidate's round."""
        return self._one(Consensus, "consensus", "WHERE candidate_id = ? AND round = ?", (candidate_id, round_))

    def consensuses_of(self, candidate_id: str) -> tuple[Consensus, ...]:
        """Return all discussions of a candidate by round."""
        return self._all(Consensus, "consensus", "WHERE candidate_id = ? ORDER BY round", (candidate_id,))

    def rounds_to_discuss(self) -> tuple[RoundToDiscuss, ...]:
        """Return the rounds of two and more raters that wait for their discussion, in openings that are not closed."""
        return tuple(_round_to_discuss(row) for row in self._rows(_TO_DISCUSS))

    def add_consensus_level(self, level: ConsensusLevel) -> None:
        """Add a level that the panel settled on; the latest for each competency counts."""
        self._insert("consensus_level", level)

    def consensus_levels_of(self, candidate_id: str) -> tuple[ConsensusLevel, ...]:
        """Return every level that was settled on for a candidate, in time."""
        return self._all(ConsensusLevel, "consensus_level", "WHERE candidate_id = ? ORDER BY id", (candidate_id,))

    def finish_consensus(self, candidate_id: str, round_: int, at: str) -> bool:
        """Lock a discussion; False if it was locked before."""
        sql = "UPDATE consensus SET final_at = ? WHERE candidate_id = ? AND round = ? AND final_at IS NULL"
        return self._write(sql, (at, candidate_id, round_)) == 1

    def _seats(self, where: str, values: Collection[Any]) -> tuple[Seat, ...]:
        """Return seats; what several of them belong to is made once."""
        made: dict[tuple[int, str], Any] = {}
        return tuple(Seat(*_parts(row, made)) for row in self._rows(_SEATS + where + _IN_ORDER, values))


def _round_to_discuss(row: tuple[Any, ...]) -> RoundToDiscuss:
    one = len(columns_of(Opening))
    two = one + len(columns_of(Candidate))
    round_, scorecards, submitted_at, *moderator = row[two:]
    return RoundToDiscuss(
        from_row(Opening, row[:one]),
        from_row(Candidate, row[one:two]),
        round_,
        scorecards,
        submitted_at,
        from_row(Person, moderator) if moderator[0] else None,
    )


def _parts(row: tuple[Any, ...], made: dict[tuple[int, str], Any]) -> Iterator[Any]:
    for start, end, kind in _PARTS:
        key = (start, row[start])  # every record begins with its id
        if key not in made:
            made[key] = from_row(kind, row[start:end])
        yield made[key]
