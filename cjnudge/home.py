"""The first page: where a signed-in person's forces are."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import signed_in


@signed_in
@require_safe
def home(request):
    return render(request, "home.html")
