"""The mails: each holds one link, built from the installation's own address and never from a request."""

import logging

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import BadHeaderError, EmailMessage
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.timezone import localtime

logger = logging.getLogger(__name__)


def absolute(path):
    return settings.SITE_ADDRESS.rstrip("/") + path


def invitation_link(token):
    return absolute(reverse("accounts:invitation", args=[token]))


def reset_link(user):
    """A link that works once, for a day, and no longer than the password it replaces."""
    uid = urlsafe_base64_encode(force_bytes(str(user.pk)))
    return absolute(reverse("accounts:new_password", args=[uid, default_token_generator.make_token(user)]))


INVITATION_TEXT = """\
You are invited to {force} on cjnudge, as {role}.

To accept, open this link before {last_day}:

{link}

Opening the link changes nothing: you accept with the button on the page. If you did not expect this mail, ignore it.
"""

RESET_TEXT = """\
A new password was asked for your account on cjnudge.

To choose it, open this link within {hours} hours:

{link}

If you did not ask for it, ignore this mail: your password stays as it is.
"""


def invitation_mail(invitation, token):
    """The mail that invites to a role in a force."""
    body = INVITATION_TEXT.format(
        force=one_line(invitation.force.name),
        role=invitation.get_role_display(),
        last_day=f"{localtime(invitation.expires_at):%-d %B %Y}",
        link=invitation_link(token),
    )
    return mail_to(invitation.email, f"Invitation to {invitation.force.name} on cjnudge", body)


def reset_mail(user):
    """The mail with a link to choose a new password; it goes to the address on the account, whatever was typed."""
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return mail_to(
        user.email,
        "Choose a new password for cjnudge",
        RESET_TEXT.format(link=reset_link(user), hours=hours),
    )


AWAITING_TEXT = """\
In {force} on cjnudge this waits for you:

{items}

This mail holds no figure: all else is read on the pages, after signing in.
"""


def awaiting_mail(user, force, items):
    """The mail that says what awaits a person: each item's sentence, and where it is."""
    lines = [f"- {one_line(item.text)}\n  {absolute(item.url)}" for item in items]
    body = AWAITING_TEXT.format(force=one_line(force.name), items="\n".join(lines))
    return mail_to(user.email, f"{force.name}: something on cjnudge waits for you", body)


def send(message):
    """Whether the mail server took the message. The log gets the kind of failure, never the address."""
    try:
        return bool(message.send())
    except (OSError, BadHeaderError) as failed:  # every error of smtplib and of sockets is an OSError
        logger.error("A mail could not be sent: %s. Check the CJNUDGE_EMAIL settings.", type(failed).__name__)
        return False


def mail_to(address, subject, body):
    """The EmailMessage to one person. Every mail is made here: a title in the subject never begins another header."""
    return EmailMessage(subject=one_line(subject), body=body, to=[address])


def one_line(text):
    """A name or title on one line, so that nobody writes a line of a mail with it."""
    return " ".join(text.split())
