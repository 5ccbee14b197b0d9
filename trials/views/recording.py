"""Recording an intervention, correcting what was recorded, ending it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from trials.forms.interventions import CorrectionForm, EndForm, RecordForm, done
from trials.operations.intervening import correct_intervention, end_intervention, record_intervention
from trials.presenters.interventions import address, consequences_of_correcting, consequences_of_ending
from trials.queries.interventions import correction_of, trials_to_be_part_of, unit_names
from trials.queries.nudges import approved_versions
from trials.views.interventions import intervention_or_404, way

RECORDED = (
    "“{title}” is recorded. It is compared with the months before by itself, whenever new figures come in."
)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, force):
    versions, units = approved_versions(force), unit_names(force)
    lists = {"versions": versions, "units": units, "trials": trials_to_be_part_of(force)}
    form = RecordForm(posted(request), initial={"nudge": request.GET.get("nudge", "")}, **lists)
    form.cancel_url = reverse("trials:interventions", args=[force.slug])
    if form.is_valid():
        found = done(form, lambda: record_intervention(force=force, **form.facts(), **who(request)))
        if found:
            messages.success(request, RECORDED.format(title=found.title))
            return redirect(address("intervention", found))
    page = {"form": form, "versions": versions, "units": units, "crumbs": way(force, ("Record one", ""))}
    return render(request, "trials/interventions/new.html", page)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, force, intervention):
    found = intervention_or_404(force, intervention)
    if correction_of(found):
        messages.error(request, "It was corrected already: correct its correction.")
        return redirect(address("intervention", found))
    facts = {name: getattr(found, name) for name in ("title", "units", "went_live_on", "note")}
    units = sorted({*unit_names(force), *found.units})
    form = CorrectionForm(posted(request), units=units, initial=facts)
    form.cancel_url = address("intervention", found)
    if form.is_valid():
        change = {"intervention": found, **form.facts(), **who(request)}
        corrected = done(form, lambda: correct_intervention(**change))
        if corrected:
            messages.success(request, "The correction is recorded.")
            return redirect(address("intervention", corrected))
    return changing(request, found, form, "Correct what was recorded", consequences_of_correcting(found))


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, force, intervention):
    found = intervention_or_404(force, intervention)
    if found.ended_on or correction_of(found):
        messages.error(request, "It has ended, or was corrected: there is nothing to end.")
        return redirect(address("intervention", found))
    form = EndForm(posted(request), initial={"ended_on": timezone.localdate()})
    form.cancel_url = address("intervention", found)
    if form.is_valid():
        change = {"intervention": found, **form.cleaned_data, **who(request)}
        ended = done(form, lambda: end_intervention(**change))
        if ended:
            messages.success(request, f"“{found.title}” is recorded as ended.")
            return redirect(address("intervention", found))
    return changing(request, found, form, "End this intervention", consequences_of_ending(found))


def changing(request, intervention, form, title, consequences):
    """The page of a form that says first what it means."""
    back = (intervention.title, address("intervention", intervention))
    page = {
        "form": form,
        "intervention": intervention,
        "heading": title,
        "consequences": consequences,
        "crumbs": way(intervention.force, back, (title, "")),
    }
    return render(request, "trials/interventions/change.html", page)


def posted(request):
    return request.POST if request.method == "POST" else None


def who(request):
    return {"by": request.user, "at": timezone.now()}
