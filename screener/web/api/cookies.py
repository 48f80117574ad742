"""Programs know no sign-ins, so none is prolonged when a browser that has one looks at their addresses."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from screener.web.api.problems import is_asked


class Sessions(SecureCookieSessionInterface):
    """Keeps sign-ins in a cookie, but for programs."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether an answer brings a cookie."""
        return not is_asked() and super().should_set_cookie(app, session)
