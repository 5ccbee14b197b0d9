"""The power page: what the plan can find, asked for, read, and taken into the plan."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.accounts.views.answers import attempt, sent
from cjnudge.cases.operations.consulting import note_consultation
from trials.forms.assistant import EffectForm, OverrideForm, PowerForm
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action, State, check_allowed
from trials.operations import powering as operations
from trials.presenters.assistant import field_rows
from trials.presenters.power import page_of
from trials.presenters.trial_nav import trial_nav
from trials.queries import powering as queries
from trials.queries.conduct import state_of_planned
from trials.views.finding import crumbs_of, may_manage, planned_or_404
from trials.views.results import PICTURE_POLICY


@needs(Permission.VIEW_RESULTS)
@require_safe
def power(request, force, trial):
    """The figures of the plan as it stands; before its smallest worthwhile effect is recorded there are none."""
    found = planned_or_404(force, trial)
    plan = queries.written_plan(found)
    study = queries.study_for(found, plan) if plan and is_recorded(plan) else None
    if study and study.snapshot:
        note_consultation(snapshot=study.snapshot, by=request.user, at=timezone.now())
    studies = queries.studies_of(found)
    page = page_of(plan, studies, queries.figures_of(study)) | frame(request, found, "Power")
    page |= {"study": study, "full": queries.study_of(found, study.pk) if study else None}
    page |= {"recorded": bool(plan and is_recorded(plan)), "may_change": may_change(request, found)}
    page["job"] = queries.job_of(force, next((one for one in studies if not one.figures), None))
    return render(request, "trials/assistant/power.html", page)


def is_recorded(plan):
    """Whether the smallest worthwhile effect stands with its reason."""
    return bool(plan.worthwhile.effect and plan.worthwhile.reason.strip())


def may_change(request, trial):
    """Whether this person may write a plan now."""
    return may_manage(request) and writing_allowed(trial) is None


def writing_allowed(trial):
    """None, or the sentence why the plan cannot be written now."""
    state = state_of_planned(trial)
    try:
        check_allowed(state, Action.WRITE_PLAN if state == State.DRAFT else Action.AMEND)
    except WrongState as refusal:
        return str(refusal)
    return None


def frame(request, trial, here):
    """What every page of this part shows around itself."""
    return {
        "trial": trial,
        "trial_nav": trial_nav(trial, request.membership.role, f"trials:{here.split()[0].lower()}"),
        "crumbs": crumbs_of(request, trial, (here, "")),
        "may_follow": role_allows(request.membership.role, Permission.VIEW_RESULTS),
    }


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_power(request, force, trial):
    """Choose the history and have the power worked out; the effect and its reason come before it."""
    found = planned_or_404(force, trial)
    plan = queries.written_plan(found)
    if plan is None or not is_recorded(plan):
        messages.info(request, operations.SAY_FIRST)
        return redirect("trials:worthwhile", force.slug, found.pk)
    form = PowerForm(sent(request), force=force)
    if form.is_valid():
        values = {"trial": found, "snapshot": form.snapshot(), **form.assumed()}
        return to_the_job(request, found, lambda: operations.ask_power(**values, **who(request)))
    return shown(request, found, form, "Work out the power")


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def worthwhile(request, force, trial):
    """Record the smallest worthwhile effect and its reason."""
    found = planned_or_404(force, trial)
    plan = queries.written_plan(found)
    if plan is None:
        raise Http404
    known = {"effect": round(100 * plan.worthwhile.effect, 6), "reason": plan.worthwhile.reason}
    form = EffectForm(sent(request), initial=known)
    if form.is_valid() and done(request, lambda: operations.record_worthwhile(
        trial=found, **form.cleaned_data, **who(request)
    )):  # fmt: skip
        return redirect("trials:power", force.slug, found.pk)
    return shown(request, found, form, "Smallest worthwhile effect")


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt_power(request, force, trial):
    """Take the figures into the plan; below 80 % with a reason."""
    found = planned_or_404(force, trial)
    plan = queries.written_plan(found)
    study = queries.study_for(found, plan) if plan else None
    if study is None:
        messages.info(request, "Work out the power of the plan as it stands first.")
        return redirect("trials:power", force.slug, found.pk)
    form = OverrideForm(sent(request), initial={"override_reason": plan.worthwhile.override_reason})
    ruling = queries.ruling_on(found, plan)
    if form.is_valid():
        values = {"trial": found, **form.cleaned_data, **who(request)}
        written, _ = attempt(form, lambda: adopted(request, values))
        if written:
            return redirect("trials:power", force.slug, found.pk)
    return shown(request, found, form, "Power into the plan", ruling=ruling)


def adopted(request, values):
    """The plan with its power; a refusal of the trial's state is said on the next page."""
    if done(request, lambda: operations.adopt_power(**values)):
        messages.success(request, "The plan holds its power now.")


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def make_pilot(request, force, trial):
    """Turn the plan into a pilot, which gives no verdict."""
    found = planned_or_404(force, trial)
    if request.method == "POST":
        if done(request, lambda: operations.make_pilot(trial=found, **who(request))):
            messages.success(
                request, "The plan is that of a pilot now: it gives no verdict and needs no power."
            )
        return redirect("trials:power", force.slug, found.pk)
    page = frame(request, found, "Make it a pilot")
    page["cancel_url"] = reverse("trials:power", args=[force.slug, found.pk])
    return render(request, "trials/assistant/pilot.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def reasons(request, force, trial):
    """Every field of the draft with one sentence why it is as it is."""
    from trials.planning.filling import reasons as reasons_of

    found = planned_or_404(force, trial)
    plan = queries.written_plan(found)
    if plan is None:
        raise Http404
    rows = field_rows(plan, reasons_of(plan))
    page = frame(request, found, "Every field and why") | {"rows": rows}
    return render(request, "trials/assistant/reasons.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def power_chart(request, force, trial, study, key):
    found = queries.study_of(planned_or_404(force, trial), study)
    return picture(next((one for one in found.charts if one["key"] == key), None) if found else None)


def picture(chart):
    """A stored picture as an answer; 404 where there is none."""
    if chart is None:
        raise Http404
    response = HttpResponse(chart["svg"], content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def who(request):
    return {"by": request.user, "at": timezone.now()}


def done(request, operation):
    """Whether the operation was done; a refusal of the trial's state is said on the next page."""
    try:
        operation()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def to_the_job(request, trial, operation):
    """To the job that was asked for; back to the power page where the trial's state refuses."""
    try:
        asked = operation()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("trials:power", trial.force.slug, trial.pk)
    return redirect("jobs:job", trial.force.slug, asked.job_id)


def shown(request, trial, form, title, **more):
    """A page of one form."""
    form.cancel_url = reverse("trials:power", args=[trial.force.slug, trial.pk])
    page = frame(request, trial, title) | {"form": form, "title": title, **more}
    return render(request, "trials/assistant/form.html", page)
