"""The list of snapshots, one snapshot, and its manifest."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.cases.counting.contents import places_in
from cjnudge.cases.forms import EVERY_PLACE, CountsForm
from cjnudge.cases.operations.consulting import note_consultation
from cjnudge.cases.presenters import snapshots as presenters
from cjnudge.cases.presenters.counts import counts_table
from cjnudge.cases.queries import snapshots as queries
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage.snapshots import erased_words, successor_of
from cjnudge.cases.storage.store import DamagedPart

from .ways import BRING_IN, LOOK_AFTER, SET_UP, first_step, ways


@needs(Permission.VIEW_FORCE)
@require_safe
def snapshots(request, force):
    sees_own = may(request, Permission.VIEW_DATA)
    page = {
        "sees_own": sees_own,
        "may_practise": force.is_practice and may(request, Permission.MANAGE_PRACTICE),
        "own": [presenters.line(one) for one in queries.own_snapshots(force)] if sees_own else [],
        "reference": [presenters.line(one) for one in queries.snapshots_for(force) if one.force_id is None],
        "first": first_step(request, force),
        "bring_in": ways(request, force, BRING_IN),
        "set_up": ways(request, force, SET_UP),
        "look_after": ways(request, force, LOOK_AFTER),
        "crumbs": crumbs(force),
    }
    return render(request, "cases/snapshots.html", page)


@needs(Permission.VIEW_FORCE)
@require_safe
def snapshot(request, force, snapshot):
    found = readable_or_404(request, force, snapshot)
    note_consultation(snapshot=found, by=request.user, at=timezone.now())
    page = {
        "snapshot": found,
        "facts": presenters.facts(found),
        "files": presenters.files(found),
        "known_problems": feed_of(found.feed).known_problems,
        "is_typed": feed_of(found.feed).typed,
        "crumbs": crumbs(force, (found.title, "")),
        **counts_or_damage(request, found),
    }
    return render(request, "cases/snapshot.html", page)


@needs(Permission.VIEW_FORCE)
@require_safe
def manifest(request, force, snapshot):
    """The manifest's own bytes: their SHA-256 is the snapshot's hash."""
    found = readable_or_404(request, force, snapshot)
    note_consultation(snapshot=found, by=request.user, at=timezone.now())
    disposition = f'attachment; filename="snapshot-{found.short_hash}.json"'
    return HttpResponse(
        found.manifest, content_type="application/json", headers={"Content-Disposition": disposition}
    )


def counts_or_damage(request, snapshot):
    """The counts, or in their place that the rows were erased, or which stored part is damaged and what to do."""
    if words := erased_words(snapshot):
        return {"form": None, "counts": {"refusal": words}, "successor": successor_of(snapshot)}
    try:
        return counts(request, snapshot)
    except DamagedPart as damage:
        return {"form": None, "counts": {"refusal": str(damage)}}


def counts(request, snapshot):
    """{"form", "chosen", "counts"}: the table that the address asks for, or the first that can be shown."""
    bases = snapshot.contents["bases"]
    default = {"measure": presenters.first_measure(snapshot), "basis": bases[0], "place": EVERY_PLACE}
    form = CountsForm(request.GET or None, initial=default, bases=bases, places=places_in(snapshot))
    if form.is_bound and not form.is_valid():
        return {"form": form, "counts": None}
    chosen = form.cleaned_data if form.is_bound else default
    table = counts_table(snapshot, key=chosen["measure"], basis=chosen["basis"], place=chosen["place"])
    return {"form": form, "counts": table, "measure": presenters.measure(chosen["measure"]), "chosen": chosen}


def readable_or_404(request, force, snapshot_id):
    """The snapshot; 404 where the force has none of that id, 403 where the role may not read it."""
    found, allowed = queries.readable_snapshot(force, request.membership.role, snapshot_id)
    if found is None:
        raise Http404
    if not allowed:
        raise PermissionDenied(
            f"Your role here is {request.membership.role}. You may not {Permission.VIEW_DATA.value}."
        )
    return found


def may(request, permission):
    return role_allows(request.membership.role, permission)


def crumbs(force, *more):
    data = ("Data", reverse("cases:snapshots", args=[force.slug]) if more else "")
    return [(force.name, reverse("accounts:force", args=[force.slug])), data, *more]
