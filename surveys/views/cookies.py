"""The one cookie of a respondent: how they came in and the key of their draft. Only "Start" sets it."""

from django.conf import settings

from surveys.answering.ticket import read_ticket

PATH = "/answer/"  # no other page ever receives it
# On a device that many use one after the other: forgotten after so long without "Continue".
KIOSK_SECONDS = 10 * 60


def cookie_name():
    return "__Secure-survey" if settings.SESSION_COOKIE_SECURE else "survey"


def ticket_of(request):
    """The Ticket of whoever asks, or None."""
    return read_ticket(request.COOKIES.get(cookie_name()))


def give_ticket(response, ticket, *, kiosk):
    """Set the cookie: until the browser is closed, on a kiosk for ten minutes from now."""
    response.set_cookie(
        cookie_name(),
        ticket.as_cookie(),
        max_age=KIOSK_SECONDS if kiosk else None,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def take_ticket(response):
    """Make the browser forget."""
    response.delete_cookie(cookie_name(), path=PATH, samesite="Strict")
