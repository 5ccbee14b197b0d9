"""What was delivered: the page, its entries, and the file of reasons."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import attempt, sent
from cjnudge.arriving import takes_small_files
from cjnudge.cases.problems import ImportRefused
from cjnudge.spreadsheets import csv_lines
from trials.decline_files import EXAMPLES, read_declines
from trials.forms.delivery import DeclinesForm, EndForm, ExposureForm
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import ALLOWED, Action, check_allowed
from trials.operations.delivering import end_exposure, import_declines, log_exposure
from trials.planning.allocated import arms_by_unit
from trials.planning.periods import first_day_of
from trials.planning.trial_plan import TrialPlan
from trials.presenters import delivery as presenter
from trials.presenters.trial_nav import trial_nav
from trials.queries import delivery as queries
from trials.queries.allocations import draw_json_of
from trials.queries.conduct import has_final_run, state_of_planned
from trials.queries.planning import sealed_plan
from trials.views.finding import crumbs_of, may_manage, planned_or_404
from trials.views.results import attachment


def page_of(request, trial, here=""):
    nav = trial_nav(trial, request.membership.role, "trials:delivery")
    there = reverse("trials:delivery", args=[trial.force.slug, trial.pk])
    way = [("Delivery", there), (here, "")] if here else [("Delivery", "")]
    return {"trial": trial, "trial_nav": nav, "crumbs": crumbs_of(request, trial, *way)}


def allowed(request, trial):
    """Whether delivery can be recorded now; says why not on the next page."""
    try:
        check_allowed(state_of_planned(trial), Action.LOG_DELIVERY)
    except WrongState as refused:
        messages.error(request, str(refused))
        return False
    return True


@needs(Permission.VIEW_RESULTS)
@require_safe
def delivery(request, force, trial):
    found = planned_or_404(force, trial)
    version, draw_json = sealed_plan(found), draw_json_of(found)
    page = page_of(request, found) | {"version": version, "may_manage": may_manage(request)}
    page["can_log"] = Action.LOG_DELIVERY in ALLOWED[state_of_planned(found)]
    if version is not None and (page["can_log"] or draw_json or has_final_run(found)):
        plan, on = TrialPlan.from_json(version.body), timezone.localdate()
        page |= presenter.delivery_page(plan, draw_json, queries.exposures_of(found), on=on)
        page["reasons"] = presenter.reasons_table(queries.reasons_of(found))
        page["last_month"] = queries.last_month_of_reasons(found)
        if has_final_run(found):  # by arm, how often officers declined is an outcome
            counts = queries.reasons_by_unit(found)
            page["by_arm"] = presenter.reasons_by_arm(plan, arms_by_unit(plan, draw_json), counts)
    return render(request, "trials/delivery/delivery.html", page)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def log(request, force, trial):
    found = planned_or_404(force, trial)
    there = redirect("trials:delivery", force.slug, found.pk)
    if not allowed(request, found):
        return there
    form = ExposureForm(sent(request), plan=TrialPlan.from_json(sealed_plan(found).body))
    form.cancel_url = there.url
    if form.is_valid():
        values = {**form.values(), "by": request.user, "at": timezone.now()}
        done, _ = attempt(form, lambda: log_exposure(trial=found, **values))
        if done:
            messages.success(request, f"Recorded for {values['unit']}.")
            return there
    page = page_of(request, found, "Record delivery") | {"form": form}
    return render(request, "trials/delivery/log.html", page)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, force, trial, exposure):
    found = planned_or_404(force, trial)
    held = queries.exposure_of(found, exposure)
    if held is None:
        raise Http404
    there = redirect("trials:delivery", force.slug, found.pk)
    if not allowed(request, found):
        return there
    form = EndForm(sent(request))
    form.cancel_url = there.url
    if form.is_valid():
        values = {"until_on": form.cleaned_data["until_on"], "by": request.user, "at": timezone.now()}
        done, _ = attempt(form, lambda: end_exposure(exposure=held, **values))
        if done:
            messages.success(request, f"The last day in {held.unit} is recorded.")
            return there
    page = page_of(request, found, "Last day") | {"form": form, "exposure": held}
    return render(request, "trials/delivery/end.html", page)


@needs(Permission.MANAGE_TRIALS)
@takes_small_files
@require_http_methods(["GET", "HEAD", "POST"])
def declines(request, force, trial):
    found = planned_or_404(force, trial)
    there = redirect("trials:delivery", force.slug, found.pk)
    if not allowed(request, found):
        return there
    plan = TrialPlan.from_json(sealed_plan(found).body)
    form = DeclinesForm(sent(request), request.FILES if request.method == "POST" else None)
    form.cancel_url = there.url
    page = page_of(request, found, "Upload reasons") | {"form": form, "months": presenter.months_words(plan)}
    if form.is_valid():
        try:
            read = read_file(form.cleaned_data["file"], plan)
        except ImportRefused as refused:
            page["refused"] = refused
        else:
            import_declines(trial=found, declines=read, by=request.user, at=timezone.now())
            messages.success(request, said_of(read))
            return there
    return render(request, "trials/delivery/declines.html", page | {"examples": EXAMPLES})


def read_file(file, plan):
    span = {"first": first_day_of(plan, 1), "last": first_day_of(plan, plan.periods)}
    return read_declines(file.read(), file="", units=plan.unit_names, **span)


def said_of(read):
    """What was stored, and which columns were not."""
    said = f"{len(read.counts)} counts of reasons are stored."
    if not read.dropped:
        return said
    return f"{said} Not read, because they say who or which case it was: {', '.join(read.dropped)}."


@needs(Permission.VIEW_RESULTS)
@require_safe
def template(request, force, trial, kind):
    """An empty file with its header and one example line, of counts or of single cases."""
    planned_or_404(force, trial)
    if kind not in EXAMPLES:
        raise Http404
    return attachment("".join(csv_lines(EXAMPLES[kind])), "text/csv", f"why-not-out-of-court-{kind}.csv")
