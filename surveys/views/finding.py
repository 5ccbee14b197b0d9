"""What the pages about waves share: the wave of the address, its crumbs, and refusals as words on a page."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from cjnudge.jobs.kinds import JobProblem
from surveys.lifecycle import WrongState, check_allowed
from surveys.queries.waves import wave_of
from surveys.refusals import Refused


def wave_or_404(force, wave_id):
    found = wave_of(force, wave_id)
    if found is None:
        raise Http404
    return found


def crumbs(force, *more):
    first = (force.name, reverse("accounts:force", args=[force.slug]))
    return [first, ("Surveys", reverse("surveys:waves", args=[force.slug]) if more else ""), *more]


def wave_crumb(wave):
    return (wave.title, reverse("surveys:wave", args=[wave.force.slug, wave.pk]))


def allowed(request, wave, action):
    """Whether the wave's state permits it; says why not on the next page."""
    try:
        check_allowed(wave.state, action)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def attempt(form, operation):
    """(done, result) of an operation; its refusal becomes an error of the form."""
    try:
        return True, operation()
    except (Refused, WrongState) as refusal:
        form.add_error(None, str(refusal))
        return False, None


def done(request, operation, said):
    """Whether an operation without a form was done; either way the next page says so."""
    try:
        operation()
    except (Refused, WrongState, JobProblem) as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True
