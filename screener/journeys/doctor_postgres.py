"""What `screener doctor` says of a PostgreSQL database."""

from collections.abc import Iterator

from screener.errors import ScreenerError
from screener.journeys.doctor_findings import Finding, Patient, bad, megabytes, ok, warn
from screener.storage import must_have_postgres

_FULL_SHARE = 0.8  # of the connections


def server(patient: Patient) -> Iterator[Finding]:
    """Can it be reached, does it keep what it says is kept, and are its tables this version's?"""
    variable = patient.settings.database.url_from or ""
    address = patient.environment.get(variable, "").strip()
    if not address:
        yield bad("database", f"{variable} holds no address", "set it as the server's own environment has it")
        return
    try:
        must_have_postgres()
        from screener.storage.postgres.looking import facts_of_server

        facts = facts_of_server(address)
    except ScreenerError as error:
        yield bad("database", str(error), "see docs/databases.md")
        return
    found = f"PostgreSQL {facts.version} at {facts.place}, {megabytes(facts.size)}"
    if facts.encoding != "UTF8":
        yield bad("database", f"{found}, does not keep UTF-8", "make another with `createdb --encoding UTF8`")
    elif facts.missing is None:
        yield bad("database", f"{found}, of a newer version of Screener", "install that version")
    elif facts.missing:
        yield warn("database", f"{found}, of an earlier version", "make a dump; the next start brings it up to date")
    else:
        yield ok("database", found)
    for name in facts.off:
        yield bad("database", f"{name} is off there: a power cut may take saved notes along", f"switch {name} on")
    if facts.connections > _FULL_SHARE * facts.most_connections:
        told = f"{facts.connections} of {facts.most_connections} connections are in use"
        yield warn("database", told, "raise max_connections there, or run fewer processes and threads")
