"""Training sessions, and what is right in the short cases: lists to read, forms for leads."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts import queries
from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from surveys.forms.training import CaseRulesForm, SessionForm
from surveys.operations import training as operations
from surveys.presenters.training import rules_page, session_facts, session_rows, source_rows
from surveys.presenters.waves import list_rows
from surveys.queries.options import sessions_of
from surveys.queries.training import recorded, session_of, source_of, sources_of, surveys_about
from surveys.views.finding import attempt, crumbs
from surveys.views.waves import manages


@needs(Permission.VIEW_SURVEYS)
@require_safe
def sessions(request, force):
    page = {"rows": session_rows(sessions_of(force)), "sources": source_rows(force, sources_of(force))}
    page |= {"manages": manages(request), "crumbs": crumbs(force, ("Training and short cases", ""))}
    return render(request, "surveys/lead/training.html", page)


@needs(Permission.VIEW_SURVEYS)
@require_safe
def session(request, force, session):
    found = _session_or_404(force, session)
    page = {"session": found, "facts": session_facts(found), "surveys": list_rows(surveys_about(found))}
    page |= {"can_change": manages(request) and not operations.is_used(found)}
    return render(request, "surveys/lead/session.html", page | {"crumbs": _crumbs(force, found.title)})


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request, force):
    form = _session_form(request, force)
    if form.is_valid():
        now = {"by": request.user, "at": timezone.now()}
        made, stored = attempt(
            form, lambda: operations.make_session(force=force, values=form.values(), **now)
        )
        if made:
            return redirect("surveys:session", force.slug, stored.pk)
    return _form_page(request, force, form, "New training session")


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request, force, session):
    found = _session_or_404(force, session)
    if operations.is_used(found):
        messages.error(request, operations.USED)
        return redirect("surveys:session", force.slug, found.pk)
    form = _session_form(request, force, session=found)
    if form.is_valid():
        now = {"by": request.user, "at": timezone.now()}
        done, _ = attempt(form, lambda: operations.change_session(session=found, values=form.values(), **now))
        if done:
            return redirect("surveys:session", force.slug, found.pk)
    return _form_page(request, force, form, "Change the training session")


@needs(Permission.VIEW_SURVEYS)
@require_safe
def case_rules(request, force, source, version):
    found = _source_or_404(force, source, version)
    page = rules_page(found, recorded(force, found)) | {"manages": manages(request)}
    return render(request, "surveys/lead/case_rules.html", page | {"crumbs": _crumbs(force, found.title)})


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def case_rules_edit(request, force, source, version):
    found = _source_or_404(force, source, version)
    there = reverse("surveys:case_rules", args=[force.slug, found.key, found.version])
    form = CaseRulesForm(sent(request), source=found, recorded=recorded(force, found))
    form.cancel_url = there
    if form.is_valid():
        now = {"by": request.user, "at": timezone.now()}
        done, _ = attempt(
            form, lambda: operations.record_rules(force=force, source=found, **form.values(), **now)
        )
        if done:
            messages.success(request, "The answers are recorded. Surveys launched from now on use them.")
            return redirect(there)
    return _form_page(request, force, form, "What is right in the short cases")


def _session_form(request, force, session=None):
    units = queries.unit_tree(force).rows_on(timezone.localdate())
    form = SessionForm(sent(request), units=units, session=session)
    form.cancel_url = reverse("surveys:sessions", args=[force.slug])
    return form


def _form_page(request, force, form, title):
    form.title = title
    return render(request, "surveys/lead/plain_form.html", {"form": form, "crumbs": _crumbs(force, title)})


def _session_or_404(force, session_id):
    found = session_of(force, session_id)
    if found is None:
        raise Http404
    return found


def _source_or_404(force, key, version):
    found = source_of(force, key, version)
    if found is None:
        raise Http404
    return found


def _crumbs(force, label):
    listed = reverse("surveys:sessions", args=[force.slug])
    return crumbs(force, ("Training and short cases", listed), (label, ""))
