"""A force's page for its officers, without sign-in: what is being asked, who can see what, and whom to ask."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cjnudge.accounts.models import Force
from surveys.queries.officers import open_waves
from surveys.respondent_pages import officers_page
from surveys.views.apart import respondent


@respondent
@require_safe
def officers(request, of):
    """of: the force's slug. A practice space asks nobody, so it has no such page."""
    force = Force.objects.filter(slug=of, kind="force").first()
    if force is None:
        raise Http404
    return render(
        request, "surveys/answer/officers.html", officers_page(force, open_waves(force, timezone.localdate()))
    )
