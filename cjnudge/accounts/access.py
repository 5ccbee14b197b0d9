"""Default deny: every view says who may use it, and a view that says nothing answers nobody.

Exactly one of `public`, `signed_in`, `needs` and `needs_installation` stands on every view, outermost. Another
force's address answers 404 with the same page as an address that was never there.
"""

from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpResponse

from cjnudge.accounts.guests import is_guest_here
from cjnudge.accounts.models import Force, Membership
from cjnudge.accounts.permissions import Role, role_allows


def public(view):
    """Anyone may use the view, signed in or not."""
    view.access = "public"
    return view


def signed_in(view):
    """Any person with a live account may use the view."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    guarded.access = "signed in"
    return guarded


def needs_installation(view):
    """Only a person who runs the installation may use the view; others get 404."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not request.user.runs_installation:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.access = "runs installation"
    return guarded


def needs(permission):
    """Only members of the force in the address whose role carries `permission`; the view gets the Force."""

    def decorate(view):
        @wraps(view)
        def guarded(request, force, *args, **kwargs):
            turned_away = admitted(request, force, permission, kwargs)
            return turned_away or view(request, request.force, *args, **kwargs)

        guarded.access = permission
        return guarded

    return decorate


def admitted(request, force, permission, address=None):
    """None where the person may enter, with request.force and request.membership set; else the way to sign in.

    force: the slug in the address. Raises Http404 and PermissionDenied as `needs` does.
    """
    if not request.user.is_authenticated:
        return to_sign_in(request)
    request.force, request.membership = force_and_membership(request.user, force)
    allowed = role_allows(request.membership.role, permission)
    if not allowed and not invited_here(request, permission, address):
        role = Role(request.membership.role).label
        raise PermissionDenied(f"Your role here is “{role}”. You may not {permission.value}.")
    return None


def invited_here(request, permission, address):
    """Whether the person is a guest, and this page is one that they were invited to."""
    is_guest = request.membership.role == Role.GUEST
    return is_guest and is_guest_here(request.user, request.force, permission, address or {})


def to_sign_in(request):
    """A redirect to the sign-in page and back; htmx gets it for the whole page, not for the part it asked for."""
    redirect = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request") != "true":
        return redirect
    return HttpResponse(headers={"HX-Redirect": redirect_to_login(page_open(request)).url})


def page_open(request):
    """The path of the page that htmx says is open; the home page where it sends no address."""
    try:
        return urlsplit(request.headers.get("HX-Current-URL", "/")).path
    except ValueError:
        return "/"


def force_and_membership(user, slug):
    """(force, live membership): a practice space is entered with the membership in the force it belongs to."""
    force = Force.objects.select_related("practice_of").filter(slug=slug).first()
    if force is None:
        raise Http404
    home = force.practice_of or force
    membership = Membership.scoped.for_force(home).filter(user=user, ended_at__isnull=True).first()
    if membership is None:
        raise Http404
    return force, membership


class DefaultDenyMiddleware:
    """Refuses to run a view that carries no access declaration."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not hasattr(view, "access"):
            raise ImproperlyConfigured(
                f"{view.__module__}.{view.__qualname__} declares no access: default deny."
            )
