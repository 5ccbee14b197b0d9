"""The units of a force as a tree on a day, and each unit's page."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts import queries
from cjnudge.accounts.access import needs
from cjnudge.accounts.forms.units import AddUnitForm, EditUnitForm
from cjnudge.accounts.models import Unit
from cjnudge.accounts.operations.units import add_unit, edit_unit, reopen_unit
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.refusals import Refused
from cjnudge.accounts.views.answers import attempt, sent
from cjnudge.forms import DateField, GovukForm


class DayForm(GovukForm):
    """The day of the tree, in the address of the page."""

    form_method = "get"
    submit_label = "Show"
    submit_style = "secondary"
    mark_optional = False
    on = DateField(label="Show the units as they stood on", required=False)


@needs(Permission.MANAGE_UNITS)
@require_safe
def units(request, force):
    """The tree on a day, today unless the address names another."""
    asked = "on_day" in request.GET
    form = DayForm(request.GET if asked else None, initial={"on": timezone.localdate()})
    on = (form.cleaned_data.get("on") if asked and form.is_valid() else None) or timezone.localdate()
    tree = queries.unit_tree(force)
    context = {"rows": tree.rows_on(on), "any": bool(tree.units), "on": on, "form": form}
    return render(request, "accounts/units.html", context)


@needs(Permission.MANAGE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_add(request, force):
    """Add one unit."""
    form = AddUnitForm(sent(request), rows=queries.unit_tree(force).rows_on(timezone.localdate()))
    form.cancel_url = reverse("accounts:units", args=[force.slug])
    if form.is_valid():
        values = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        done, unit = attempt(form, lambda: add_unit(force=force, **values))
        if done:
            messages.success(request, f"“{unit.name}” is added.")
            return redirect("accounts:units", force.slug)
    return render(
        request, "accounts/form_page.html", {"form": form, "crumbs": unit_crumbs(force, None, "Add")}
    )


@needs(Permission.MANAGE_UNITS)
@require_safe
def unit(request, force, unit):
    """One unit: where it stands, what became of it, and what can be done."""
    found = own_unit(force, unit)
    tree = queries.unit_tree(force)
    today = timezone.localdate()
    context = {
        "unit": found,
        "parent": tree.standing(found.parent_id, found.ends_on or max(today, found.starts_on)),
        "earlier": tree.came_from(found.pk),
        "moved": bool(found.became and found.became.key == found.key),
        "crumbs": unit_crumbs(force, None, found.name),
    }
    return render(request, "accounts/unit.html", context)


@needs(Permission.MANAGE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request, force, unit):
    """Correct a name, a level or a first day."""
    found = own_unit(force, unit)
    initial = {"name": found.name, "level": found.level, "starts_on": found.starts_on}
    form = EditUnitForm(sent(request), initial=initial)
    form.cancel_url = unit_url(found)
    if form.is_valid():
        values = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        done, _ = attempt(form, lambda: edit_unit(unit=found, **values))
        if done:
            messages.success(request, "The unit is corrected.")
            return redirect(unit_url(found))
    return render(
        request, "accounts/form_page.html", {"form": form, "crumbs": unit_crumbs(force, found, "Correct")}
    )


@needs(Permission.MANAGE_UNITS)
@require_POST
def unit_reopen(request, force, unit):
    """Undo a close or a merge."""
    found = own_unit(force, unit)
    try:
        reopen_unit(unit=found, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{found.name}” is open again.")
    return redirect(unit_url(found))


def own_unit(force, unit):
    """The unit with this id in this force, or 404."""
    found = Unit.scoped.for_force(force).select_related("force", "parent", "became").filter(pk=unit).first()
    if found is None:
        raise Http404
    return found


def unit_url(unit):
    return reverse("accounts:unit", args=[unit.force.slug, unit.pk])


def unit_crumbs(force, unit, *rest):
    """The way to a page below the tree of units; `rest` are labels, the last of them the page itself."""
    own = [(unit.name, unit_url(unit))] if unit else []
    return [("Units", reverse("accounts:units", args=[force.slug])), *own, *((label, "") for label in rest)]


def today_or_later(unit) -> date:
    """A day on which a unit that has not ended exists."""
    return max(timezone.localdate(), unit.starts_on)
