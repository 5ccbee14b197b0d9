"""What became of the files that were brought in: the list, one upload, its refusals as a file, and the way out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.cases.operations.uploading import cancel_upload
from cjnudge.cases.presenters import uploads as upload_presenters
from cjnudge.cases.queries import uploads as upload_queries
from cjnudge.spreadsheets import csv_lines

from .data import crumbs, may
from .ways import url_of

UPLOADS_ON_A_PAGE = 25


@needs(Permission.VIEW_DATA)
@require_safe
def uploads(request, force):
    page = Paginator(upload_queries.uploads_of(force), UPLOADS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": upload_presenters.lines(page.object_list),
        "upload_url": url_of(request, force, "cases:upload"),
        "crumbs": crumbs(force, ("Uploads", "")),
    }
    return render(request, "cases/uploads.html", context)


@needs(Permission.VIEW_DATA)
@require_safe
def one_upload(request, force, upload):
    """How far it is, what was refused and what to do, or the snapshot it became."""
    found = upload_or_404(force, upload)
    url = reverse("cases:one_upload", args=[force.slug, found.pk])
    job = upload_queries.job_of(found)
    shown = {"upload": found, "job": job, "url": url, "under_way": upload_presenters.is_under_way(found, job)}
    if request.htmx:
        return fragment(request, shown)
    shown |= {
        "line": upload_presenters.lines([found])[0],
        "is_open": found.state in upload_presenters.UNDER_WAY,
        "was_known": found.findings.get("created") is False,
        "facts": upload_presenters.facts(found),
        "refusals": upload_presenters.refusals(found),
        "unmatched": upload_presenters.unmatched(found),
        "unmatched_headings": [("Field", ""), ("Label", ""), ("Rows", "numeric")],
        "may_manage": may(request, Permission.MANAGE_DATA),
        **ways_on(request, force, found),
        "crumbs": upload_crumbs(force, found),
    }
    return render(request, "cases/one_upload.html", shown)


def ways_on(request, force, upload):
    """{"again_url", "labels_url"}: where to send the files again and to map the labels; "" for who may do neither."""
    if not may(request, Permission.MANAGE_DATA):
        return {"again_url": "", "labels_url": ""}
    version = upload.mapping_version
    if not version:
        return {"again_url": reverse("cases:upload_counts", args=[force.slug, upload.feed]), "labels_url": ""}
    own = [force.slug, version.mapping_id]
    labels = reverse("cases:mapping_labels", args=own)
    return {
        "again_url": reverse("cases:upload_cases", args=own),
        "labels_url": f"{labels}?upload={upload.pk}",
    }


def fragment(request, shown):
    """The progress alone. When it has ended the whole page is asked for, which says what to do now."""
    response = render(request, "cases/_upload_progress.html", shown)
    if not shown["under_way"]:
        response["HX-Refresh"] = "true"
    return response


@needs(Permission.VIEW_DATA)
@require_safe
def upload_refusals(request, force, upload):
    """The refusals as CSV, so that whoever runs the records system can work through them."""
    table = upload_presenters.refusals(upload_or_404(force, upload))
    header = [label for label, _ in table["headings"]]
    lines = csv_lines([header, *table["rows"]])
    headers = {"Content-Disposition": 'attachment; filename="refusals.csv"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)


@needs(Permission.MANAGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, force, upload):
    """Asks first, and says what is lost."""
    found = upload_or_404(force, upload)
    url = reverse("cases:one_upload", args=[force.slug, found.pk])
    if request.method == "POST":
        say_cancelled(request, cancel_upload(upload=found, by=request.user, at=timezone.now()))
        return redirect(url)
    if found.state not in upload_presenters.UNDER_WAY:
        return redirect(url)
    page = {
        "losses": upload_presenters.losses(found),
        "cancel_url": url,
        "crumbs": upload_crumbs(force, found, "Cancel"),
    }
    return render(request, "cases/cancel_upload.html", page)


def say_cancelled(request, done):
    if done:
        messages.success(request, "Cancelled. Nothing of it was stored.")
    else:
        messages.info(request, "It had already ended, so there was nothing to cancel.")


def upload_or_404(force, upload_id):
    found = upload_queries.upload_of(force, upload_id)
    if found is None:
        raise Http404
    return found


def upload_crumbs(force, upload, *labels):
    """The way to a page of one upload."""
    own = reverse("cases:one_upload", args=[force.slug, upload.pk]) if labels else ""
    way = [("Uploads", reverse("cases:uploads", args=[force.slug])), (upload_presenters.what(upload), own)]
    return crumbs(force, *way, *((label, "") for label in labels))
