"""The mappings of a force: the list, a new one, one with its versions, and its download."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.cases.extract.mapping import DROP, read_body, suggest
from cjnudge.cases.forms.mappings import ChangedHeaderForm, NewMappingForm
from cjnudge.cases.operations.mappings import BodyTooLong, NameTaken, start_mapping
from cjnudge.cases.presenters import mappings as mapping_presenters
from cjnudge.cases.queries import mappings as mapping_queries

from .data import crumbs, may
from .first_lines import takes_first_lines
from .mapping_writing import unit_names, with_usual_labels, write_over


@needs(Permission.VIEW_DATA)
@require_safe
def mappings(request, force):
    versions = list(mapping_queries.newest_versions(force))
    names = mapping_queries.names_of(version.written_by_id for version in versions)
    page = {
        "lines": [mapping_presenters.line(version, names) for version in versions],
        "may_write": may(request, Permission.MANAGE_DATA),
        "crumbs": crumbs(force, ("Mappings", "")),
    }
    return render(request, "cases/mappings.html", page)


@needs(Permission.MANAGE_DATA)
@takes_first_lines
@require_http_methods(["GET", "HEAD", "POST"])
def new_mapping(request, force):
    form = NewMappingForm(sent(request), request.FILES or None)
    form.cancel_url = reverse("cases:mappings", args=[force.slug])
    if form.is_valid():
        version = start(request, force, form)
        if version:
            return redirect("cases:mapping_columns", force.slug, version.mapping_id)
    page = {"form": form, "crumbs": mapping_crumbs(force, None, "Set up")}
    return render(request, "cases/mapping_new.html", page)


def start(request, force, form):
    """The first version of a new mapping; None, with the reason on the form, where it cannot be kept."""
    body = suggest(form.header, unit_names(force))
    try:
        return start_mapping(
            force=force, name=form.cleaned_data["name"], body=body, by=request.user, at=timezone.now()
        )
    except NameTaken as taken:
        form.add_error("name", str(taken))
    except BodyTooLong as problem:
        form.add_error(None, str(problem))
    return None


@needs(Permission.MANAGE_DATA)
@takes_first_lines
@require_http_methods(["GET", "HEAD", "POST"])
def mapping_header(request, force, mapping):
    """Other columns than before: those of the same name are kept as they are."""
    newest = newest_or_404(force, mapping)
    form = ChangedHeaderForm(sent(request), request.FILES or None, initial={"base": newest.number})
    form.cancel_url = reverse("cases:mapping", args=[force.slug, mapping])
    if form.is_valid():
        body = with_header(read_body(newest.body), form.header, unit_names(force))
        if write_over(request, newest.mapping, form, body, "Other columns in the file"):
            return redirect("cases:mapping_columns", force.slug, mapping)
    page = {"form": form, "crumbs": mapping_crumbs(force, newest.mapping, "Columns of the file")}
    return render(request, "cases/mapping_new.html", page)


def with_header(old, header, units):
    """The body with these columns, each read as before where the old body has one of its name."""
    suggested = suggest(header, units)
    taken = {old.columns[name] for name in suggested.columns if name in old.columns}
    columns = {
        name: old.columns.get(name, DROP if guess in taken else guess)
        for name, guess in suggested.columns.items()
    }
    confirmed = tuple(name for name in old.confirmed_drops if name in columns)
    body = replace(old, columns=columns, confirmed_drops=confirmed)
    days = {key: way for key, way in (suggested.days | old.days).items() if key in body.fields}
    return with_usual_labels(replace(body, days=days), old.fields, units)


@needs(Permission.VIEW_DATA)
@require_safe
def mapping(request, force, mapping):
    return version_page(request, force, newest_or_404(force, mapping))


@needs(Permission.VIEW_DATA)
@require_safe
def mapping_version(request, force, mapping, number):
    return version_page(request, force, version_or_404(force, mapping, number))


@needs(Permission.VIEW_DATA)
@require_safe
def mapping_json(request, force, mapping, number):
    """The version's own bytes: their SHA-256 is what a snapshot's manifest names."""
    version = version_or_404(force, mapping, number)
    disposition = f'attachment; filename="{version.mapping.slug}-{version.number}.json"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(version.body, content_type="application/json", headers=headers)


def version_page(request, force, version):
    versions = list(mapping_queries.versions_of(version.mapping))
    page = mapping_presenters.page_of(version, versions)
    page |= {
        "may_write": may(request, Permission.MANAGE_DATA) and version.number == versions[0].number,
        "crumbs": mapping_crumbs(force, version.mapping),
    }
    return render(request, "cases/mapping.html", page)


def newest_or_404(force, mapping_id):
    """The newest version of a mapping of this force."""
    found = mapping_queries.mapping_of(force, mapping_id)
    if found is None:
        raise Http404
    return mapping_queries.newest_version(found)


def version_or_404(force, mapping_id, number):
    found = mapping_queries.mapping_of(force, mapping_id)
    version = found and mapping_queries.versions_of(found).filter(number=number).first()
    if version is None:
        raise Http404
    return version


def mapping_crumbs(force, mapping, *labels):
    """The way to a page of mappings; `labels`, the last of them the page itself."""
    way = [("Mappings", reverse("cases:mappings", args=[force.slug]))]
    if mapping:
        own = reverse("cases:mapping", args=[force.slug, mapping.pk]) if labels else ""
        way.append((mapping.name, own))
    return crumbs(force, *way, *((label, "") for label in labels))
