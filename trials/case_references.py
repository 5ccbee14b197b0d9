"""What is kept of the reference of an enrolled case: a keyed hash, by which it is recognised and never read.

The key is derived for one force and one trial: the same case has another hash in another trial. Beside it stands the
pseudonym that extracts give the case, encrypted: with the master key the analysis finds the case's outcome, without it
a copy of the database joins nothing.
"""

import hmac
import secrets
import unicodedata
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cjnudge.derivation import hkdf

PURPOSE = b"cjnudge.trials.enrolment"
LINKING = b"cjnudge.trials.enrolment.link"
NONCE_BYTES = 12  # of AES-GCM; a trial has some thousand cases under its key
LONGEST = 60  # of a reference as typed; the longest in use have some thirty


def as_compared(typed):
    """A reference without what is typed differently: case, blanks, hyphens, strokes and dots."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(letter for letter in text if letter.isalnum())


def hash_of_reference(typed, *, force_id, trial_id, master):
    """64 hexadecimal digits. force_id, trial_id: UUIDs; master: the installation's key, bytes."""
    key = hkdf(master, salt=force_id.bytes + trial_id.bytes, info=PURPOSE)
    return hmac.digest(key, as_compared(typed).encode(), "sha256").hex()


class LinkUnreadable(Exception):
    """The link does not open: the master key is another one, or the row was changed."""


def lock_link(pseudonym, *, trial_id, master):
    """The ciphertext of a case's pseudonym (UUID) in extracts."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(trial_id, master).encrypt(nonce, pseudonym.bytes, trial_id.bytes)


def open_link(link, *, trial_id, master):
    """The pseudonym again; LinkUnreadable where it is none of this trial and key."""
    locked = bytes(link)
    try:
        held = _cipher(trial_id, master).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], trial_id.bytes)
    except (InvalidTag, ValueError) as wrong:
        raise LinkUnreadable("The cases of this trial cannot be found with this master key.") from wrong
    return uuid.UUID(bytes=held)


def _cipher(trial_id, master):
    return AESGCM(hkdf(master, salt=trial_id.bytes, info=LINKING))
