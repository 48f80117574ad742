"""Uploaded lists and ids in other systems in SQL."""

from collections.abc import Mapping, Sequence

from screener.errors import Conflict
from screener.storage.importing import ExternalId, ImportFile
from screener.storage.sql.connection import AlreadyThere, SqlConnection


class SqlImporting(SqlConnection):
    """See ImportStore."""

    def add_import_file(self, file: ImportFile) -> None:
        """Keep an uploaded list."""
        self._insert("import_file", file)

    def find_import_file(self, file_id: str) -> ImportFile | None:
        """Return an uploaded list; without its content if it has been taken."""
        return self._one(ImportFile, "import_file", "WHERE id = ?", (file_id,))

    def take_import_file(self, file_id: str, at: str) -> bool:
        """Note that a list is taken over and drop its content; False if it had been before."""
        sql = "UPDATE import_file SET taken_at = ?, content = ? WHERE id = ? AND taken_at IS NULL"
        return self._write(sql, (at, b"", file_id)) == 1

    def remove_import_file(self, file_id: str) -> None:
        """Remove a list."""
        self._write("DELETE FROM import_file WHERE id = ?", (file_id,))

    def remove_import_files(self, before: str) -> None:
        """Remove all lists that were uploaded before a time, taken or not."""
        self._write("DELETE FROM import_file WHERE uploaded_at < ?", (before,))

    def add_external_ids(self, ids: Sequence[ExternalId]) -> None:
        """Keep ids of candidates in other systems. Raises Conflict if one is another candidate's in the opening."""
        with self.transaction():
            for own in ids:
                try:
                    self._insert("external_id", own)
                except AlreadyThere:
                    raise Conflict(f"the id {own.value} of {own.scheme} is another candidate's already") from None

    def external_ids_of(self, opening_id: str, scheme: str) -> Mapping[str, str]:
        """Return which candidate of an opening bears which id of a scheme: candidates' ids by value."""
        sql = "SELECT value, candidate_id FROM external_id WHERE opening_id = ? AND scheme = ?"
        return dict(self._rows(sql, (opening_id, scheme)))

    def all_external_ids_of(self, opening_id: str) -> tuple[ExternalId, ...]:
        """Return the ids in other systems of all candidates of an opening, by scheme and value."""
        return self._all(ExternalId, "external_id", "WHERE opening_id = ? ORDER BY scheme, value", (opening_id,))
