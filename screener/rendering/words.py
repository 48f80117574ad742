"""How figures of the report are put into words for people."""

_BANDS = ((0.85, "plainly worded"), (0.65, "likely"), (0.0, "uncertain"))


def sureness(confidence: float) -> str:
    """Say how sure a finding is. A percentage would promise more than phrases can know."""
    return next(words for least, words in _BANDS if confidence >= least)


def clock(seconds: float) -> str:
    """Write seconds as minutes:seconds, and hours where needed."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
