"""The audit trail of a force, for its administrators."""

from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.audit.forms import ExportForm
from cjnudge.audit.operations import note_export
from cjnudge.audit.presenters import lines, table
from cjnudge.audit.purposes import Purpose
from cjnudge.audit.queries import events_of
from cjnudge.spreadsheets import csv_lines

EVENTS_ON_A_PAGE = 50


@needs(Permission.VIEW_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def events(request, force):
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return exported(request, force, form.cleaned_data["purpose"])
    page = Paginator(events_of(force), EVENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": lines(page.object_list),
        "purposes": [purpose.label for purpose in Purpose],
        "crumbs": [(force.name, reverse("accounts:force", args=[force.slug])), ("Audit trail", "")],
    }
    return render(request, "audit/events.html", context)


def exported(request, force, purpose):
    """The file, newest event first: that of its own making."""
    note_export(force=force, purpose=purpose, by=request.user, at=timezone.now())
    response = StreamingHttpResponse(
        csv_lines(table(events_of(force))), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="audit-{force.slug}.csv"'
    return response
