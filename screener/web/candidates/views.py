"""A candidate's page, its changes, and the planning of interviews."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from screener.journeys import candidates, planning, selection
from screener.journeys.planning import Choices, FirstRound, Wish
from screener.storage.records import Person
from screener.web.candidates import blueprint
from screener.web.candidates.forms import CandidateDetails, ChosenCandidates, NewInterviews, NewTime
from screener.web.context import for_signed_in, instance, me, to
from screener.web.filters import moment, plural

Page = str | Response


@blueprint.get("/candidates/<candidate_id>")
@for_signed_in
def candidate(candidate_id: str) -> Page:
    """Show a candidate with rounds, interviews and those scorecards that one may read."""
    return _candidate(candidate_id)


@blueprint.route("/candidates/<candidate_id>/change", methods=["GET", "POST"])
@for_signed_in
def change(candidate_id: str) -> Page:
    """Change a candidate's name and note."""
    found = candidates.managed_candidate(instance(), me(), candidate_id)
    form = CandidateDetails(obj=found)
    changed = form.submits(
        lambda: candidates.change_candidate(instance(), me(), candidate_id, form.name.data or "", form.note.data or "")
    )
    if changed:
        flash(f"{changed.name} is saved.")
        return to("candidates.candidate", candidate_id=candidate_id)
    return render_template("candidates/change.html", candidate=found, form=form)


@blueprint.post("/candidates/<candidate_id>/withdraw")
@for_signed_in
def withdraw(candidate_id: str) -> Response:
    """Note that a candidate has withdrawn."""
    changed = candidates.withdraw(instance(), me(), candidate_id)
    flash(f"{changed.name} is noted as withdrawn. What was written stays.")
    return to("candidates.candidate", candidate_id=candidate_id)


@blueprint.post("/candidates/<candidate_id>/take-back")
@for_signed_in
def take_back(candidate_id: str) -> Response:
    """Take a withdrawal back."""
    changed = candidates.take_back_withdrawal(instance(), me(), candidate_id)
    flash(f"{changed.name} takes part again.")
    return to("candidates.candidate", candidate_id=candidate_id)


@blueprint.post("/candidates/<candidate_id>/chosen")
@for_signed_in
def choose(candidate_id: str) -> Response:
    """Note that a candidate was chosen for the post."""
    chosen = selection.note_chosen(instance(), me(), candidate_id, is_chosen=True)
    flash(f"{chosen.name} is noted as chosen for the post.")
    return to("candidates.candidate", candidate_id=candidate_id)


@blueprint.post("/candidates/<candidate_id>/not-chosen")
@for_signed_in
def take_back_choice(candidate_id: str) -> Response:
    """Take back that a candidate was chosen."""
    candidate = selection.note_chosen(instance(), me(), candidate_id, is_chosen=False)
    flash(f"{candidate.name} is no longer noted as chosen.")
    return to("candidates.candidate", candidate_id=candidate_id)


@blueprint.route("/candidates/<candidate_id>/interviews/new", methods=["GET", "POST"])
@for_signed_in
def plan(candidate_id: str) -> Page:
    """Plan interviews with a candidate."""
    choices = planning.choices_for(instance(), me(), candidate_id)
    form = _new_interviews(choices)
    made = form.submits(lambda: planning.plan_interviews(instance(), me(), candidate_id, _wish(form)))
    if made:
        flash(f"{plural(len(made), 'interview')} planned.")
        return to("candidates.candidate", candidate_id=candidate_id)
    return render_template("candidates/plan.html", choices=choices, form=form)


@blueprint.route("/openings/<opening_id>/interviews/new", methods=["GET", "POST"])
@for_signed_in
def plan_all(opening_id: str) -> Page:
    """Plan the first round for every candidate of an opening who has none."""
    first_round = planning.first_round_for(instance(), me(), opening_id)
    form = _first_round(first_round)
    made = form.submits(
        lambda: planning.plan_for_all(
            instance(), me(), opening_id, form.raters.data or [], form.way.data or "", form.candidates.data or []
        )
    )
    if made:
        flash(f"{plural(len(made), 'interview')} planned.")
        return to("openings.opening", opening_id=opening_id)
    return render_template("candidates/plan_all.html", first_round=first_round, form=form)


@blueprint.post("/candidates/<candidate_id>/interviews/<interview_id>/time")
@for_signed_in
def reschedule(candidate_id: str, interview_id: str) -> Page:
    """Set or change the time of an interview that nobody has begun."""
    form = NewTime(prefix=f"{interview_id}-")
    changed = form.submits(lambda: planning.reschedule(instance(), me(), interview_id, form.planned_for.data or ""))
    if changed:
        past = " That time is past." if changed.is_past else ""
        flash(f"The interview is planned for {moment(changed.planned_for).striptags()}.{past}")
        return to("candidates.candidate", candidate_id=changed.candidate.id)
    return _candidate(candidate_id, {interview_id: form})


@blueprint.post("/interviews/<interview_id>/remove")
@for_signed_in
def remove_interview(interview_id: str) -> Response:
    """Remove an interview that nobody has begun."""
    found = planning.remove_interview(instance(), me(), interview_id)
    flash("The interview is removed.")
    return to("candidates.candidate", candidate_id=found.id)


def _candidate(candidate_id: str, sent: dict[str, NewTime] | None = None) -> str:
    """Show a candidate, with the form for an interview's time that was refused in the place of a fresh one."""
    overview = candidates.candidate_overview(instance(), me(), candidate_id)
    planned = [m.interview for r in overview.rounds for m in r.meetings if overview.may_plan and not m.has_begun]
    times = {i.id: NewTime(formdata=None, prefix=f"{i.id}-", data={"planned_for": i.planned_for}) for i in planned}
    stray = [form for interview, form in (sent or {}).items() if interview not in times]
    choice = selection.choice_on(instance(), me(), overview.candidacy)
    return render_template(
        "candidates/candidate.html", overview=overview, times=times | (sent or {}), stray=stray, choice=choice
    )


def _first_round(waiting: FirstRound) -> ChosenCandidates:
    ids = [candidate.id for candidate in waiting.candidates]
    form = ChosenCandidates(data={"raters": [person.id for person in waiting.raters], "candidates": ids})
    form.raters.choices = _offered(waiting.raters)
    form.candidates.choices = {candidate.id: candidate.name for candidate in waiting.candidates}
    return form


def _new_interviews(choices: Choices) -> NewInterviews:
    free = [person.id for person in choices.raters if person.id not in choices.taken]
    opening = choices.candidacy.opening
    form = NewInterviews(data={"raters": free, "round": choices.round, "guide": opening.guide})
    form.raters.choices = _offered(choices.raters, choices.taken)
    form.round.choices = {str(number): f"Round {number}" for number in choices.rounds}
    form.guide.choices = {
        guide.id: f"{guide.name}, {guide.minutes} minutes{' (this opening’s)' if guide.id == opening.guide else ''}"
        for guide in choices.guides
    }
    return form


def _offered(raters: tuple[Person, ...], taken: frozenset[str] = frozenset()) -> dict[str, str]:
    return {p.id: f"{p.name} (has an interview in this round)" if p.id in taken else p.name for p in raters}


def _wish(form: NewInterviews) -> Wish:
    return Wish(
        form.raters.data or [],
        form.way.data or "",
        form.round.data or 0,
        form.guide.data or "",
        form.guide_reason.data or "",
        form.planned_for.data or "",
        form.carried.data or "",
        form.carried_note.data or "",
    )
