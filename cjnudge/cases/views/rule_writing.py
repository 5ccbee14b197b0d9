"""Writing a draft of eligibility rules, rule by rule, and approving or discarding it."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.arriving import takes_small_files
from cjnudge.cases.eligibility import MOST_RULES, read_rules
from cjnudge.cases.forms.rules import DraftForm, MoveForm, RuleForm, StartForm
from cjnudge.cases.operations.rule_sets import (
    RulesRefused,
    approve_rules,
    change_rules,
    discard_rules,
    start_rules,
    token,
)
from cjnudge.cases.presenters.rule_sets import fields_to_use, version_page
from cjnudge.cases.queries.rule_sets import approved_rules

from .rules import draft_or_404, rule_crumbs


@needs(Permission.WRITE_RULES)
@takes_small_files
@require_http_methods(["GET", "HEAD", "POST"])
def rules_start(request, force):
    form = StartForm(sent(request), request.FILES or None, current=approved_rules(force))
    form.cancel_url = reverse("cases:rules", args=[force.slug])
    if form.is_valid():
        given = {"rules": form.rules, "reason": form.cleaned_data["reason"]}
        if done(form, lambda: start_rules(force=force, **given, by=request.user, at=timezone.now())):
            return redirect("cases:rules_draft", force.slug)
    return render(request, "cases/rules_start.html", {"form": form, "crumbs": rule_crumbs(force, "Begin")})


@needs(Permission.WRITE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request, force):
    draft = own_draft(request, force)
    rules = read_rules(draft.body)
    if len(rules.rules) >= MOST_RULES:
        raise PermissionDenied(
            f"There are {MOST_RULES} rules already: join those that differ by one value only."
        )
    form = RuleForm(sent(request), base=token(draft))
    form.title = "Add a rule"
    return rule_page(request, force, draft, form, lambda rule: with_new(rules.rules, rule))


@needs(Permission.WRITE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request, force, rule):
    draft = own_draft(request, force)
    rules, place = numbered(draft, rule)
    form = RuleForm(sent(request), rule=rules.rules[place], base=token(draft))
    form.title = f"Change rule {rule}"
    before, after = rules.rules[:place], rules.rules[place + 1 :]
    return rule_page(request, force, draft, form, lambda new: (*before, new, *after))


@needs(Permission.WRITE_RULES)
@require_POST
def rule_move(request, force, rule):
    """One place up or down; the order matters, because the first rule that holds decides."""
    draft = own_draft(request, force)
    rules, place = numbered(draft, rule)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    other = place + (1 if form.cleaned_data["way"] == "down" else -1)
    ordered = list(rules.rules)
    if 0 <= other < len(ordered):
        ordered[place], ordered[other] = ordered[other], ordered[place]
        write(request, draft, form, tuple(ordered))
        for text in form.non_field_errors():
            messages.error(request, text)
    return redirect("cases:rules_draft", force.slug)


@needs(Permission.WRITE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_delete(request, force, rule):
    draft = own_draft(request, force)
    rules, place = numbered(draft, rule)
    form = DraftForm(sent(request))
    if form.is_valid() and write(request, draft, form, rules.rules[:place] + rules.rules[place + 1 :]):
        return redirect("cases:rules_draft", force.slug)
    page = {
        "form": form,
        "token": token(draft),
        "title": f"Delete rule {rule}",
        "losses": [rules.rules[place].in_words()],
        "action": "Delete the rule",
        "crumbs": rule_crumbs(force, "Delete a rule"),
    }
    return render(request, "cases/rules_confirm.html", page)


@needs(Permission.WRITE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rules_discard(request, force):
    draft, form = draft_or_404(force), DraftForm(sent(request))
    given = {"draft": draft, "by": request.user, "at": timezone.now()}
    if form.is_valid() and done(form, lambda: discard_rules(base=form.cleaned_data["base"], **given) or True):
        messages.success(request, "The draft is discarded.")
        return redirect("cases:rules", force.slug)
    lines = version_page(draft)["rules"]
    page = {
        "form": form,
        "token": token(draft),
        "title": "Discard the draft",
        "losses": [f"a draft of {len(lines)} rule{'' if len(lines) == 1 else 's'}"],
        "action": "Discard the draft",
        "crumbs": rule_crumbs(force, "Discard"),
    }
    return render(request, "cases/rules_confirm.html", page)


@needs(Permission.APPROVE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rules_approve(request, force):
    """A second person reads every rule on the page and makes the draft the version in force."""
    draft, form = draft_or_404(force), DraftForm(sent(request))
    given = {"draft": draft, "by": request.user, "at": timezone.now()}
    if form.is_valid() and done(form, lambda: approve_rules(base=form.cleaned_data["base"], **given)):
        messages.success(request, f"Version {draft.number} of the rules is in force for the next import.")
        return redirect("cases:rules", force.slug)
    page = {
        **version_page(draft),
        "form": form,
        "own": draft.written_by_id == request.user.pk,
        "current": approved_rules(force),
        "crumbs": rule_crumbs(force, "Approve"),
    }
    return render(request, "cases/rules_approve.html", page)


def with_new(rules, rule):
    """The rules with a new one at the end, but before a last one that decides every case: behind it none applies."""
    decides_all = rules and not rules[-1].conditions
    return (*rules[:-1], rule, rules[-1]) if decides_all else (*rules, rule)


def rule_page(request, force, draft, form, placed):
    """The form of one rule; `placed` gives all rules of the draft with the one that was typed."""
    form.cancel_url = reverse("cases:rules_draft", args=[force.slug])
    if form.is_valid() and write(request, draft, form, placed(form.rule)):
        return redirect("cases:rules_draft", force.slug)
    page = {"form": form, "fields": fields_to_use(), "crumbs": rule_crumbs(force, form.title)}
    return render(request, "cases/rule_form.html", page)


def write(request, draft, form, rules):
    """Whether the draft now has these rules; where it has not, the form says why."""
    given = {"rules": replace(read_rules(draft.body), rules=rules), "by": request.user, "at": timezone.now()}
    return done(form, lambda: change_rules(draft=draft, base=form.cleaned_data["base"], **given))


def done(form, operation):
    """What the operation gives; None, with the reason on the form, where it was refused."""
    try:
        return operation()
    except RulesRefused as refusal:
        form.add_error(None, str(refusal))
        return None


def own_draft(request, force):
    """The draft, for the person who began it; 403 for others, in words."""
    draft = draft_or_404(force)
    if draft.written_by_id != request.user.pk:
        raise PermissionDenied(
            "Somebody else began this draft, and only they change it. Discard it on its page to begin your own."
        )
    return draft


def numbered(draft, number):
    """(rules, position) of one rule by the number on the page; 404 where there is none."""
    rules = read_rules(draft.body)
    if not 1 <= number <= len(rules.rules):
        raise Http404
    return rules, number - 1
