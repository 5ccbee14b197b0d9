"""Answers that several pages give."""

from functools import wraps

from django.http import HttpResponseRedirect
from django.shortcuts import redirect

from cjnudge.accounts.refusals import Refused


def sent(request):
    """What a form is bound to: the data of a POST, even an empty one, and nothing before that."""
    return request.POST if request.method == "POST" else None


def attempt(form, operation):
    """(done, result) of an operation; its refusal becomes an error of the form."""
    try:
        return True, operation()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False, None


class RedirectThen(HttpResponseRedirect):
    """A redirect that does one thing more once the browser has it: how long that takes tells the reader nothing."""

    def __init__(self, url, then):
        super().__init__(url)
        self._then = then

    def close(self):
        super().close()
        then, self._then = self._then, None
        if then is not None:
            then()


def not_in_practice(view):
    """Sends the reader of a practice space to the same list of its force: people belong to the force alone."""

    @wraps(view)
    def guarded(request, force, *args, **kwargs):
        if force.is_practice:
            return redirect("accounts:people", force.practice_of.slug)
        return view(request, force, *args, **kwargs)

    return guarded
