"""The pages on which leads and evaluators read the instruments."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from surveys import presenters
from surveys.scales import UnknownInstrument, all_instruments, load_instrument


@needs(Permission.VIEW_DATA)
@require_safe
def instruments(request, force):
    page = {
        "lines": [presenters.line(one) for one in all_instruments()],
        "crumbs": [(force.name, reverse("accounts:force", args=[force.slug])), ("Instruments", "")],
    }
    return render(request, "surveys/instruments.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def instrument(request, force, instrument, version):
    try:
        found = load_instrument(instrument, version)
    except UnknownInstrument as unknown:
        raise Http404 from unknown
    page = presenters.preview(found)
    page["crumbs"] = [
        (force.name, reverse("accounts:force", args=[force.slug])),
        ("Instruments", reverse("surveys:instruments", args=[force.slug])),
        (found.title, ""),
    ]
    return render(request, "surveys/instrument.html", page)
