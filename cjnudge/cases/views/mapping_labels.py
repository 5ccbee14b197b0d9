"""Saying what the labels of an extract mean, field by field."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.cases.extract.mapping import read_body
from cjnudge.cases.forms.labels import LabelRow, LabelsForm
from cjnudge.cases.label_guesses import guess
from cjnudge.cases.presenters.mappings import label_fields
from cjnudge.cases.queries import uploads as upload_queries

from .mapping_writing import base_of, unit_names, write_over
from .mappings import mapping_crumbs, newest_or_404


@needs(Permission.MANAGE_DATA)
@require_safe
def mapping_labels(request, force, mapping):
    """The fields that have labels, and how many of each are known and unknown."""
    newest = newest_or_404(force, mapping)
    upload = upload_named(request, force, newest.mapping) or upload_queries.last_refused(newest.mapping)
    body = read_body(newest.body)
    fields = label_fields(body)
    page = {
        "mapping": newest.mapping,
        "upload": upload,
        "lines": [index_line(force, newest.mapping, body, field, upload) for field in fields],
        "faults": body.faults(),
        "crumbs": mapping_crumbs(force, newest.mapping, "Labels"),
    }
    return render(request, "cases/mapping_labels.html", page)


@needs(Permission.MANAGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def mapping_label_field(request, force, mapping, field):
    """The labels of one field: those of the mapping, and those that a file had and the mapping does not know."""
    newest = newest_or_404(force, mapping)
    edited, upload = base_of(request, newest), upload_named(request, force, newest.mapping)
    body = read_body(edited.body)
    asked = next((one for one in label_fields(body) if one.key == field), None)
    if asked is None:
        raise Http404
    form = labels_form(request, force, edited, body, asked, upload)
    form.cancel_url = address("mapping_labels", force, newest.mapping, upload)
    if form.is_valid():
        written = write_over(request, newest.mapping, form, with_labels(body, asked, form), reason(asked))
        if written:
            return redirect(next_address(force, written, asked, upload))
    page = {
        "form": form,
        "mapping": newest.mapping,
        "field": asked,
        "upload": upload,
        "without_units": asked.kind == "unit" and not form.choices,
        "crumbs": mapping_crumbs(force, newest.mapping, "Labels"),
    }
    return render(request, "cases/mapping_label_field.html", page)


def labels_form(request, force, edited, body, field, upload):
    units = unit_names(force) if field.kind == "unit" else []
    return LabelsForm(
        sent(request),
        field=field,
        rows=rows_of(body, field, upload, units),
        units=units,
        base=edited.number,
        as_written=field.key in body.as_written,
    )


def rows_of(body, field, upload, units):
    """[LabelRow]: the labels a file had that the mapping does not know first, the most frequent on top."""
    known, found = body.labels.get(field.key, {}), unmatched(upload, field)
    fresh = [(label, count) for label, count in found.items() if label not in known]
    fresh.sort(key=lambda pair: (-pair[1], pair[0]))
    rows = [LabelRow(label, guess(field, label, units), count, is_fresh=True) for label, count in fresh]
    return rows + [LabelRow(label, means, found.get(label)) for label, means in sorted(known.items())]


def unmatched(upload, field):
    """{label: number of rows} that an upload had and its mapping did not know; {} without an upload."""
    return upload_queries.unmatched_labels(upload).get(field.key, {}) if upload else {}


def upload_named(request, force, mapping):
    """The upload of this mapping that the address names, or None."""
    named = request.GET.get("upload", "")
    upload = upload_queries.upload_of(force, named) if named else None
    version = upload and upload.mapping_version
    return upload if version and version.mapping_id == mapping.pk else None


def index_line(force, mapping, body, field, upload):
    """One row of the index of fields."""
    known = body.labels.get(field.key, {})
    return {
        "field": field,
        "known": "as written" if field.key in body.as_written else f"{len(known):,}",
        "unknown": len(set(unmatched(upload, field)) - set(known)) if field.key not in body.as_written else 0,
        "url": address("mapping_label_field", force, mapping, upload, field.key),
    }


def with_labels(body, field, form):
    """The body with the labels of one field as the form has them."""
    labels = {**body.labels, field.key: form.values()}
    kept = [key for key in body.as_written if key != field.key]
    return replace(
        body,
        labels={key: table for key, table in labels.items() if table},
        as_written=(*kept, field.key) if form.takes_as_written else tuple(kept),
    )


def reason(field):
    return f"Labels of {field.title.lower()}"


def next_address(force, version, field, upload):
    """The next field with labels of the upload that are not known yet, else where the labels are listed."""
    body = read_body(version.body)
    lines = [index_line(force, version.mapping, body, one, upload) for one in label_fields(body)]
    left = [line["url"] for line in lines if line["unknown"] and line["field"] != field]
    if upload and not left:
        return address("mapping_labels", force, version.mapping, upload)
    return left[0] if left else reverse("cases:mapping", args=[force.slug, version.mapping_id])


def address(name, force, mapping, upload, *more):
    """The address of a page of labels, which goes on naming the upload."""
    query = f"?upload={upload.pk}" if upload else ""
    return reverse(f"cases:{name}", args=[force.slug, mapping.pk, *more]) + query
