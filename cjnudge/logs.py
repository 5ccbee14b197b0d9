"""What a log line may not hold: the secret part of a link that was mailed."""

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
