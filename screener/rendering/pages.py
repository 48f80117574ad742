"""What pages that stand alone, in a file of their own, have in common."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from screener.paths import shipped


def page_environment() -> Environment:
    """Return what fills templates: everything escaped, nothing that is not there taken for nothing."""
    return Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
