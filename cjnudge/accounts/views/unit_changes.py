"""What happens to a unit on a date: it moves, is merged, or closes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts import queries
from cjnudge.accounts.access import needs
from cjnudge.accounts.forms.units import CloseUnitForm, MergeUnitForm, MoveUnitForm
from cjnudge.accounts.operations.units import close_unit, merge_unit, move_unit
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.unit_tree import LEVELS
from cjnudge.accounts.views.answers import attempt, sent
from cjnudge.accounts.views.units import own_unit, today_or_later, unit_crumbs, unit_url


@needs(Permission.MANAGE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_move(request, force, unit):
    """Another parent from a day on."""
    found = own_unit(force, unit)
    wider = [(depth, row) for depth, row in others(force, found) if LEVELS[row.level] < LEVELS[found.level]]
    form = MoveUnitForm(sent(request), rows=wider, initial={"parent": found.parent_id})
    form.title = f"Move “{found.name}”"
    return change_page(request, found, form, "Move", lambda values: move_unit(unit=found, **values))


@needs(Permission.MANAGE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_merge(request, force, unit):
    """Part of another unit from a day on."""
    found = own_unit(force, unit)
    alike = [(0, row) for _, row in others(force, found) if row.level == found.level]
    form = MergeUnitForm(sent(request), rows=alike)
    form.title = f"Merge “{found.name}” into another unit"
    form.intro = (
        "It ends the day before. What stands under it goes along. Earlier results keep the unit as it was."
    )
    return change_page(request, found, form, "Merge", lambda values: merge_unit(unit=found, **values))


@needs(Permission.MANAGE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_close(request, force, unit):
    """No more decisions there after a day."""
    found = own_unit(force, unit)
    form = CloseUnitForm(sent(request))
    form.title = f"Close “{found.name}”"
    form.intro = "Earlier results keep the unit. Units under it must be moved or closed first."
    return change_page(request, found, form, "Close", lambda values: close_unit(unit=found, **values))


def change_page(request, found, form, label, change):
    """The form of a change, or the unit's page once it is made."""
    form.cancel_url = unit_url(found)
    if form.is_valid():
        values = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        done, result = attempt(form, lambda: change(values))
        if done:
            messages.success(request, "The change is saved.")
            return redirect(unit_url(result))
    crumbs = unit_crumbs(found.force, found, label)
    return render(request, "accounts/form_page.html", {"form": form, "crumbs": crumbs})


def others(force, found):
    """The units that exist beside this one, as rows of the tree."""
    rows = queries.unit_tree(force).rows_on(today_or_later(found))
    return [(depth, row) for depth, row in rows if row.pk != found.pk]
