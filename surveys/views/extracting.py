"""The researcher extract: asked for with a purpose and a recipient, made on the spot, and kept nowhere."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from surveys.files.extracts import csv_archive, file_name, sav_file
from surveys.forms.extracting import ExtractForm
from surveys.operations.extracting import extract_answers, why_not
from surveys.presenters.waves import address
from surveys.views.finding import attempt, crumbs, wave_crumb, wave_or_404

MAKERS = {
    "csv": (csv_archive, ".zip", "application/zip"),
    "sav": (sav_file, ".sav", "application/octet-stream"),
}


@needs(Permission.EXTRACT_ANSWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def extract(request, force, wave):
    """What an extract holds and who may have it; the file itself for whoever said what it is for."""
    found = wave_or_404(force, wave)
    refused = why_not(found)
    form = None if refused else ExtractForm(sent(request))
    if form is not None and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("purpose", "recipient")}
        now = {"by": request.user, "at": timezone.now()}
        given, answers = attempt(form, lambda: extract_answers(wave=found, **asked, **now))
        if given:
            return as_file(found, answers, form.cleaned_data["file"])
    way = crumbs(force, wave_crumb(found), ("Results", address("results", found)), ("Extract", ""))
    page = {"wave": found, "form": form, "refused": refused, "crumbs": way}
    return render(request, "surveys/extract/extract.html", page)


def as_file(wave, answers, kind):
    make, ending, content_type = MAKERS[kind]
    response = HttpResponse(make(answers, wave=wave), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(wave, ending)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
