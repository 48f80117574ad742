"""Lists that come in from elsewhere, for tests."""

from screener.journeys import importing
from screener.journeys.importing import Preview
from screener.storage.importing import ListKind
from screener.storage.records import Opening, Person
from tests.office import Office


def upload(
    office: Office,
    opening: Opening,
    text: str,
    kind: ListKind = "candidates",
    scheme: str = "",
    by: Person | None = None,
) -> str:
    """Upload a list (Helen) and return its id."""
    file = importing.upload(office.instance, by or office.helen, opening.id, kind, "list.csv", text.encode(), scheme)
    return file.id


def preview(office: Office, file_id: str, by: Person | None = None) -> Preview:
    return importing.preview_of(office.instance, by or office.helen, file_id)


def look(
    office: Office,
    opening: Opening,
    text: str,
    kind: ListKind = "candidates",
    scheme: str = "",
    by: Person | None = None,
) -> Preview:
    """Upload a list and return what it comes to."""
    return preview(office, upload(office, opening, text, kind, scheme, by), by)


def take(office: Office, found: Preview, by: Person | None = None) -> importing.Taken:
    """Take a list over as it was shown."""
    return importing.take(office.instance, by or office.helen, found.file.id, found.seal)


def wrong_in(found: Preview) -> list[tuple[int, str, str]]:
    return [(wrong.line, wrong.column, wrong.message) for wrong in found.plan.wrong]
