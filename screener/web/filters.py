"""How times and texts are written on pages."""

import re
from datetime import datetime

from flask import Flask, url_for
from markupsafe import Markup, escape

from screener.journeys.instance import moment_of
from screener.rendering.words import clock, decimals, sureness


def install(app: Flask) -> None:
    """Make the filters known to templates, and give static files addresses that change with their contents."""
    app.jinja_env.filters |= {
        "clock": clock, "sureness": sureness, "day": day, "time": time_of_day, "moment": moment, "keyword": keyword,
        "level": level, "decimals": decimals, "plural": plural, "role": role, "browser": browser,
        "worded": worded,
    }  # fmt: skip
    app.jinja_env.globals["static_file"] = lambda name: url_for("static", filename=name)


def local(at: str) -> datetime:
    """Return a kept time in the server's own time zone."""
    return moment_of(at).astimezone()


def day(at: str) -> Markup:
    """Write a kept time as a day: 3 March 2026."""
    when = local(at)
    return _time(at, f"{when.day} {when:%B %Y}")


def time_of_day(at: str) -> Markup:
    """Write a kept time as hours and minutes."""
    return _time(at, f"{local(at):%H:%M}")


def moment(at: str) -> Markup:
    """Write a kept time as day and time: 3 March 2026, 10:42."""
    when = local(at)
    return _time(at, f"{when.day} {when:%B %Y, %H:%M}")


def keyword(text: str) -> Markup:
    """Set the word that an anchor marks with two asterisks in bold."""
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(text))))  # noqa: S704 (escaped before)


def level(value: float | None) -> str:
    """Write a level or a mean of levels; a dash where there is no evidence."""
    if value is None:
        return "–"
    return f"{value:.0f}" if float(value).is_integer() else decimals(value, 1)


def plural(count: int, one: str, many: str = "") -> str:
    """Write a count with its noun: 1 candidate, 2 candidates."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def role(name: str) -> str:
    """Write a role as people say it."""
    return "HR" if name == "hr" else name.replace("-", " ").capitalize()


def worded(message: str) -> str:
    """Write a message of ours for a page; they are worded for terminals too, where names stand in backquotes."""
    return re.sub(r"`([^`]+)`", r"“\1”", message).replace("docs/file-formats.md", "the description of the formats")


def browser(device: str) -> str:
    """Write a browser's long description as people know it: Firefox on Windows."""
    names = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Android": "Android",
        "Windows": "Windows",
        "Mac OS": "Mac",
        "Linux": "Linux",
    }
    name = next((words for sign, words in names.items() if sign in device), "")
    system = next((words for sign, words in systems.items() if sign in device), "")
    return f"{name} on {system}" if name and system else device


def _time(at: str, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(at, words)
