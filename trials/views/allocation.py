"""The allocation of a trial: commit, draw, read who got what, and take what is needed to check it."""

from pathlib import Path

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

import trials.stats
from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.cases.forms.disclosing import DisclosureForm
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import ALLOWED, Action
from trials.operations.allocating import draw_allocation, note_list_taken
from trials.planning.allocated import is_in_turn
from trials.planning.trial_plan import TrialPlan
from trials.presenters import allocation as presenter
from trials.presenters.trial_nav import trial_nav
from trials.queries import allocations as queries
from trials.queries.conduct import conduct_of, state_of_planned
from trials.queries.planning import sealed_plan, seed_of
from trials.views.finding import crumbs_of, may_manage, planned_or_404
from trials.views.results import attachment

VERIFIER = Path(trials.stats.__file__).with_name("verify_alone.py")


def page_of(request, trial, here, url_name="trials:allocation"):
    """What every page of the allocation has: the trial, its navigation and the way to it."""
    nav = trial_nav(trial, request.membership.role, url_name)
    there = reverse("trials:allocation", args=[trial.force.slug, trial.pk])
    way = [("Allocation", there), (here, "")] if here else [("Allocation", "")]
    return {"trial": trial, "trial_nav": nav, "crumbs": crumbs_of(request, trial, *way)}


@needs(Permission.VIEW_RESULTS)
@require_safe
def allocation(request, force, trial):
    found = planned_or_404(force, trial)
    version, drawn = sealed_plan(found), queries.draw_of(found)
    page = page_of(request, found, "") | {
        "version": version,
        "may_manage": may_manage(request),
        "drawn": drawn,
    }
    if version is not None:
        page |= what_is_known(found, drawn.plan if drawn else version, drawn)
    return render(request, "trials/allocation/allocation.html", page)


def what_is_known(trial, version, drawn):
    """What the page shows of the draw, as far as it has come."""
    plan, state = TrialPlan.from_json(version.body), state_of_planned(trial)
    known = {"in_turn": is_in_turn(plan), "nothing_to_draw": plan.allocation is None}
    known |= {"can_draw": Action.ALLOCATE in ALLOWED[state], "can_enrol": Action.ENROL in ALLOWED[state]}
    known["can_start"] = drawn is not None and Action.START in ALLOWED[state]
    if plan.allocation is None:
        return known | {"units": presenter.unit_table(plan, None)}
    if drawn is None:
        return known | {"facts": presenter.facts_before(plan, version)}
    seed = seed_of(trial)
    known |= {"facts": presenter.facts_after(plan, drawn, seed), "seed": seed}
    if not known["in_turn"]:
        tables = (presenter.unit_table(plan, drawn.published), presenter.balance(plan, drawn.published))
        return known | {"units": tables[0], "balance": tables[1]}
    known["enrolled"] = queries.number_enrolled(trial)
    if seed.revealed:
        known["by_arm"] = presenter.enrolled_table(plan, queries.enrolments_of(trial))
    return known


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request, force, trial):
    found = planned_or_404(force, trial)
    there = reverse("trials:allocation", args=[force.slug, found.pk])
    version = sealed_plan(found)
    plan = TrialPlan.from_json(version.body) if version else None
    if plan is None or plan.allocation is None or Action.ALLOCATE not in ALLOWED[state_of_planned(found)]:
        messages.error(request, "There is nothing to draw now.")
        return redirect(there)
    if request.method == "POST":
        try:
            draw_allocation(trial=found, by=request.user, at=timezone.now())
        except WrongState as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "The allocation is drawn, and stays as it is.")
        return redirect(there)
    page = page_of(request, found, "Draw the allocation")
    page |= {"facts": presenter.facts_before(plan, version), "in_turn": is_in_turn(plan), "cancel_url": there}
    return render(request, "trials/allocation/draw.html", page)


@needs(Permission.VIEW_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def allocation_json(request, force, trial):
    """The published allocation. A list of enrolled cases is a disclosure: what for and to whom is asked first."""
    found = planned_or_404(force, trial)
    text = queries.published_allocation(found)
    if text is None:
        raise Http404
    if not queries.is_drawn_in_turn(queries.draw_of(found)):
        return attachment(text, "application/json", file_name(found, "allocation.json"))
    form = DisclosureForm(sent(request))
    form.submit_label = "Download the list"
    form.cancel_url = reverse("trials:allocation", args=[force.slug, found.pk])
    if form.is_valid():
        note_list_taken(trial=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        return attachment(text, "application/json", file_name(found, "allocation.json"))
    page = page_of(request, found, "Download") | {"form": form}
    return render(request, "trials/allocation/download.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def plan_json(request, force, trial):
    """The sealed plan's own bytes: their SHA-256 is the seal."""
    found = planned_or_404(force, trial)
    drawn, version = queries.draw_of(found), sealed_plan(found)
    if version is None:
        raise Http404
    body = drawn.plan.body if drawn else version.body
    return attachment(body, "application/json", file_name(found, "plan.json"))


@needs(Permission.VIEW_RESULTS)
@require_safe
def verifier(request, force, trial):
    planned_or_404(force, trial)
    return attachment(VERIFIER.read_text(encoding="utf-8"), "text/x-python", "verify_alone.py")


def file_name(trial, name):
    """A file of made-up data, or of a rehearsal, says so in its name."""
    mark = "SYNTHETIC-" if trial.synthetic else "REHEARSAL-" if trial.rehearsal_only else ""
    return f"{mark}{conduct_of(trial).slug}-{name}"
