"""An instance: the folder that an organisation owns, with its questions, its database and its key."""

import json
import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from screener.bank.fingerprint import fingerprint_of
from screener.bank.load import is_bank_file
from screener.errors import NotFound, Refused, ScreenerError, Unreadable
from screener.journeys.bank_origin import SHIPPED_RECORD
from screener.journeys.bank_states import note_state
from screener.journeys.settings import FILE, Settings, load_settings, secret_from
from screener.journeys.shelf import ClosedShelf, Shelf
from screener.paths import shipped
from screener.storage import Store, VoluntaryStore, open_store, open_voluntary
from screener.storage.bank import BankVersion

DATABASE = "screener.db"
VOLUNTARY = "voluntary.db"
QUESTIONS = "questions"
KEY = "secret.key"
_SHORTEST_KEY = 32
CLOCKS_DIFFER = timedelta(minutes=5)  # by which the clocks of two servers may differ


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Instance:
    """What every journey works with.

    `origin` is where what is done comes from, as the audit trail tells it: a network address while a request is
    answered, "command line", or "server" for what nobody asked for.
    """

    folder: Path
    store: Store
    voluntary: VoluntaryStore
    shelf: Shelf
    secret: str
    clock: Callable[[], datetime] = _clock
    settings: Settings = field(default_factory=Settings)
    origin: str = "server"

    def now(self) -> str:
        """Return the time in UTC, in ISO 8601 with milliseconds."""
        return stamp(self.clock())

    def close(self) -> None:
        """Let go of both databases."""
        self.store.close()
        self.voluntary.close()


def stamp(moment: datetime) -> str:
    """Write a moment as it is kept: ISO 8601 in UTC with milliseconds, so that texts sort like times."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_of(at: str) -> datetime:
    """Read what `stamp` wrote."""
    return datetime.fromisoformat(at)


def is_in_future(at: str, now: datetime) -> bool:
    """Whether a kept time is so far ahead that the clock must have been set back since, or was ahead then."""
    return moment_of(at) - now > CLOCKS_DIFFER


def new_id() -> str:
    """Return an id that nobody can guess."""
    return secrets.token_hex(8)


def make_instance(folder: Path) -> None:
    """Make an instance: a copy of the shipped questions that HR owns, a database and a key.

    The state of the questions is where their history begins, whatever becomes of them before they are first used.

    Raises Refused if something is there already, Unreadable if the folder cannot be written.
    """
    must_be_new(folder)
    source = shipped(QUESTIONS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, folder / QUESTIONS, dirs_exist_ok=True)
        files = sorted(path for path in source.rglob("*") if path.is_file())
        contents = {path.relative_to(source).as_posix(): path.read_bytes() for path in files}
        hashes = {path: sha256(content).hexdigest() for path, content in contents.items()}
        (folder / QUESTIONS / SHIPPED_RECORD).write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")
        key = folder / KEY
        key.touch(mode=0o600)
        key.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
        with closing(open_store(folder / DATABASE)) as store:
            note_state(store, _version_of(contents), stamp(_clock()))
        (folder / DATABASE).chmod(0o600)
        _voluntary(folder, Settings()).close()
    except OSError as error:
        raise Unreadable(f"{folder} cannot be written: {error.strerror}") from None


def _version_of(contents: Mapping[str, bytes]) -> BankVersion:
    """Return the state of a bank without reading its files as YAML, which would take longer than all the rest."""
    bank = {path: content for path, content in contents.items() if is_bank_file(path)}
    return BankVersion(fingerprint_of(bank), bank, "")


def must_be_new(folder: Path) -> None:
    """Raise Refused if something is in a folder already."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise Refused(f"{folder} is not empty (name a new folder; an instance that exists is started with `serve`)")


def is_instance(folder: Path) -> bool:
    """Whether an instance was made in a folder, whatever state it is in."""
    return (folder / KEY).is_file()


def open_instance(folder: Path, clock: Callable[[], datetime] = _clock) -> Instance:
    """Open an instance that was made before.

    Raises NotFound if it is none, Unreadable if its database, key or settings cannot be used, BankInvalid if its
    questions have mistakes.
    """
    must_be_instance(folder)
    secret, settings = secret_of(folder), load_settings(folder)
    store = open_store(database_of(folder, settings))
    try:
        shelf = Shelf(folder / QUESTIONS, store, lambda version: note_state(store, version, stamp(clock())))
    except ScreenerError:
        store.close()
        raise
    return _noted(Instance(folder, store, _voluntary(folder, settings), shelf, secret, clock, settings))


def open_records(folder: Path, clock: Callable[[], datetime] = _clock) -> Instance:
    """Open an instance to look after what it keeps, whatever state its questions are in: they stay closed.

    Raises NotFound if it is none, Unreadable if its database, key or settings cannot be used.
    """
    must_be_instance(folder)
    secret, settings = secret_of(folder), load_settings(folder)
    store = open_store(database_of(folder, settings))
    shelf = ClosedShelf(folder / QUESTIONS, store)
    return _noted(Instance(folder, store, _voluntary(folder, settings), shelf, secret, clock, settings))


def _noted(instance: Instance) -> Instance:
    """Note in the trail, whose module is above this one, that the database was brought up to date just now."""
    if instance.store.upgraded:
        from screener.journeys.audit import note

        note(instance, None, "schema.upgraded", facts={"steps": list(instance.store.upgraded)})
    return instance


def database_of(folder: Path, settings: Settings) -> Path | str:
    """Return the file in which an instance keeps everything, or the address of its PostgreSQL database.

    Raises Unreadable if the variable that the settings name holds nothing.
    """
    variable = settings.database.url_from
    if variable is None:
        return folder / DATABASE
    address = secret_from(variable).strip()
    if not address:
        how = f"set it before you start, or take `database` out of {folder / FILE}"
        raise Unreadable(f"the variable {variable} holds no address of a database ({how})")
    return address


def must_be_instance(folder: Path) -> None:
    """Raise NotFound if no instance was made in a folder."""
    if not is_instance(folder):
        raise NotFound(f"{folder} holds no instance of Screener (make one with `screener init {folder}`)")


def _voluntary(folder: Path, settings: Settings) -> VoluntaryStore:
    """Open the voluntary answers; an instance that was made without a file for them gets it."""
    if isinstance(place := database_of(folder, settings), str):
        return open_voluntary(place)
    file = folder / VOLUNTARY
    try:
        if not file.exists():
            file.touch(mode=0o600)
    except OSError as error:
        raise Unreadable(f"{file} cannot be written: {error.strerror}") from None
    return open_voluntary(file)


def secret_of(folder: Path) -> str:
    """Return what sign-ins are sealed with. An empty key would let nobody in, a short one anybody.

    Raises Unreadable if there is none that could be used.
    """
    file = folder / KEY
    try:
        secret = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        secret = ""
    if len(secret) < _SHORTEST_KEY:
        how = f"put it back from a backup, or write {_SHORTEST_KEY} random letters into it"
        raise Unreadable(f"{file} holds no key ({how})")
    return secret
