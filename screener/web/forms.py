"""What all forms share."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import Field

from screener.errors import Conflict, Refused, Unreadable
from screener.web.filters import worded

T = TypeVar("T")


class Form(FlaskForm):  # type: ignore[misc]
    """A form with a token against forgery. What the journey refuses is shown beside its field."""

    has_conflict = False  # whether somebody else has changed what it is about

    def submits(self, journey: Callable[[], T]) -> T | None:
        """Run a journey if the form was sent and holds together; None if not, or if the journey refused."""
        if not self.validate_on_submit():
            return None
        try:
            return journey()
        except Refused as refusal:
            self.refuse(str(refusal), refusal.field)
        except Conflict as conflict:
            self.has_conflict = True
            self.refuse(str(conflict))
        except Unreadable as trouble:
            self.refuse(str(trouble))
        return None

    def refuse(self, message: str, field: str = "") -> None:
        """Show a message beside a field, or above the form."""
        message = worded(message)
        found: Field | None = self._fields.get(field)
        if found is None:
            self.form_errors.append(message)
        else:
            found.errors = [*found.errors, message]

    def own_fields(self) -> list[Any]:
        """Return the fields that people fill in."""
        return [field for field in self if field.name != "csrf_token"]
