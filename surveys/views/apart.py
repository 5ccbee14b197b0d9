"""The pages on which officers answer know no account: neither its session nor the form token that comes with it.

A view marked `respondent` sees one cookie, the respondent's own. What is posted to it must come from a page of ours,
by what the browser says itself (Sec-Fetch-Site, else Origin, else Referer); the cookie is SameSite=Strict besides.
Django's form protection would set a cookie on opening a page, and a survey stores nothing before "Start".
"""

from urllib.parse import urlsplit

from django.shortcuts import render
from django.urls import Resolver404, resolve

from cjnudge.accounts.access import public
from surveys.views.cookies import cookie_name

READING = {"GET", "HEAD", "OPTIONS"}


def respondent(view):
    """Marks a view for whoever answers: open to all, and apart from every account."""
    view = public(view)
    view.apart = True
    return view


class ApartMiddleware:
    """Stands before sessions and form protection; takes every other cookie out of a request to such a view."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_apart(request):
            return self.get_response(request)
        own = cookie_name()
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if name == own}
        request.csrf_processing_done = True  # ours is done here
        request.apart = True  # for the log, which keeps no line of it
        if request.method not in READING and not comes_from_here(request):
            return render(request, "surveys/answer/elsewhere.html", status=403)
        return self.get_response(request)


def is_apart(request):
    """Whether the address is that of a view marked `respondent`."""
    try:
        return getattr(resolve(request.path_info).func, "apart", False)
    except Resolver404:
        return False


def comes_from_here(request):
    """Whether the browser says that a page of this very site sent the form; one that says nothing is refused."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        parts = urlsplit(sender)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
