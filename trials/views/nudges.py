"""Pages of the register that only show: the list, a nudge, a version, two versions side by side, files."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from trials.forms.nudge_facts import CompareForm
from trials.nudges.reference import reference
from trials.presenters import nudge_files as files
from trials.presenters import nudges as present
from trials.queries import nudges as queries
from trials.views.nudge_finding import abilities, crumbs, nudge_crumb, nudge_or_404, version_or_404
from trials.views.results import attachment


@needs(Permission.VIEW_RESULTS)
@require_safe
def nudges(request, force):
    page = {"rows": present.register_rows(queries.nudges_of(force)), "finished": present.finished_rows(force)}
    return render(request, "trials/nudges/nudges.html", page | abilities(request))


@needs(Permission.VIEW_RESULTS)
@require_safe
def nudge(request, force, nudge):
    found = nudge_or_404(force, nudge)
    versions, counts = queries.versions_of(found), queries.sludge_of(found)
    told = (queries.live_since(found), queries.corrections_of(found))
    page = present.nudge_page(found, versions, counts, *told) | abilities(request)
    return render(request, "trials/nudges/nudge.html", page | {"crumbs": crumbs(force, (found.title, ""))})


@needs(Permission.VIEW_RESULTS)
@require_safe
def version(request, force, nudge, version):
    found = version_or_404(force, nudge, version)
    earlier = queries.corrections_of(found.nudge)
    page = present.version_page(found, queries.pictures_of(found), earlier) | abilities(request)
    page["crumbs"] = crumbs(force, nudge_crumb(found.nudge), (f"Version {version}", ""))
    return render(request, "trials/nudges/version.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def compare(request, force, nudge):
    found = nudge_or_404(force, nudge)
    versions = {one.version: one for one in reversed(queries.versions_of(found))}
    ends = {"first": [*versions][-2:][0], "second": [*versions][-1]}
    form = CompareForm({**ends, **request.GET.dict()}, versions=versions.values())
    page = {"nudge": found, "form": form, "crumbs": crumbs(force, nudge_crumb(found), ("Compare", ""))}
    if form.is_valid():
        pair = (versions[form.cleaned_data["first"]], versions[form.cleaned_data["second"]])
        page |= present.comparison_page(*pair)
    return render(request, "trials/nudges/compare.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def techniques(request, force):
    page = {"list": reference("techniques"), "crumbs": crumbs(force, ("Technique codes", ""))}
    return render(request, "trials/nudges/techniques.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def version_file(request, force, nudge, version, kind):
    found = version_or_404(force, nudge, version)
    made = {"json": (files.as_json, "application/json"), "csv": (files.as_csv, "text/csv")}
    if kind not in made:
        raise Http404
    write, content_type = made[kind]
    return attachment(
        write(found, queries.sludge_of(found.nudge), queries.corrections_of(found.nudge)),
        content_type,
        files.file_name(found, kind),
    )
