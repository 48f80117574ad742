"""What an organisation sets for its instance, in `settings.yaml` of its folder. Each part may be left out."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from screener.bank.parts import Id, Line, Part
from screener.bank.shape import shaped
from screener.bank.yamlfile import read_document
from screener.errors import Unreadable
from screener.journeys.edge_settings import Machines, Proxies, ServerAddress
from screener.journeys.retention_rules import rules_in
from screener.journeys.sign_in_settings import SignIn
from screener.second.settings import VariableName

FILE = "settings.yaml"


class Logging(Part):
    """What the server writes into its log, and how."""

    format: Literal["text", "json"] = "text"
    requests: bool = False


class Monitoring(Part):
    """Figures for Prometheus: which variable of the environment holds the token by which they are read."""

    token_from: VariableName | None = None


class RetentionRule(Part):
    """An organisation's own rule: for how many days or years after the decision data are kept, and where that stands.

    `is_minimum` where the law asks that they be kept for so long.
    """

    name: Line
    days: int | None = Field(None, ge=1, le=36_600)
    years: int | None = Field(None, ge=1, le=100)
    is_minimum: bool = False
    source: Line = "our own rule"


class Retention(Part):
    """How long data on candidates are kept.

    `rule` holds for openings for which nobody chose another; without one nothing is deleted by itself. `backups_days`
    is for how many days a copy is kept, those of other programs too: after them, nobody who was erased is in a copy any
    more.
    """

    rule: Id | Literal[""] = ""
    backups_days: int = Field(35, ge=0, le=3660)
    rules: Mapping[Id, RetentionRule] = Field(default_factory=dict)


class BackupSettings(Part):
    """Backups that the server makes itself.

    Without `every_hours` it makes none but those that are asked for. `to` is a folder, told from that of the instance;
    `keep` is how many are kept, none of them longer than `retention` says. They are encrypted to `recipients` (public
    keys of age or SSH), or by the passphrase that a variable of the environment holds.
    """

    every_hours: int | None = Field(None, ge=1, le=24 * 31)
    to: str = Field("backups", min_length=1, max_length=1000)
    keep: int = Field(14, ge=1, le=1000)
    recipients: tuple[str, ...] = ()
    passphrase_from: VariableName | None = None


class DatabaseSettings(Part):
    """Where everything is kept: without a variable in a file of the folder, else in PostgreSQL.

    `url_from` names the variable of the environment that holds the database's address, so that no password stands here.
    """

    url_from: VariableName | None = None


class Settings(Part):
    """Everything that can be set. Without the file everything is as it stands here."""

    address: ServerAddress | Literal[""] = ""  # by which people reach the server
    proxies: Proxies = 0  # how many servers stand before it
    trusted: tuple[Machines, ...] = ()  # from which machines they ask; without any, from this one
    sign_in: SignIn = SignIn()
    log: Logging = Logging()
    monitoring: Monitoring = Monitoring()
    retention: Retention = Retention()
    backup: BackupSettings = BackupSettings()
    database: DatabaseSettings = DatabaseSettings()

    @model_validator(mode="after")
    def _trusts_machines_by_name(self) -> Self:
        if self.sign_in.proxy and not (self.proxies and self.trusted):
            raise ValueError(
                "lets a proxy say who is asking, and not which (add `proxies: 1`, and `trusted:` with its address)"
            )
        return self


def secret_from(variable: str | None) -> str:
    """Return what a variable of the environment holds; "" without one."""
    return os.environ.get(variable, "") if variable else ""


def load_settings(folder: Path) -> Settings:
    """Return what `settings.yaml` in an instance's folder says.

    Raises Unreadable with the place in the file and what to do.
    """
    path = folder / FILE
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read: {error.strerror} (mend it, or remove it)") from None
    if all(line.isspace() or line.lstrip().startswith(b"#") for line in content.splitlines() if line):
        return Settings()  # nothing but comments
    document = read_document(content, path.as_posix())
    settings = shaped(document, Settings) if document.data is not None else None
    if settings is None or document.problems:
        first = min(document.problems)
        raise Unreadable(f"{first.file}:{first.line}:{first.column} {first.message}")
    rules_in(settings.retention)
    return settings
