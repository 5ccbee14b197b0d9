"""Saying what each column of a file is."""

from dataclasses import replace

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.cases.extract.mapping import read_body
from cjnudge.cases.forms.columns import ColumnsForm
from cjnudge.cases.presenters.mappings import label_fields

from .mapping_writing import base_of, unit_names, with_usual_labels, write_over
from .mappings import mapping_crumbs, newest_or_404


@needs(Permission.MANAGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def mapping_columns(request, force, mapping):
    newest = newest_or_404(force, mapping)
    edited = base_of(request, newest)
    body = read_body(edited.body)
    form = ColumnsForm(sent(request), body=body, base=edited.number)
    form.cancel_url = reverse("cases:mapping", args=[force.slug, mapping])
    if form.is_valid():
        new = with_usual_labels(replace(body, **form.values()), body.fields, unit_names(force))
        written = write_over(request, newest.mapping, form, new, "What the columns are")
        if written:
            return redirect(after(written), force.slug, mapping)
    page = {
        "form": form,
        "mapping": newest.mapping,
        "faults": body.faults(),
        "is_first": newest.number == 1,
        "crumbs": mapping_crumbs(force, newest.mapping, "Columns"),
    }
    return render(request, "cases/mapping_columns.html", page)


def after(version):
    """Where the person goes next: to the labels, while none of a ready mapping is known."""
    body = read_body(version.body)
    without = [field for field in label_fields(body) if not body.labels.get(field.key)]
    return "cases:mapping_labels" if without and not body.faults() else "cases:mapping"
