"""Beginning a grid of counts, typing a unit, pasting a table, and making the grid a snapshot."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.arriving import takes_small_files
from cjnudge.cases.forms.typed import SettingsForm, SnapshotForm, TableForm, UnitForm
from cjnudge.cases.operations import typed as operations
from cjnudge.cases.operations.importing import check_may_import
from cjnudge.cases.presenters.typed import settings_rows, warnings
from cjnudge.cases.problems import ImportRefused
from cjnudge.cases.queries.typed import unit_choices
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.typed.grid import COUNTS, faults, months_of
from cjnudge.cases.typed.tables import read_table
from cjnudge.cases.withholding import kept_periods

from .typed import grid_or_404, typed_crumbs


@needs(Permission.MANAGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def typed_new(request, force):
    names, ends = unit_choices(force)
    today = timezone.localdate()
    form = SettingsForm(sent(request), units=names, today=today, initial={"units": ends, "as_at": today})
    form.title, form.submit_label = "Type counts", "Continue"
    form.cancel_url = reverse("cases:typed", args=[force.slug])
    if form.is_valid():
        grid = operations.start_typed(force=force, values=form.values(), by=request.user, at=timezone.now())
        return redirect("cases:typed_counts", force.slug, grid.pk)
    return settings_page(request, force, form, "Begin")


@needs(Permission.MANAGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def typed_change(request, force, typed):
    grid = open_grid(force, typed)
    names, _ = unit_choices(force)
    form = SettingsForm(
        sent(request), units=names, today=timezone.localdate(), initial=initial_of(grid, names)
    )
    form.title = "Change what is counted"
    form.cancel_url = reverse("cases:typed_counts", args=[force.slug, typed])
    if form.is_valid():
        given = {"values": form.values(), "base": form.cleaned_data["base"]}
        if done(form, lambda: operations.change_typed(typed=grid, **given, **who(request))):
            return redirect("cases:typed_counts", force.slug, typed)
    return settings_page(request, force, form, "Change")


@needs(Permission.MANAGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def typed_unit(request, force, typed, unit):
    """The months of one unit; what is typed is kept when the page is saved."""
    grid = open_grid(force, typed)
    if not 1 <= unit <= len(grid.units):
        raise Http404
    name = grid.units[unit - 1]
    base = operations.unit_token(grid, name)
    kept = kept_periods(grid, name, months_of(grid), on=timezone.localdate())
    cells = grid.cells.get(name, {})
    form = UnitForm(sent(request), months=months_of(grid), cells=cells, base=base, hidden=kept)
    if form.is_valid():
        given = {"unit": name, "rows": form.rows(), "keep": form.untouched()}
        given["base"] = form.cleaned_data["base"]
        if done(form, lambda: operations.save_unit(typed=grid, **given, **who(request))):
            messages.success(request, f"The counts of {name} are saved.")
            return after_unit(request, grid, unit)
    page = {
        "form": form,
        "typed": grid,
        "unit": name,
        "kept": sorted({kept[month] for month in form.hidden}),
        "number": unit,
        "headings": list(COUNTS.values()),
        "is_last": unit == len(grid.units),
        "crumbs": typed_crumbs(force, (grid.title, grid_url(grid)), (name, "")),
    }
    return render(request, "cases/typed_unit.html", page)


@needs(Permission.MANAGE_DATA)
@takes_small_files
@require_http_methods(["GET", "HEAD", "POST"])
def typed_table(request, force, typed):
    """Rows from a spreadsheet or the template: all of them, or none and a list of what is wrong."""
    grid = open_grid(force, typed)
    form = TableForm(sent(request), request.FILES or None)
    form.cancel_url = grid_url(grid)
    refused = None
    if form.is_valid():
        try:
            text, delimiter, name = form.cleaned_data["given"]
            cells = read_table(text, units=grid.units, months=months_of(grid), delimiter=delimiter, name=name)
        except ImportRefused as problems:
            refused = problems
        else:
            if done(form, lambda: operations.save_table(typed=grid, cells=cells, **who(request))):
                rows = sum(len(months) for months in cells.values())
                messages.success(request, f"{rows} row{'' if rows == 1 else 's'} put in.")
                return redirect(grid_url(grid))
    page = {
        "form": form,
        "typed": grid,
        "refused": refused,
        "crumbs": typed_crumbs(force, (grid.title, grid_url(grid)), ("Table", "")),
    }
    return render(request, "cases/typed_table.html", page)


@needs(Permission.MANAGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def typed_snapshot(request, force, typed):
    """The last look before the counts become a snapshot, which never changes."""
    grid = open_grid(force, typed)
    initial = {"base": operations.grid_token(grid)}
    form = SnapshotForm(sent(request), practice=force.is_practice, initial=initial)
    form.cancel_url = grid_url(grid)
    if form.is_valid() and (made := made_snapshot(request, grid, form)):
        return redirect("cases:snapshot", force.slug, made.pk)
    page = {
        "form": form,
        "typed": grid,
        "faults": faults(grid),
        "warnings": warnings(grid),
        "rows": settings_rows(grid),
        "not_covered": refusal_of(force),
        "crumbs": typed_crumbs(force, (grid.title, grid_url(grid)), ("Snapshot", "")),
    }
    return render(request, "cases/typed_snapshot.html", page)


@needs(Permission.MANAGE_DATA)
@require_POST
def typed_correct(request, force, typed):
    """A copy to correct: the snapshot and its grid stay as they are."""
    copy = operations.copy_typed(typed=grid_or_404(force, typed), **who(request))
    messages.success(request, "This is a copy to correct. The snapshot made before stays as it is.")
    return redirect(grid_url(copy))


@needs(Permission.MANAGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def typed_discard(request, force, typed):
    grid = open_grid(force, typed)
    if request.method == "POST":
        try:
            operations.discard_typed(typed=grid, **who(request))
        except operations.TypedRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The counts are discarded.")
        return redirect("cases:typed", force.slug)
    page = {
        "title": "Discard these counts",
        "losses": [f"{grid.title}: all that was typed"],
        "cancel_url": grid_url(grid),
        "crumbs": typed_crumbs(force, ("Discard", "")),
    }
    return render(request, "cases/typed_discard.html", page)


def made_snapshot(request, grid, form):
    """The snapshot; None, with the reason on the form, where it could not be made."""
    given = {
        "base": form.cleaned_data["base"],
        "rehearsal_only": form.cleaned_data.get("rehearsal_only", False),
    }
    made = done(form, lambda: operations.make_typed_snapshot(typed=grid, **given, **who(request)))
    if made is None:
        return None
    snapshot, created = made
    messages.success(
        request, "The snapshot is made." if created else "The same counts were a snapshot already."
    )
    return snapshot


def refusal_of(force):
    """Why real counts may not come in yet, or ""."""
    try:
        check_may_import(
            feed_of(operations.FEED),
            force,
            at=timezone.now(),
            synthetic=force.is_practice,
            rehearsal_only=False,
        )
    except ImportRefused as refusal:
        return " ".join(refusal.sentences())
    return ""


def done(form, operation):
    """What the operation gives; None, with the reason on the form, where it was refused."""
    try:
        return operation()
    except operations.TypedRefused as refusal:
        form.add_error(None, str(refusal))
    except ImportRefused as refusal:
        for sentence in refusal.sentences():
            form.add_error(None, sentence)
    return None


def who(request):
    return {"by": request.user, "at": timezone.now()}


def open_grid(force, typed_id):
    """A grid that may still be typed into; one that became a snapshot has no such pages."""
    grid = grid_or_404(force, typed_id)
    if grid.snapshot_id:
        raise Http404
    return grid


def grid_url(grid):
    return reverse("cases:typed_counts", args=[grid.force.slug, grid.pk])


def after_unit(request, grid, unit):
    """The next unit where it was asked for and there is one, else the grid."""
    if "next" in request.POST and unit < len(grid.units):
        return redirect("cases:typed_unit", grid.force.slug, grid.pk, unit + 1)
    return redirect(grid_url(grid))


def initial_of(grid, names):
    """The settings as the form shows them."""
    same = {name: getattr(grid, name) for name in ("basis", "follow_up_days", "as_at", "how_counted")}
    return same | {
        "title_field": grid.title,
        "units": [unit for unit in grid.units if unit in names],
        "more_units": "\n".join(unit for unit in grid.units if unit not in names),
        "first_month": f"{grid.first_month:%Y-%m}",
        "last_month": f"{grid.last_month:%Y-%m}",
        "base": operations.settings_token(grid),
    }


def settings_page(request, force, form, crumb):
    page = {"form": form, "crumbs": typed_crumbs(force, (crumb, ""))}
    return render(request, "cases/typed_settings.html", page)
