"""The tables in PostgreSQL, step by step. Each step of SQLite's has its twin here: a new step is written in both.

A step that has been released is never changed. Every TEXT gets the collation C, whose order is SQLite's. A table whose
rows are read in the order in which they came (`rowid`) numbers them.
"""

import re
from collections.abc import Mapping
from typing import Any

import psycopg

from screener.errors import Unreadable

Steps = Mapping[str, str]  # statements by the step's name, in the order of the steps

# Lay out everything from accounts to consensus.
_FIRST_TABLES = """
CREATE TABLE person (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, email TEXT NOT NULL, password_hash TEXT NOT NULL,
  created_at TEXT NOT NULL, ended_at TEXT
);
CREATE UNIQUE INDEX person_email ON person (email) WHERE email <> '';
CREATE TABLE sign_in_key (
  hash TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, made_by TEXT NOT NULL,
  created_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT, withdrawn_at TEXT
);
CREATE INDEX sign_in_key_person ON sign_in_key (person_id);
CREATE TABLE session (
  hash TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id), device TEXT NOT NULL,
  created_at TEXT NOT NULL, seen_at TEXT NOT NULL, ended_at TEXT
);
CREATE INDEX session_person ON session (person_id);
CREATE TABLE opening (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, role TEXT NOT NULL, guide TEXT NOT NULL, policy TEXT NOT NULL,
  weights TEXT NOT NULL, created_by TEXT NOT NULL REFERENCES person (id), created_at TEXT NOT NULL,
  needs TEXT NOT NULL, outcome TEXT NOT NULL, guide_reason TEXT NOT NULL, closed_at TEXT
);
CREATE TABLE panelist (
  opening_id TEXT NOT NULL REFERENCES opening (id), person_id TEXT NOT NULL REFERENCES person (id),
  is_moderator BIGINT NOT NULL, PRIMARY KEY (opening_id, person_id)
);
CREATE INDEX panelist_person ON panelist (person_id);
CREATE TABLE candidate (
  id TEXT PRIMARY KEY, opening_id TEXT NOT NULL REFERENCES opening (id), name TEXT NOT NULL, note TEXT NOT NULL,
  added_at TEXT NOT NULL, withdrawn_at TEXT
);
CREATE INDEX candidate_opening ON candidate (opening_id);
CREATE TABLE interview (
  id TEXT PRIMARY KEY, candidate_id TEXT NOT NULL REFERENCES candidate (id), round BIGINT NOT NULL,
  is_joint BIGINT NOT NULL, guide TEXT NOT NULL, policy TEXT NOT NULL, carried TEXT NOT NULL,
  carried_note TEXT NOT NULL, created_at TEXT NOT NULL, planned_for TEXT NOT NULL, bank TEXT NOT NULL, started_at TEXT
);
CREATE INDEX interview_candidate ON interview (candidate_id, round, id);
CREATE TABLE scorecard (
  id TEXT PRIMARY KEY, interview_id TEXT NOT NULL REFERENCES interview (id),
  person_id TEXT NOT NULL REFERENCES person (id), created_at TEXT NOT NULL, started_at TEXT, left_at TEXT,
  submitted_at TEXT, UNIQUE (interview_id, person_id)
);
CREATE INDEX scorecard_interview ON scorecard (interview_id, submitted_at, id);
CREATE INDEX scorecard_person ON scorecard (person_id, submitted_at);
CREATE TABLE draft (
  id BIGSERIAL PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  revision BIGINT NOT NULL, parent BIGINT NOT NULL, joined BIGINT, "window" TEXT NOT NULL, key TEXT NOT NULL,
  text TEXT NOT NULL, written_at TEXT NOT NULL, saved_at TEXT NOT NULL,
  UNIQUE (scorecard_id, question, revision), UNIQUE (scorecard_id, key)
);
CREATE TABLE rating (
  id BIGSERIAL PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  competency TEXT NOT NULL, level BIGINT CHECK (level BETWEEN 1 AND 5), after_suggestion BIGINT NOT NULL,
  key TEXT NOT NULL, written_at TEXT NOT NULL, saved_at TEXT NOT NULL, UNIQUE (scorecard_id, key)
);
CREATE TABLE placement_choice (
  id BIGSERIAL PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  placement TEXT NOT NULL, value TEXT NOT NULL, amount BIGINT,
  key TEXT NOT NULL, written_at TEXT NOT NULL, saved_at TEXT NOT NULL, UNIQUE (scorecard_id, key)
);
CREATE TABLE asking (
  id BIGSERIAL PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL,
  key TEXT NOT NULL, written_at TEXT NOT NULL, saved_at TEXT NOT NULL, UNIQUE (scorecard_id, key)
);
CREATE TABLE flag_answer (
  id BIGSERIAL PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  source TEXT NOT NULL, philosophy TEXT NOT NULL, quote TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
  key TEXT NOT NULL, written_at TEXT NOT NULL, saved_at TEXT NOT NULL, UNIQUE (scorecard_id, key)
);
CREATE TABLE reading (
  id BIGSERIAL PRIMARY KEY, scorecard_id TEXT NOT NULL REFERENCES scorecard (id), question TEXT NOT NULL,
  source TEXT NOT NULL, text TEXT NOT NULL, bank TEXT NOT NULL, data TEXT NOT NULL, shown_at TEXT NOT NULL
);
CREATE INDEX reading_scorecard ON reading (scorecard_id, question);
CREATE TABLE transcript_file (
  id TEXT PRIMARY KEY, interview_id TEXT NOT NULL REFERENCES interview (id), file_name TEXT NOT NULL,
  content BYTEA NOT NULL, consent TEXT NOT NULL, attached_by TEXT NOT NULL REFERENCES person (id),
  attached_at TEXT NOT NULL, speakers TEXT NOT NULL, removed_at TEXT,
  rowid BIGINT GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX transcript_file_interview ON transcript_file (interview_id);
CREATE TABLE consensus (
  candidate_id TEXT NOT NULL REFERENCES candidate (id), round BIGINT NOT NULL,
  moderator_id TEXT NOT NULL REFERENCES person (id), opened_at TEXT NOT NULL, final_at TEXT,
  PRIMARY KEY (candidate_id, round)
);
CREATE TABLE consensus_level (
  id BIGSERIAL PRIMARY KEY, candidate_id TEXT NOT NULL REFERENCES candidate (id), round BIGINT NOT NULL,
  competency TEXT NOT NULL, level BIGINT CHECK (level BETWEEN 1 AND 5), reason TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id), saved_at TEXT NOT NULL
);
CREATE INDEX consensus_level_round ON consensus_level (candidate_id, round);
"""

# Keep what submitted scorecards come to, what was heard in them, and when candidates' names were hidden.
_COMPARING = """
CREATE TABLE scorecard_summary (
  scorecard_id TEXT PRIMARY KEY REFERENCES scorecard (id), levels TEXT NOT NULL, places TEXT NOT NULL,
  verdicts TEXT NOT NULL
);
CREATE TABLE hearing (
  scorecard_id TEXT NOT NULL REFERENCES scorecard (id), bank TEXT NOT NULL, policy TEXT NOT NULL, flags TEXT NOT NULL,
  reader TEXT NOT NULL, read_at TEXT NOT NULL, PRIMARY KEY (scorecard_id, bank, policy)
);
CREATE TABLE heard (
  scorecard_id TEXT NOT NULL REFERENCES scorecard (id), bank TEXT NOT NULL, policy TEXT NOT NULL, reader TEXT NOT NULL,
  beliefs TEXT NOT NULL, PRIMARY KEY (scorecard_id, bank, policy)
);
CREATE TABLE blinding (
  id TEXT PRIMARY KEY, opening_id TEXT NOT NULL REFERENCES opening (id), is_blind BIGINT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL,
  rowid BIGINT GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX blinding_opening ON blinding (opening_id);
CREATE TABLE reopening (
  id TEXT PRIMARY KEY, opening_id TEXT NOT NULL REFERENCES opening (id), person_id TEXT NOT NULL REFERENCES person (id),
  at TEXT NOT NULL
);
CREATE INDEX reopening_opening ON reopening (opening_id);
CREATE TABLE pooled (
  opening_id TEXT PRIMARY KEY REFERENCES opening (id), group_id TEXT NOT NULL REFERENCES opening (id),
  at TEXT NOT NULL
);
CREATE INDEX pooled_group ON pooled (group_id);
"""

# Keep what raters gave sample answers when they practised.
_PRACTICE = """
CREATE TABLE calibration_rating (
  id TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id), bank TEXT NOT NULL, competency TEXT NOT NULL,
  example TEXT NOT NULL, level BIGINT CHECK (level BETWEEN 1 AND 5),
  reference BIGINT CHECK (reference BETWEEN 1 AND 5), at TEXT NOT NULL,
  rowid BIGINT GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX calibration_rating_person ON calibration_rating (person_id, at);
"""

# Keep uploaded lists until they are taken over, and the ids that candidates bear in other systems.
_IMPORTING = """
CREATE TABLE import_file (
  id TEXT PRIMARY KEY, opening_id TEXT NOT NULL REFERENCES opening (id),
  person_id TEXT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, name TEXT NOT NULL, scheme TEXT NOT NULL,
  content BYTEA NOT NULL, uploaded_at TEXT NOT NULL, taken_at TEXT
);
CREATE INDEX import_file_opening ON import_file (opening_id);
CREATE INDEX import_file_person ON import_file (person_id);
CREATE TABLE external_id (
  opening_id TEXT NOT NULL REFERENCES opening (id), scheme TEXT NOT NULL, value TEXT NOT NULL,
  candidate_id TEXT NOT NULL REFERENCES candidate (id), PRIMARY KEY (opening_id, scheme, value)
);
CREATE INDEX external_id_candidate ON external_id (candidate_id);
"""

# Keep whom an opening chose.
_SELECTION = """
CREATE TABLE selection (
  id BIGSERIAL PRIMARY KEY, candidate_id TEXT NOT NULL REFERENCES candidate (id), is_chosen BIGINT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL
);
CREATE INDEX selection_candidate ON selection (candidate_id);
"""

# Keep the tokens by which other programs read.
_TOKENS = """
CREATE TABLE api_token (
  id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES person (id), created_at TEXT NOT NULL, expires_at TEXT NOT NULL,
  used_at TEXT, withdrawn_at TEXT
);
"""

# Keep each file of the bank once, who changed the bank when and why, and changes that are not adopted yet.
_BANK_STATES = """
CREATE TABLE bank_content (hash TEXT PRIMARY KEY, content BYTEA NOT NULL);
CREATE TABLE bank_file (
  fingerprint TEXT NOT NULL, path TEXT NOT NULL, hash TEXT NOT NULL REFERENCES bank_content (hash),
  kept_at TEXT NOT NULL, PRIMARY KEY (fingerprint, path)
);
CREATE TABLE bank_save (
  id BIGSERIAL PRIMARY KEY, bank TEXT NOT NULL, kind TEXT NOT NULL, person_id TEXT REFERENCES person (id),
  reason TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE bank_draft (
  id TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, title TEXT NOT NULL,
  made_at TEXT NOT NULL, changed_at TEXT NOT NULL, ended_at TEXT
);
CREATE TABLE bank_draft_file (
  draft_id TEXT NOT NULL REFERENCES bank_draft (id), path TEXT NOT NULL, base TEXT NOT NULL, content BYTEA,
  PRIMARY KEY (draft_id, path)
);
CREATE TABLE bank_effect (
  id TEXT PRIMARY KEY, draft_id TEXT NOT NULL REFERENCES bank_draft (id),
  person_id TEXT NOT NULL REFERENCES person (id), seal TEXT NOT NULL, begun_at TEXT NOT NULL, seen_at TEXT NOT NULL,
  state TEXT NOT NULL, done BIGINT NOT NULL, total BIGINT NOT NULL, result TEXT NOT NULL,
  rowid BIGINT GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX bank_effect_draft ON bank_effect (draft_id, person_id);
"""

# Keep who did what and when, each entry sealed to the one before it.
_AUDIT = """
CREATE TABLE audit_entry (
  number BIGINT PRIMARY KEY, at TEXT NOT NULL, person_id TEXT NOT NULL, origin TEXT NOT NULL, action TEXT NOT NULL,
  opening_id TEXT NOT NULL, candidate_id TEXT NOT NULL, interview_id TEXT NOT NULL, subject TEXT NOT NULL,
  facts TEXT NOT NULL, words_seal TEXT NOT NULL, seal TEXT NOT NULL
);
CREATE INDEX audit_entry_candidate ON audit_entry (candidate_id, number) WHERE candidate_id <> '';
CREATE INDEX audit_entry_opening ON audit_entry (opening_id, number) WHERE opening_id <> '';
CREATE INDEX audit_entry_person ON audit_entry (person_id, number);
CREATE INDEX audit_entry_action ON audit_entry (action, number);
CREATE TABLE audit_words (
  number BIGINT PRIMARY KEY REFERENCES audit_entry (number), salt TEXT NOT NULL, words TEXT NOT NULL
);
CREATE TABLE audit_head (
  id BIGINT PRIMARY KEY CHECK (id = 1), number BIGINT NOT NULL, seal TEXT NOT NULL, proof TEXT NOT NULL
);
CREATE FUNCTION is_only_added() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION is_only_added();
CREATE TRIGGER audit_words_are_not_changed BEFORE UPDATE OR TRUNCATE ON audit_words
FOR EACH STATEMENT EXECUTE FUNCTION is_only_added();
CREATE TRIGGER audit_head_is_not_removed BEFORE DELETE OR TRUNCATE ON audit_head
FOR EACH STATEMENT EXECUTE FUNCTION is_only_added();
"""

# Keep which candidates were erased.
_ERASING = """
ALTER TABLE candidate ADD COLUMN erased_at TEXT;
CREATE INDEX candidate_erased ON candidate (erased_at) WHERE erased_at IS NOT NULL;
"""

# Keep who people are to an OpenID provider, and how often signing in has failed.
_SIGNING_IN = """
CREATE TABLE identity (
  issuer TEXT NOT NULL, subject TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES person (id),
  linked_at TEXT NOT NULL, PRIMARY KEY (issuer, subject)
);
CREATE INDEX identity_person ON identity (person_id);
CREATE TABLE tries (
  key TEXT PRIMARY KEY, failures BIGINT NOT NULL, last_at TEXT NOT NULL, blocked_until TEXT NOT NULL
);
CREATE INDEX tries_last ON tries (last_at);
"""

# Keep what came of backups, and which server does what only one may do at a time.
_BACKUPS = """
CREATE TABLE backup_run (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, person_id TEXT NOT NULL, begun_at TEXT NOT NULL, ended_at TEXT,
  file TEXT NOT NULL, size BIGINT NOT NULL, is_sealed BIGINT NOT NULL, problem TEXT NOT NULL
);
CREATE INDEX backup_run_begun ON backup_run (begun_at);
CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until TEXT NOT NULL);
"""

# Keep rules of openings, legal holds, reports of what was deleted by rule, and when work was last done.
_OPENINGS_IN_ORDER = """
CREATE INDEX opening_open ON opening (created_at DESC, id) WHERE closed_at IS NULL;
CREATE INDEX opening_closed ON opening (created_at DESC, id) WHERE closed_at IS NOT NULL;
"""
_RETENTION = """
CREATE TABLE opening_rule (
  opening_id TEXT PRIMARY KEY REFERENCES opening (id), rule TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL
);
CREATE TABLE legal_hold (
  id TEXT PRIMARY KEY, opening_id TEXT NOT NULL REFERENCES opening (id), candidate_id TEXT NOT NULL,
  reason TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL, lifted_by TEXT NOT NULL,
  lifted_at TEXT
);
CREATE INDEX legal_hold_opening ON legal_hold (opening_id);
CREATE TABLE expiry (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, person_id TEXT NOT NULL, origin TEXT NOT NULL, facts TEXT NOT NULL
);
CREATE TABLE last_done (name TEXT PRIMARY KEY, at TEXT NOT NULL);
"""

# Keep for each opening when raters see what, and who looked before giving their own.
_VISIBILITY = """
ALTER TABLE opening ADD COLUMN ratings_seen TEXT NOT NULL DEFAULT 'after-own';
ALTER TABLE opening ADD COLUMN suggestions_seen TEXT NOT NULL DEFAULT 'after-own';
ALTER TABLE opening ADD COLUMN seen_reason TEXT NOT NULL DEFAULT '';
CREATE TABLE early_look (
  scorecard_id TEXT NOT NULL REFERENCES scorecard (id), kind TEXT NOT NULL, question TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (scorecard_id, kind, question)
);
"""

_MIGRATION = "CREATE TABLE migration (name TEXT PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now());"
STEPS: Steps = {
    "first_tables": _FIRST_TABLES,
    "comparing": _COMPARING,
    "practice": _PRACTICE,
    "importing": _IMPORTING,
    "selection": _SELECTION,
    "tokens": _TOKENS,
    "bank_states": _BANK_STATES,
    "audit": _AUDIT,
    "erasing": _ERASING,
    "signing_in": _SIGNING_IN,
    "backups": _BACKUPS,
    "openings_in_order": _OPENINGS_IN_ORDER,
    "retention": _RETENTION,
    "visibility": _VISIBILITY,
}


def bring_up_to_date(connection: "psycopg.Connection[tuple[Any, ...]]", schema: str, steps: Steps) -> None:
    """Make the tables and apply the steps that are missing, within the transaction that is under way.

    Raises Unreadable if the schema is another program's or a newer version's.
    """
    if connection.execute("SHOW server_encoding").fetchone() != ("UTF8",):
        raise Unreadable("the PostgreSQL database does not keep UTF-8 (make one with `createdb --encoding UTF8`)")
    listed = "SELECT table_name FROM information_schema.tables WHERE table_schema = %s"
    there = {name for (name,) in connection.execute(listed, (schema,))}
    if there and "migration" not in there:
        raise Unreadable(f"the schema {schema} of the PostgreSQL database is another program's (name another database)")
    if not there:
        _run(connection, f"CREATE SCHEMA IF NOT EXISTS {schema}; {_MIGRATION}")
    applied = {name for (name,) in connection.execute("SELECT name FROM migration")}
    if applied - set(steps):
        raise Unreadable("the PostgreSQL database was made by a newer version of Screener (install that version)")
    for name, statements in steps.items():
        if name not in applied:
            _run(connection, statements)
            connection.execute("INSERT INTO migration (name) VALUES (%s)", (name,))


def _run(connection: "psycopg.Connection[tuple[Any, ...]]", statements: str) -> None:
    connection.execute(re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', statements))
