"""A scrutiny panel's audit: draw a sample, grade it blind, close it and read how far the two agree."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from trials.forms.panel import DrawForm, GradeForm
from trials.lifecycle import TrialKind, WrongState
from trials.operations.panel import close_audit, draw_audit, grade_case
from trials.planning.trial_plan import TrialPlan
from trials.presenters.panel import audit_page, list_rows
from trials.presenters.trial_nav import trial_nav
from trials.queries import panel as queries
from trials.queries.conduct import is_blinded
from trials.queries.planning import sealed_plan
from trials.views.finding import crumbs_of, may_manage, trial_or_404


def planned_or_404(force, trial_id):
    """A trial with a sealed plan: only such a one has cases to grade."""
    trial = trial_or_404(force, trial_id)
    if trial.kind != TrialKind.PROSPECTIVE or sealed_plan(trial) is None:
        raise Http404
    return trial


def audit_or_404(force, trial_id, audit_id):
    audit = queries.audit_of(planned_or_404(force, trial_id), audit_id)
    if audit is None:
        raise Http404
    return audit


def way(request, trial, *more):
    """Crumbs down to the audits of a trial."""
    here = reverse("trials:audits", args=[trial.force.slug, trial.pk]) if more else ""
    return crumbs_of(request, trial, ("Scrutiny panel", here), *more)


@needs(Permission.VIEW_RESULTS)
@require_safe
def audits(request, force, trial):
    found = planned_or_404(force, trial)
    page = {"trial": found, "rows": list_rows(queries.audits_of(found)), "may_manage": may_manage(request)}
    page["trial_nav"] = trial_nav(found, request.membership.role, "trials:audits")
    return render(request, "trials/panel/audits.html", page | {"crumbs": way(request, found)})


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request, force, trial):
    """Shows the drawn references once, in the answer to the form itself: they are stored nowhere."""
    found = planned_or_404(force, trial)
    units = TrialPlan.from_json(sealed_plan(found).body).unit_names
    form = DrawForm(sent(request), units=units)
    form.cancel_url = reverse("trials:audits", args=[force.slug, found.pk])
    page = {"trial": found, "form": form, "crumbs": way(request, found, ("Draw a sample", ""))}
    if form.is_valid():
        values = {"title": form.cleaned_data["title"], "size": form.cleaned_data["size"], "cases": form.cases}
        try:
            made, cases = draw_audit(trial=found, **values, by=request.user, at=timezone.now())
        except WrongState as refused:
            form.add_error(None, str(refused))
        else:
            page |= {"audit": made, "drawn": list(enumerate(cases, start=1))}
            return render(request, "trials/panel/drawn.html", page)
    return render(request, "trials/panel/draw.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def audit(request, force, trial, audit):
    found = audit_or_404(force, trial, audit)
    page = audit_page(found, request.user, blinded=is_blinded(found.trial))
    own = queries.grades_by(found, request.user)
    page["cases"] = [(number, own.get(case.pk)) for number, case in queries.numbered_cases(found).items()]
    page |= {"audit": found, "trial": found.trial, "may_manage": may_manage(request)}
    page["grades_it"] = found.drawn_by_id != request.user.pk and not found.closed_at
    return render(
        request, "trials/panel/audit.html", page | {"crumbs": way(request, found.trial, (found.title, ""))}
    )


@needs(Permission.GRADE_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def grade(request, force, trial, audit, number):
    found = audit_or_404(force, trial, audit)
    case = queries.numbered_cases(found).get(number)
    if case is None:
        raise Http404
    own = queries.grades_by(found, request.user).get(case.pk)
    there = reverse("trials:audit", args=[force.slug, found.trial_id, found.pk])
    form = GradeForm(sent(request), initial={"grade": own.grade, "remark": own.remark} if own else {})
    form.cancel_url = there
    if form.is_valid():
        try:
            grade_case(case=case, **form.cleaned_data, by=request.user, at=timezone.now())
        except WrongState as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(following(found, number, request.user, there))
    page = {"audit": found, "number": number, "form": form}
    page["crumbs"] = way(request, found.trial, (found.title, there), (f"Case {number}", ""))
    return render(request, "trials/panel/grade.html", page)


def following(audit, number, person, there):
    """The next case without a grade of this person, or the audit's page."""
    own, cases = queries.grades_by(audit, person), queries.numbered_cases(audit)
    left = [n for n, case in cases.items() if case.pk not in own]
    after = [n for n in left if n > number] or left
    if not after:
        return there
    return reverse("trials:grade_case", args=[audit.force.slug, audit.trial_id, audit.pk, after[0]])


@needs(Permission.MANAGE_TRIALS)
@require_POST
def close(request, force, trial, audit):
    found = audit_or_404(force, trial, audit)
    try:
        close_audit(audit=found, by=request.user, at=timezone.now())
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect("trials:audit", force.slug, found.trial_id, found.pk)
