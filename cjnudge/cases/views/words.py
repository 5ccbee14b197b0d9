"""Measures and the glossary: they hold no force's data, so that anyone may read them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import public
from cjnudge.cases.glossary import terms
from cjnudge.cases.measures import all_measures
from cjnudge.cases.presenters import snapshots as presenters


@public
@require_safe
def measures(request):
    page = {"measures": all_measures().values(), "crumbs": [("Measures", "")]}
    return render(request, "cases/measures.html", page)


@public
@require_safe
def measure(request, measure):
    found = all_measures().get(measure)
    if found is None:
        raise Http404
    page = {
        "measure": found,
        "facts": presenters.measure_facts(found),
        "companions": [all_measures()[key] for key in found.companions],
        "crumbs": [("Measures", reverse("cases:measures")), (found.title, "")],
    }
    return render(request, "cases/measure.html", page)


@public
@require_safe
def glossary(request):
    return render(request, "cases/glossary.html", {"terms": terms().values(), "crumbs": [("Glossary", "")]})
