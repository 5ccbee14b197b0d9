"""What is kept of the reference of an enrolled case: a keyed hash, by which it is recognised and never read.

The key is derived for one force and one trial: the same case has another hash in another trial.
"""

import hmac
import unicodedata

from cjnudge.derivation import hkdf

PURPOSE = b"cjnudge.trials.enrolment"
LONGEST = 60  # of a reference as typed; the longest in use have some thirty


def as_compared(typed):
    """A reference without what is typed differently: case, blanks, hyphens, strokes and dots."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(letter for letter in text if letter.isalnum())


def hash_of_reference(typed, *, force_id, trial_id, master):
    """64 hexadecimal digits. force_id, trial_id: UUIDs; master: the installation's key, bytes."""
    key = hkdf(master, salt=force_id.bytes + trial_id.bytes, info=PURPOSE)
    return hmac.digest(key, as_compared(typed).encode(), "sha256").hex()
