"""What a log line does not hold: the secret part of a link that was mailed, and a trace of an ordinary refusal."""

import logging
import re

MAILED_LINK = re.compile(r"(/invitations/|/password/new/)[^\s'\"]+")


class HideMailedLinks(logging.Filter):
    """Cuts the secret out of addresses such as Django logs when it refuses a request to one."""

    def filter(self, record):
        text = record.getMessage()
        if MAILED_LINK.search(text):
            record.msg, record.args = MAILED_LINK.sub(r"\1…", text), None
        return True


class NoTraceOfRefusals(logging.Filter):
    """Leaves one line of a page that was refused (4xx): it is an answer, and no fault to trace."""

    def filter(self, record):
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True
