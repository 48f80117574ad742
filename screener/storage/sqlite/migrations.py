"""The tables, step by step. A step that has been released is never changed; a change is a new step."""

from hashlib import sha256

from sqlite_utils import Database, Migrations

migrations = Migrations("screener")

# Portable on purpose: ids and times are texts, JSON is text, counting happens on rows and not in triggers.
_FIRST = """
CREATE TABLE person (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, email TEXT NOT NULL, password_hash TEXT NOT NULL,
  created_at TEXT NOT NULL, ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX person_email ON person (email) WHERE email <> '';
CREATE TABLE sign_in_key (
  hash TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, made_by TEXT NOT NULL,
  created_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT, withdrawn_at TEXT
) STRICT;
CREATE INDEX sign_in_key_person ON sign_in_key (person_id);
CREATE TABLE session (
  hash TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id), device TEXT NOT NULL,
  created_at TEXT NOT NULL, seen_at TEXT NOT NULL, ended_at TEXT
) STRICT;
CREATE INDEX session_person ON session (person_id);
CREATE TABLE opening (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, role TEXT NOT NULL, guide TEXT NOT NULL, policy TEXT NOT NULL,
  weights TEXT NOT NULL, created_by TEXT NOT NULL REFERENCES person (id), created_at TEXT NOT NULL,
  needs TEXT NOT NULL, outcome TEXT NOT NULL, guide_reason TEXT NOT NULL, closed_at TEXT
) STRICT;
CREATE TABLE panelist (
  opening_id TEXT NOT NULL REFERENCES opening (id), person_id TEXT NOT NULL REFERENCES person (id),
  is_moderator INTEGER NOT NULL, PRIMARY KEY (opening_id, person_id)
) STRICT;
CREATE INDEX panelist_person ON panelist (person_id);
CREATE TABLE candidate (
  id TEXT PRIMARY KEY, opening_id TEXT NOT NULL REFERENCES opening (id), name TEXT NOT NULL, note TEXT NOT NULL,
  added_at TEXT NOT NULL, withdrawn_at TEXT
) STRICT;
CREATE INDEX candidate_opening ON candidate (opening_id, withdrawn_at IS NOT NULL, name COLLATE NOCASE, id);
CREATE TABLE interview (
  id TEXT PRIMARY KEY, candidate_id TEXT NOT NULL REFERENCES candidate (id), round INTEGER NOT NULL,
  is_joint INTEGER NOT NULL, guide TEXT NOT NULL, policy TEXT NOT NULL, carried TEXT NOT NULL,
  carried_note TEXT NOT NULL, created_at TEXT NOT NULL, planned_for TEXT NOT NULL, bank TEXT NOT NULL, started_at TEXT
) STRICT;
CREATE INDEX interview_candidate ON interview (candidate_id, round, id);
CREATE TABLE scorecard (
  id TEXT PRIMARY KEY, interview_id TEXT NOT NULL REFERENCES interview (id),
  person_id TEXT NOT NULL REFERENCES person (id), created_at TEXT NOT NULL, started_at TEXT, left_at TEXT,
  submitted_at TEXT, UNIQUE (interview_id, person_id)
) STRICT;
CREATE INDEX scorecard_interview ON scorecard (interview_id, submitted_at, id);
CREATE INDEX scorecard_person ON scorecard (person_id, submitted_at);
CREATE TABLE draft (
  id INTEGER PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  revision INTEGER NOT NULL, parent INTEGER NOT NULL, joined INTEGER, window TEXT NOT NULL, key TEXT NOT NULL,
  text TEXT NOT NULL, written_at TEXT NOT NULL, saved_at TEXT NOT NULL,
  UNIQUE (scorecard_id, question, revision), UNIQUE (scorecard_id, key)
) STRICT;
CREATE TABLE rating (
  id INTEGER PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  competency TEXT NOT NULL, level INTEGER CHECK (level BETWEEN 1 AND 5), after_suggestion INTEGER NOT NULL,
  key TEXT NOT NULL, written_at TEXT NOT NULL, saved_at TEXT NOT NULL, UNIQUE (scorecard_id, key)
) STRICT;
CREATE TABLE placement_choice (
  id INTEGER PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  placement TEXT NOT NULL, value TEXT NOT NULL, amount INTEGER,
  key TEXT NOT NULL, written_at TEXT NOT NULL, saved_at TEXT NOT NULL, UNIQUE (scorecard_id, key)
) STRICT;
CREATE TABLE asking (
  id INTEGER PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL,
  key TEXT NOT NULL, written_at TEXT NOT NULL, saved_at TEXT NOT NULL, UNIQUE (scorecard_id, key)
) STRICT;
CREATE TABLE flag_answer (
  id INTEGER PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  source TEXT NOT NULL, philosophy TEXT NOT NULL, quote TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
  key TEXT NOT NULL, written_at TEXT NOT NULL, saved_at TEXT NOT NULL, UNIQUE (scorecard_id, key)
) STRICT;
CREATE TABLE reading (
  id INTEGER PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  source TEXT NOT NULL, text TEXT NOT NULL, bank TEXT NOT NULL, data TEXT NOT NULL, shown_at TEXT NOT NULL
) STRICT;
CREATE INDEX reading_scorecard ON reading (scorecard_id, question);
CREATE TABLE transcript_file (
  id TEXT PRIMARY KEY, interview_id TEXT NOT NULL REFERENCES interview (id), file_name TEXT NOT NULL,
  content BLOB NOT NULL, consent TEXT NOT NULL, attached_by TEXT NOT NULL REFERENCES person (id),
  attached_at TEXT NOT NULL, speakers TEXT NOT NULL, removed_at TEXT
) STRICT;
CREATE INDEX transcript_file_interview ON transcript_file (interview_id);
CREATE TABLE consensus (
  candidate_id TEXT NOT NULL REFERENCES candidate (id), round INTEGER NOT NULL,
  moderator_id TEXT NOT NULL REFERENCES person (id), opened_at TEXT NOT NULL, final_at TEXT,
  PRIMARY KEY (candidate_id, round)
) STRICT;
CREATE TABLE consensus_level (
  id INTEGER PRIMARY KEY, candidate_id TEXT NOT NULL REFERENCES candidate (id), round INTEGER NOT NULL,
  competency TEXT NOT NULL, level INTEGER CHECK (level BETWEEN 1 AND 5), reason TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id), saved_at TEXT NOT NULL
) STRICT;
CREATE INDEX consensus_level_round ON consensus_level (candidate_id, round);
CREATE TABLE bank_file (
  fingerprint TEXT NOT NULL, path TEXT NOT NULL, content BLOB NOT NULL, kept_at TEXT NOT NULL,
  PRIMARY KEY (fingerprint, path)
) STRICT;
"""


@migrations()
def first_tables(db: Database) -> None:
    """Lay out everything from accounts to consensus."""
    db.executescript(_FIRST)


@migrations()
def comparing(db: Database) -> None:
    """Keep what submitted scorecards come to, what was heard in them, and when candidates' names were hidden."""
    db.executescript("""
CREATE TABLE scorecard_summary (
  scorecard_id TEXT PRIMARY KEY REFERENCES scorecard (id), levels TEXT NOT NULL, places TEXT NOT NULL,
  verdicts TEXT NOT NULL
) STRICT;
CREATE TABLE hearing (
  scorecard_id TEXT NOT NULL REFERENCES scorecard (id), bank TEXT NOT NULL, policy TEXT NOT NULL, flags TEXT NOT NULL,
  reader TEXT NOT NULL, read_at TEXT NOT NULL, PRIMARY KEY (scorecard_id, bank, policy)
) STRICT;
CREATE TABLE heard (
  scorecard_id TEXT NOT NULL REFERENCES scorecard (id), bank TEXT NOT NULL, policy TEXT NOT NULL, reader TEXT NOT NULL,
  beliefs TEXT NOT NULL, PRIMARY KEY (scorecard_id, bank, policy)
) STRICT;
CREATE TABLE blinding (
  id TEXT PRIMARY KEY, opening_id TEXT NOT NULL REFERENCES opening (id), is_blind INTEGER NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL
) STRICT;
CREATE INDEX blinding_opening ON blinding (opening_id);
CREATE TABLE reopening (
  id TEXT PRIMARY KEY, opening_id TEXT NOT NULL REFERENCES opening (id), person_id TEXT NOT NULL REFERENCES person (id),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX reopening_opening ON reopening (opening_id);
CREATE TABLE pooled (
  opening_id TEXT PRIMARY KEY REFERENCES opening (id), group_id TEXT NOT NULL REFERENCES opening (id),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX pooled_group ON pooled (group_id);
""")


@migrations()
def practice(db: Database) -> None:
    """Keep what raters gave sample answers when they practised."""
    db.executescript("""
CREATE TABLE calibration_rating (
  id TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id), bank TEXT NOT NULL, competency TEXT NOT NULL,
  example TEXT NOT NULL, level INTEGER CHECK (level BETWEEN 1 AND 5),
  reference INTEGER CHECK (reference BETWEEN 1 AND 5), at TEXT NOT NULL
) STRICT;
CREATE INDEX calibration_rating_person ON calibration_rating (person_id, at);
""")


@migrations()
def importing(db: Database) -> None:
    """Keep uploaded lists until they are taken over, and the ids that candidates bear in other systems."""
    db.executescript("""
CREATE TABLE import_file (
  id TEXT PRIMARY KEY, opening_id TEXT NOT NULL REFERENCES opening (id),
  person_id TEXT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, name TEXT NOT NULL, scheme TEXT NOT NULL,
  content BLOB NOT NULL, uploaded_at TEXT NOT NULL, taken_at TEXT
) STRICT;
CREATE INDEX import_file_opening ON import_file (opening_id);
CREATE INDEX import_file_person ON import_file (person_id);
CREATE TABLE external_id (
  opening_id TEXT NOT NULL REFERENCES opening (id), scheme TEXT NOT NULL, value TEXT NOT NULL,
  candidate_id TEXT NOT NULL REFERENCES candidate (id), PRIMARY KEY (opening_id, scheme, value)
) STRICT;
CREATE INDEX external_id_candidate ON external_id (candidate_id);
""")


@migrations()
def selection(db: Database) -> None:
    """Keep whom an opening chose."""
    db.executescript("""
CREATE TABLE selection (
  id INTEGER PRIMARY KEY, candidate_id TEXT NOT NULL REFERENCES candidate (id), is_chosen INTEGER NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL
) STRICT;
CREATE INDEX selection_candidate ON selection (candidate_id);
""")


@migrations()
def tokens(db: Database) -> None:
    """Keep the tokens by which other programs read."""
    db.executescript("""
CREATE TABLE api_token (
  id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES person (id), created_at TEXT NOT NULL, expires_at TEXT NOT NULL,
  used_at TEXT, withdrawn_at TEXT
) STRICT;
""")


_BANK = """
CREATE TABLE bank_content (hash TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT;
CREATE TABLE bank_file_by_hash (
  fingerprint TEXT NOT NULL, path TEXT NOT NULL, hash TEXT NOT NULL REFERENCES bank_content (hash),
  kept_at TEXT NOT NULL, PRIMARY KEY (fingerprint, path)
) STRICT;
CREATE TABLE bank_save (
  id INTEGER PRIMARY KEY, bank TEXT NOT NULL, kind TEXT NOT NULL, person_id TEXT REFERENCES person (id),
  reason TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE bank_draft (
  id TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, title TEXT NOT NULL,
  made_at TEXT NOT NULL, changed_at TEXT NOT NULL, ended_at TEXT
) STRICT;
CREATE TABLE bank_draft_file (
  draft_id TEXT NOT NULL REFERENCES bank_draft (id), path TEXT NOT NULL, base TEXT NOT NULL, content BLOB,
  PRIMARY KEY (draft_id, path)
) STRICT;
CREATE TABLE bank_effect (
  id TEXT PRIMARY KEY, draft_id TEXT NOT NULL REFERENCES bank_draft (id),
  person_id TEXT NOT NULL REFERENCES person (id), seal TEXT NOT NULL, begun_at TEXT NOT NULL, seen_at TEXT NOT NULL,
  state TEXT NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL, result TEXT NOT NULL
) STRICT;
CREATE INDEX bank_effect_draft ON bank_effect (draft_id, person_id);
"""


@migrations()
def bank_states(db: Database) -> None:
    """Keep each file of the bank once, who changed the bank when and why, and changes that are not adopted yet."""
    db.executescript(_BANK)
    for fingerprint, path, content, kept_at in db.execute("SELECT * FROM bank_file").fetchall():
        key = sha256(content).hexdigest()
        db.execute("INSERT INTO bank_content VALUES (?, ?) ON CONFLICT (hash) DO NOTHING", (key, content))
        db.execute("INSERT INTO bank_file_by_hash VALUES (?, ?, ?, ?)", (fingerprint, path, key, kept_at))
    db.executescript("DROP TABLE bank_file; ALTER TABLE bank_file_by_hash RENAME TO bank_file;")


_AUDIT = """
CREATE TABLE audit_entry (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, person_id TEXT NOT NULL, origin TEXT NOT NULL, action TEXT NOT NULL,
  opening_id TEXT NOT NULL, candidate_id TEXT NOT NULL, interview_id TEXT NOT NULL, subject TEXT NOT NULL,
  facts TEXT NOT NULL, words_seal TEXT NOT NULL, seal TEXT NOT NULL
) STRICT;
CREATE INDEX audit_entry_candidate ON audit_entry (candidate_id, number) WHERE candidate_id <> '';
CREATE INDEX audit_entry_opening ON audit_entry (opening_id, number) WHERE opening_id <> '';
CREATE INDEX audit_entry_person ON audit_entry (person_id, number);
CREATE INDEX audit_entry_action ON audit_entry (action, number);
CREATE TABLE audit_words (
  number INTEGER PRIMARY KEY REFERENCES audit_entry (number), salt TEXT NOT NULL, words TEXT NOT NULL
) STRICT;
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL, seal TEXT NOT NULL, proof TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
CREATE TRIGGER audit_entry_is_not_removed BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
CREATE TRIGGER audit_words_are_not_changed BEFORE UPDATE ON audit_words
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
CREATE TRIGGER audit_head_is_not_removed BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
"""


@migrations()
def audit(db: Database) -> None:
    """Keep who did what and when, each entry sealed to the one before it."""
    db.executescript(_AUDIT)


@migrations()
def erasing(db: Database) -> None:
    """Keep which candidates were erased."""
    db.executescript("""
ALTER TABLE candidate ADD COLUMN erased_at TEXT;
CREATE INDEX candidate_erased ON candidate (erased_at) WHERE erased_at IS NOT NULL;
""")


@migrations()
def signing_in(db: Database) -> None:
    """Keep who people are to an OpenID provider, and how often signing in has failed."""
    db.executescript("""
CREATE TABLE identity (
  issuer TEXT NOT NULL, subject TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES person (id),
  linked_at TEXT NOT NULL, PRIMARY KEY (issuer, subject)
) STRICT;
CREATE INDEX identity_person ON identity (person_id);
CREATE TABLE tries (
  key TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at TEXT NOT NULL, blocked_until TEXT NOT NULL
) STRICT;
CREATE INDEX tries_last ON tries (last_at);
""")


@migrations()
def backups(db: Database) -> None:
    """Keep what came of backups, and which server does what only one may do at a time."""
    db.executescript("""
CREATE TABLE backup_run (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, person_id TEXT NOT NULL, begun_at TEXT NOT NULL, ended_at TEXT,
  file TEXT NOT NULL, size INTEGER NOT NULL, is_sealed INTEGER NOT NULL, problem TEXT NOT NULL
) STRICT;
CREATE INDEX backup_run_begun ON backup_run (begun_at);
CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until TEXT NOT NULL) STRICT;
""")


@migrations()
def openings_in_order(db: Database) -> None:
    """Find what is open, and the newest of what is closed, without looking at every opening that there was."""
    db.executescript("""
CREATE INDEX opening_open ON opening (created_at DESC, id) WHERE closed_at IS NULL;
CREATE INDEX opening_closed ON opening (created_at DESC, id) WHERE closed_at IS NOT NULL;
""")


@migrations()
def retention(db: Database) -> None:
    """Keep rules of openings, legal holds, reports of what was deleted by rule, and when work was last done."""
    db.executescript("""
CREATE TABLE opening_rule (
  opening_id TEXT PRIMARY KEY REFERENCES opening (id), rule TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL
) STRICT;
CREATE TABLE legal_hold (
  id TEXT PRIMARY KEY, opening_id TEXT NOT NULL REFERENCES opening (id), candidate_id TEXT NOT NULL,
  reason TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL, lifted_by TEXT NOT NULL,
  lifted_at TEXT
) STRICT;
CREATE INDEX legal_hold_opening ON legal_hold (opening_id);
CREATE TABLE expiry (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, person_id TEXT NOT NULL, origin TEXT NOT NULL, facts TEXT NOT NULL
) STRICT;
CREATE TABLE last_done (name TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
""")


@migrations()
def visibility(db: Database) -> None:
    """Keep for each opening when raters see what, and who looked before giving their own."""
    db.executescript("""
ALTER TABLE opening ADD COLUMN ratings_seen TEXT NOT NULL DEFAULT 'after-own';
ALTER TABLE opening ADD COLUMN suggestions_seen TEXT NOT NULL DEFAULT 'after-own';
ALTER TABLE opening ADD COLUMN seen_reason TEXT NOT NULL DEFAULT '';
CREATE TABLE early_look (
  scorecard_id TEXT NOT NULL REFERENCES scorecard (id), kind TEXT NOT NULL, question TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (scorecard_id, kind, question)
) STRICT;
""")
