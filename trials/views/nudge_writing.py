"""Starting a nudge (from the floor, a training session, a barrier or finished work) and writing its draft."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.behaviour import COMPONENTS
from surveys.queries.instruments import instrument_of
from surveys.queries.waves import wave_of
from trials.forms.nudges import BarrierForm, CriteriaForm, PartForm, StartForm
from trials.lifecycle import WrongState
from trials.nudges.finished_work import all_finished
from trials.nudges.lines import part_of
from trials.nudges.record import NudgeRecord
from trials.nudges.suggesting import draft_from_survey, draft_from_training
from trials.operations import nudges as operations
from trials.presenters.nudges import address, finished_page, record_of
from trials.queries import nudges as queries
from trials.views.nudge_finding import abilities, crumbs, nudge_crumb, nudge_or_404, version_or_404


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_new(request, force):
    form = StartForm(sent(request), sessions=queries.sessions_of(force), initial={"origin": "floor"})
    form.title, form.cancel_url = "New nudge", reverse("trials:nudges", args=[force.slug])
    if form.is_valid():
        session = form.session
        held = draft_from_training(session_id=session.pk, title=session.title) if session else NudgeRecord()
        return started(request, force, form.cleaned_data["title_of_nudge"], held)
    return render(
        request, "trials/nudges/form.html", {"form": form, "crumbs": crumbs(force, ("New nudge", ""))}
    )


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_from_barrier(request, force, wave, component):
    found = wave_of(force, wave)
    if found is None or component not in COMPONENTS:
        raise Http404
    form = BarrierForm(sent(request), component=component)
    form.cancel_url = reverse("trials:nudges", args=[force.slug])
    if form.is_valid():
        given = form.cleaned_data
        held = draft_from_survey(
            component=component,
            functions=given["functions"],
            idea=given["idea"],
            wave_id=found.pk,
            wave_title=found.title,
            behaviour=instrument_of(found).behaviour.statement,
            synthetic=found.synthetic,
        )
        return started(request, force, given["title_of_nudge"], held)
    page = {"form": form, "wave": found, "component": COMPONENTS[component]}
    way = crumbs(force, ("New nudge", ""))
    return render(request, "trials/nudges/from_barrier.html", page | {"crumbs": way})


@needs(Permission.VIEW_RESULTS)
@require_http_methods(["GET", "HEAD"])
def nudge_finished(request, force, key):
    entry = finished_or_404(key)
    page = finished_page(entry) | abilities(request) | {"crumbs": crumbs(force, (entry.title, ""))}
    return render(request, "trials/nudges/finished.html", page)


@needs(Permission.MANAGE_TRIALS)
@require_POST
def nudge_copy(request, force, key):
    entry = finished_or_404(key)
    return started(request, force, entry.title, entry.record)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_part(request, force, nudge, version, part):
    found, wanted = version_or_404(force, nudge, version), part_of(part)
    if wanted is None:
        raise Http404
    back = redirect(address("nudge", found.nudge))
    if not is_open(request, found):
        return back
    kind = PartForm if wanted.lines else CriteriaForm
    form = kind(sent(request), part=wanted, version=found, record=record_of(found))
    form.cancel_url = back.url
    if form.is_valid() and written(request, found, form):
        return back
    way = crumbs(force, nudge_crumb(found.nudge), (wanted.title, ""))
    return render(request, "trials/nudges/form.html", {"form": form, "nudge": found.nudge, "crumbs": way})


def written(request, version, form):
    """Whether the part was stored; a refusal becomes the form's error, and what was typed stays in it."""
    now = {"by": request.user, "at": timezone.now()}
    try:
        operations.write_lines(version=version, draft=form.cleaned_data["draft"], values=form.values(), **now)
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"“{form.title}” is saved.")
    return True


@needs(Permission.MANAGE_TRIALS)
@require_POST
def nudge_next(request, force, nudge):
    """The draft of the next version."""
    found = nudge_or_404(force, nudge)
    try:
        operations.start_version(nudge=found, by=request.user, at=timezone.now())
    except WrongState as refusal:
        messages.error(request, str(refusal))
    return redirect(address("nudge", found))


def is_open(request, version):
    """Whether a version is a draft that can be written; says why not on the next page."""
    if version.approved_at is None and version.nudge.archived_at is None:
        return True
    messages.error(request, version.refusal if version.approved_at else operations.ARCHIVED)
    return False


def started(request, force, title, held):
    """To the page of the new nudge."""
    made = operations.create_nudge(force=force, title=title, held=held, by=request.user, at=timezone.now())
    messages.success(request, "The draft is there. Nothing is approved, and nothing is live.")
    return redirect(address("nudge", made.nudge))


def finished_or_404(key):
    if key not in all_finished():
        raise Http404
    return all_finished()[key]
