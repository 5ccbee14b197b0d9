"""Mail through GOV.UK Notify: a Django e-mail backend of its own, chosen by CJNUDGE_EMAIL_BACKEND.

Notify sends templates, so the service needs one whose subject is ((subject)) and whose text is ((body)). The key is
“<name>-<id of the service>-<secret>”, as its page shows it. Source: GOV.UK Notify's REST API documentation, “Send an
email” and “Authentication”.
"""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from smtplib import SMTPRecipientsRefused
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend

UUID_LENGTH = 36
PATIENCE_SECONDS = 15
ADDRESS_REFUSED = 400  # also for a key that may send to the service's own team only


class NotifyRefused(OSError):
    """Notify did not take a mail; an OSError, like every failure of the other ways to send."""


class NotifyBackend(BaseEmailBackend):
    """Sends each message to each of its addresses by one request."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if not (settings.NOTIFY_KEY and settings.NOTIFY_TEMPLATE):
            raise ImproperlyConfigured(
                "GOV.UK Notify needs CJNUDGE_NOTIFY_KEY and CJNUDGE_NOTIFY_TEMPLATE: set both in the environment."
            )

    def send_messages(self, messages):
        """How many were taken; raises what smtplib would where one was not, unless told to fail silently."""
        return sum(self._send(message, address) for message in messages for address in message.recipients())

    def _send(self, message, address):
        try:
            post(address, message.subject, message.body)
        except OSError:
            if not self.fail_silently:
                raise
            return 0
        return 1


def post(address, subject, body):
    """Ask Notify to send one mail. Raises SMTPRecipientsRefused for an address it does not take, else an OSError."""
    content = {
        "email_address": address,
        "template_id": settings.NOTIFY_TEMPLATE,
        "personalisation": {"subject": subject, "body": body},
    }
    request = Request(  # noqa: S310 - the address is a setting
        f"{settings.NOTIFY_ADDRESS.rstrip('/')}/v2/notifications/email",
        data=json.dumps(content).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {bearer(time.time())}"},
    )
    try:
        with urlopen(request, timeout=PATIENCE_SECONDS):  # noqa: S310
            return
    except HTTPError as refused:
        with refused:
            _raise(refused.code, address, refused.read())


def _raise(status, address, said):
    if status == ADDRESS_REFUSED and b"email_address" in said:
        raise SMTPRecipientsRefused({address: (status, b"refused by GOV.UK Notify")})
    raise NotifyRefused(f"GOV.UK Notify answered {status}")


def bearer(at):
    """The token of one request (a JWT signed with HS256). at: seconds since 1970."""
    key = settings.NOTIFY_KEY
    service, secret = key[-2 * UUID_LENGTH - 1 : -UUID_LENGTH - 1], key[-UUID_LENGTH:]
    parts = ({"typ": "JWT", "alg": "HS256"}, {"iss": service, "iat": int(at)})
    signed = ".".join(_encoded(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return f"{signed}.{_encoded(hmac.digest(secret.encode(), signed.encode(), 'sha256'))}"


def _encoded(part):
    return urlsafe_b64encode(part).rstrip(b"=").decode()
