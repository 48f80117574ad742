"""People, keys and sign-ins in SQL."""

from screener.errors import Conflict, NotFound
from screener.storage.records import KeyKind, Person, Session, SignInKey
from screener.storage.rows import columns_of, from_row, to_row
from screener.storage.sql.connection import AlreadyThere, SqlConnection, listed


class SqlAccounts(SqlConnection):
    """See AccountStore."""

    def add_person(self, person: Person) -> None:
        """Keep a person. Raises Conflict if the email is taken."""
        try:
            self._insert("person", person)
        except AlreadyThere:
            raise _taken(person) from None

    def change_person(self, person: Person) -> None:
        """Replace a person's name, role, email, password and end. Raises Conflict if the email is taken."""
        try:
            self._write(
                "UPDATE person SET name = :name, role = :role, email = :email, password_hash = :password_hash, "
                "ended_at = :ended_at WHERE id = :id",
                to_row(person),
            )
        except AlreadyThere:
            raise _taken(person) from None

    def person_of(self, person_id: str) -> Person:
        """Return a person. Raises NotFound."""
        person = self._one(Person, "person", "WHERE id = ?", (person_id,))
        if person is None:
            raise NotFound("there is no such person")
        return person

    def find_person_by_email(self, email: str) -> Person | None:
        """Return the person with this email (compared without case)."""
        return self._one(Person, "person", "WHERE email = ? AND email <> ''", (email.strip().casefold(),))

    def persons(self) -> tuple[Person, ...]:
        """Return everybody, by name."""
        return self._all(Person, "person", "ORDER BY name COLLATE NOCASE, id")

    def add_key(self, key: SignInKey) -> None:
        """Keep a sign-in address or an access code."""
        self._insert("sign_in_key", key)

    def find_key(self, key_hash: str) -> SignInKey | None:
        """Return a key by the hash of its secret."""
        return self._one(SignInKey, "sign_in_key", "WHERE hash = ?", (key_hash,))

    def keys_of(self, person_id: str) -> tuple[SignInKey, ...]:
        """Return a person's keys, the newest first."""
        return self._all(SignInKey, "sign_in_key", "WHERE person_id = ? ORDER BY created_at DESC, hash", (person_id,))

    def use_key(self, key_hash: str, at: str) -> bool:
        """Mark a key as used; False if it had been used or withdrawn before."""
        where = "WHERE hash = ? AND used_at IS NULL AND withdrawn_at IS NULL"
        return self._write(f"UPDATE sign_in_key SET used_at = ? {where}", (at, key_hash)) == 1  # noqa: S608

    def withdraw_keys(self, person_id: str, kind: KeyKind, at: str) -> None:
        """Make a person's keys of one kind useless."""
        where = "WHERE person_id = ? AND kind = ? AND withdrawn_at IS NULL"
        self._write(f"UPDATE sign_in_key SET withdrawn_at = ? {where}", (at, person_id, kind))  # noqa: S608

    def start_session(self, session: Session) -> None:
        """Keep a new sign-in."""
        self._insert("session", session)

    def find_session(self, token_hash: str) -> tuple[Session, Person] | None:
        """Return a sign-in and whose it is."""
        rows = self._rows(
            f"SELECT {listed(Session, 'session')}, {listed(Person, 'person')} "  # noqa: S608
            "FROM session JOIN person ON person.id = session.person_id WHERE session.hash = ?",
            (token_hash,),
        )
        if not rows:
            return None
        split = len(columns_of(Session))
        return from_row(Session, rows[0][:split]), from_row(Person, rows[0][split:])

    def sessions_of(self, person_id: str) -> tuple[Session, ...]:
        """Return a person's sign-ins that have not ended, the latest seen first."""
        where = "WHERE person_id = ? AND ended_at IS NULL ORDER BY seen_at DESC, hash"
        return self._all(Session, "session", where, (person_id,))

    def touch_session(self, token_hash: str, at: str) -> None:
        """Note that a sign-in was used."""
        with self.transaction(token_hash):
            self._write("UPDATE session SET seen_at = ? WHERE hash = ?", (at, token_hash))

    def end_sessions(self, person_id: str, at: str, *, only: str = "", but: str = "") -> None:
        """End a person's sign-ins: all, `only` one, or all `but` one (by hash)."""
        where = "WHERE person_id = :person AND ended_at IS NULL AND hash <> :but AND (:only = '' OR hash = :only)"
        values = {"at": at, "person": person_id, "only": only, "but": but}
        self._write(f"UPDATE session SET ended_at = :at {where}", values)  # noqa: S608


def _taken(person: Person) -> Conflict:
    return Conflict(f"{person.email} is another person's email address (each address belongs to one person)")
