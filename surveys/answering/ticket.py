"""What the browser of a respondent holds, and nobody else: by which door they came, and the key of their draft."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from surveys.answering.words import ENGLISH_TAG

ROOT_BYTES = 32
LONGEST = 400  # characters; what is made here has some 230


@dataclass(frozen=True)
class Ticket:
    """token, or code of a station or kiosk ("" for the other); resume: the code to come back; root: the draft's key.

    language: of the pages, for those that come when there is no draft any more.
    """

    token: str
    code: str
    resume: str
    root: bytes
    language: str = ENGLISH_TAG

    def as_cookie(self):
        """Text that may stand in a cookie."""
        value = [self.token, self.code, self.resume, self.root.hex(), self.language]
        return urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode()


def read_ticket(cookie):
    """The Ticket in a cookie's text; None where there is none, or none of ours."""
    if not cookie or len(cookie) > LONGEST:
        return None
    try:
        token, code, resume, root, language = json.loads(urlsafe_b64decode(cookie.encode("ascii")))
        return Ticket(str(token), str(code), str(resume), _root(root), str(language))
    except (ValueError, TypeError, RecursionError):  # not base64, not JSON, not five values, no key
        return None


def _root(text):
    root = bytes.fromhex(text)
    if len(root) != ROOT_BYTES:
        raise ValueError("A draft's key has 32 bytes.")
    return root
