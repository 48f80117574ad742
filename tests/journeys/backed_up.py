"""An organisation in a folder as it is served, to be backed up: people, a candidate, a trail, a key, questions."""

from hashlib import sha256
from pathlib import Path

from screener.journeys.audit import ERASED, About, note
from tests.factories import write_bank
from tests.office import Office, open_office

SETTINGS = "log:\n  requests: true\n"


def open_served(folder: Path) -> Office:
    """Make an organisation in `folder`, with everything that an instance's folder holds."""
    folder.mkdir(parents=True, exist_ok=True)
    office = open_office(folder)
    write_bank(folder / "questions")
    (folder / "questions" / ".arrived.json").write_text("{}\n", encoding="utf-8")
    (folder / "secret.key").write_text(office.instance.secret + "\n", encoding="ascii")
    (folder / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    note(office.instance, office.sam, ERASED, About(candidate="gone"), {"place": 1}, {"reason": "asked for it"})
    return office


def texts_of(folder: Path) -> dict[str, str]:
    """Return what tells the files of an instance apart, but for its databases and what is hidden beside them."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and ".db" not in path.name
    }
