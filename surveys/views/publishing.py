"""From nothing to a draft, and from a draft to a published version: copy, upload, bridge, publish, discard."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.arriving import takes_small_files
from surveys.files.instruments import NotReadable, content_of_file
from surveys.forms.authoring import CopyForm, DecisionsForm, FileForm
from surveys.instruments import bridges
from surveys.instruments.draft_content import print_of
from surveys.operations import authoring, publishing
from surveys.presenters import drafts as pages
from surveys.queries.instruments import newest_version, shown_instrument, version_before
from surveys.refusals import Refused
from surveys.scales import UnknownInstrument
from surveys.views.drafting import back_to, crumbs, done, draft_crumbs, draft_or_404, form_page, now, saved


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def instrument_copy(request, force, instrument, version):
    """An own draft of any instrument, shipped, own or another draft."""
    try:
        found, _ = shown_instrument(force, instrument, version)
    except UnknownInstrument as unknown:
        raise Http404 from unknown
    form = CopyForm(sent(request), initial={"new_title": found.title})
    form.title = f"Copy “{found.title}”"
    form.cancel_url = reverse("surveys:instruments", args=[force.slug])
    if form.is_valid():
        values = {"title": form.cleaned_data["new_title"], **now(request)}
        made = authoring.copy_instrument(force=force, instrument=found, **values)
        return back_to(
            request, pages.address("draft", made), "The copy is yours to change. Nobody is asked yet."
        )
    page = {"form": form, "crumbs": crumbs(force, ("Copy", ""))}
    return render(request, "surveys/authoring/form.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_POST
def instrument_next(request, force, instrument):
    """The draft of the next version of an own instrument."""
    if newest_version(force, instrument) is None:
        raise Http404
    made = publishing.new_version(force=force, key=instrument, **now(request))
    return redirect(pages.address("draft", made))


@needs(Permission.MANAGE_SURVEYS)
@takes_small_files
@require_http_methods(["GET", "HEAD", "POST"])
def instrument_upload(request, force):
    """A new draft from a file, whole or not at all."""
    form = FileForm(sent(request), request.FILES or None)
    form.title, form.cancel_url = "Upload an instrument", reverse("surveys:instruments", args=[force.slug])
    content = content_sent(form)
    if content is not None:
        try:
            made = authoring.new_draft(force=force, content=content, **now(request))
            return back_to(request, pages.address("draft", made), "The file is now a draft of yours.")
        except Refused as refused:
            form.add_error("file", str(refused))
    page = {"form": form, "crumbs": crumbs(force, ("Upload", ""))}
    return render(request, "surveys/authoring/form.html", page)


@needs(Permission.MANAGE_SURVEYS)
@takes_small_files
@require_http_methods(["GET", "HEAD", "POST"])
def draft_upload(request, force, draft):
    """A file in place of the whole draft."""
    found = draft_or_404(force, draft)
    form = FileForm(sent(request), request.FILES or None, initial={"seen": print_of(found.content)})
    form.intro = (
        "It takes the place of every word of the draft. Download the draft first if you may want it back."
    )
    content = content_sent(form)
    if content is not None:
        values = {"content": content, "seen": form.cleaned_data["seen"], **now(request)}
        try:
            authoring.replace_content(draft=found, **values)
            return back_to(request, pages.address("draft", found), "The draft is as in the file.")
        except authoring.ChangedMeanwhile:
            messages.error(request, "Somebody changed the draft meanwhile: look at it before you replace it.")
            return redirect(pages.address("draft", found))
        except Refused as refused:
            form.add_error("file", str(refused))
    return form_page(request, found, form, "A file in its place", pages.address("draft", found))


def content_sent(form):
    """The content of the file in a form; None where there is none, or none that can be read: the form says why."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        return content_of_file(file.read())
    except NotReadable as wrong:
        for line in wrong.lines:
            form.add_error("file", line)
        return None


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_bridge(request, force, draft):
    """Of each changed or new statement of a later version: what it stands for."""
    found = draft_or_404(force, draft)
    before = version_before(found)
    if before is None:
        raise Http404
    items = bridges.open_items(before.content, found.content)
    statements = [(item, bridges.partners(before.content, found.content, item)) for item in items]
    form = DecisionsForm(sent(request), statements=statements, said=found.bridge, seen=print_of(found.bridge))

    def decide(seen, decisions):
        publishing.decide_bridge(draft=found, decisions=decisions, seen=seen, **now(request))

    home = pages.address("draft", found)
    if form.is_valid() and saved(form, decide):
        return back_to(request, home, "Saved.")
    if not statements:
        messages.info(
            request, f"Every statement stands as in version {before.version}: there is nothing to say."
        )
        return redirect(home)
    form.intro = (
        "Answers to both are compared where two statements mean the same to whoever answers. If in doubt, say that it "
        "is new."
    )
    return form_page(request, found, form, "What it stands for", home)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_publish(request, force, draft):
    """The second look, and the publication."""
    found = draft_or_404(force, draft)
    if request.method == "POST":
        values = {"seen": request.POST.get("seen", ""), **now(request)}
        said = "It is published. A new survey can be made of it."
        if done(request, lambda: publishing.publish_instrument(draft=found, **values), said):
            return redirect(pages.of_version("instrument", found))
        return redirect(pages.address("draft_publish", found))
    page = pages.publish_page(found) | {"crumbs": draft_crumbs(found, ("Publish", ""))}
    return render(request, "surveys/authoring/publish.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_discard(request, force, draft):
    found = draft_or_404(force, draft)
    if request.method == "POST":
        done(request, lambda: authoring.discard_draft(draft=found, **now(request)), "The draft is discarded.")
        return redirect("surveys:instruments", force.slug)
    words = {
        "title": "Discard the draft",
        "action": "Discard it",
        "cancel_url": pages.address("draft", found),
    }
    page = words | {"draft_title": pages.title_of(found), "losses": pages.losses(found)}
    page["crumbs"] = draft_crumbs(found, ("Discard", ""))
    return render(request, "surveys/authoring/confirm.html", page)
