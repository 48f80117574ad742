"""People: who may sign in, by what, as what."""

from flask import flash, render_template, session, url_for
from werkzeug.wrappers import Response

from screener.journeys import accounts, arrivals
from screener.storage.records import Person
from screener.web.accounts import blueprint
from screener.web.accounts.forms import ROLES, PersonDetails
from screener.web.context import for_signed_in, instance, me, to

Page = str | Response
_HANDED_OUT = "handed_out"


@blueprint.route("/people", methods=["GET", "POST"])
@for_signed_in
def people() -> Page:
    """List people, and add one."""
    everybody = accounts.people(instance(), me())
    form = PersonDetails()
    _offer_roles(form)
    added = form.submits(
        lambda: accounts.add_person(instance(), me(), form.name.data or "", form.email.data or "", form.role.data or "")
    )
    if added:
        return _new_secret(added, "address" if added.email else "code")
    return render_template("accounts/people.html", people=everybody, form=form)


@blueprint.route("/people/<person_id>", methods=["GET", "POST"])
@for_signed_in
def person(person_id: str) -> Page:
    """Show and change a person."""
    found = accounts.person_for(instance(), me(), person_id)
    form = PersonDetails(obj=found)
    _offer_roles(form)
    changed = form.submits(
        lambda: accounts.change_person(
            instance(), me(), person_id, form.name.data or "", form.email.data or "", form.role.data or ""
        )
    )
    if changed:
        flash(f"{changed.name} is saved.")
        return to("accounts.people")
    may_change, keys = accounts.may_look_after(me(), found), accounts.open_keys_of(instance(), found)
    identities = instance().store.identities_of(found.id) if may_change else ()
    return render_template(
        "accounts/person.html", person=found, form=form, may_change=may_change, keys=keys, identities=identities
    )


@blueprint.post("/people/<person_id>/address")
@for_signed_in
def new_address(person_id: str) -> Page:
    """Make a one-time sign-in address and show it once."""
    return _new_secret(accounts.person_for(instance(), me(), person_id), "address")


@blueprint.post("/people/<person_id>/code")
@for_signed_in
def new_code(person_id: str) -> Page:
    """Make an access code and show it once."""
    return _new_secret(accounts.person_for(instance(), me(), person_id), "code")


@blueprint.post("/people/<person_id>/unlink")
@for_signed_in
def unlink(person_id: str) -> Response:
    """Forget who a person is to the OpenID provider."""
    found = arrivals.unlink(instance(), me(), person_id)
    flash(f"{found.name} has been signed out. The next to sign in with their email address is linked anew.")
    return to("accounts.person", person_id=person_id)


@blueprint.post("/people/<person_id>/end")
@for_signed_in
def end_person(person_id: str) -> Response:
    """End a person's account."""
    accounts.end_person(instance(), me(), person_id)
    flash("The account has ended. What the person wrote stays.")
    return to("accounts.people")


@blueprint.get("/handed-out")
@for_signed_in
def handed_out() -> Page:
    """Show a new address or code, once: it is not kept, so this page is the only place to copy it from."""
    shown = session.pop(_HANDED_OUT, None)
    if shown is None:
        flash("An address or code is shown only once. If you have not copied it, make a new one.")
        return to("accounts.people")
    is_code = shown["kind"] == "code"
    where = {} if is_code else {"secret": shown["secret"]}
    address = url_for("accounts.join" if is_code else "accounts.by_address", _external=True, **where)
    limits = {"hours": accounts.ADDRESS_HOURS, "days": accounts.CODE_DAYS}
    return render_template("accounts/handed_out.html", address=address, **shown, **limits)


def hand_out(person: Person, kind: str, secret: str, back: str) -> Response:
    """Go on to the page that shows a new address or code; reloading that page makes no other one."""
    session[_HANDED_OUT] = {"name": person.name, "kind": kind, "secret": secret, "back": back}
    return to("accounts.handed_out")


def _new_secret(person: Person, kind: str) -> Response:
    make = accounts.new_code if kind == "code" else accounts.new_address
    return hand_out(person, kind, make(instance(), me(), person.id), url_for("accounts.people"))


def _offer_roles(form: PersonDetails) -> None:
    """Offer the roles that one may give."""
    if me().role != "administrator":
        form.role.choices = {role: name for role, name in ROLES.items() if role not in ("hr", "administrator")}
