"""How long a session may last on a shared desktop: a time without activity, and a time in all.

Activity is stored at most once a minute, so that reading pages does not write each time. A signed cookie carries the
seconds in between; it can add no more than that minute to what the server has stored.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.utils import timezone

BEGAN, SEEN = "began_at", "seen_at"  # whole seconds since 1970


def seconds_now():
    return int(timezone.now().timestamp())


def begin_session(sender, request, user, **kwargs):
    """Stamp a session at sign-in: connected to Django's `user_logged_in`."""
    request.session[BEGAN] = request.session[SEEN] = seconds_now()


class SessionLimitsMiddleware:
    """Ends a session that was idle or is too old; notes activity in the others."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        now = seconds_now()
        if is_over(request, now):
            end_session(request)
            return self.get_response(request)
        active = not is_polling(request)
        if active:
            store_activity(request.session, now)
        response = self.get_response(request)
        if active and request.user.is_authenticated:
            remember_activity(request, response, now)
        return response


def is_over(request, now):
    """Whether the session has passed one of its limits; one without stamps was not begun by a sign-in."""
    began = request.session.get(BEGAN)
    if began is None or now - began >= settings.SESSION_ABSOLUTE_SECONDS:
        return True
    return now - last_activity(request) >= settings.SESSION_IDLE_SECONDS


def last_activity(request):
    """The last activity in seconds: as stored, or up to a minute later where the cookie says so."""
    stored = request.session[SEEN]
    said = signing_of(request.session).unsign_object_or_none(request.COOKIES.get(cookie_name()))
    return stored if said is None else min(max(stored, said), stored + settings.SESSION_STORE_EVERY_SECONDS)


def store_activity(session, now):
    if now - session[SEEN] >= settings.SESSION_STORE_EVERY_SECONDS:
        session[SEEN] = now


def remember_activity(request, response, now):
    response.set_cookie(
        cookie_name(),
        signing_of(request.session).sign_object(now),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def is_polling(request):
    """Whether htmx asked by itself: a progress page left open must not keep a desktop signed in."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def end_session(request):
    logout(request)
    messages.info(request, "You were signed out because nobody used this page for a while. Sign in to go on.")


def cookie_name():
    return f"{settings.SESSION_COOKIE_NAME}-seen"


class ActivitySigner(signing.Signer):
    """Signs the second of the last activity for one session only."""

    def unsign_object_or_none(self, signed):
        try:
            return self.unsign_object(signed or "")
        except signing.BadSignature:
            return None


def signing_of(session):
    return ActivitySigner(salt=f"cjnudge.accounts.activity.{session.session_key}")
