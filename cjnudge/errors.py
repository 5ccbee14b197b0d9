"""The pages shown when something cannot be answered: each says what to do."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string

from cjnudge.accounts.access import public
from cjnudge.accounts.queries import administrators
from cjnudge.arriving import largest_body


@public
def csrf_failure(request, reason=""):
    """The form was too old or came from elsewhere: ask for it to be sent again."""
    return render(request, "403_csrf.html", status=403)


@public
def page_not_found(request, exception=None):
    """The same page for an address that was never there and for one of another force: no path, no reason."""
    return render(request, "404.html", status=404)


@public
def not_allowed(request, exception=None):
    """What the person may not do, and who can change that."""
    context = {"exception": str(exception or ""), "administrators": whom_to_ask(request)}
    return render(request, "403.html", context, status=403)


def whom_to_ask(request):
    """The administrators of the force in the address, once the person is known to belong to it."""
    force = getattr(request, "force", None)
    return (
        [] if force is None else [member.user.name for member in administrators(force.practice_of or force)]
    )


class NotAllowedPageMiddleware:
    """Gives Django's empty answer to a wrong method (405) a page that says what to do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = render_to_string("405.html")
            response.headers["Content-Length"] = str(len(response.content))  # it was set to 0 further in
        return response


class TooLargePageMiddleware:
    """Answers a request whose body is over the limit with a page, before anything of the body is read.

    Django's own limit leaves files out: it would put one of any size on the disk for whoever sends it, signed
    in or not. A view that takes large files has its own limit (cjnudge/arriving.py).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = announced_length(request)
        if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE or length <= (largest := largest_body(request)):
            return self.get_response(request)
        return HttpResponse(render_to_string("413.html", {"largest": filesizeformat(largest)}), status=413)


def announced_length(request):
    """The bytes of the body by its own header, of which Django reads no more; 0 where it names no number."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
