"""Bringing files in: what kind they are, then what is said of them, and the files."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.cases.extract.mapping import read_body
from cjnudge.cases.forms.uploads import MAPPING, KindForm, UploadForm
from cjnudge.cases.operations.uploading import begin_upload
from cjnudge.cases.problems import refuse
from cjnudge.cases.queries import mappings as mapping_queries
from cjnudge.cases.queries import snapshots as queries
from cjnudge.cases.sources import case_extract, file_feeds
from cjnudge.safeguards.queries import complete_record

from .data import crumbs
from .mappings import newest_or_404
from .receiving import receives_uploads

NO_FILE = "Choose the files to upload."


@needs(Permission.MANAGE_DATA)
@require_safe
def upload(request, force):
    """What kind of file is it? The answer leads to the page that takes such files."""
    versions = [one for one in mapping_queries.newest_versions(force) if not read_body(one.body).faults()]
    form = KindForm(request.GET if "kind" in request.GET else None, versions=versions, feeds=feeds_for(force))
    if form.is_valid():
        what, _, which = form.cleaned_data["kind"].partition("-")
        return redirect("cases:upload_cases" if what == MAPPING else "cases:upload_counts", force.slug, which)
    page = {"form": form, "without_mapping": not versions, "crumbs": upload_crumbs(force)}
    return render(request, "cases/upload_kind.html", page)


def feeds_for(force):
    """The feeds of counts whose files may come in by the page; a practice space takes nothing published."""
    return [
        feed for feed in file_feeds().values() if feed.layouts and not (feed.published and force.is_practice)
    ]


def begin_cases(request, force, fields):
    """The upload of an extract, read with the newest version of the mapping in the address; None for a faulty form."""
    version = newest_or_404(force, request.resolver_match.kwargs["mapping"])
    return begin(request, upload_form(force, case_extract.FEED, fields), version)


def begin_counts(request, force, fields):
    """The upload of files of counts of the feed in the address; None for a faulty form."""
    return begin(
        request, upload_form(force, feed_or_404(force, request.resolver_match.kwargs["feed"]), fields)
    )


def begin(request, form, version=None):
    if not form.is_valid():
        return None
    return begin_upload(
        force=request.force,
        feed=form.feed.key,
        door="page",
        by=request.user,
        at=timezone.now(),
        mapping_version=version,
        added_to=snapshot_named(request.force, form.cleaned_data.get("added_to")),
        bytes_expected=int(request.META.get("CONTENT_LENGTH") or 0) or None,
        **form.values(),
    )


def snapshot_named(force, chosen):
    """The snapshot that was chosen to be added to, or None where none was."""
    if not chosen:
        return None
    found = queries.own_snapshots(force).filter(pk=chosen).first()
    if found is None:
        raise refuse(
            "", "The snapshot to add to is no longer there.", "Open the page again and choose another."
        )
    return found


@needs(Permission.MANAGE_DATA)
@receives_uploads(begin_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_cases(request, force, mapping):
    """An extract of cases; the mapping is chosen first, because the file is read through it as it arrives."""
    version = newest_or_404(force, mapping)
    faults = read_body(version.body).faults()
    if faults:
        return redirect("cases:mapping", force.slug, mapping)
    return upload_page(request, force, case_extract.FEED, version)


@needs(Permission.MANAGE_DATA)
@receives_uploads(begin_counts)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_counts(request, force, feed):
    """Files of counts: published ones, or counts that the force has made by unit."""
    return upload_page(request, force, feed_or_404(force, feed))


def upload_page(request, force, feed, version=None):
    """The form, what is wrong with it, or the way to what became of the files."""
    data = sent(request)  # to read the form is to receive the files
    if request.upload:
        return to_upload(request, force, request.upload)
    form = upload_form(force, feed, data)
    form.cancel_url = reverse("cases:uploads", args=[force.slug])
    if form.is_valid():
        say_why_not(form, request.upload_refusal)
    page = {
        "form": form,
        "feed": feed,
        "version": version,
        "record": covering_record(force, feed),
        "asks_for_record": "rehearsal_only" in form.fields,
        "crumbs": upload_crumbs(force, version.mapping.name if version else feed.heading),
    }
    return render(request, "cases/upload.html", page)


def upload_form(force, feed, data):
    snapshots = (
        queries.own_snapshots(force).filter(feed=feed.key, rows_erased_at=None) if feed.has_cases else []
    )
    return UploadForm(data, feed=feed, force=force, snapshots=list(snapshots), today=timezone.localdate())


def say_why_not(form, refusal):
    """Put on a sound form why nothing came of it: no file was chosen, or the files may not come in."""
    if refusal is None:
        form.add_error("files", NO_FILE)
        return
    for sentence in refusal.sentences():
        form.add_error(None, sentence)


def to_upload(request, force, upload):
    """To the page of the upload: the browser itself goes there, also where htmx sent the form."""
    url = reverse("cases:one_upload", args=[force.slug, upload.pk])
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)


def covering_record(force, feed):
    """The complete safeguards record under which a force's own data come in, or None."""
    return None if feed.published else complete_record(force, "data_set", on=timezone.localdate())


def feed_or_404(force, key):
    found = {feed.key: feed for feed in feeds_for(force)}.get(key)
    if found is None:
        raise Http404
    return found


def upload_crumbs(force, *labels):
    """The way to the pages of bringing in."""
    own = reverse("cases:upload", args=[force.slug]) if labels else ""
    return crumbs(force, ("Upload files", own), *((label, "") for label in labels))
