"""Mail where there is no mail server: printed for the person at the terminal."""

import sys

from django.core.mail.backends.console import EmailBackend


class TerminalBackend(EmailBackend):
    """Prints to standard error, because standard output may be carrying a JSON object."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, stream=kwargs.pop("stream", sys.stderr), **kwargs)
