"""A mail server that takes nothing."""

from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend


class Down(BaseEmailBackend):
    def send_messages(self, messages):
        raise SMTPRecipientsRefused({message.to[0]: (550, b"no such mailbox") for message in messages})
