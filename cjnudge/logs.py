"""What a log does not hold: the secret part of a mailed link, a trace of an ordinary refusal, who answers a survey."""

import logging
import re

MAILED_LINK = re.compile(r"(/invitations/|/password/new/|/s/)[^\s'\"]+")


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


class NoLineOfRespondents(logging.Filter):
    """Drops the line of a refusal on a page where officers answer: a dated line is an order in which they came."""

    def filter(self, record):
        apart = getattr(getattr(record, "request", None), "apart", False)
        return not (apart and getattr(record, "status_code", 0) < 500)
