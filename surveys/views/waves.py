"""The list of a force's surveys, a new one, and the page of one."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.accounts.views.answers import sent
from surveys.forms.waves import NewWaveForm
from surveys.operations.fielding import make_wave
from surveys.presenters.waves import list_rows, wave_page
from surveys.queries.instruments import instruments_for
from surveys.queries.waves import waves_of
from surveys.views.finding import attempt, crumbs, wave_or_404


def manages(request):
    return role_allows(request.membership.role, Permission.MANAGE_SURVEYS)


@needs(Permission.VIEW_SURVEYS)
@require_safe
def waves(request, force):
    found = waves_of(force).select_related("force")
    page = {"rows": list_rows(found.filter(synthetic=False)), "manages": manages(request)}
    page["made_up"] = list_rows(found.filter(synthetic=True))
    return render(request, "surveys/lead/waves.html", page | {"crumbs": crumbs(force)})


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_new(request, force):
    form = NewWaveForm(sent(request), instruments=instruments_for(force))
    form.cancel_url = reverse("surveys:waves", args=[force.slug])
    if form.is_valid():
        values = {**form.values(), "by": request.user, "at": timezone.now()}
        made, wave = attempt(form, lambda: make_wave(force=force, **values))
        if made:
            return redirect("surveys:wave_step", force.slug, wave.pk, "behaviour")
    page = {"form": form, "crumbs": crumbs(force, ("New survey", ""))}
    return render(request, "surveys/lead/new.html", page)


@needs(Permission.VIEW_SURVEYS)
@require_safe
def wave(request, force, wave):
    found = wave_or_404(force, wave)
    page = wave_page(found, on=timezone.localdate(), manages=manages(request))
    return render(request, "surveys/lead/wave.html", page | {"crumbs": crumbs(force, (found.title, ""))})
