"""A run: its page, its pictures, its files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from trials import downloads, queries
from trials.presenters.result import present
from trials.views.finding import crumbs, run_or_404, trial_crumb

# Opened on its own, a picture can neither run anything nor fetch anything.
PICTURE_POLICY = "default-src 'none'; sandbox"


@needs(Permission.VIEW_RESULTS)
@require_safe
def result(request, force, trial, run):
    found = run_or_404(force, trial, run)
    charts = {chart.key: chart for chart in queries.charts_of(found)}
    page = present(found) | {"run": found, "trial": found.trial, "charts": charts}
    page["crumbs"] = crumbs(force, trial_crumb(found.trial), ("Result", ""))
    return render(request, "trials/result.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def chart(request, force, trial, run, key):
    found = queries.chart_of(run_or_404(force, trial, run), key)
    if found is None:
        raise Http404
    response = HttpResponse(found.svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Permission.VIEW_RESULTS)
@require_safe
def result_json(request, force, trial, run):
    found = run_or_404(force, trial, run)
    text = downloads.as_json(found, queries.charts_of(found), published=found.trial.snapshot.published)
    return attachment(text, "application/json", downloads.file_name(found, "json"))


@needs(Permission.VIEW_RESULTS)
@require_safe
def result_csv(request, force, trial, run):
    found = run_or_404(force, trial, run)
    text = downloads.as_csv(found, queries.charts_of(found), present(found)["key_numbers"])
    return attachment(text, "text/csv", downloads.file_name(found, "csv"))


def attachment(text, kind, name):
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
