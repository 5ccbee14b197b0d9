"""A force's page for its officers, without sign-in: what is asked and tried, what came of it, whom to ask."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cjnudge.accounts.models import Force
from surveys.presenters.replies import told
from surveys.presenters.respondent import officers_page
from surveys.queries.officers import open_waves
from surveys.views.apart import respondent


@respondent
@require_safe
def officers(request, of):
    """of: the force's slug. A practice space asks nobody, so it has no such page."""
    force = Force.objects.filter(slug=of, kind="force").first()
    if force is None:
        raise Http404
    on = timezone.localdate()
    page = officers_page(force, open_waves(force, on)) | told(force, on)
    return render(request, "surveys/answer/officers.html", page)
