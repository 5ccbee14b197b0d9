"""Trying a survey out with made-up answers, and deleting such a try-out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from surveys.lifecycle import WrongState
from surveys.operations import rehearsing
from surveys.presenters.waves import address
from surveys.refusals import Refused
from surveys.views.finding import crumbs, done, wave_crumb, wave_or_404

MADE = (
    f"{rehearsing.NUMBER} made-up answers are stored, apart from every real one. Results are being computed."
)
LOST = (
    "every made-up answer in it",
    "the results, charts and tables that were computed from them",
)


@needs(Permission.MANAGE_SURVEYS)
@require_POST
def wave_rehearse(request, force, wave):
    found = wave_or_404(force, wave)
    now = {"by": request.user, "at": timezone.now(), "on": timezone.localdate()}
    try:
        made = rehearsing.rehearse(wave=found, **now)
    except (Refused, WrongState) as refusal:
        messages.error(request, str(refusal))
        return redirect(address("wave", found))
    messages.success(request, MADE)
    return redirect(address("wave", made))


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_delete(request, force, wave):
    """Of a made-up survey alone: a real one has no such page."""
    found = wave_or_404(force, wave)
    if not found.synthetic:
        raise Http404
    if request.method == "POST":
        now = {"by": request.user, "at": timezone.now()}
        listed = reverse("surveys:waves", args=[force.slug])
        back = address("wave", found.rehearses) if found.rehearses else listed
        if done(
            request, lambda: rehearsing.delete_made_up(wave=found, **now), "The made-up survey is deleted."
        ):
            return redirect(back)
        return redirect(address("wave", found))
    page = {"title": "Delete the made-up survey", "text": "No officer answered it.", "losses": LOST}
    page |= {"action": "Delete it", "wave": found, "cancel_url": address("wave", found)}
    page["crumbs"] = crumbs(force, wave_crumb(found), (page["title"], ""))
    return render(request, "surveys/lead/confirm.html", page)
