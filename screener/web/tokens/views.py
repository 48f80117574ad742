"""The pages of tokens."""

from flask import flash, render_template, session, url_for
from werkzeug.wrappers import Response

from screener.journeys import tokens as journey
from screener.web.context import for_signed_in, instance, me, to
from screener.web.tokens import blueprint
from screener.web.tokens.forms import NewToken

Page = str | Response
_MADE = "token_made"


@blueprint.route("", methods=["GET", "POST"])
@for_signed_in
def tokens() -> Page:
    """List the tokens, and make one."""
    kept = journey.tokens_of(instance(), me())
    form = NewToken(data={"until": journey.usual_last_day(instance())})
    made = form.submits(lambda: journey.make_token(instance(), me(), form.name.data or "", form.until.data or ""))
    if made:
        token, secret = made
        session[_MADE] = {"name": token.name, "secret": secret, "expires_at": token.expires_at}
        return to("tokens.made")
    return render_template("tokens/tokens.html", kept=kept, form=form)


@blueprint.get("/made")
@for_signed_in
def made() -> Page:
    """Show a new token, once: it is not kept, so this page is the only place to copy it from."""
    shown = session.pop(_MADE, None)
    if shown is None:
        flash("A token is shown only once. If you have not copied it, withdraw it and make a new one.")
        return to("tokens.tokens")
    address, description = (url_for(name, _external=True) for name in ("api.openings", "api.description"))
    return render_template("tokens/made.html", address=address, description=description, **shown)


@blueprint.post("/<token_id>/withdraw")
@for_signed_in
def withdraw(token_id: str) -> Response:
    """Make a token useless."""
    token = journey.withdraw_token(instance(), me(), token_id)
    flash(f"The token “{token.name}” does not work any more.")
    return to("tokens.tokens")
