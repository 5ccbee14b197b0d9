"""The archive of trials that have ended, and all trials of one nudge together."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from trials.nudge_forest import KEY
from trials.presenters.finished_trials import archive_rows, together
from trials.queries.finished import finished_trials, trials_of_nudge
from trials.queries.nudges import nudge_of
from trials.queries.trials import charts_of
from trials.views.finding import crumbs


@needs(Permission.VIEW_RESULTS)
@require_safe
def finished(request, force):
    page = {"force": force, "rows": archive_rows(finished_trials(force), localdate())}
    page["crumbs"] = crumbs(force, ("Finished trials", ""))
    return render(request, "trials/trial_result/finished.html", page)


def forest_of(trials):
    """The newest picture of them all, kept with the run it was drawn with; None while there are under three."""
    runs = sorted((one.run for one in trials), key=lambda run: run.created_at, reverse=True)
    return next((chart for run in runs for chart in charts_of(run) if chart.key == KEY), None)


@needs(Permission.VIEW_RESULTS)
@require_safe
def nudge_trials(request, force, nudge: UUID):
    found = nudge_of(force, nudge)
    if found is None:
        raise Http404
    trials = trials_of_nudge(force, str(found.pk))
    page = together(trials) | {"forest": forest_of(trials)}
    page |= {"force": force, "nudge": found, "crumbs": crumbs(force, ("All trials of this nudge", ""))}
    return render(request, "trials/trial_result/nudge_trials.html", page)
