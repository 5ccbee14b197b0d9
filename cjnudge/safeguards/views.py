"""The pages of the safeguards records."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.safeguards import fields, operations, presenters, queries
from cjnudge.safeguards.blank_forms import all_blanks
from cjnudge.safeguards.forms import ChangedRecordForm, NewRecordForm


@needs(Permission.VIEW_DATA)
@require_safe
def records(request, force):
    versions = queries.current_versions(force)
    page = {
        "lines": [presenters.line(version, force, timezone.localdate()) for version in versions],
        "may_write": may_write(request),
        "crumbs": crumbs(force),
    }
    return render(request, "safeguards/records.html", page)


@needs(Permission.MANAGE_SAFEGUARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, force):
    form = NewRecordForm(request.POST or None, force=force, today=timezone.localdate())
    form.cancel_url = reverse("safeguards:records", args=[force.slug])
    if request.method == "POST" and form.is_valid():
        kind, subject_id = form.subject()
        version = operations.start_record(
            force=force,
            kind=kind,
            subject_id=subject_id,
            values=form.cleaned_values(),
            by=request.user,
            at=timezone.now(),
        )
        return saved(request, force, version)
    page = {"form": form, "crumbs": crumbs(force, ("Add", ""))}
    return render(request, "safeguards/add.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def record(request, force, record):
    newest, *older = versions_or_404(force, record)
    return version_page(request, force, newest, older)


@needs(Permission.VIEW_DATA)
@require_safe
def version(request, force, record, number):
    versions = versions_or_404(force, record)
    wanted = next((v for v in versions if v.number == number), None)
    if wanted is None:
        raise Http404
    return version_page(
        request, force, wanted, [v for v in versions if v.number < number], newest=versions[0]
    )


@needs(Permission.MANAGE_SAFEGUARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, force, record):
    newest = versions_or_404(force, record)[0]
    form = ChangedRecordForm(request.POST or None, initial=as_initial(newest), today=timezone.localdate())
    form.cancel_url = reverse("safeguards:record", args=[force.slug, record])
    if request.method == "POST" and form.is_valid():
        written = write_next(request, newest.record, form)
        if written:
            return saved(request, force, written)
    page = {
        "form": form,
        "newest": newest,
        "crumbs": crumbs(force, (newest.title, form.cancel_url), ("Change", "")),
    }
    return render(request, "safeguards/change.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def blanks(request, force):
    page = {"blanks": all_blanks().values(), "crumbs": crumbs(force, ("Blank templates", ""))}
    return render(request, "safeguards/blanks.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def blank(request, force, blank):
    """The template as a text file, which opens on any desktop."""
    found = all_blanks().get(blank)
    if found is None:
        raise Http404
    disposition = f'attachment; filename="{found.key}.txt"'
    return HttpResponse(
        found.text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": disposition}
    )


def version_page(request, force, version, older, newest=None):
    page = presenters.page_of(version, older, force, timezone.localdate())
    page |= {
        "newest": newest or version,
        "may_write": may_write(request),
        "crumbs": crumbs(force, (version.title, "")),
    }
    return render(request, "safeguards/record.html", page)


def versions_or_404(force, record_id):
    """Every version of a record of this force, newest first."""
    found = queries.record_of(force, record_id)
    if found is None:
        raise Http404
    return list(queries.versions_of(found))


def write_next(request, record, form):
    """The new version; None, with the reason on the form, when someone else wrote one meanwhile."""
    values = form.cleaned_values()
    try:
        return operations.write_version(
            record=record, base=form.cleaned_data["base"], values=values, by=request.user, at=timezone.now()
        )
    except operations.WrittenMeanwhile as problem:
        form.add_error(None, str(problem))
        return None


def as_initial(version):
    return {name: getattr(version, name) for name in fields.LABELS} | {"base": version.number}


def saved(request, force, version):
    messages.success(request, f"Version {version.number} is saved.")
    return redirect("safeguards:record", force.slug, version.record_id)


def may_write(request):
    return role_allows(request.membership.role, Permission.MANAGE_SAFEGUARDS)


def crumbs(force, *more):
    """The way here, from the force's first page."""
    own = reverse("safeguards:records", args=[force.slug]) if more else ""
    return [(force.name, reverse("accounts:force", args=[force.slug])), ("Safeguards", own), *more]
