"""What the pages of authors share: the draft of the address, its crumbs, and forms that meet another author."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from surveys.instruments.draft_content import print_of
from surveys.operations.authoring import ChangedMeanwhile, PartRefused
from surveys.presenters.drafts import address, rows_of, title_of
from surveys.queries.instruments import draft_of
from surveys.refusals import Refused

MEANWHILE = (
    "{who} saved this while you were writing. Nothing of yours is lost: it stands in the boxes. Below is what was "
    "saved; save again to put yours in its place."
)


def draft_or_404(force, draft_id):
    found = draft_of(force, draft_id)
    if found is None:
        raise Http404
    return found


def crumbs(force, *more):
    first = [
        (force.name, reverse("accounts:force", args=[force.slug])),
        ("Surveys", reverse("surveys:waves", args=[force.slug])),
        ("Instruments", reverse("surveys:instruments", args=[force.slug]) if more else ""),
    ]
    return [*first, *more]


def draft_crumbs(draft, *more):
    return crumbs(draft.force, (title_of(draft), address("draft", draft) if more else ""), *more)


def now(request):
    return {"by": request.user, "at": timezone.now()}


def saved(form, operation):
    """Whether operation(seen, values) was done; what keeps it from being done is put into the form.

    Where somebody else was first, the form learns what stands there now (`form.held_now`), so that saving it again
    means it.
    """
    try:
        operation(form.cleaned_data["seen"], form.values())
    except PartRefused as refused:
        form.show(refused.problems)
    except ChangedMeanwhile as changed:
        who = changed.by.name if changed.by else "Somebody else"
        form.add_error(None, MEANWHILE.format(who=who))
        form.held_now = changed.held
        form.data = form.data.copy()
        form.data["seen"] = print_of(changed.held)
    except Refused as refused:
        form.add_error(None, str(refused))
    else:
        return True
    return False


def done(request, operation, said=""):
    """Whether an operation without a form was done; either way the next page says so."""
    try:
        operation()
    except (Refused, ChangedMeanwhile) as refusal:
        text = (
            str(refusal)
            if isinstance(refusal, Refused)
            else "Somebody changed it meanwhile: look at it again."
        )
        messages.error(request, text)
        return False
    if said:
        messages.success(request, said)
    return True


def form_page(request, draft, form, label, back):
    """A page of one form about a draft, or about one part of it."""
    form.cancel_url = back
    held = getattr(form, "held_now", None)
    page = {"draft": draft, "form": form, "label": label, "meanwhile": held and rows_of(held)}
    page |= {"draft_title": title_of(draft), "crumbs": draft_crumbs(draft, (label, ""))}
    return render(request, "surveys/authoring/part.html", page)


def back_to(request, url, said):
    messages.success(request, said)
    return redirect(url)
