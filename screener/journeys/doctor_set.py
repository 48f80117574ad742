"""What `screener doctor` says of what is set: settings, optional parts, the reader, the questions."""

from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import urlsplit

from screener.bank.problems import has_errors
from screener.errors import ScreenerError
from screener.journeys.banks import library_problems, reader_version
from screener.journeys.doctor_findings import Finding, Patient, bad, ok, warn
from screener.journeys.instance import QUESTIONS
from screener.journeys.settings import load_settings
from screener.second.settings import load_settings as second_reader

_HERE = ("localhost", "127.0.0.1", "::1")


def settings(patient: Patient) -> Iterator[Finding]:
    """Can they be read, and is there what they name?"""
    try:
        load_settings(patient.folder)
        second = second_reader(patient.folder)
    except ScreenerError as error:
        yield bad("settings", str(error), "mend the file")
        return
    own, provider = patient.settings, patient.settings.sign_in.provider
    named = (
        own.monitoring.token_from,
        own.backup.passphrase_from,
        own.database.url_from,
        provider and provider.secret_from,
        second and second.key_from,
    )
    empty = [name for name in named if name and not patient.environment.get(name)]
    if empty:
        told = f"variables of the environment that are not set here: {', '.join(empty)}"
        yield warn("settings", told, "make sure that they are set where the server is started")
    else:
        yield ok("settings", "can be read")
    parts = {
        "prometheus_client": ("metrics", own.monitoring.token_from),
        "pyrage": ("backup", own.backup.recipients or own.backup.passphrase_from),
        "psycopg": ("postgres", own.database.url_from),
        "authlib": ("sso", provider),
    }
    for module, (part, is_wanted) in parts.items():
        if is_wanted and find_spec(module) is None:
            yield bad("settings", f"the part `{part}` is not installed", f'pip install "screener[{part}]"')


def address(patient: Patient) -> Iterator[Finding]:
    """Do browsers come by a way that nobody can listen to?"""
    own = patient.settings
    parts = urlsplit(own.address)
    if not own.address:
        told = "no address is set: cookies are not kept to TLS, and any host name is answered"
        yield warn("address", told, "name it in settings.yaml (address: https://interviews.example.org)")
    elif parts.scheme == "http" and parts.hostname not in _HERE:
        told = f"{own.address} is not encrypted: sign-ins and notes can be read on the way"
        yield bad("address", told, "put a server with TLS before it, and write https:// (docs/running-a-server.md)")
    elif parts.scheme == "https" and not own.proxies:
        told = "a server with TLS must stand before this one, and `proxies` does not name it"
        yield warn("address", told, "add `proxies: 1`, or everybody seems to come from that server")
    else:
        yield ok("address", own.address)


def reader(_patient: Patient) -> Iterator[Finding]:
    """Are the reader's weights there?"""
    try:
        yield ok("reader", f"weights {reader_version()}")
    except ScreenerError as error:
        yield bad("reader", str(error), "install Screener again")


def questions(patient: Patient) -> Iterator[Finding]:
    """Can the question bank be used? Its examples are not run."""
    folder = patient.folder / QUESTIONS
    how = f"`screener check {patient.folder}` lists what is wrong"
    try:
        problems = library_problems(folder)
    except ScreenerError as error:
        yield bad("questions", str(error), "put the folder back from a backup")
        return
    if has_errors(problems):
        yield bad("questions", f"mistakes in the bank; the first: {min(problems).message}", how)
    elif problems:
        yield warn("questions", f"{len(problems)} remarks on the bank", how)
    else:
        yield ok("questions", "can be used")
