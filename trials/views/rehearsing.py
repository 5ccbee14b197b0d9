"""Rehearsing a result page on made-up counts: asked for, read, deleted; never a run, never a file to take away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from trials.operations import powering as operations
from trials.presenters.rehearsal import MARK, list_page, scenario_of, scenario_page
from trials.queries import powering as queries
from trials.views.finding import may_manage, planned_or_404
from trials.views.power import frame, picture, to_the_job, who


def rehearsal_or_404(force, trial):
    """(trial, its finished rehearsal)."""
    found = planned_or_404(force, trial)
    made = queries.rehearsal_of(found)
    if made is None or not made.scenarios:
        raise Http404
    return found, made


@needs(Permission.VIEW_RESULTS)
@require_safe
def rehearsal(request, force, trial):
    """The three truths and what the page would say of each."""
    found = planned_or_404(force, trial)
    made = queries.rehearsal_of(found)
    page = frame(request, found, "Rehearsal") | {"rehearsal": made, "rehearsal_mark": MARK}
    page["lines"] = list_page(made) if made else []
    page["is_older"] = bool(made and made.plan != plan_text(found))
    page["job"] = queries.job_of(force, made) if made and not made.scenarios else None
    page["may_manage"] = may_manage(request)
    page["has_power"] = any(study.figures for study in queries.studies_of(found))
    return render(request, "trials/assistant/rehearsal.html", page)


def plan_text(trial):
    plan = queries.written_plan(trial)
    return plan.to_json() if plan else ""


@needs(Permission.MANAGE_TRIALS)
@require_POST
def ask(request, force, trial):
    found = planned_or_404(force, trial)
    return to_the_job(request, found, lambda: operations.ask_rehearsal(trial=found, **who(request)))


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, force, trial):
    """Delete the rehearsal, once it was said what goes."""
    found = planned_or_404(force, trial)
    made = queries.rehearsal_of(found)
    back = redirect("trials:rehearsal", force.slug, found.pk)
    if made is None:
        return back
    if request.method == "POST":
        operations.delete_rehearsal(rehearsal=made, by=request.user, at=timezone.now())
        messages.success(request, "The rehearsal is deleted.")
        return back
    page = frame(request, found, "Delete the rehearsal") | {"cancel_url": back.url}
    return render(request, "trials/assistant/delete_rehearsal.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def scenario(request, force, trial, scenario):
    """The result page as it would be, on every part of it marked as a rehearsal."""
    found, made = rehearsal_or_404(force, trial)
    held = scenario_of(made, scenario)
    if held is None:
        raise Http404
    here = ("Rehearsal", reverse("trials:rehearsal", args=[force.slug, found.pk]))
    page = frame(request, found, "Rehearsal") | scenario_page(made, held) | {"force": force}
    page["crumbs"] = [*page["crumbs"][:-1], here, (page["truth"], "")]
    return render(request, "trials/assistant/rehearsed.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def chart(request, force, trial, scenario, key):
    _, made = rehearsal_or_404(force, trial)
    held = scenario_of(made, scenario)
    return picture(next((one for one in held["charts"] if one["key"] == key), None) if held else None)
