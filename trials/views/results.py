"""A run: its page, its pictures, its files."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.cases.forms.disclosing import DisclosureForm
from cjnudge.cases.operations.consulting import is_consulted
from trials import downloads
from trials.operations.exports import note_export
from trials.presenters.result import present
from trials.queries import trials as queries
from trials.views.finding import crumbs, run_or_404, trial_crumb

# Opened on its own, a picture can neither run anything nor fetch anything.
PICTURE_POLICY = "default-src 'none'; sandbox"


@needs(Permission.VIEW_RESULTS)
@require_safe
def result(request, force, trial, run):
    found = run_or_404(force, trial, run)
    if not found.trial.is_retrospective:
        return redirect("trials:trial_result", force.slug, found.trial_id, found.pk)
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
    return picture(found)


def picture(found):
    """A stored chart on its own."""
    response = HttpResponse(found.svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Permission.VIEW_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def result_json(request, force, trial, run):
    found = compared_or_404(force, trial, run)
    return given_out(request, found, "json", json_of)


@needs(Permission.VIEW_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def result_csv(request, force, trial, run):
    found = compared_or_404(force, trial, run)
    return given_out(request, found, "csv", csv_of)


def compared_or_404(force, trial, run):
    """A run of a comparison: a planned trial gives its result out in files of its own."""
    found = run_or_404(force, trial, run)
    if not found.trial.is_retrospective:
        raise Http404
    return found


def json_of(run):
    text = downloads.as_json(run, queries.charts_of(run), published=run.trial.snapshot.published)
    return attachment(text, "application/json", downloads.file_name(run, "json"))


def csv_of(run):
    text = downloads.as_csv(run, queries.charts_of(run), present(run)["key_numbers"])
    return attachment(text, "text/csv", downloads.file_name(run, "csv"))


def given_out(request, run, file, made):
    """The file; where it speaks of a force's own cases, purpose and recipient are asked for first and recorded."""
    if not is_consulted(run.trial.snapshot):
        return made(run)
    form = DisclosureForm(sent(request))
    form.submit_label = f"Download as {file.upper()}"
    form.cancel_url = reverse("trials:result", args=[run.force.slug, run.trial_id, run.pk])
    if form.is_valid():
        response = made(run)
        note_export(run=run, file=file, by=request.user, at=timezone.now(), **form.cleaned_data)
        return response
    way = crumbs(run.force, trial_crumb(run.trial), ("Result", form.cancel_url), ("Download", ""))
    return render(request, "trials/export.html", {"run": run, "form": form, "crumbs": way})


def attachment(text, kind, name):
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
