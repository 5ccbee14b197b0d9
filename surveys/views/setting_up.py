"""Setting a wave up: its steps one after the other, its list of people, its codes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts import queries
from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.arriving import takes_small_files
from surveys.bands import ROLE_BANDS
from surveys.files.people import COLUMNS, FileRefused, read_people
from surveys.forms.steps import FORMS
from surveys.forms.waves import CodeForm, PeopleForm
from surveys.lifecycle import Action, State
from surveys.operations import fielding, inviting, stations
from surveys.presenters.waves import address
from surveys.queries.instruments import instrument_of
from surveys.queries.waves import codes_of, number_invited
from surveys.rules import OPTIONAL, STEPS
from surveys.views.finding import allowed, attempt, crumbs, done, wave_crumb, wave_or_404

EXAMPLE = ("pat.lee@example.police.uk", "jo.bell@example.police.uk")


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_step(request, force, wave, step):
    found = wave_or_404(force, wave)
    if step not in FORMS:
        raise Http404
    if not allowed(request, found, Action.SET_UP):
        return redirect(address("wave", found))
    label = STEPS[step]
    rows = queries.unit_tree(force).rows_on(timezone.localdate())
    form = FORMS[step](sent(request), wave=found, units=rows)
    form.title, form.cancel_url = label, address("wave", found)
    if form.is_valid():
        values = {"step": step, "values": form.values(), "by": request.user, "at": timezone.now()}
        stored, _ = attempt(form, lambda: fielding.set_up(wave=found, **values))
        if stored:
            return redirect(next_address(found, step, form.values()))
    page = {"form": form, "wave": found, "step": step, "has_units": bool(rows)}
    page |= {"behaviour": instrument_of(found).behaviour, "crumbs": wave_crumbs(force, found, label)}
    return render(request, "surveys/lead/step.html", page)


def next_address(wave, step, values):
    """Where “save and go on” leads: the list or the codes after the links, else the next step, at last the check.

    Nobody is led to an optional step: it stands in the list of steps and on the check.
    """
    if step == "doors":
        return address("wave_people" if values["personal_links"] else "wave_codes", wave)
    needed = [one for one in STEPS if one not in OPTIONAL or one == step]
    later = needed[needed.index(step) + 1 :]
    return address("wave_step", wave, later[0]) if later else address("wave_check", wave)


def wave_crumbs(force, wave, label):
    return crumbs(force, wave_crumb(wave), (label, ""))


@needs(Permission.MANAGE_SURVEYS)
@takes_small_files
@require_http_methods(["GET", "HEAD", "POST"])
def wave_people(request, force, wave):
    """The whole list, or none of it and what is wrong with it."""
    found = wave_or_404(force, wave)
    if not allowed(request, found, Action.ADD_PEOPLE):
        return redirect(address("wave", found))
    form = PeopleForm(sent(request), request.FILES or None)
    form.cancel_url = address("wave", found)
    refused = None
    if form.is_valid():
        try:
            if list_people(request, found, form):
                return redirect(address("wave_people", found))
        except FileRefused as wrong:
            refused = wrong
    page = {"form": form, "wave": found, "refused": refused, "number": number_invited(found)}
    areas = fielding.areas_of(found)
    page |= {"columns": COLUMNS, "example": example_of(areas), "areas": areas}
    page |= {
        "is_draft": found.state == State.DRAFT,
        "crumbs": wave_crumbs(force, found, "The list of people"),
    }
    return render(request, "surveys/lead/people.html", page)


def example_of(areas):
    """Rows that would be taken: two made-up people in units of this survey; none before it has any."""
    units, bands = list(areas.values()), list(ROLE_BANDS.values())
    places = enumerate(EXAMPLE) if units else ()
    return [(address, units[place % len(units)], bands[place]) for place, address in places]


def list_people(request, wave, form):
    """Whether the list was stored; raises FileRefused."""
    people = read_people(form.cleaned_data["file"].read(), fielding.areas_of(wave))
    values = {"people": people, "by": request.user, "at": timezone.now(), "on": timezone.localdate()}
    stored, new = attempt(form, lambda: inviting.list_people(wave=wave, **values))
    if stored:
        there = len(people) - new
        messages.success(
            request, f"People added: {new:,}. Already on the list and left as they were: {there:,}."
        )
    return stored


@needs(Permission.MANAGE_SURVEYS)
@require_safe
def wave_people_template(request, force, wave):
    """The header line, to be filled in with any spreadsheet."""
    wave_or_404(force, wave)
    headers = {"Content-Disposition": 'attachment; filename="people.csv"'}
    return HttpResponse(",".join(COLUMNS) + "\r\n", content_type="text/csv; charset=utf-8", headers=headers)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_people_clear(request, force, wave):
    found = wave_or_404(force, wave)
    if not allowed(request, found, Action.SET_UP):
        return redirect(address("wave", found))
    if request.method == "POST":
        values = {"by": request.user, "at": timezone.now()}
        done(request, lambda: inviting.clear_list(wave=found, **values), "The list is empty.")
        return redirect(address("wave_people", found))
    page = {"wave": found, "cancel_url": address("wave_people", found), "number": number_invited(found)}
    page["crumbs"] = wave_crumbs(force, found, "Empty the list")
    return render(request, "surveys/lead/clear.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_codes(request, force, wave):
    found = wave_or_404(force, wave)
    if not allowed(request, found, Action.SET_UP):
        return redirect(address("wave", found))
    form = CodeForm(sent(request))
    form.cancel_url = address("wave", found)
    if form.is_valid():
        values = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        made, _ = attempt(form, lambda: stations.make_code(wave=found, **values))
        if made:
            return redirect(address("wave_codes", found))
    codes = [(code, address("wave_code_remove", found, code.pk)) for code in codes_of(found)]
    page = {"form": form, "wave": found, "codes": codes, "next_url": address("wave_step", found, "mode")}
    page["crumbs"] = wave_crumbs(force, found, "Codes")
    return render(request, "surveys/lead/codes.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_POST
def wave_code_remove(request, force, wave, code):
    found = wave_or_404(force, wave)
    values = {"station_id": code, "by": request.user, "at": timezone.now()}
    done(request, lambda: stations.remove_code(wave=found, **values), "The code is taken away.")
    return redirect(address("wave_codes", found))
