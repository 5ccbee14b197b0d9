"""Instruments as spreadsheet forms: one downloaded, and one uploaded into a draft."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.arriving import takes_small_files
from surveys.files.spreadsheet_forms import CONTENT_TYPE, read_file, write_file
from surveys.forms.xlsform import XlsformForm
from surveys.instruments.draft_content import plain
from surveys.instruments.value import to_value
from surveys.operations import authoring
from surveys.queries.translations import english_of, english_of_modules, translations_for
from surveys.refusals import Refused
from surveys.views.drafting import crumbs, draft_crumbs, draft_or_404, now
from surveys.views.instruments import found_or_404, manages
from surveys.xlsform.problems import MOST_SHOWN, FormRefused

EXAMPLE = ("oocr_com_b", 1)  # the form that the upload page offers as a pattern


@needs(Permission.VIEW_DATA)
@require_safe
def xlsform_file(request, force, instrument, version):
    """One version as a workbook, with what it is in other languages; those not published are for authors."""
    found, _ = found_or_404(force, instrument, version)
    said = translations_for(force, instrument, version)
    if not manages(request):
        said = said.filter(published_at__isnull=False)
    content = write_file(
        found, {one.language: one.words for one in said}, english_of(found) | english_of_modules()
    )
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{found.key}.v{found.version}.xlsx"'
    return response


@needs(Permission.MANAGE_SURVEYS)
@takes_small_files
@require_http_methods(["GET", "HEAD", "POST"])
def xlsform_upload(request, force):
    """A draft of a form, or every reason why there is none."""
    form, refused = XlsformForm(sent(request), request.FILES or None), None
    form.cancel_url = reverse("surveys:instruments", args=[force.slug])
    if form.is_valid():
        try:
            became = read_file(form.cleaned_data["file"].read())
            return redirect("surveys:xlsform_became", force.slug, _draft(request, force, became).pk)
        except FormRefused as wrong:
            refused = wrong
        except Refused as wrong:
            form.add_error("file", str(wrong))
    page = {"form": form, "refused": refused, "example": EXAMPLE}
    page |= {"lines": _lines(refused.problems), "caption": _caption(refused)} if refused else {}
    page["crumbs"] = crumbs(force, ("Upload a spreadsheet form", ""))
    return render(request, "surveys/xlsform/upload.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_safe
def xlsform_became(request, force, draft):
    """What of a form just uploaded was changed or left out, and what is still to be written."""
    found = draft_or_404(force, draft)
    told = request.session.get(_told(found))
    if told is None:
        return redirect("surveys:draft", force.slug, found.pk)
    page = told | {"draft": found, "crumbs": draft_crumbs(found, ("What became of the form", ""))}
    return render(request, "surveys/xlsform/became.html", page)


def _draft(request, force, became):
    """The draft of a Form that was read; what is to be told of it is kept with the session of its author."""
    english = english_of(became.instrument) | english_of_modules()
    languages = {
        tag: {address: text for address, text in words.items() if address in english}
        for tag, words in became.translations.items()
    }
    content = plain(to_value(became.instrument))
    made = authoring.new_draft(force=force, content=content, languages=languages, **now(request))
    request.session[_told(made)] = {"notes": _lines(became.notes), "to_do": _lines(became.to_do)}
    return made


def _caption(refused):
    shown = len(refused.problems)
    return "Problems" if refused.total == shown else f"Problems: the first {shown} of {refused.total}"


def _told(draft):
    return f"xlsform:{draft.pk}"


def _lines(problems):
    return [[one.place, one.sentence] for one in problems[:MOST_SHOWN]]
