"""How spans of time and numbers are written on the pages of openings."""

from datetime import timedelta

from screener.web.filters import plural
from screener.web.openings import blueprint


@blueprint.app_template_filter("ago")
def ago(span: timedelta) -> str:
    """Write how long ago something was, as roughly as people say it."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{plural(minutes, 'minute')} ago"
    hours = minutes // 60
    return f"{plural(hours, 'hour')} ago" if hours < 48 else f"{plural(hours // 24, 'day')} ago"


@blueprint.app_template_filter("weight")
def weight(number: float) -> str:
    """Write a weight without needless digits."""
    return f"{number:g}"
