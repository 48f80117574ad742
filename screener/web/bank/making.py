"""Forms for those who do not like YAML: a new question, a new belief. What they come to is a draft."""

from typing import cast

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from screener.journeys.bank_forms import Made, Wish, bank_for_forms
from screener.journeys.bank_new_belief import make_belief
from screener.journeys.bank_new_question import make_question
from screener.journeys.limits import LONGEST_TEXT
from screener.web.bank import blueprint
from screener.web.bank.forms_making import GROUPS, MOST_EXAMPLES, NewThing, belief_form, question_form
from screener.web.context import for_signed_in, instance, me, to

Page = str | Response
_ADD = "add-"  # before the group of examples in which there is to be room for one more


@blueprint.route("/new/question", methods=["GET", "POST"], endpoint="new", defaults={"kind": "question"})
@blueprint.route("/new/philosophy", methods=["GET", "POST"], endpoint="new", defaults={"kind": "philosophy"})
@for_signed_in
def new(kind: str) -> Page:
    """Ask for something new, and keep it as a draft."""
    return _question() if kind == "question" else _belief()


def _question() -> Page:
    bank = bank_for_forms(instance(), me())
    form = question_form(bank)
    made = form.submits(lambda: make_question(instance(), me(), form.entered(), _wish()))
    return _kept(made) or _shown("bank/new_question.html", form, made, guides=bank.guides.values())


def _belief() -> Page:
    bank = bank_for_forms(instance(), me())
    wish = request.form.get("do", "")
    form = belief_form(bank, request.form, wish.removeprefix(_ADD))
    made = None
    if not wish.startswith(_ADD):
        made = form.submits(lambda: make_belief(instance(), me(), form.entered(), _wish()))
    page = {"groups": GROUPS, "most": MOST_EXAMPLES, "add": _ADD, "policies": bank.policies.values()}
    return _kept(made) or _shown("bank/new_philosophy.html", form, made, **page)


def _wish() -> Wish:
    sent = request.form.get("do")
    return cast(Wish, sent) if sent in ("show", "keep") else "finish"


def _kept(made: Made | None) -> Response | None:
    """Send the browser on to the draft, if one was kept."""
    if made is None or made.draft is None:
        return None
    flash(
        "Kept as a draft, with what is still to be mended." if made.mistakes else "It is written, and kept as a draft."
    )
    return to("bank.draft", draft_id=made.draft.id)


def _shown(template: str, form: NewThing, made: Made | None, **page: object) -> str:
    if made:
        form.refuse_all(made.mistakes)
    texts = made.texts if made and _wish() == "show" else {}
    personal = made.personal if made else ()
    return render_template(template, form=form, texts=texts, personal=personal, longest=LONGEST_TEXT, **page)
