"""A page as a browser without script sees it: where it leads, and which forms it has."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_NOT_SENT = ("submit", "button", "reset", "image")
_CHOICES = ("radio", "checkbox")


@dataclass
class Field:
    """Something that a form sends: its type, and what it would send as it stands."""

    name: str
    type: str
    values: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        """Whether people write into it whatever they like."""
        return self.type in ("text", "textarea", "search")

    def sent(self) -> list[str]:
        """Return what it sends: something that is offered where a choice is needed."""
        return self.values or (self.offered[:1] if self.type in ("radio", "select") else [])


@dataclass
class WebForm:
    """A form with its fields by name, and the buttons that say something."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class PageReader(HTMLParser):
    """Collects the elements of a page with their attributes, what links lead to, forms and scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.forms: list[WebForm] = []
        self.words: list[str] = []
        self._form: WebForm | None = None
        self._field: Field | None = None
        self._option: tuple[str, bool] | None = None
        self.feed(html)
        self.close()

    @property
    def links(self) -> list[str]:
        """Where links, and forms that only ask, lead to."""
        asked = [form.action for form in self.forms if form.method == "get"]
        return [given["href"] for tag, given in self.elements if tag == "a" and given.get("href")] + asked

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "form":
            self._form = WebForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._fields(self._form, tag, given)

    def _fields(self, form: WebForm, tag: str, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text") if tag == "input" else tag, given.get("name", "")
        if tag == "option" and self._field:
            self._field.offered.append(given.get("value", ""))
            if "selected" in given:
                self._field.values.append(given.get("value", ""))
        elif (tag == "button" or kind in _NOT_SENT) and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag in ("input", "select", "textarea") and kind not in _NOT_SENT and name:
            found = form.fields.setdefault(name, Field(name, kind))
            self._field = found
            if kind in _CHOICES:
                found.offered.append(given.get("value", "on"))
            if (kind not in _CHOICES and tag == "input" and kind != "file") or "checked" in given:
                found.values.append(given.get("value", ""))
            if tag == "textarea":
                found.values.append("")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._field and self._field.type == "textarea":
            self._field.values[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self._field = None
        if tag == "form":
            self._form = None
