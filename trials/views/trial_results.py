"""A trial's results: the list, one of them, its pictures, its files, and publishing it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.cases.forms.disclosing import DisclosureForm
from trials import bundles, trial_files, trial_pack
from trials.forms.trial_results import PUBLISH, PublishForm
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action
from trials.operations.exports import note_export
from trials.operations.publishing import explain_unpublished, publish_result
from trials.presenters.planning import approval_words
from trials.presenters.trial_nav import trial_nav
from trials.presenters.trial_result import plan_of, present_trial
from trials.presenters.trial_results import result_rows, standing, waiting_words
from trials.queries import finished
from trials.queries.allocations import published_allocation
from trials.queries.conduct import conduct_of, is_blinded, state_of_planned
from trials.queries.planning import standing_approval
from trials.queries.trials import chart_of, charts_of
from trials.trial_pictures import as_png
from trials.views.finding import crumbs_of, may_manage, planned_or_404
from trials.views.results import picture
from trials.views.states import may

ZIP = "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def result_or_404(force, trial, run, **options):
    found = finished.result_of(planned_or_404(force, trial), run, **options)
    if found is None:
        raise Http404
    return found


def page_of(run):
    """(plan, context of the page) of a run."""
    plan = plan_of(run)
    return plan, present_trial(run, plan, finished.draw_of_run(run))


def way(request, trial, *more):
    here = [("Results", reverse("trials:trial_results", args=[trial.force.slug, trial.pk])), *more]
    return crumbs_of(request, trial, *here)


@needs(Permission.VIEW_RESULTS)
@require_safe
def trial_results(request, force, trial):
    found = planned_or_404(force, trial)
    conduct, runs = conduct_of(found), finished.runs_of_trial(found)
    final = finished.final_result(found)
    page = {
        "force": force,
        "trial": found,
        "rows": result_rows(runs, final),
        "waiting": waiting_words(finished.next_look_on(found)),
        "published": standing(conduct, finished.as_finished(found)),
        "may_publish": bool(final) and not conduct.published_at and may_manage(request),
        "trial_nav": trial_nav(found, request.membership.role, "trials:trial_results"),
        "crumbs": crumbs_of(request, found, ("Results", "")),
    }
    return render(request, "trials/trial_result/results.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def trial_result(request, force, trial, run):
    found = result_or_404(force, trial, run)
    _, page = page_of(found)
    page |= {"force": force, "run": found, "trial": found.trial}
    page |= {"chart_url": "trials:trial_chart", "chart_of": found.pk}
    page["approved"] = approval_words(standing_approval(found.plan, found.plan.seal))
    page["charts"] = {chart.key: chart for chart in charts_of(found)}
    page["trial_nav"] = trial_nav(found.trial, request.membership.role, "trials:trial_results")
    page["crumbs"] = way(request, found.trial, ("Result", ""))
    return render(request, "trials/trial_result/result.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def trial_chart(request, force, trial, run, key):
    found = finished.chart_of_result(force, trial, run, key)
    if found is None:
        raise Http404
    return picture(found)


@needs(Permission.VIEW_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def trial_figures(request, force, trial, run):
    return given_out(request, result_or_404(force, trial, run), "csv", lambda r: figures(r, outside=False))


@needs(Permission.VIEW_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def trial_figures_outside(request, force, trial, run):
    return given_out(request, result_or_404(force, trial, run), "csv", lambda r: figures(r, outside=True))


@needs(Permission.VIEW_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def trial_pack_file(request, force, trial, run):
    return given_out(request, result_or_404(force, trial, run), "docx", pack)


@needs(Permission.VIEW_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def trial_bundle(request, force, trial, run):
    """The full bundle: exact counts, so that purpose and recipient are always asked for and recorded."""
    found = result_or_404(force, trial, run, with_cells=True)
    return given_out(request, found, "full bundle", full, always=True)


@needs(Permission.VIEW_RESULTS)
@require_safe
def trial_public_bundle(request, force, trial, run):
    found = result_or_404(force, trial, run, with_cells=True)
    made = bundles.public_bundle(found, published_allocation(found.trial))
    return attachment(made, ZIP, trial_files.file_name(found, "public", "zip"))


def figures(run, *, outside):
    plan, page = page_of(run)
    name = trial_files.file_name(run, "figures-outside" if outside else "figures", "csv")
    text = trial_files.figures_csv(run, plan, page, outside=outside)
    return attachment(text.encode(), "text/csv; charset=utf-8", name)


def pack(run):
    _, page = page_of(run)
    charts = [chart_of(run, one.key) for one in charts_of(run)]
    drawn = zip(charts, as_png([chart.svg for chart in charts]), strict=True)
    pictures = [(chart.title, chart.description, png) for chart, png in drawn]
    made = trial_pack.trial_pack(run, page, pictures)
    return attachment(made, DOCX, trial_files.file_name(run, "report", "docx"))


def full(run):
    made = bundles.full_bundle(run, published_allocation(run.trial))
    return attachment(made, ZIP, trial_files.file_name(run, "full", "zip"))


def given_out(request, run, file, made, *, always=False):
    """The file; real cases are given out for a purpose and to a recipient alone, both recorded."""
    if run.synthetic and not always:
        return made(run)
    form = DisclosureForm(sent(request))
    form.submit_label = f"Download {file}"
    form.cancel_url = reverse("trials:trial_result", args=[run.force.slug, run.trial_id, run.pk])
    if form.is_valid():
        response = made(run)
        note_export(run=run, file=file, by=request.user, at=timezone.now(), **form.cleaned_data)
        return response
    page = {
        "run": run,
        "form": form,
        "crumbs": way(request, run.trial, ("Result", form.cancel_url), ("Download", "")),
    }
    return render(request, "trials/export.html", page)


def attachment(held, kind, name):
    response = HttpResponse(held, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, force, trial):
    """Publish the result, or say why it is not published."""
    found = planned_or_404(force, trial)
    back = redirect("trials:trial_results", force.slug, found.pk)
    if not may(request, state_of_planned(found), Action.PUBLISH):
        return back
    form = PublishForm(sent(request))
    form.cancel_url = back.url
    if form.is_valid():
        decide(request, found, form.cleaned_data)
        return back
    page = {"trial": found, "form": form, "crumbs": way(request, found, ("Publish", ""))}
    page["gives_up"] = is_blinded(found)
    return render(request, "trials/trial_result/publish.html", page)


def decide(request, trial, answer):
    """Do what was chosen, and say so on the next page."""
    values = {"trial": trial, "by": request.user, "at": timezone.now()}
    try:
        if answer["what"] == PUBLISH:
            publish_result(**values)
            messages.success(request, "The result is published.")
        else:
            explain_unpublished(reason=answer["reason"], **values)
            messages.success(request, "The reason is kept, and stands in the archive.")
    except WrongState as refusal:
        messages.error(request, str(refusal))
