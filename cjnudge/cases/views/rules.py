"""Reading a force's eligibility rules: those in force, the draft, older versions, and files of them."""

from importlib.resources import files

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.cases.eligibility import read_rules
from cjnudge.cases.forms.rules import TryForm
from cjnudge.cases.operations.consulting import note_consultation
from cjnudge.cases.presenters.rule_sets import fields_to_use, name_of, version_page
from cjnudge.cases.queries.rule_changes import NotTried, case_snapshots, changes, share_apart, tables
from cjnudge.cases.queries.rule_sets import approved_rules, approved_versions, draft_rules, rules_numbered
from cjnudge.cases.storage.store import DamagedPart

from .data import crumbs, may

EXAMPLE = "example.json"


@needs(Permission.VIEW_DATA)
@require_safe
def rules(request, force):
    current, draft = approved_rules(force), draft_rules(force)
    page = {
        "current": version_page(current) if current else None,
        "draft": draft,
        "draft_writer": name_of(draft.written_by_id) if draft else "",
        "earlier": [
            {"version": one, "writer": name_of(one.written_by_id), "approver": name_of(one.approved_by_id)}
            for one in approved_versions(force)
        ],
        "fields": fields_to_use(),
        "may_write": may(request, Permission.WRITE_RULES),
        "crumbs": crumbs(force, ("Eligibility rules", "")),
    }
    return render(request, "cases/rules.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def rules_draft(request, force):
    draft = draft_or_404(force)
    own = draft.written_by_id == request.user.pk
    page = {
        **version_page(draft),
        "may_change": own and may(request, Permission.WRITE_RULES),
        "may_discard": may(request, Permission.WRITE_RULES),
        "may_approve": not own and may(request, Permission.APPROVE_RULES),
        "own": own,
        "crumbs": rule_crumbs(force, "Draft"),
    }
    return render(request, "cases/rules_draft.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def rules_version(request, force, number):
    version = version_or_404(force, number)
    current = approved_rules(force)
    page = {
        **version_page(version),
        "newest": current,
        "crumbs": rule_crumbs(force, f"Version {version.number}"),
    }
    return render(request, "cases/rules_version.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def rules_file(request, force, number):
    """A version as JSON that can be edited and begun from."""
    version = version_or_404(force, number)
    name = f"eligibility-rules-{force.slug}-version-{version.number}.json"
    return json_file(read_rules(version.body).readable(), name)


@needs(Permission.VIEW_DATA)
@require_safe
def rules_example(request, force):
    """The empty example: its structure, with placeholders that no import accepts."""
    text = (files("cjnudge.cases.eligibility") / EXAMPLE).read_text("utf-8")
    return json_file(text, "eligibility-rules-example.json")


@needs(Permission.VIEW_DATA)
@require_safe
def rules_changes(request, force):
    """What the draft would change, counted on the cases of one snapshot."""
    draft, current = draft_or_404(force), approved_rules(force)
    choices = case_snapshots(force)
    form = TryForm(request.GET if "snapshot" in request.GET else None, snapshots=choices)
    page = {
        "draft": draft,
        "current": current,
        "form": form if choices else None,
        "crumbs": rule_crumbs(force, "What would change"),
    }
    chosen = _chosen(form, choices)
    if chosen:
        note_consultation(snapshot=chosen, by=request.user, at=timezone.now())
    return render(request, "cases/rules_changes.html", {**page, **_tried(chosen, current, draft)})


def _chosen(form, choices):
    """The snapshot asked for, or the newest; None where there is none or the address names another."""
    if not choices or (form.is_bound and not form.is_valid()):
        return None
    wanted = form.cleaned_data["snapshot"] if form.is_bound else str(choices[0].pk)
    return next(one for one in choices if str(one.pk) == wanted)


def _tried(snapshot, current, draft):
    if snapshot is None:
        return {}
    proposed = read_rules(draft.body)
    try:
        found = changes(snapshot, read_rules(current.body) if current else None, proposed)
    except (DamagedPart, NotTried) as refusal:
        return {"refusal": str(refusal)}
    shown = {"tables": tables(found, proposed), "empty": found.empty, "apart": share_apart(found)}
    return {**shown, "snapshot": snapshot, **_HEADINGS}


_HEADINGS = {
    "both_headings": [("Eligibility", ""), ("Now", "numeric"), ("Under the draft", "numeric")],
    "move_headings": [("Now", ""), ("Under the draft", ""), ("Cases", "numeric")],
    "rule_headings": [
        ("Rule", ""),
        ("What it says", ""),
        ("Cases it decides", "numeric"),
        ("Unknown for want of a value", "numeric"),
    ],
}


def json_file(text, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


def draft_or_404(force):
    draft = draft_rules(force)
    if draft is None:
        raise Http404
    return draft


def version_or_404(force, number):
    # A number of twenty digits fits no column of the database.
    version = rules_numbered(force, number) if number < 1_000_000 else None
    if version is None:
        raise Http404
    return version


def rule_crumbs(force, *more):
    own = reverse("cases:rules", args=[force.slug])
    return crumbs(force, ("Eligibility rules", own), *((name, "") for name in more))
