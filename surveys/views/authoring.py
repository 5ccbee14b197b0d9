"""The pages on which a force writes an instrument of its own: the draft, its parts, and the entries of its lists."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from surveys.forms.authoring import FORMS, ItemForm, ScenarioForm
from surveys.forms.questions import QuestionForm
from surveys.instruments.draft_content import LISTS, print_of, value_at
from surveys.operations import authoring
from surveys.presenters import drafts as pages
from surveys.views.drafting import back_to, done, draft_crumbs, draft_or_404, form_page, now, saved

ENTRY_FORMS = {"items": ItemForm, "questions": QuestionForm, "scenarios": ScenarioForm}


@needs(Permission.MANAGE_SURVEYS)
@require_safe
def draft(request, force, draft):
    found = draft_or_404(force, draft)
    page = pages.overview(found) | {"crumbs": draft_crumbs(found)}
    return render(request, "surveys/authoring/draft.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_part(request, force, draft, part):
    """One part that is no list."""
    found = draft_or_404(force, draft)
    if part not in FORMS:
        raise Http404
    home = pages.address("draft", found)
    return part_page(request, found, part, FORMS[part], pages.LABELS[part], home)


@needs(Permission.MANAGE_SURVEYS)
@require_safe
def draft_list(request, force, draft, name):
    found = draft_or_404(force, draft)
    page = pages.list_page(found, known(name)) | {"crumbs": draft_crumbs(found, (pages.LABELS[name], ""))}
    return render(request, "surveys/authoring/list.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_entry(request, force, draft, name, entry):
    """One statement, question or short case."""
    found = draft_or_404(force, draft)
    home = pages.address("draft_list", found, known(name))
    label = f"A {pages.ONE[name]}"
    return part_page(request, found, f"{name}/{entry}", ENTRY_FORMS[name], label, home)


def part_page(request, draft, part, form_class, label, home):
    """The form of one part, saved where it meets the rules and nobody else was first."""
    try:
        held = value_at(draft.content, part)
    except KeyError as gone:
        raise Http404 from gone
    options = {"held": held, "seen": print_of(held), "occasions": draft.content["occasions"]}
    form = form_class(sent(request), **options)

    def write(seen, values):
        authoring.write_part(draft=draft, part=part, values=values, seen=seen, **now(request))

    if form.is_valid() and saved(form, write):
        return back_to(request, home, "Saved.")
    return form_page(request, draft, form, label, home)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_entry_new(request, force, draft, name):
    found = draft_or_404(force, draft)
    home = pages.address("draft_list", found, known(name))
    form = ENTRY_FORMS[name](sent(request), held={}, seen="", occasions=found.content["occasions"])

    def add(seen, values):
        authoring.add_entry(draft=found, name=name, values=values, **now(request))

    if form.is_valid() and saved(form, add):
        return back_to(request, home, f"The {pages.ONE[name]} is added, as the last one.")
    return form_page(request, found, form, f"New {pages.ONE[name]}", home)


@needs(Permission.MANAGE_SURVEYS)
@require_POST
def draft_entry_move(request, force, draft, name, entry):
    found = draft_or_404(force, draft)
    values = {"name": known(name), "entry_id": entry, "up": "up" in request.POST, **now(request)}
    done(request, lambda: authoring.move_entry(draft=found, **values))
    return redirect(pages.address("draft_list", found, name))


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_entry_remove(request, force, draft, name, entry):
    found = draft_or_404(force, draft)
    home = pages.address("draft_list", found, known(name))
    if request.method == "POST":
        values = {"name": name, "entry_id": entry, **now(request)}
        done(request, lambda: authoring.remove_entry(draft=found, **values), "It is taken out.")
        return redirect(home)
    try:
        held = value_at(found.content, f"{name}/{entry}")
    except KeyError as gone:
        raise Http404 from gone
    words = {"title": f"Take out this {pages.ONE[name]}", "action": "Take it out", "cancel_url": home}
    page = words | {"draft_title": pages.title_of(found), "losses": [pages.entry_title(name, held)]}
    page["crumbs"] = draft_crumbs(found, (pages.LABELS[name], home), ("Take out", ""))
    return render(request, "surveys/authoring/confirm.html", page)


def known(name):
    """The name of a list, or no such page."""
    if name not in LISTS:
        raise Http404
    return name
