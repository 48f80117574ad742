"""Signing in and out, and one's own account."""

from collections.abc import Callable

from flask import current_app, flash, jsonify, render_template, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from screener.errors import NotAllowed, TryLater
from screener.journeys import accounts
from screener.journeys.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD
from screener.web.accounts import blueprint
from screener.web.accounts.forms import CodeSignIn, Confirmation, NewPassword, OwnDetails, PasswordSignIn
from screener.web.accounts.pages import SIGNED_OUT, ways_in
from screener.web.context import (
    device,
    for_signed_in,
    forget,
    instance,
    me,
    next_page,
    proof,
    remember,
    signed_in,
    to,
    told_by_proxy,
)
from screener.web.errors import wants_data
from screener.web.forms import Form

Page = str | Response | tuple[str | Response, int] | tuple[str, int, dict[str, str]]


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Page:
    """Sign in by email and password, or show the other ways."""
    form = PasswordSignIn()
    if request.method == "GET" and told_by_proxy()[0] and not session.get(SIGNED_OUT):
        return to("accounts.by_proxy", next=request.args.get("next") or None)
    return _sign_in(form, "accounts/sign_in.html", lambda: accounts.sign_in_by_password(
        instance(), form.email.data or "", form.password.data or "", device(), proof()
    ))  # fmt: skip


@blueprint.route("/join", methods=["GET", "POST"])
def join() -> Page:
    """Sign in by access code."""
    form = CodeSignIn()
    return _sign_in(form, "accounts/join.html", lambda: accounts.sign_in_by_code(
        instance(), form.code.data or "", device()
    ))  # fmt: skip


@blueprint.route("/sign-in/<secret>", methods=["GET", "POST"])
def by_address(secret: str) -> Page:
    """Sign in by a one-time address. Opening it only asks, so that a preview of the link does not use it up."""
    form = Confirmation()
    person = accounts.holder_of_address(instance(), secret)
    if current_app.config["IS_DEMO"]:
        remember(accounts.sign_in_to_demo(instance(), person, device()))
        return to("openings.home")
    if form.validate_on_submit():
        remember(accounts.sign_in_by_address(instance(), secret, device()))
        needs_email = not person.email and person.role != "interviewer"
        needs_password = instance().settings.sign_in.passwords and person.email and not person.password_hash
        return to("accounts.account") if needs_email or needs_password else to("openings.home")
    return render_template("accounts/by_address.html", form=form, person=person)


@blueprint.get("/sign-in/token")
def token() -> Response:
    """Return a fresh token for forms, and whether somebody is signed in; for pages that were open a long time."""
    found = signed_in()
    return jsonify(csrf=generate_csrf(), person=found.person.id if found else None)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this sign-in. What the browser kept is dropped by the page's script, this person's alone."""
    found = signed_in()
    if found:
        accounts.sign_out(instance(), found)
    forget()
    if told_by_proxy()[0]:
        session[SIGNED_OUT] = True  # or the proxy would sign them in again at once
    return to("accounts.sign_in")


@blueprint.route("/account", methods=["GET", "POST"])
@for_signed_in
def account() -> Page:
    """Show one's account, and change name and email."""
    form = OwnDetails(obj=me())
    changed = form.submits(
        lambda: accounts.change_own_details(instance(), me(), form.name.data or "", form.email.data or "")
    )
    if changed:
        flash("Your details are saved.")
        return to("accounts.account")
    return _account(form, NewPassword(formdata=None))


@blueprint.post("/account/password")
@for_signed_in
def password() -> Page:
    """Set one's password."""
    form = NewPassword()
    found = signed_in()
    assert found is not None  # noqa: S101 (for_signed_in has seen to it)

    def change() -> bool:
        accounts.set_password(instance(), found, form.password.data or "")
        return True

    if form.submits(change):
        flash("Your password is set. Other devices have been signed out.")
        return to("accounts.account")
    return _account(OwnDetails(formdata=None, obj=me()), form)


@blueprint.post("/account/sign-ins/<session>/end")
@for_signed_in
def end_sign_in(session: str) -> Response:
    """End one of one's sign-ins."""
    accounts.end_session(instance(), me(), session)
    flash("That device has been signed out.")
    return to("accounts.account")


def _account(details: OwnDetails, new_password: NewPassword) -> Page:
    found = signed_in()
    return render_template(
        "accounts/account.html",
        details=details,
        new_password=new_password,
        sessions=accounts.sessions_of(instance(), me()),
        keys=accounts.open_keys_of(instance(), me()),
        identities=instance().store.identities_of(me().id),
        this_session=found.session if found else "",
        longest=LONGEST_PASSWORD,
        shortest=SHORTEST_PASSWORD,
    )


def _sign_in(form: Form, template: str, journey: Callable[[], str]) -> Page:
    """Sign in, from the page itself or in place from a page that was left open."""
    status, headers = 200, {}
    if form.validate_on_submit():
        try:
            remember(journey())
        except NotAllowed as refusal:
            if wants_data():
                raise
            form.refuse(str(refusal))
            if isinstance(refusal, TryLater):
                status, headers = 429, {"Retry-After": str(refusal.seconds)}
        else:
            if wants_data():
                return jsonify(csrf=generate_csrf(), person=me().id)
            return Response(status=303, headers={"Location": next_page()})
    if wants_data():
        return jsonify(error="Enter what is asked for.", code="422"), 422
    return render_template(template, form=form, next=request.values.get("next", ""), **ways_in()), status, headers
