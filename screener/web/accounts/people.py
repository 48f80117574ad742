"""People: who may sign in, by what, as what."""

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from screener.journeys import accounts
from screener.storage.records import Person
from screener.web.accounts import blueprint
from screener.web.accounts.forms import ROLES, PersonDetails
from screener.web.context import for_signed_in, instance, me, to

Page = str | Response


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
        return _handed_out(added, "address" if added.email else "code")
    return render_template("accounts/people.html", people=everybody, form=form)


@blueprint.route("/people/<person_id>", methods=["GET", "POST"])
@for_signed_in
def person(person_id: str) -> Page:
    """Show and change a person."""
    everybody = accounts.people(instance(), me())
    found = next((p for p in everybody if p.id == person_id), None) or instance().store.person_of(person_id)
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
    return render_template("accounts/person.html", person=found, form=form)


@blueprint.post("/people/<person_id>/address")
@for_signed_in
def new_address(person_id: str) -> Page:
    """Make a one-time sign-in address and show it once."""
    return _handed_out(instance().store.person_of(person_id), "address")


@blueprint.post("/people/<person_id>/code")
@for_signed_in
def new_code(person_id: str) -> Page:
    """Make an access code and show it once."""
    return _handed_out(instance().store.person_of(person_id), "code")


@blueprint.post("/people/<person_id>/end")
@for_signed_in
def end_person(person_id: str) -> Response:
    """End a person's account."""
    accounts.end_person(instance(), me(), person_id)
    flash("The account has ended. What the person wrote stays.")
    return to("accounts.people")


def _handed_out(person: Person, kind: str) -> str:
    """Show a new address or code; it is not kept, so this page is the only place to copy it from."""
    if kind == "code":
        secret = accounts.new_code(instance(), me(), person.id)
        address = url_for("accounts.join", _external=True)
    else:
        secret = accounts.new_address(instance(), me(), person.id)
        address = url_for("accounts.by_address", secret=secret, _external=True)
    return render_template(
        "accounts/handed_out.html",
        person=person,
        kind=kind,
        secret=secret,
        address=address,
        hours=accounts.ADDRESS_HOURS,
        days=accounts.CODE_DAYS,
    )


def _offer_roles(form: PersonDetails) -> None:
    """Offer the roles that one may give."""
    if me().role != "administrator":
        form.role.choices = {role: name for role, name in ROLES.items() if role not in ("hr", "administrator")}
